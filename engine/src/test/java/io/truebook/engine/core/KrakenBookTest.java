package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.RequestBody;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A book with in-band snapshots and checksums, as on Kraken. */
class KrakenBookTest {
    private final KrakenFeed feed = KrakenFeed.btc(1);

    /** Subscribed and acknowledged, no snapshot yet. */
    private static CoreRun subscribed(String profile) {
        return subscribed(CoreRun.started(Configs.of(profile)));
    }

    private static CoreRun subscribed(CoreRun run) {
        run.up(0);
        acknowledge(run);
        return run;
    }

    private static void acknowledge(CoreRun run) {
        final Output sent = run.lastSent();
        run.frame(
                0,
                sent.requestText().contains("unsubscribe")
                        ? KrakenFeed.unsubscribed("BTC/USD", 10, sent.requestId())
                        : KrakenFeed.subscribed("BTC/USD", 10, sent.requestId()));
    }

    private CoreRun live() {
        final CoreRun run = subscribed(Configs.kraken());
        run.frame(0, feed.snapshot());
        return run;
    }

    static void assertSame(BookSide side, Map<BigDecimal, BigDecimal> expected, int priceScale, int sizeScale) {
        assertThat(side.count()).isEqualTo(expected.size());
        int rank = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : expected.entrySet()) {
            assertThat(BigDecimal.valueOf(side.price(rank), priceScale)).isEqualByComparingTo(level.getKey());
            assertThat(BigDecimal.valueOf(side.size(rank), sizeScale)).isEqualByComparingTo(level.getValue());
            rank++;
        }
    }

    private void assertEqualsFeed(CoreRun run) {
        final BookView view = run.book(0, 0);
        assertSame(
                view.bids(),
                feed.bids(),
                view.instrument().priceScale(),
                view.instrument().sizeScale());
        assertSame(
                view.asks(),
                feed.asks(),
                view.instrument().priceScale(),
                view.instrument().sizeScale());
    }

    @Test
    void shouldBeLiveWithTenProvenLevelsAfterItsFirstSnapshot() {
        final CoreRun run = subscribed(Configs.kraken());
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        run.frame(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("SYNCING -> LIVE: snapshot");
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        assertThat(run.book(0, 0).provenDepth()).isEqualTo(10);
        assertThat(run.book(0, 0).provenAt()).isEqualTo(run.inputs().lastPosition());
        assertEqualsFeed(run);
    }

    @Test
    void shouldEqualTheFeedsOwnBookAfterThousandsOfUpdates() {
        final CoreRun run = live();
        for (int i = 0; i < 3_000; i++) {
            run.frame(0, feed.update());
            assertThat(run.condition(0)).as("update %d of seed 1", i).isEqualTo(Condition.LIVE);
        }
        assertEqualsFeed(run);
        assertThat(run.counters(0).checksumsOk).isEqualTo(3_001);
        assertThat(run.counters(0).checksumsBad).isZero();
        assertThat(run.book(0, 0).bids().count()).isLessThanOrEqualTo(10);
    }

    @Test
    void shouldResubscribeOnceAfterAMismatchAndIgnoreUpdatesUntilTheSnapshot() {
        final CoreRun run = live();
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: checksum mismatch");
        assertThat(run.requests(RequestBody.SEND)).hasSize(1);
        assertThat(run.lastSent().requestText()).contains("unsubscribe").contains("BTC/USD");
        assertThat(run.events(EventKind.CHECKSUM_FAILED)).hasSize(1);
        assertThat(run.events(EventKind.CHECKSUM_FAILED).get(0).eventExpected()).isEqualTo(12345);
        final long applied = run.counters(0).deltas;
        run.frame(0, feed.update());
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.counters(0).deltas).isEqualTo(applied);
        assertThat(run.counters(0).dropped).isEqualTo(2);
        acknowledge(run);
        assertThat(run.lastSent().requestText()).contains("\"subscribe\"").contains("\"depth\":10");
        run.frame(0, feed.update());
        acknowledge(run);
        run.frame(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("SYNCING -> LIVE: snapshot");
        assertThat(run.events(EventKind.RESYNC_COMPLETED)).hasSize(1);
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldNeverPublishTheMismatchedLevelsAsLive() {
        final CoreRun run = live();
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        for (Output output : run.last()) {
            if (output.isBook()) {
                assertThat(BookBody.condition(output.buffer(), output.body())).isEqualTo(Condition.SYNCING);
                assertThat(BookBody.provenDepth(output.buffer(), output.body())).isZero();
            }
        }
    }

    @Test
    void shouldGoOnUnverifiedAndNotLoopWhenChecksumsFailAfterFreshSnapshots() {
        final CoreRun run = subscribed(Configs.kraken());
        int snapshots = 0;
        long acknowledged = run.lastSent().requestId();
        while (run.condition(0) != Condition.UNVERIFIED && snapshots < 10) {
            run.frame(0, KrakenFeed.corrupt(feed.snapshot()));
            snapshots++;
            run.after(run.condition(0) == Condition.SYNCING ? CoreRun.SECOND : 0);
            while (run.lastSent().requestId() != acknowledged) {
                acknowledged = run.lastSent().requestId();
                acknowledge(run);
            }
        }
        assertThat(snapshots).isEqualTo(4);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.events(EventKind.CHECKSUM_UNVERIFIABLE)).hasSize(1);
        final long sent =
                run.all().stream().filter(o -> o.isRequest(RequestBody.SEND)).count();
        for (int i = 0; i < 200; i++) {
            run.frame(0, KrakenFeed.corrupt(feed.update()));
        }
        assertThat(run.all().stream().filter(o -> o.isRequest(RequestBody.SEND)).count())
                .isEqualTo(sent);
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertEqualsFeed(run);
        for (int i = 0; i < ChecksumTrust.VERIFIABLE_AFTER + 1; i++) {
            run.frame(0, feed.update());
        }
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> LIVE: proven");
    }

    @Test
    void shouldWaitLongerBeforeEachResubscriptionWhenUpdatesBreakRightAfterGoodSnapshots() {
        final CoreRun run = live();
        long lastNs = run.nowNs();
        long longest = 0;
        for (int round = 0; round < 8; round++) {
            run.frame(0, KrakenFeed.corrupt(feed.update()));
            while (run.requests(RequestBody.SEND).isEmpty()
                    || !run.lastSent().requestText().contains("unsubscribe")) {
                run.frame(0, "{\"channel\":\"heartbeat\"}");
                run.fireNext();
            }
            longest = Math.max(longest, run.nowNs() - lastNs);
            lastNs = run.nowNs();
            acknowledge(run);
            acknowledge(run);
            run.frame(0, feed.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
        assertThat(longest).isBetween(4 * CoreRun.SECOND, 31 * CoreRun.SECOND);
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.update());
        }
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.requests(RequestBody.SEND))
                .as("a book that stood firmly is resynced at once")
                .hasSize(1);
    }

    @Test
    void shouldDropLevelsThatLeaveTheDepthAndSayWhich() {
        final CoreRun run = live();
        final BigDecimal worst =
                feed.bids().keySet().stream().reduce((a, b) -> b).orElseThrow();
        run.frame(0, feed.set(true, "45000.1", "0.5"));
        final Output book =
                run.last().stream().filter(Output::isBook).findFirst().orElseThrow();
        assertThat(BookBody.levelCount(book.buffer(), book.body())).isEqualTo(2);
        assertThat(BookBody.levelPrice(book.buffer(), book.body(), 1))
                .isEqualTo(worst.movePointRight(1).longValueExact());
        assertThat(BookBody.levelSize(book.buffer(), book.body(), 1)).isZero();
        assertThat(run.book(0, 0).bids().count()).isEqualTo(10);
    }

    @Test
    void shouldTakeACrossedBookWithARightChecksumForUnverifiedUntilItUncrosses() {
        final CoreRun run = live();
        run.frame(0, feed.set(true, "45000.3", "1"));
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: crossed");
        assertThat(run.requests(RequestBody.SEND)).isEmpty();
        assertThat(run.events(EventKind.CROSSED)).hasSize(1);
        run.frame(0, feed.set(true, "45000.3", "0"));
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> LIVE: proven");
        assertEqualsFeed(run);
    }

    @Test
    void shouldBringLevelsAlongWhenTheInstrumentFrameWidensTheScales() {
        final CoreRun run = subscribed(Configs.kraken()
                .replace("    instruments: {BTC/USD: {priceDecimals: 1, sizeDecimals: 8}}\n", "")
                .replace("[book]", "[instrument, book]"));
        // the instrument channel came first; its acknowledgement lets the book's go through as well
        run.frame(0, instrument(1, 8));
        acknowledgeBook(run);
        run.frame(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).instrument().precision()).isEqualTo(Instrument.FROM_FRAME);
        run.frame(0, instrument(3, 10));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).instrument().priceScale()).isEqualTo(3);
        assertEqualsFeed(run);
        run.frame(0, instrument(1, 8));
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: number range");
        assertThat(run.book(0, 0).bids().count()).isZero();
    }

    private static void acknowledgeBook(CoreRun run) {
        for (Output output : run.all()) {
            if (output.isRequest(RequestBody.SEND) && output.requestText().contains("\"book\"")) {
                run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, output.requestId()));
            }
        }
    }

    private static String instrument(int priceDecimals, int sizeDecimals) {
        return "{\"channel\":\"instrument\",\"type\":\"update\",\"data\":{\"assets\":[],\"pairs\":[{\"symbol\":\"BTC/USD\","
                + "\"price_precision\":" + priceDecimals + ",\"qty_precision\":" + sizeDecimals
                + ",\"price_increment\":0.1,\"qty_increment\":1e-08,\"status\":\"online\"}]}}";
    }

    @Test
    void shouldInferScalesFromTheLiteralsAndSayWhenTheyGrow() {
        final CoreRun run = subscribed(
                Configs.kraken().replace("    instruments: {BTC/USD: {priceDecimals: 1, sizeDecimals: 8}}\n", ""));
        run.frame(0, feed.snapshot());
        final Instrument instrument = run.book(0, 0).instrument();
        assertThat(instrument.precision()).isEqualTo(Instrument.INFERRED);
        assertThat(instrument.priceScale()).isEqualTo(1);
        assertThat(instrument.sizeScale()).isEqualTo(8);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        run.frame(0, feed.update().replaceFirst("\"qty\":(\\d+)\\.(\\d{8})", "\"qty\":$1.$200"));
        assertThat(instrument.sizeScale()).isEqualTo(10);
        assertThat(run.events(EventKind.PRECISION_WIDENED)).hasSize(1);
        assertThat(run.events(EventKind.PRECISION_WIDENED).get(0).eventActual()).isEqualTo(10);
    }

    @Test
    void shouldRefuseTheWholeFrameWhenANumberWouldHaveToBeRounded() {
        final CoreRun run = live();
        final long bids = run.book(0, 0).bids().hash();
        final long asks = run.book(0, 0).asks().hash();
        run.frame(
                0,
                "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":44999.9,"
                        + "\"qty\":1},{\"price\":44999.95,\"qty\":1}],\"asks\":[],\"checksum\":1}]}");
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: number range");
        assertThat(run.book(0, 0).bids().hash()).isEqualTo(bids);
        assertThat(run.book(0, 0).asks().hash()).isEqualTo(asks);
        assertThat(run.counters(0).malformed).isEqualTo(1);
        assertThat(run.requests(RequestBody.SEND)).hasSize(1);
    }

    @Test
    void shouldNotStormTheVenueWhenEverySnapshotHoldsANumberThatDoesNotFit() {
        final CoreRun run = subscribed(Configs.kraken());
        final String bad = feed.snapshot().replaceFirst("\"price\":(\\d+)\\.", "\"price\":$1.55");
        int sends = 0;
        long acknowledged = run.lastSent().requestId();
        final long begin = run.nowNs();
        while (run.nowNs() - begin < 20 * CoreRun.SECOND) {
            run.frame(0, bad);
            while (run.lastSent().requestId() != acknowledged) {
                acknowledged = run.lastSent().requestId();
                sends++;
                acknowledge(run);
            }
            run.after(50 * CoreRun.MS);
        }
        assertThat(sends).isBetween(4, 30);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldWarnOnlyWhenTheDefinitionSaysSo() {
        final CoreRun run = subscribed(CoreRun.started(
                Configs.of(Configs.kraken(), Configs.replacing("onMismatch: resync", "onMismatch: warn"))));
        run.frame(0, feed.snapshot());
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: checksum mismatch");
        assertThat(run.requests(RequestBody.SEND)).isEmpty();
        run.frame(0, feed.update());
        assertThat(run.transitions()).containsExactly("UNVERIFIED -> LIVE: proven");
        assertEqualsFeed(run);
    }

    @Test
    void shouldBreakUntilAnOperatorActsWhenTheDefinitionSaysError() {
        final CoreRun run = subscribed(CoreRun.started(
                Configs.of(Configs.kraken(), Configs.replacing("onMismatch: resync", "onMismatch: error"))));
        run.frame(0, feed.snapshot());
        run.frame(0, KrakenFeed.corrupt(feed.update()));
        assertThat(run.transitions()).containsExactly("LIVE -> BROKEN: checksum mismatch");
        run.frame(0, feed.update());
        run.frame(0, feed.snapshot());
        run.after(60 * CoreRun.SECOND);
        assertThat(run.condition(0)).isEqualTo(Condition.BROKEN);
        run.command("resync kraken:BTC/USD");
        assertThat(run.transitions()).containsExactly("BROKEN -> SYNCING: operator");
        assertThat(run.lastSent().requestText()).contains("unsubscribe");
    }

    @Test
    void shouldStayUnverifiedWhenReconciliationIsSwitchedOff() {
        final CoreRun run = subscribed(
                CoreRun.started(Configs.of(Configs.kraken(), Configs.replacing("enabled: true", "enabled: false"))));
        run.frame(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("SYNCING -> UNVERIFIED: no proof");
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.book(0, 0).provenDepth()).isZero();
    }

    @Test
    void shouldKeepThinBooksAtTheLeastOfferedDepthInAPassiveRun() {
        final KrakenFeed thin = new KrakenFeed("BTC/USD", 7, 1, 8, 3);
        final CoreRun run = new CoreRun();
        run.configure(Configs.of(Configs.passive("kraken")));
        run.frame(0, thin.snapshot());
        assertThat(run.book(0, 0).instrument().depth()).isEqualTo(10);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldBeLiveAgainAfterALostConnectionOfAPassiveRun() {
        final CoreRun run = new CoreRun();
        run.configure(Configs.of(Configs.passive("kraken")));
        run.frame(0, feed.snapshot());
        run.down(0);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: connection down");
        run.frame(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("STALE -> LIVE: snapshot");
    }
}
