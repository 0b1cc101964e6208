package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.replay.Replayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Several connections of one venue: what goes where, what a loss concerns, and the planned replacement of one. */
class ConnectionsTest {
    private static final List<String> SYMBOLS = List.of("A/USD", "B/USD", "C/USD", "D/USD", "E/USD");

    private final Map<String, KrakenFeed> feeds = new HashMap<>();

    private static CoreRun started(String multiplexing, List<String> symbols) {
        return started(multiplexing, symbols, UnaryOperator.identity());
    }

    private static CoreRun started(String multiplexing, List<String> symbols, UnaryOperator<String> change) {
        return CoreRun.started(Configs.of(
                "venues:\n  - id: kraken\n    symbols: [" + String.join(", ", symbols)
                        + "]\n    depth: 10\n    channels: [book]\n",
                text -> change.apply(text.replace(
                        "  channels:\n    - name: book", "  " + multiplexing + "\n  channels:\n    - name: book"))));
    }

    private KrakenFeed feed(String symbol) {
        return feeds.computeIfAbsent(symbol, name -> new KrakenFeed(name, 10, 1, 8, name.hashCode()));
    }

    private static List<Integer> connects(CoreRun run) {
        return run.all().stream()
                .filter(output -> output.isRequest(RequestBody.CONNECT))
                .map(Output::connection)
                .toList();
    }

    private static void up(CoreRun run, int connection) {
        run.feed(InputType.CONNECTION_UP, connection, 0, new byte[0]);
    }

    private static void down(CoreRun run, int connection) {
        final byte[] body = new byte[ConnectionDownBody.DETAIL_OFFSET];
        ConnectionDownBody.write(new UnsafeBuffer(body), 0, ConnectionDownBody.LOST, 0);
        run.feed(InputType.CONNECTION_DOWN, connection, 0, body);
    }

    private static void frame(CoreRun run, int connection, String text) {
        run.feed(InputType.FRAME, connection, 0, Output.utf8(text));
    }

    /** The symbols that were subscribed on a connection, in order. */
    private static List<String> subscribed(CoreRun run, int connection) {
        return SYMBOLS.stream()
                .filter(symbol -> run.all().stream()
                        .anyMatch(output -> output.isRequest(RequestBody.SEND)
                                && output.connection() == connection
                                && output.requestText().contains("\"subscribe\"")
                                && output.requestText().contains(symbol)))
                .toList();
    }

    /** Acknowledges all that was sent on the connection with the last input, and sends the snapshots. */
    private void answer(CoreRun run, int connection) {
        final List<Output> sent = run.requests(RequestBody.SEND);
        for (Output request : sent) {
            for (String symbol : SYMBOLS) {
                if (request.connection() == connection && request.requestText().contains(symbol)) {
                    frame(run, connection, KrakenFeed.subscribed(symbol, 10, request.requestId()));
                    frame(run, connection, feed(symbol).snapshot());
                }
            }
        }
    }

    private CoreRun live(String multiplexing, List<String> symbols) {
        final CoreRun run = started(multiplexing, symbols);
        for (int connection : connects(run)) {
            up(run, connection);
            answer(run, connection);
        }
        for (int i = 0; i < symbols.size(); i++) {
            assertThat(run.book(0, i).condition()).as(symbols.get(i)).isEqualTo(Condition.LIVE);
        }
        return run;
    }

    @Test
    void shouldSpreadInstrumentsOverThePoolOneAfterTheOther() {
        final CoreRun run = live("multiplexing: {connectionPoolSize: 2}", SYMBOLS);
        final List<Integer> made = connects(run);
        assertThat(made).hasSize(2);
        assertThat(subscribed(run, made.get(0))).containsExactly("A/USD", "C/USD", "E/USD");
        assertThat(subscribed(run, made.get(1))).containsExactly("B/USD", "D/USD");
    }

    @Test
    void shouldMakeAnotherConnectionWhenOneIsFull() {
        final CoreRun run = live("multiplexing: {maxSymbolsPerConnection: 2}", SYMBOLS);
        assertThat(connects(run).stream().map(connection -> subscribed(run, connection)))
                .containsExactly(List.of("A/USD", "B/USD"), List.of("C/USD", "D/USD"), List.of("E/USD"));
    }

    @Test
    void shouldCountChannelsOfInstrumentsAgainstTheSubscriptionsOfAConnection() {
        final CoreRun run = live("connectionLimits: {maxSubscriptionsPerConnection: 3}", SYMBOLS);
        assertThat(connects(run)).hasSize(2);
        assertThat(subscribed(run, connects(run).get(0))).hasSize(3);
    }

    @Test
    void shouldSendTheSameSymbolToTheSameConnectionWhereAHashDecides() {
        final String rule = "multiplexing: {connectionPoolSize: 3, loadBalancing: hash-based}";
        final CoreRun one = live(rule, SYMBOLS);
        final CoreRun other = live(rule, List.of("E/USD", "C/USD", "A/USD", "D/USD", "B/USD"));
        for (int i = 0; i < connects(one).size(); i++) {
            assertThat(subscribed(other, connects(other).get(i)))
                    .isEqualTo(subscribed(one, connects(one).get(i)));
        }
    }

    @Test
    void shouldFillTheConnectionThatCarriesTheFewest() {
        final CoreRun run = live("multiplexing: {connectionPoolSize: 2, loadBalancing: least-connections}", SYMBOLS);
        final int second = connects(run).get(1);
        run.command("remove kraken:B/USD");
        frame(run, second, KrakenFeed.unsubscribed("B/USD", 10, run.lastSent().requestId()));
        run.command("remove kraken:D/USD");
        frame(run, second, KrakenFeed.unsubscribed("D/USD", 10, run.lastSent().requestId()));
        run.command("add kraken:B/USD");
        assertThat(run.lastSent().connection()).isEqualTo(second);
    }

    @Test
    void shouldRefuseWhatNoConnectionHasRoomFor() {
        final CoreRun run = started("multiplexing: {maxSymbolsPerConnection: 4, overflow: reject}", SYMBOLS);
        assertThat(run.core().venues().get(0).view(4).condition()).isEqualTo(Condition.BROKEN);
        final CoreRun full = live("multiplexing: {maxSymbolsPerConnection: 5, overflow: reject}", SYMBOLS);
        full.command("add kraken:F/USD");
        assertThat(full.transitions()).containsExactly("EMPTY -> BROKEN: refused by venue");
        assertThat(full.events(EventKind.NO_ROOM)).hasSize(1);
    }

    @Test
    void shouldLetAnInstrumentWaitUntilAnotherIsRemoved() {
        final CoreRun run = live("multiplexing: {maxSymbolsPerConnection: 1, overflow: queue}", SYMBOLS.subList(0, 1));
        run.command("add kraken:B/USD");
        assertThat(run.requests(RequestBody.SEND)).isEmpty();
        run.command("remove kraken:A/USD");
        frame(
                run,
                run.connection(0),
                KrakenFeed.unsubscribed("A/USD", 10, run.lastSent().requestId()));
        assertThat(run.lastSent().requestText()).contains("\"subscribe\"").contains("B/USD");
    }

    @Test
    void shouldMakeOnlyTheBooksOfALostConnectionStale() {
        final CoreRun run = live("multiplexing: {connectionPoolSize: 2}", SYMBOLS);
        final int second = connects(run).get(1);
        down(run, second);
        assertThat(run.transitions())
                .containsExactly("LIVE -> STALE: connection down", "LIVE -> STALE: connection down");
        frame(run, connects(run).get(0), feed("A/USD").update());
        assertThat(run.book(0, 0).condition()).isEqualTo(Condition.LIVE);
        run.fireNext();
        assertThat(connects(run)).hasSize(3);
        up(run, connects(run).get(2));
        answer(run, connects(run).get(2));
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldDoubtOnlyTheBooksOfTheConnectionWhoseFrameCannotBeRead() {
        final CoreRun run = live("multiplexing: {connectionPoolSize: 2}", SYMBOLS);
        frame(run, connects(run).get(1), "{\"cut");
        assertThat(run.transitions())
                .containsExactly("LIVE -> UNVERIFIED: malformed frame", "LIVE -> UNVERIFIED: malformed frame");
        assertThat(run.book(0, 0).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.UNVERIFIED);
    }

    @Test
    void shouldBelieveNothingOfAnInstrumentThatComesOverAnotherConnection() {
        final CoreRun run = live("multiplexing: {connectionPoolSize: 2}", SYMBOLS);
        frame(run, connects(run).get(1), feed("A/USD").update());
        assertThat(run.last()).isEmpty();
        assertThat(run.counters(0).dropped).isPositive();
    }

    // ---- planned replacement

    private static final long LIFE = 100 * CoreRun.SECOND;

    /** A venue that cuts connections at an age of 100 s, just before we replace ours; heartbeats keep it alive. */
    private CoreRun old(List<String> symbols) {
        final CoreRun run = started(
                "multiplexing: {}",
                symbols,
                text -> text.replace("    silenceMs:", "    lifetimeMs: 100000\n    silenceMs:"));
        up(run, 1);
        answer(run, 1);
        while (run.events(EventKind.PLANNED_RECONNECT).isEmpty()) {
            run.pass(CoreRun.SECOND);
            for (String symbol : symbols) {
                frame(run, 1, feed(symbol).update());
            }
            assertThat(run.nowNs() - CoreRun.START_NS)
                    .as("before the venue cuts it")
                    .isLessThan(LIFE);
        }
        assertThat(run.nowNs() - CoreRun.START_NS).isGreaterThan(LIFE * 9 / 10);
        assertThat(connects(run)).containsExactly(1, 2);
        return run;
    }

    private static long conditions(CoreRun run, int from) {
        return run.all().stream()
                .skip(from)
                .filter(output -> output.type() == OutputType.CONDITION)
                .count();
    }

    @Test
    void shouldReplaceAConnectionBeforeItIsCutWithoutAnInstantThatIsNotLive() {
        final List<String> symbols = SYMBOLS.subList(0, 2);
        final CoreRun run = old(symbols);
        final int from = run.all().size();
        up(run, 2);
        final List<Output> sent = run.requests(RequestBody.SEND);
        assertThat(sent).hasSize(2);
        frame(run, 2, KrakenFeed.subscribed("A/USD", 10, sent.get(0).requestId()));
        final String update = feed("A/USD").update();
        frame(run, 1, update);
        frame(run, 2, feed("A/USD").snapshot());
        assertThat(run.events(EventKind.LEG_TAKEN)).hasSize(1);
        assertThat(run.requests(RequestBody.CLOSE))
                .as("the old one still carries the other")
                .isEmpty();
        frame(run, 1, feed("A/USD").update());
        assertThat(run.last()).as("what the old leg still says").isEmpty();
        frame(run, 1, feed("B/USD").update());
        assertThat(run.last()).anyMatch(Output::isBook);
        frame(run, 2, KrakenFeed.subscribed("B/USD", 10, sent.get(1).requestId()));
        frame(run, 2, feed("B/USD").snapshot());
        assertThat(run.requests(RequestBody.CLOSE)).hasSize(1);
        assertThat(run.requests(RequestBody.CLOSE).get(0).connection()).isEqualTo(1);
        down(run, 1);
        assertThat(conditions(run, from)).as("no book was anything but LIVE").isZero();
        run.after(100 * CoreRun.MS);
        assertThat(connects(run)).as("what was replaced does not come back").containsExactly(1, 2);
        frame(run, 2, feed("B/USD").update());
        assertThat(run.book(0, 0).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 1).bids().price(0))
                .isEqualTo(feed("B/USD")
                        .bids()
                        .keySet()
                        .iterator()
                        .next()
                        .unscaledValue()
                        .longValue());
        assertThat(run.counters(0).reconnects).as("a planned end is no failure").isZero();
    }

    @Test
    void shouldNotBelieveASecondLegBeforeItsBookIsProven() {
        final CoreRun run = old(SYMBOLS.subList(0, 1));
        up(run, 2);
        frame(run, 2, KrakenFeed.subscribed("A/USD", 10, run.lastSent().requestId()));
        final int from = run.all().size();
        frame(run, 2, KrakenFeed.corrupt(feed("A/USD").snapshot()));
        assertThat(run.events(EventKind.LEG_TAKEN)).isEmpty();
        assertThat(run.all().stream().skip(from).filter(Output::isBook)).isEmpty();
        frame(run, 1, feed("A/USD").update());
        assertThat(run.book(0, 0).condition()).isEqualTo(Condition.LIVE);
        assertThat(conditions(run, from)).isZero();
    }

    @Test
    void shouldGoOnWithTheSecondLegWhenTheFirstIsCutTooEarly() {
        final CoreRun run = old(SYMBOLS.subList(0, 1));
        up(run, 2);
        final long request = run.lastSent().requestId();
        down(run, 1);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: connection down");
        assertThat(run.book(0, 0).bids().count())
                .as("what was right stays to be seen")
                .isPositive();
        frame(run, 2, KrakenFeed.subscribed("A/USD", 10, request));
        frame(run, 2, feed("A/USD").snapshot());
        assertThat(run.transitions()).containsExactly("STALE -> LIVE: other leg");
        assertThat(connects(run)).containsExactly(1, 2);
    }

    @Test
    void shouldReplaceAConnectionWhenTheVenueSaysThatItWillCloseIt() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance("binance")));
        final BinanceFeed feed = new BinanceFeed(false, 5);
        up(run, 1);
        frame(run, 1, BinanceFeed.acknowledged(run.lastSent().requestId()));
        frame(run, 1, feed.diff());
        run.answer(0, feed.snapshot());
        frame(run, 1, feed.diff());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        frame(run, 1, "{\"e\":\"serverShutdown\",\"E\":1}");
        assertThat(run.events(EventKind.SHUTDOWN_NOTICE)).hasSize(1);
        assertThat(connects(run)).containsExactly(1, 2);
        final int from = run.all().size();
        up(run, 2);
        frame(run, 2, BinanceFeed.acknowledged(run.lastSent().requestId()));
        for (int i = 0; i < 5; i++) {
            final String diff = feed.diff();
            frame(run, i % 2 == 0 ? 1 : 2, diff);
            frame(run, i % 2 == 0 ? 2 : 1, diff);
        }
        assertThat(run.events(EventKind.LEG_TAKEN)).isEmpty();
        run.answer(0, feed.snapshot());
        final String diff = feed.diff();
        frame(run, 2, diff);
        assertThat(run.events(EventKind.LEG_TAKEN)).hasSize(1);
        assertThat(run.all().stream().filter(o -> o.isRequest(RequestBody.CLOSE)))
                .hasSize(1);
        down(run, 1);
        frame(run, 2, feed.diff());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).lastId()).isEqualTo(feed.lastId());
        assertThat(conditions(run, from)).as("no book was anything but LIVE").isZero();
    }

    @Test
    void shouldReplaceAgainAndAgainWithTwoConnectionsAltogether() {
        final CoreRun run = old(SYMBOLS.subList(0, 1));
        int current = 1;
        for (int round = 0; round < 3; round++) {
            final int next = connects(run).get(connects(run).size() - 1);
            up(run, next);
            answer(run, next);
            down(run, current);
            current = next;
            run.command("add kraken:" + SYMBOLS.get(round + 1));
            answer(run, current);
            final int before = run.events(EventKind.PLANNED_RECONNECT).size();
            while (run.events(EventKind.PLANNED_RECONNECT).size() == before) {
                run.pass(CoreRun.SECOND);
                for (int i = 0; i <= round + 1; i++) {
                    frame(run, current, feed(SYMBOLS.get(i)).update());
                }
            }
        }
        assertThat(run.core().venues().get(0).sessions().count()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            assertThat(run.book(0, i).condition()).isEqualTo(Condition.LIVE);
        }
    }

    @Test
    void shouldReplayAReplacementFromEveryImage() {
        final List<String> symbols = SYMBOLS.subList(0, 2);
        final CoreRun run = old(symbols);
        final long from = run.inputs().lastPosition() - 3;
        up(run, 2);
        run.command("add kraken:C/USD");
        final List<Output> sent = run.all().stream()
                .filter(o -> o.isRequest(RequestBody.SEND) && o.connection() == 2)
                .toList();
        frame(run, 2, KrakenFeed.subscribed("A/USD", 10, sent.get(0).requestId()));
        frame(run, 2, feed("A/USD").snapshot());
        frame(run, 1, feed("B/USD").update());
        frame(run, 2, KrakenFeed.subscribed("B/USD", 10, sent.get(1).requestId()));
        frame(run, 2, feed("B/USD").snapshot());
        run.start(2);
        up(run, connects(run).get(connects(run).size() - 1));
        final long last = run.inputs().lastPosition();
        for (long at = from; at < last; at++) {
            try (Replayer first = new Replayer(run.inputs());
                    Replayer rest = new Replayer(run.inputs())) {
                first.run(at, (position, batch) -> true);
                rest.restore(first.image(), at, first.hash());
                final List<Output> further = new ArrayList<>();
                rest.run(last, (position, batch) -> StateTest.collect(further, batch));
                final long after = at;
                assertThat(further)
                        .as("after input %d", at)
                        .isEqualTo(run.all().stream()
                                .filter(o -> o.cause() > after)
                                .toList());
                assertThat(rest.core().stateHash()).isEqualTo(run.core().stateHash());
            }
        }
    }
}
