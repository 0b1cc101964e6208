package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.TradeBody;
import io.truebook.engine.replay.Replayer;
import io.truebook.engine.venue.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Books of single orders with a number per product, stitched to REST: coinbase-exchange, venues/coinbase.md section 5. */
class OrderBookTest {
    private static final String PROFILE = """
            venues:
              - id: coinbase-exchange
                symbols: [BTC-USD]
                webSocketUrl: ws://127.0.0.1:9000/
                channels: [full]
            """;

    private static final String MATCH = "{\"type\":\"match\",\"trade_id\":10,\"sequence\":%d,"
            + "\"maker_order_id\":\"%s\",\"taker_order_id\":\"132fb6ae-456b-4654-b4e0-d681ac05cea1\","
            + "\"time\":\"2014-11-07T08:19:27.028459Z\",\"product_id\":\"BTC-USD\",\"size\":\"%s\",\"price\":\"400.23\","
            + "\"side\":\"sell\"}";

    private final CoreRun run = CoreRun.started(Configs.of(PROFILE));
    private final OrderFeed feed = new OrderFeed(1);

    private void deliver(int messages) {
        for (int i = 0; i < messages; i++) {
            run.frame(0, feed.next());
        }
    }

    /** Goes on until the feed's messages tell all of what it has done. */
    private void finishAction() {
        while (!feed.isBetweenActions()) {
            run.frame(0, feed.next());
        }
    }

    private void synced() {
        run.up(0);
        deliver(60);
        finishAction();
        run.answer(0, feed.level3());
    }

    private void assertEqualsFeed() {
        assertSide(run.book(0, 0).bids(), feed.levels(true));
        assertSide(run.book(0, 0).asks(), feed.levels(false));
    }

    private static void assertSide(BookSide side, TreeMap<Long, Long> expected) {
        final Map<Long, Long> actual = new TreeMap<>();
        for (int rank = 0; rank < side.count(); rank++) {
            actual.put(side.price(rank), side.size(rank));
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void shouldSubscribeToFullAndAskForLevelThreeOnceDeltasCome() {
        run.up(0);
        assertThat(run.lastSent().requestText()).contains("\"channels\":[\"full\"]");
        deliver(1);
        assertThat(run.lastQuery().requestText())
                .isEqualTo("GET https://api.exchange.coinbase.com/products/BTC-USD/book?level=3");
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldDropWhatTheSnapshotHasReplayTheRestAndProveTheWholeBook() {
        run.up(0);
        deliver(40);
        finishAction();
        final String answer = feed.level3();
        deliver(40);
        finishAction();
        run.answer(0, answer);

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
        assertThat(run.book(0, 0).lastId()).isEqualTo(feed.sequence());
        assertThat(run.counters(0).sequenceStale).isPositive();
        assertEqualsFeed();
        assertThat(run.book(0, 0).provenDepth())
                .isEqualTo(Math.min(
                        run.book(0, 0).bids().count(), run.book(0, 0).asks().count()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261122})
    void shouldEqualTheFeedWheneverItIsLiveAndMakeTheBookAnewAfterEachLoss(long seed) {
        final CoreRun lossy = CoreRun.started(Configs.of(PROFILE));
        final OrderFeed market = new OrderFeed(seed);
        final Random random = new Random(seed);
        lossy.up(0);
        int live = 0;
        int lost = 0;
        long query = 0;
        for (int i = 0; i < 2_500; i++) {
            final String message = market.next();
            if (random.nextInt(400) == 0) {
                lost++;
            } else {
                lossy.pass(10 * CoreRun.MS);
                lossy.frame(0, message);
                query = queryIn(lossy, query);
            }
            if (random.nextInt(300) == 0) {
                lossy.frame(0, message); // a second copy changes nothing, and a late one is taken for what it is
                query = queryIn(lossy, query);
            }
            if (i % 20 == 0) {
                lossy.after(100 * CoreRun.MS); // a resync may be waiting for its turn
                query = queryIn(lossy, query);
            }
            if (query != 0 && market.isBetweenActions()) {
                lossy.outcome(0, query, 200, OutcomeBody.FAILURE_NONE, -1, market.level3());
                query = 0;
            }
            final BookView book = lossy.book(0, 0);
            if (market.isBetweenActions()
                    && book.condition() == Condition.LIVE
                    && book.lastId() == market.sequence()) { // a loss shows with the message behind it
                live++;
                assertSide(book.bids(), market.levels(true));
                assertSide(book.asks(), market.levels(false));
            }
            lossy.forgetOutputs();
        }
        assertThat(live).as("seed %d, lost %d", seed, lost).isGreaterThan(400);
        assertThat(lossy.counters(0).sequenceGaps).isPositive();
        assertThat(lossy.counters(0).resyncs).isPositive();
    }

    private static long queryIn(CoreRun run, long known) {
        final List<Output> asked = run.requests(RequestBody.QUERY);
        return asked.isEmpty() ? known : asked.get(asked.size() - 1).requestId();
    }

    @Test
    void shouldStartOverAfterAHole() {
        synced();
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        feed.next();
        deliver(1);

        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.SEQUENCE_GAP)).hasSize(1);
    }

    @Test
    void shouldIgnoreAnOrderThatIsNotOnTheBookWhenItEnds() {
        synced();
        final long next = feed.sequence() + 1;
        run.frame(0, "{\"type\":\"done\",\"sequence\":" + next + ",\"order_id\":\"x\",\"product_id\":\"BTC-USD\"}");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).lastId()).isEqualTo(next);
        assertEqualsFeed();
    }

    @Test
    void shouldMakeTheBookAnewWhenAnOrderTradesThatItDoesNotHave() {
        synced();
        run.frame(0, MATCH.formatted(feed.sequence() + 1, "d50ec984-77a8-460a-b958-66f114b0de9b", "1"));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.MALFORMED))
                .singleElement()
                .satisfies(event -> assertThat(event.eventText()).contains("an unknown order trades"));
    }

    @Test
    void shouldMakeTheBookAnewWhenAnOrderTradesMoreThanItHas() {
        synced();
        run.frame(0, MATCH.formatted(feed.sequence() + 1, feed.order(3), "1000000"));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldTellTheTradeOfAMatchWithTheTakersSide() {
        synced();
        run.frame(0, MATCH.formatted(feed.sequence() + 1, feed.order(0), "0.00000001"));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.last())
                .filteredOn(o -> o.type() == OutputType.TRADE)
                .singleElement()
                .satisfies(trade -> {
                    assertThat(TradeBody.side(trade.buffer(), trade.body())).isZero();
                    assertThat(TradeBody.tradeId(trade.buffer(), trade.body())).isEqualTo(10);
                    assertThat(TradeBody.size(trade.buffer(), trade.body())).isEqualTo(1);
                });
    }

    @Test
    void shouldSeeAHoleBehindAnUnknownTypeOfMessageRatherThanGuessWhatItDid() {
        synced();
        run.frame(0, "{\"type\":\"halt\",\"sequence\":" + (feed.sequence() + 1) + ",\"product_id\":\"BTC-USD\"}");
        assertThat(run.counters(0).unknownFrames).isEqualTo(1);
        run.frame(0, MATCH.formatted(feed.sequence() + 2, feed.order(0), "0.00000001"));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldKeepUnverifiedLevelsWhereTheProfileNamesTheOpenChannel() {
        final CoreRun open = CoreRun.started(Configs.of(PROFILE.replace("[full]", "[level2_batch, trades]")));
        open.up(0);
        final List<String> sent = new ArrayList<>();
        open.requests(RequestBody.SEND).forEach(output -> sent.add(output.requestText()));
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).contains("\"matches\"");
        open.frame(
                0,
                "{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\",\"bids\":[[\"10101.10\",\"0.45054140\"]],"
                        + "\"asks\":[[\"10102.55\",\"0.57753524\"]]}");
        open.frame(
                0,
                "{\"type\":\"l2update\",\"product_id\":\"BTC-USD\",\"time\":\"2019-08-14T20:42:27.265Z\","
                        + "\"changes\":[[\"buy\",\"10101.80000000\",\"0.162567\"]]}");
        open.frame(0, MATCH.formatted(7, "a", "1"));
        assertThat(open.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(open.book(0, 0).bids().count()).isEqualTo(2);
        assertThat(open.last()).anyMatch(output -> output.type() == OutputType.TRADE);
    }

    @Test
    void shouldSayThatTheVenueItselfWantsALoginForFullAndKeepUnverifiedLevelsWhereNothingIsNamed() {
        final String own = PROFILE.replace("    webSocketUrl: ws://127.0.0.1:9000/\n", "");
        assertThatThrownBy(() -> CoreRun.started(Configs.of(own)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("channel 'full' is private (SIGNATURE)");
        final CoreRun live = CoreRun.started(Configs.of(own.replace("    channels: [full]\n", "")));
        live.up(0);
        assertThat(live.requests(RequestBody.SEND))
                .extracting(Output::requestText)
                .anyMatch(text -> text.contains("level2_batch"))
                .noneMatch(text -> text.contains("full"));
    }

    @Test
    void shouldRefuseAProfileThatNamesTwoWaysToKeepABook() {
        assertThatThrownBy(() -> CoreRun.started(Configs.of(PROFILE.replace("[full]", "[full, level2_batch]"))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("choose one of [full, level2_batch]");
    }

    @Test
    void shouldNotSubscribeToTradesThatTheBooksChannelCarries() {
        final CoreRun both = CoreRun.started(Configs.of(PROFILE.replace("[full]", "[book, trades]")));
        both.up(0);
        assertThat(both.requests(RequestBody.SEND))
                .singleElement()
                .satisfies(sent -> assertThat(sent.requestText()).contains("\"full\""));
    }

    @Test
    void shouldGoOnInTheSameWayFromAnImage() {
        synced();
        deliver(100);
        final long at = run.inputs().lastPosition();
        deliver(200);
        final long last = run.inputs().lastPosition();
        try (Replayer first = new Replayer(run.inputs());
                Replayer rest = new Replayer(run.inputs())) {
            first.run(at, (position, batch) -> true);
            rest.restore(first.image(), at, first.hash());
            assertThat(rest.image()).isEqualTo(first.image());
            rest.run(last, (position, batch) -> true);
            assertThat(rest.core().stateHash()).isEqualTo(run.core().stateHash());
        }
    }
}
