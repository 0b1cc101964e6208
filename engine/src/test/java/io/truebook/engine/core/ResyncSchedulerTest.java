package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.replay.Replayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many books that want snapshots at once, against venues that enforce their limits; in simulated time. */
class ResyncSchedulerTest {
    private static final long SEED = 20_261_122L;
    private static final int BOOKS = 500;
    private static final int FRAMES = KrakenStorm.FRAMES_A_SECOND;
    private static final long MINUTE = 60 * CoreRun.SECOND;

    private static String symbols(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).toList().toString();
    }

    private static CoreRun binance(int books, String more) {
        return CoreRun.started(Configs.of(
                Configs.binance("binance").replace("[BTCUSDT]", symbols(books, BinanceStorm::symbol)) + more));
    }

    private static CoreRun kraken(int books) {
        return CoreRun.started(Configs.of("""
                venues:
                  - id: kraken
                    symbols: %s
                    depth: 10
                    channels: [book]
                """.formatted(symbols(books, KrakenStorm::symbol))));
    }

    private static void print(String what, long tookNs, long leastNs) {
        System.out.printf(
                "seed %d: %s: all LIVE after %d ms, least %d ms (%d.%d %%)%n",
                SEED,
                what,
                tookNs / CoreRun.MS,
                leastNs / CoreRun.MS,
                tookNs * 100 / leastNs,
                tookNs * 1000 / leastNs % 10);
    }

    @Test
    void shouldSyncFiveHundredBooksOverRestWithinATenthOfTheLeastTimeAndNoViolation() {
        final BinanceStorm venue = new BinanceStorm(BOOKS, SEED, 6_000, true);
        venue.start(binance(BOOKS, ""));
        venue.trade(8_000);
        venue.runUntil(() -> venue.live() == BOOKS, 10 * MINUTE);
        final long quietFrom = venue.run.nowNs();
        venue.runUntil(() -> venue.run.nowNs() - quietFrom > MINUTE, 2 * MINUTE);
        assertThat(venue.live()).isEqualTo(BOOKS);

        final long lostNs = venue.run.nowNs();
        venue.loseOneOfEach();
        venue.runUntil(() -> venue.live() == 0, CoreRun.SECOND);
        venue.runUntil(() -> venue.live() == BOOKS, 10 * MINUTE);
        final long took = venue.run.nowNs() - lostNs;

        final long least = venue.weights.leastNs(BOOKS, BinanceStorm.WEIGHT) + StormVenue.leastRoundTripNs();
        print(BOOKS + " books over REST at binance's weights", took, least);
        assertThat(venue.refused).as("answers 429 or 418").isZero();
        assertThat(venue.frameViolations).isZero();
        assertThat(took).isBetween(least - CoreRun.SECOND, least * 110 / 100);
    }

    @Test
    void shouldSyncFiveHundredBooksInBandWithinATenthOfTheLeastTimeAndNoViolation() {
        final KrakenStorm venue = new KrakenStorm(BOOKS, SEED);
        venue.start(kraken(BOOKS));
        venue.trade(4_000);
        venue.runUntil(() -> venue.live() == BOOKS, MINUTE);
        final long quietFrom = venue.run.nowNs();
        venue.runUntil(() -> venue.run.nowNs() - quietFrom > 10 * CoreRun.SECOND, MINUTE);
        assertThat(venue.live()).isEqualTo(BOOKS);

        final long lostNs = venue.run.nowNs();
        venue.loseOneOfEach();
        venue.runUntil(() -> venue.live() < FRAMES, CoreRun.SECOND);
        venue.runUntil(() -> venue.live() == BOOKS, 2 * MINUTE);
        final long took = venue.run.nowNs() - lostNs;

        final RollingLimit frames = new RollingLimit(FRAMES, CoreRun.SECOND);
        final long least = frames.leastNs(2 * BOOKS, 1) + StormVenue.leastRoundTripNs();
        print(BOOKS + " books in band on kraken", took, least);
        assertThat(venue.frameViolations).isZero();
        assertThat(took).isBetween(least - CoreRun.SECOND, least * 110 / 100);
        try (Replayer replayer = new Replayer(venue.run.inputs())) {
            replayer.run(venue.run.inputs().lastPosition(), (position, batch) -> true);
            assertThat(replayer.core().stateHash())
                    .as("the order of turns is part of the state")
                    .isEqualTo(venue.run.core().stateHash());
        }
    }

    /** Another program on the same address takes half of the weight, and our count does not know of it. */
    @Test
    void shouldHeedRetryAfterAndNeverBeBannedWhenOthersSpendTheSameWeight() {
        for (final boolean header : new boolean[] {true, false}) {
            final BinanceStorm venue = new BinanceStorm(40, SEED, 1_000, header);
            venue.start(binanceOf(40, 1_000));
            venue.trade(2_000);
            foreign(venue);
            venue.runUntil(() -> venue.live() == 40, 20 * MINUTE);
            System.out.printf(
                    "seed %d: shared address, header %b: %d answers 429, %d unheeded, %d bans, %d s%n",
                    SEED,
                    header,
                    venue.refused,
                    venue.unheeded,
                    venue.banned,
                    (venue.run.nowNs() - CoreRun.START_NS) / CoreRun.SECOND);
            assertThat(venue.unheeded).as("queries before Retry-After").isZero();
            assertThat(venue.banned).isZero();
        }
    }

    private static CoreRun binanceOf(int books, int weightLimit) {
        return CoreRun.started(Configs.of(
                Configs.binance("binance").replace("[BTCUSDT]", symbols(books, BinanceStorm::symbol)),
                Configs.replacing("weightLimit: 6000", "weightLimit: " + weightLimit)));
    }

    private static void foreign(BinanceStorm venue) {
        venue.weights.take(venue.run.nowNs(), 50);
        venue.after(6 * CoreRun.SECOND, () -> foreign(venue));
    }

    @Test
    void shouldStopAllQueriesDuringABanAndTellPeopleAndThenAskAloneFirst() {
        final CoreRun run = binance(6, "");
        subscribeAll(run, 6);
        final List<Output> asked = queries(run);
        assertThat(asked).hasSize(6);
        run.outcome(0, asked.get(0).requestId(), 418, OutcomeBody.FAILURE_NONE, 300, "");
        for (int i = 1; i < 6; i++) {
            run.outcome(0, asked.get(i).requestId(), 418, OutcomeBody.FAILURE_NONE, 300, "");
        }
        assertThat(run.events(EventKind.BANNED)).hasSize(1);
        assertThat(run.events(EventKind.BANNED).get(0).type()).isEqualTo(OutputType.ALERT);
        final long bannedNs = run.nowNs();
        while (run.queries() == 6) {
            run.frame(0, "{\"e\":\"kline\"}");
            run.fireNext();
        }
        assertThat(run.nowNs() - bannedNs).isBetween(300 * CoreRun.SECOND, 301 * CoreRun.SECOND);
        assertThat(run.queries()).as("one query alone").isEqualTo(7);
        run.answer(0, new BinanceFeed(false, 1).snapshot());
        assertThat(run.queries()).as("and after it the others").isEqualTo(12);
    }

    @Test
    void shouldWaitLongerWithEachRefusalThatHasNoRetryAfter() {
        final CoreRun run = binance(1, "");
        subscribeAll(run, 1);
        for (int i = 0; i < 9; i++) {
            final long queries = run.queries();
            run.outcome(0, run.lastQuery().requestId(), 429, OutcomeBody.FAILURE_NONE, -1, "");
            final long toldNs = run.nowNs();
            while (run.queries() == queries) {
                run.frame(0, "{\"e\":\"kline\"}");
                run.fireNext();
            }
            final long least = Math.min(120, 1L << i) * CoreRun.SECOND;
            assertThat(run.nowNs() - toldNs).isBetween(least, least + CoreRun.SECOND / 4);
        }
    }

    @Test
    void shouldServeWhatAnOperatorAsksForThenThePriorityOfTheProfileThenTheOldest() {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.binance("binance").replace("[BTCUSDT]", symbols(5, BinanceStorm::symbol)) + "    priority: ["
                        + BinanceStorm.symbol(3) + "]\n",
                Configs.replacing("weightLimit: 6000", "weightLimit: 50")));
        run.up(0);
        assertThat(run.requests(RequestBody.SEND).get(0).requestText())
                .as("subscribed first")
                .contains("s1003usdt");
        subscribe(run, 5);
        final List<Output> asked = new ArrayList<>(queries(run));
        assertThat(asked).as("the limit lets one query through").hasSize(1);
        run.command("resync binance:" + BinanceStorm.symbol(4));
        while (asked.size() < 5) {
            final String url = asked.get(asked.size() - 1).requestText();
            final long answeredNs = run.nowNs();
            final int before = queries(run).size();
            run.answer(0, new BinanceFeed(false, 1).snapshot());
            while (queries(run).size() == before) {
                run.frame(0, "{\"e\":\"kline\"}");
                run.fireNext();
            }
            assertThat(run.nowNs() - answeredNs).as("after " + url).isGreaterThanOrEqualTo(MINUTE);
            asked.add(run.lastQuery());
        }
        assertThat(asked.stream().map(o -> o.requestText().replaceAll(".*symbol=S(\\d+)USDT.*", "$1")))
                .as("the first found nobody waiting")
                .containsExactly("1000", "1004", "1003", "1001", "1002");
    }

    @Test
    void shouldCountWhatWasAskedBeforeTheConnectionWasLost() {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.binance("binance").replace("[BTCUSDT]", symbols(1, BinanceStorm::symbol)),
                Configs.replacing("weightLimit: 6000", "weightLimit: 50")));
        subscribeAll(run, 1);
        assertThat(run.queries()).isEqualTo(1);
        final long askedNs = run.nowNs();
        run.down(0);
        run.fireNext();
        subscribeAll(run, 1);
        while (run.queries() == 1) {
            run.frame(0, "{\"e\":\"kline\"}");
            run.fireNext();
        }
        assertThat(run.nowNs() - askedNs).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void shouldNotConnectMoreOftenThanTheVenueAllows() {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.kraken(),
                Configs.replacing(
                        "connectLimit: 150\n    connectWindowMs: 600000",
                        "connectLimit: 3\n    connectWindowMs: 600000")));
        final List<Long> connects = new ArrayList<>(List.of(run.nowNs()));
        while (connects.size() < 9) {
            if (run.core().nextDeadlineNs() == Timers.NONE) {
                run.down(0);
            }
            run.fireNext();
            if (!run.requests(RequestBody.CONNECT).isEmpty()) {
                connects.add(run.nowNs());
            }
        }
        for (int i = 3; i < connects.size(); i++) {
            assertThat(connects.get(i) - connects.get(i - 3)).isGreaterThanOrEqualTo(10 * MINUTE);
        }
    }

    private static List<Output> queries(CoreRun run) {
        return run.all().stream().filter(o -> o.isRequest(RequestBody.QUERY)).toList();
    }

    private static void subscribeAll(CoreRun run, int books) {
        run.up(0);
        subscribe(run, books);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    /** Acknowledges what is sent until all books are subscribed, and lets the quiet time pass. */
    private static void subscribe(CoreRun run, int books) {
        int acknowledged = 0;
        while (acknowledged < books) {
            final List<Output> sent = run.requests(RequestBody.SEND);
            for (Output output : sent) {
                run.frame(0, BinanceFeed.acknowledged(output.requestId()));
                acknowledged++;
            }
            if (acknowledged < books) {
                run.fireNext();
            }
        }
        run.after(400 * CoreRun.MS);
    }
}
