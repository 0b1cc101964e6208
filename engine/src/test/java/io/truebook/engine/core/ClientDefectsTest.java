package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.TickerBody;
import io.truebook.engine.record.TradeBody;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Defects of the requirements' clients (C-0 to C-18, E-22) that other tests do not show the absence of. */
class ClientDefectsTest {
    private static final String V1 = """
            venues:
              - id: kraken-v1
                symbols: [XBT/USD]
                depth: 10
                channels: [book]
                instruments: {XBT/USD: {priceDecimals: 5, sizeDecimals: 8}}
            """;
    private static final String TRADE = "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\","
            + "\"side\":\"buy\",\"price\":45000.1,\"qty\":0.1,\"ord_type\":\"market\",\"trade_id\":%d,"
            + "\"timestamp\":\"2023-09-25T07:49:37.708706Z\"}]}";

    private static CoreRun binance(BinanceFeed feed) {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance("binance")));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, feed.diff());
        return run;
    }

    private static String rows(int count, int from, int step, String firstSize) {
        final StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            final int price = from + i * step;
            rows.append(i == 0 ? "" : ",")
                    .append("[\"0.0")
                    .append(price)
                    .append("\",\"")
                    .append(i == 0 ? firstSize : "0.00000500")
                    .append("\",\"1582905487.684110\"]");
        }
        return rows.toString();
    }

    /**
     * C-3, C-4, C-5, E-22: the first frame is a status, a yes says 'subscribed', the channel bears its depth, and a
     * two-sided update has two payload objects, of which the last bears the checksum (the venue's published vector).
     */
    @Test
    void shouldBeLiveFromATwoSidedUpdateOfAChannelThatBearsItsDepth() {
        final CoreRun run = CoreRun.started(Configs.of(V1));
        run.up(0);
        run.frame(
                0,
                "{\"connectionID\":8628615390848610000,\"event\":\"systemStatus\",\"status\":\"online\",\"version\":\"1.0.0\"}");
        assertThat(run.events(EventKind.VENUE_STATUS)).hasSize(1);
        run.frame(
                0,
                "{\"channelID\":336,\"channelName\":\"book-10\",\"event\":\"subscriptionStatus\",\"pair\":\"XBT/USD\","
                        + "\"reqid\":" + run.lastSent().requestId()
                        + ",\"status\":\"subscribed\",\"subscription\":{\"depth\":10,\"name\":\"book\"}}");
        final String bids = "[\"0.04995\",\"0.00000500\",\"1.1\"],[\"0.04990\",\"0.00000500\",\"1.1\"],"
                + "[\"0.04980\",\"0.00000500\",\"1.1\"],[\"0.04975\",\"0.00000500\",\"1.1\"],"
                + "[\"0.04970\",\"0.00000500\",\"1.1\"],[\"0.04965\",\"0.00000500\",\"1.1\"],"
                + "[\"0.04960\",\"0.00000500\",\"1.1\"],[\"0.04955\",\"0.00000500\",\"1.1\"],"
                + "[\"0.04950\",\"0.00000500\",\"1.1\"]";
        run.frame(
                0,
                "[336,{\"as\":[" + rows(10, 5005, 5, "7.00000000") + "],\"bs\":[[\"0.05000\",\"9.00000000\",\"1.1\"],"
                        + bids + "]},\"book-10\",\"XBT/USD\"]");
        assertThat(run.book(0, 0).bids().count()).isEqualTo(10);
        run.frame(
                0,
                "[336,{\"a\":[[\"0.05005\",\"0.00000500\",\"1.2\"]]},"
                        + "{\"b\":[[\"0.05000\",\"0.00000500\",\"1.2\"]],\"c\":\"974947235\"},\"book-10\",\"XBT/USD\"]");
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).asks().size(0)).isEqualTo(500);
        assertThat(run.book(0, 0).bids().size(0)).isEqualTo(500);
    }

    /** C-8: what is fresh is measured from the last message, not from the start. */
    @Test
    void shouldNotCallALivelyBookStaleHoweverLongAgoItStarted() {
        final BinanceFeed feed = new BinanceFeed(false, 2);
        final CoreRun run = binance(feed);
        run.answer(0, feed.snapshot());
        for (int second = 0; second < 300; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, feed.diff());
            assertThat(run.condition(0)).as("second %d", second).isEqualTo(Condition.LIVE);
        }
        assertThat(run.counters(0).silences).isZero();
        assertThat(run.book(0, 0).bids().count()).isEqualTo(feed.bids().size());
    }

    /** C-9: increments without a snapshot are no book. */
    @Test
    void shouldPublishNothingOfABookWithoutASnapshot() {
        final BinanceFeed feed = new BinanceFeed(false, 2);
        final CoreRun run = binance(feed);
        for (int i = 0; i < 50; i++) {
            run.frame(0, feed.diff());
        }
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.all()).noneMatch(o -> o.type() == OutputType.BOOK_DELTA || o.type() == OutputType.BOOK_SNAPSHOT);
    }

    /** C-9: a book with one side is a book. */
    @Test
    void shouldTakeASnapshotWithOneSide() {
        final BinanceFeed feed = new BinanceFeed(false, 2);
        final CoreRun run = binance(feed);
        run.answer(
                0,
                "{\"lastUpdateId\":" + feed.lastId() + ",\"bids\":[" + BinanceFeed.row(6_000_000, 5)
                        + "],\"asks\":[]}");
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).bids().count()).isEqualTo(1);
        assertThat(run.book(0, 0).asks().count()).isZero();
    }

    /** C-9: a message with one side that cannot be used changes nothing of the other. */
    @Test
    void shouldChangeNothingWhenOneSideOfAMessageCannotBeUsed() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        final KrakenFeed feed = KrakenFeed.btc(1);
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        final long best = run.book(0, 0).bids().size(0);
        final long published = run.all().stream()
                .filter(o -> o.type() == OutputType.BOOK_DELTA)
                .count();
        run.frame(
                0,
                "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":45000.0,"
                        + "\"qty\":77}],\"asks\":[{\"price\":45000.15,\"qty\":1}],\"checksum\":1}]}");
        assertThat(run.book(0, 0).bids().size(0)).isEqualTo(best);
        assertThat(run.all().stream().filter(o -> o.type() == OutputType.BOOK_DELTA))
                .hasSize((int) published);
        assertThat(run.condition(0)).isNotEqualTo(Condition.LIVE);
    }

    /** C-15: a symbol is the whole of it; nothing is cut, turned or taken for another market. */
    @Test
    void shouldTakeASymbolForNoOtherThatContainsIt() {
        final BinanceFeed feed = new BinanceFeed(false, 2);
        final CoreRun run = binance(feed);
        run.answer(0, feed.snapshot());
        final long applied = run.counters(0).deltas;
        for (final String other : List.of("BTCUSD", "XBTUSDT", "BTCUSDTT", "BTCUSDT_261225", "btcusdt")) {
            final long id = feed.lastId() + 1;
            run.frame(0, feed.diff(id, id, 0, BinanceFeed.row(1, 1), "").replace("\"BTCUSDT\"", '"' + other + '"'));
        }
        assertThat(run.counters(0).deltas).isEqualTo(applied);
        assertThat(run.counters(0).unknownSymbols).isEqualTo(5);
        assertThat(run.events(EventKind.UNKNOWN_SYMBOL)).hasSize(5);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    /** C-16: the size of a best price is the lot's volume, not the whole lots before it. */
    @Test
    void shouldTakeTheLotVolumeOfATickerForItsSize() {
        final CoreRun run = CoreRun.started(Configs.of(V1.replace("[book]", "[ticker]")));
        run.up(0);
        run.frame(
                0,
                "[340,{\"a\":[\"5525.40000\",1,\"1.25000000\"],\"b\":[\"5525.10000\",2,\"2.50000000\"],"
                        + "\"c\":[\"5525.10000\",\"0.00398963\"],\"v\":[\"2634.11\",\"3591.17\"],\"p\":[\"5631.44\",\"5653.78\"],"
                        + "\"t\":[11493,16267],\"l\":[\"5505.00\",\"5505.00\"],\"h\":[\"5783.00\",\"5783.00\"],"
                        + "\"o\":[\"5760.70\",\"5763.40\"]},\"ticker\",\"XBT/USD\"]");
        final Output ticker = run.last().stream()
                .filter(o -> o.type() == OutputType.TICKER)
                .findFirst()
                .orElseThrow();
        assertThat(TickerBody.askSize(ticker.buffer(), ticker.body())).isEqualTo(125_000_000);
        assertThat(TickerBody.bidSize(ticker.buffer(), ticker.body())).isEqualTo(250_000_000);
    }

    /** C-17: a trade bears the venue's id, so the copy that a reconnect brings is known for one. */
    @Test
    void shouldKnowATradeAgainThatComesOnTheNextConnectionToo() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken().replace("[book]", "[trade]")));
        run.up(0);
        run.frame(0, TRADE.formatted(4_665_906));
        final Output trade = run.last().stream()
                .filter(o -> o.type() == OutputType.TRADE)
                .findFirst()
                .orElseThrow();
        assertThat(TradeBody.tradeId(trade.buffer(), trade.body())).isEqualTo(4_665_906);
        run.down(0);
        run.fireNext();
        run.up(0);
        run.frame(0, TRADE.formatted(4_665_906).replace("\"update\"", "\"snapshot\""));
        run.frame(0, TRADE.formatted(4_665_907));
        assertThat(run.all().stream().filter(o -> o.type() == OutputType.TRADE)).hasSize(2);
        assertThat(run.counters(0).tradeDuplicates).isEqualTo(1);
        assertThat(run.counters(0).trades).isEqualTo(2);
    }

    /** Row 216: what a book costs of the venue's REST limit, against asking for it each second. */
    @Test
    void shouldAskOverRestLessThanATenthAsOftenAsPollingWould() {
        final BinanceFeed feed = new BinanceFeed(false, 2);
        final CoreRun run = binance(feed);
        run.answer(0, feed.snapshot());
        final int seconds = 3_600;
        for (int second = 1; second <= seconds; second++) {
            run.pass(CoreRun.SECOND);
            if (second % 600 == 0) {
                feed.diff(); // lost
            }
            run.frame(0, feed.diff());
            if (run.condition(0) == Condition.SYNCING && run.queries() > 1) {
                run.answer(0, feed.snapshot());
            }
        }
        final long queries = run.counters(0).queries;
        System.out.println("REST queries in an hour with six lost messages: " + queries + ", by polling: " + seconds);
        assertThat(queries).isEqualTo(run.queries()).isBetween(2L, seconds / 10L);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }
}
