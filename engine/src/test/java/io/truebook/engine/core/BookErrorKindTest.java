package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.OutputType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rows 127, 130, 49 and 54: each kind of book error is counted, slow processing is told, rules can be switched off. */
class BookErrorKindTest {
    private static CoreRun kraken(KrakenFeed feed, String from, String to) {
        final CoreRun run =
                CoreRun.started(Configs.of(Configs.kraken(), from.isEmpty() ? t -> t : Configs.replacing(from, to)));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        return run;
    }

    private static CoreRun krakenAfter(String frame) {
        final CoreRun run = kraken(KrakenFeed.btc(1), "", "");
        run.frame(0, frame);
        return run;
    }

    private static CoreRun binance(BinanceFeed feed, String rules) {
        final CoreRun run = CoreRun.started(
                Configs.of(Configs.binance("binance"), text -> text.replace("maxBufferSize: 1000", rules)));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        run.frame(0, feed.diff());
        return run;
    }

    private static String update(String price, String size) {
        return "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":"
                + price + ",\"qty\":" + size + "}],\"asks\":[],\"checksum\":1}]}";
    }

    private static CoreRun crossedOrWithAGap(boolean gap) {
        final BinanceFeed feed = new BinanceFeed(false, 3);
        final CoreRun run = binance(feed, "maxBufferSize: 1000");
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        final long id = feed.lastId() + (gap ? 9 : 1);
        run.frame(0, feed.diff(id, id, 0, gap ? "" : BinanceFeed.row(6_000_500, 5), ""));
        return run;
    }

    private static CoreRun overflowing() {
        final BinanceFeed feed = new BinanceFeed(false, 3);
        final CoreRun run = binance(feed, "maxBufferSize: 1");
        run.frame(0, feed.diff());
        return run;
    }

    private static CoreRun silent() {
        final CoreRun run = kraken(KrakenFeed.btc(1), "", "");
        for (int second = 0; second < 31; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
        }
        return run;
    }

    private static CoreRun slow() {
        final CoreRun run = kraken(KrakenFeed.btc(1), "", "");
        run.lag(1_001 * CoreRun.MS);
        run.frame(0, "{\"channel\":\"heartbeat\"}");
        return run;
    }

    @Test
    void shouldCountEachKindOfBookErrorByItself() {
        final Map<BookErrorKind, Supplier<CoreRun>> causes = new EnumMap<>(BookErrorKind.class);
        causes.put(BookErrorKind.INVALID_PRICE, () -> krakenAfter(update("45000.05", "1")));
        causes.put(BookErrorKind.INVALID_QUANTITY, () -> krakenAfter(update("45000.0", "0.123456789")));
        causes.put(BookErrorKind.SEQUENCE_GAP, () -> crossedOrWithAGap(true));
        causes.put(BookErrorKind.MALFORMED_MESSAGE, () -> krakenAfter("{\"channel\":\"book\",\"type\":\"upd"));
        causes.put(BookErrorKind.STALE_DATA, BookErrorKindTest::silent);
        causes.put(BookErrorKind.MEMORY_LIMIT, BookErrorKindTest::overflowing);
        causes.put(BookErrorKind.PROCESSING_TIMEOUT, BookErrorKindTest::slow);
        causes.put(BookErrorKind.CROSSED_MARKET, () -> crossedOrWithAGap(false));
        assertThat(causes).hasSize(BookErrorKind.values().length);
        causes.forEach((kind, cause) -> {
            final Counters counters = cause.get().counters(0);
            for (final BookErrorKind other : BookErrorKind.values()) {
                // a level that does not fit makes the message one that cannot be used
                final boolean whole = other == BookErrorKind.MALFORMED_MESSAGE
                        && (kind == BookErrorKind.INVALID_PRICE || kind == BookErrorKind.INVALID_QUANTITY);
                if (!whole) {
                    assertThat(other.count(counters))
                            .as(kind + " counts " + other)
                            .isEqualTo(other == kind ? 1 : 0);
                }
            }
        });
    }

    @Test
    void shouldRefuseANegativeSize() {
        assertThat(BookErrorKind.INVALID_QUANTITY.count(
                        krakenAfter(update("45000.0", "-1")).counters(0)))
                .isEqualTo(1);
    }

    @Test
    void shouldTellPeopleOnceWhenFramesLieLongerThanASecondAndSayTheAverage() {
        final CoreRun run = kraken(KrakenFeed.btc(1), "", "");
        run.lag(2_000 * CoreRun.MS);
        for (int i = 0; i < 5; i++) {
            run.frame(0, "{\"channel\":\"heartbeat\"}");
        }
        assertThat(run.events(EventKind.SLOW)).hasSize(1).allMatch(o -> o.type() == OutputType.ALERT);
        assertThat(run.events(EventKind.SLOW).get(0).eventActual()).isEqualTo(2 * CoreRun.SECOND);
        assertThat(run.counters(0).slowFrames).isEqualTo(5);
        run.lag(0);
        run.frame(0, "{\"channel\":\"heartbeat\"}");
        run.lag(1_500 * CoreRun.MS);
        run.frame(0, "{\"channel\":\"heartbeat\"}");
        assertThat(run.events(EventKind.SLOW)).as("a new one").hasSize(2);
        // two frames before, five of 2 s, one without, one of 1.5 s
        assertThat(run.events(EventKind.SLOW).get(1).eventText())
                .endsWith("average of the last thousand: " + (5 * 2_000_000 + 1_500_000) / 9 + " us");
    }

    @Test
    void shouldTakeTheAverageOfTheLastThousandOnly() {
        final ProcessingTime time = new ProcessingTime();
        for (int i = 0; i < 1_000; i++) {
            time.take(900);
        }
        for (int i = 0; i < 1_000; i++) {
            time.take(i);
        }
        assertThat(time.averageMicros()).isEqualTo(499);
        assertThat(time.isSlow()).isFalse();
    }

    @Test
    void shouldNotCompareChecksumsWhenTheirValidationIsOff() {
        final KrakenFeed feed = KrakenFeed.btc(1);
        final CoreRun run = kraken(feed, "checksumValidation: true", "checksumValidation: false");
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.update());
        }
        run.frame(0, update("45000.0", "1"));
        assertThat(run.counters(0).checksumsOk + run.counters(0).checksumsBad).isZero();
        assertThat(run.condition(0)).as("nothing proves it").isEqualTo(Condition.UNVERIFIED);
    }

    @Test
    void shouldDropAndCountWhatComesBeforeTheSnapshotWhenNothingIsBuffered() {
        final BinanceFeed feed = new BinanceFeed(false, 3);
        final CoreRun run = CoreRun.started(
                Configs.of(Configs.binance("binance"), Configs.replacing("bufferDeltas: true", "bufferDeltas: false")));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        for (int i = 0; i < 3; i++) {
            run.frame(0, feed.diff());
        }
        assertThat(run.counters(0).dropped).isEqualTo(3);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldListWhatIsMissingAndSplitAndShrinkItAsItComesLate() {
        for (final String venue : List.of("binance", "binance-usdm")) {
            final BinanceFeed feed = new BinanceFeed(!venue.equals("binance"), 1);
            final CoreRun run = CoreRun.started(Configs.of(
                    Configs.binance(venue), Configs.replacing("maxGapBeforeResync: 1", "maxGapBeforeResync: 1000")));
            run.up(0);
            run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
            run.frame(0, feed.diff());
            run.answer(0, feed.snapshot());
            run.frame(0, feed.diff());
            assertThat(run.book(0, 0).missing()).isEmpty();
            final long before = feed.lastId();
            final String first = feed.diff();
            final long firstEnd = feed.lastId();
            final String second = feed.diff();
            final long secondEnd = feed.lastId();
            final String third = feed.diff();
            final long thirdEnd = feed.lastId();
            run.frame(0, feed.diff());
            assertThat(run.book(0, 0).missing()).containsExactly(new BookView.Missing(before + 1, thirdEnd));
            run.frame(0, second);
            assertThat(run.book(0, 0).missing()).as("split").hasSize(2);
            assertThat(run.book(0, 0).missing().get(0)).isEqualTo(new BookView.Missing(before + 1, firstEnd));
            assertThat(run.book(0, 0).missing().get(1)).isEqualTo(new BookView.Missing(secondEnd + 1, thirdEnd));
            run.frame(0, first);
            assertThat(run.book(0, 0).missing())
                    .as("shrunk")
                    .containsExactly(new BookView.Missing(secondEnd + 1, thirdEnd));
            run.frame(0, third);
            assertThat(run.book(0, 0).missing()).isEmpty();
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
    }
}
