package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.RequestBody;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Books stitched from depth diffs and a REST snapshot, by the rules of Binance spot and futures. */
class BinanceBookTest {
    private BinanceFeed feed = new BinanceFeed(false, 1);

    private static CoreRun subscribed(String id) {
        return subscribed(CoreRun.started(Configs.of(Configs.binance(id))));
    }

    private static CoreRun subscribed(CoreRun run) {
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        return run;
    }

    private CoreRun live(String id) {
        feed = new BinanceFeed(!"binance".equals(id), 1);
        final CoreRun run = subscribed(id);
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    private void assertEqualsFeed(CoreRun run) {
        assertSide(run, feed.bids(), true);
        assertSide(run, feed.asks(), false);
    }

    private static void assertSide(CoreRun run, TreeMap<Long, Long> levels, boolean bid) {
        final BookView view = run.book(0, 0);
        final var side = bid ? view.bids() : view.asks();
        assertThat(side.count()).isEqualTo(levels.size());
        int rank = 0;
        for (var level : (bid ? levels.descendingMap() : levels).entrySet()) {
            assertThat(side.price(rank)).isEqualTo(level.getKey());
            assertThat(side.size(rank)).isEqualTo(level.getValue());
            rank++;
        }
    }

    @Test
    void shouldQueryOnceTheFirstDiffIsHeldAndStitch() {
        final CoreRun run = subscribed("binance");
        assertThat(run.queries()).isZero();
        run.frame(0, feed.diff());
        assertThat(run.requests(RequestBody.QUERY)).hasSize(1);
        assertThat(run.lastQuery().requestText())
                .isEqualTo("GET https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000");
        run.frame(0, feed.diff());
        final String snapshot = feed.snapshot();
        run.frame(0, feed.diff());
        run.frame(0, feed.diff());
        run.answer(0, snapshot);
        assertThat(run.transitions()).containsExactly("SYNCING -> LIVE: proven");
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
        assertThat(run.counters(0).sequenceStale).isEqualTo(2);
        assertThat(run.queries()).isEqualTo(1);
        assertEqualsFeed(run);
        for (int i = 0; i < 2_000; i++) {
            run.frame(0, feed.diff());
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertEqualsFeed(run);
    }

    /** Found by the simulation on the futures: a diff there begins after the id of a snapshot that it follows exactly. */
    @ParameterizedTest
    @ValueSource(strings = {"binance", "binance-usdm", "binance-coinm"})
    void shouldQueryAQuietBookTooAndGoOnFromIt(String id) {
        feed = new BinanceFeed(!"binance".equals(id), 1);
        final CoreRun run = subscribed(id);
        run.after(300 * CoreRun.MS);
        assertThat(run.requests(RequestBody.QUERY)).hasSize(1);
        run.answer(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("SYNCING -> LIVE: snapshot");
        run.frame(0, feed.diff());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertEqualsFeed(run);
    }

    @Test
    void shouldFetchAgainWhenTheSnapshotIsOlderThanWhatWasHeld() {
        final CoreRun run = subscribed("binance");
        final String old = feed.snapshot();
        feed.diff();
        run.frame(0, feed.diff());
        run.answer(0, old);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.RESYNC_TRIGGERED)).hasSize(1);
        assertThat(run.counters(0).sequenceGaps)
                .as("nothing is missing, the answer was early")
                .isZero();
        run.fireNext();
        assertThat(run.queries()).isEqualTo(2);
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    /** Found by the simulation: binance-usdm, seed 122, an old answer after a hole in what was held. */
    @ParameterizedTest
    @ValueSource(strings = {"binance", "binance-usdm"})
    void shouldNotStandBeforeWhatHasComeWhenTheSecondAnswerIsOldToo(String id) {
        feed = new BinanceFeed(!"binance".equals(id), 1);
        final CoreRun run = subscribed(id);
        run.frame(0, feed.diff());
        final String old = feed.snapshot();
        run.frame(0, feed.diff());
        feed.diff(); // lost
        run.frame(0, feed.diff());
        run.answer(0, old);
        assertThat(run.condition(0)).as("a hole in what was held").isEqualTo(Condition.SYNCING);
        run.fireNext();
        assertThat(run.queries()).isEqualTo(2);
        run.answer(0, old);
        assertThat(run.condition(0)).as("newer deltas have come").isEqualTo(Condition.SYNCING);
        run.fireNext();
        assertThat(run.queries()).isEqualTo(3);
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldBeLiveAtOnceWhenAllThatWasHeldIsOlderThanTheSnapshot() {
        final CoreRun run = subscribed("binance");
        run.frame(0, feed.diff());
        run.frame(0, feed.diff());
        feed.diff();
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceStale).isEqualTo(2);
        run.frame(0, feed.diff());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldSeeTheHoleWhenTheFirstDiffAfterAQuietSnapshotDoesNotJoin() {
        final CoreRun run = subscribed("binance");
        run.after(300 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        feed.diff();
        run.frame(0, feed.diff());
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: gap");
        assertThat(run.counters(0).sequenceGaps).isEqualTo(1);
    }

    /** Spot: U <= S+1 <= u joins, u <= S is old. */
    @ParameterizedTest(name = "U - S = {0}")
    @ValueSource(longs = {-3, 0, 1, 2})
    void shouldBridgeAtTheBoundaryOfTheSpotRule(long fromSnapshot) {
        final CoreRun run = subscribed("binance");
        run.after(300 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        final long first = feed.lastId() + fromSnapshot;
        final long last = fromSnapshot == -3 ? feed.lastId() : first + 2;
        run.frame(0, feed.diff(first, last, 0, "[\"1.00\",\"1.00000\"]", ""));
        final boolean joins = fromSnapshot == 0 || fromSnapshot == 1;
        final boolean stale = fromSnapshot == -3;
        assertThat(run.condition(0)).isEqualTo(joins || stale ? Condition.LIVE : Condition.SYNCING);
        assertThat(run.book(0, 0).lastId()).isEqualTo(joins ? last : feed.lastId());
        assertThat(run.counters(0).sequenceStale).isEqualTo(stale ? 1 : 0);
    }

    /** Futures: U <= S <= u joins, u < S is old; then pu equals the last u. */
    @ParameterizedTest(name = "u - S = {0}")
    @ValueSource(longs = {-1, 0, 4})
    void shouldBridgeAtTheBoundaryOfTheFuturesRule(long fromSnapshot) {
        feed = new BinanceFeed(true, 1);
        final CoreRun run = subscribed("binance-usdm");
        run.after(300 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        final long last = feed.lastId() + fromSnapshot;
        run.frame(0, feed.diff(feed.lastId() - 5, last, feed.lastId() - 9, "[\"1.00\",\"1.00000\"]", ""));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceStale).isEqualTo(fromSnapshot < 0 ? 1 : 0);
        if (fromSnapshot >= 0) {
            run.frame(0, feed.diff(last + 50, last + 60, last, "", "[\"99999.00\",\"1.00000\"]"));
            assertThat(run.condition(0)).as("ids may jump, pu joins").isEqualTo(Condition.LIVE);
            run.frame(0, feed.diff(last + 61, last + 70, last + 59, "", "[\"99999.00\",\"2.00000\"]"));
            assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: gap");
        }
    }

    @Test
    void shouldNotBridgeAFuturesDiffThatBeginsAfterTheSnapshot() {
        feed = new BinanceFeed(true, 1);
        final CoreRun run = subscribed("binance-usdm");
        run.after(300 * CoreRun.MS);
        run.answer(0, feed.snapshot());
        run.frame(0, feed.diff(feed.lastId() + 1, feed.lastId() + 3, feed.lastId() - 1, "", ""));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"binance", "binance-usdm", "binance-coinm"})
    void shouldResyncWithOneQueryAfterAGap(String id) {
        final CoreRun run = live(id);
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.diff());
        }
        feed.diff();
        final long queries = run.queries();
        run.frame(0, feed.diff());
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: gap");
        assertThat(run.events(EventKind.SEQUENCE_GAP)).hasSize(1);
        assertThat(run.requests(RequestBody.QUERY)).as("one query, and at once").hasSize(1);
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.queries()).isEqualTo(queries + 1);
        assertThat(run.events(EventKind.RESYNC_COMPLETED)).hasSize(1);
        run.frame(0, feed.diff());
        assertEqualsFeed(run);
    }

    @Test
    void shouldStitchTheDiffThatShowedTheGapBehindTheNextSnapshot() {
        final CoreRun run = live("binance");
        run.frame(0, feed.diff());
        feed.diff();
        final String snapshot = feed.snapshot();
        run.frame(0, feed.diff());
        while (run.queries() < 2) {
            run.fireNext();
        }
        run.answer(0, snapshot);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldPassOverDuplicates() {
        final CoreRun run = live("binance");
        final String diff = feed.diff();
        run.frame(0, diff);
        run.frame(0, diff);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.last()).allMatch(output -> output.isEvent(EventKind.DELTA_DROPPED));
        run.frame(0, feed.diff());
        assertEqualsFeed(run);
    }

    @Test
    void shouldCatchUpInStepsOf256RecordsAndStayInSyncMeanwhile() {
        final CoreRun run = subscribed("binance");
        run.frame(0, feed.diff());
        final String snapshot = feed.snapshot();
        for (int i = 0; i < 700; i++) {
            run.frame(0, feed.diff());
        }
        final long continues = run.core().continueCount();
        run.answer(0, snapshot);
        assertThat(run.core().continueCount()).isEqualTo(continues + 1);
        int steps = 0;
        while (run.condition(0) != Condition.LIVE) {
            assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
            assertThat(run.last())
                    .noneMatch(o -> o.isBook()
                            && io.truebook.engine.record.BookBody.condition(o.buffer(), o.body()) == Condition.LIVE);
            run.frame(0, feed.diff());
            run.continueWork();
            steps++;
            assertThat(steps).isLessThan(10);
        }
        assertThat(steps).isEqualTo(2);
        assertEqualsFeed(run);
        run.frame(0, feed.diff());
        assertEqualsFeed(run);
        assertThat(run.counters(0).sequenceGaps).isZero();
    }

    @Test
    void shouldBoundWhatIsHeldAndReportTheOverflowOnce() {
        final CoreRun run = subscribed(CoreRun.started(
                Configs.of(Configs.binance("binance"), Configs.replacing("maxBufferSize: 1000", "maxBufferSize: 10"))));
        run.frame(0, feed.diff());
        final String early = feed.snapshot();
        for (int i = 0; i < 30; i++) {
            run.frame(0, feed.diff());
        }
        assertThat(run.counters(0).bufferOverflows).isEqualTo(21);
        assertThat(run.events(EventKind.BUFFER_OVERFLOW)).hasSize(1);
        run.answer(0, early);
        assertThat(run.condition(0))
                .as("what was dropped is missing between them")
                .isEqualTo(Condition.SYNCING);
        run.fireNext();
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertEqualsFeed(run);
    }

    @Test
    void shouldWaitForRetryAfterAndHoldTheOtherBooksOfTheVenueToo() {
        final CoreRun run =
                CoreRun.started(Configs.of(Configs.binance("binance").replace("[BTCUSDT]", "[BTCUSDT, ETHUSDT]")));
        run.up(0);
        for (Output sent : run.requests(RequestBody.SEND)) {
            run.frame(0, BinanceFeed.acknowledged(sent.requestId()));
        }
        run.frame(0, feed.diff());
        run.outcome(
                0, run.lastQuery().requestId(), 429, OutcomeBody.FAILURE_NONE, 7, "{\"code\":-1003,\"msg\":\"slow\"}");
        assertThat(run.events(EventKind.SNAPSHOT_FAILED)).hasSize(1);
        assertThat(run.events(EventKind.SNAPSHOT_FAILED).get(0).eventExpected()).isEqualTo(429);
        final long told = run.nowNs();
        final long queries = run.queries();
        run.frame(0, feed.diff().replace("BTCUSDT", "ETHUSDT"));
        assertThat(run.queries()).as("the other book waits as well").isEqualTo(queries);
        while (run.queries() == queries) {
            run.frame(0, "{\"e\":\"kline\"}");
            run.fireNext();
        }
        assertThat(run.nowNs() - told).isBetween(7 * CoreRun.SECOND, 8 * CoreRun.SECOND);
        assertThat(run.queries()).as("one of them alone").isEqualTo(queries + 1);
        run.answer(0, feed.snapshot());
        assertThat(run.queries()).as("then the other").isEqualTo(queries + 2);
    }

    @Test
    void shouldBackOffFurtherWithEachFailure() {
        final CoreRun run = subscribed("binance");
        run.frame(0, feed.diff());
        long before = 0;
        for (int i = 1; i <= 9; i++) {
            run.outcome(0, run.lastQuery().requestId(), 503, OutcomeBody.FAILURE_NONE, -1, "oops");
            final long failedAt = run.nowNs();
            final long queries = run.queries();
            while (run.queries() == queries) {
                run.frame(0, "{\"e\":\"kline\"}");
                run.fireNext();
            }
            final long full = Math.min(30 * CoreRun.SECOND, 250 * CoreRun.MS << Math.min(i, 7));
            assertThat(run.nowNs() - failedAt).isBetween(full / 2, full);
            before = Math.max(before, run.nowNs() - failedAt);
        }
        assertThat(before).isGreaterThan(10 * CoreRun.SECOND);
    }

    @Test
    void shouldQueryAgainWhenNoAnswerComes() {
        final CoreRun run = subscribed("binance");
        run.frame(0, feed.diff());
        final long first = run.lastQuery().requestId();
        run.after(15 * CoreRun.SECOND);
        assertThat(run.requests(RequestBody.QUERY)).hasSize(1);
        run.outcome(0, first, 200, OutcomeBody.FAILURE_NONE, -1, feed.snapshot());
        assertThat(run.condition(0)).as("the late answer is no answer any more").isEqualTo(Condition.SYNCING);
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldAskForAnotherSnapshotWhenTheJournalNoLongerHoldsWhatWasHeld() {
        final MemoryJournal inputs = new MemoryJournal();
        final CoreRun run = new CoreRun(inputs, new Forgetful(inputs.reader()));
        run.configure(Configs.of(Configs.binance("binance")));
        run.start(1);
        subscribed(run);
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        final Output event = run.events(EventKind.RESYNC_TRIGGERED).get(0);
        assertThat(event.eventText()).isEqualTo("unreadable buffer");
        run.fireNext();
        assertThat(run.queries()).isEqualTo(2);
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    /** A reader of a journal whose retention has passed the held positions. */
    private record Forgetful(JournalReader reader) implements JournalReader {
        @Override
        public boolean next() {
            return reader.next();
        }

        @Override
        public boolean seek(long position) {
            return false;
        }

        @Override
        public boolean seekTime(long timeNs) {
            return false;
        }

        @Override
        public DirectBuffer buffer() {
            return reader.buffer();
        }

        @Override
        public int offset() {
            return reader.offset();
        }

        @Override
        public int length() {
            return reader.length();
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @Test
    void shouldResyncACrossedBook() {
        final CoreRun run = live("binance");
        run.frame(0, feed.diff(feed.lastId() + 1, feed.lastId() + 1, 0, BinanceFeed.row(6_000_500, 5), ""));
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: crossed");
        assertThat(run.counters(0).crossed).isEqualTo(1);
    }

    @Test
    void shouldStateThePriceSpanOfTheSnapshotAsProvenDepth() {
        final CoreRun run = live("binance");
        final int bids = run.book(0, 0).bids().count();
        assertThat(run.book(0, 0).provenDepth())
                .isEqualTo(Math.min(bids, run.book(0, 0).asks().count()));
        run.frame(0, feed.diff(feed.lastId() + 1, feed.lastId() + 1, 0, BinanceFeed.row(1_000, 5), ""));
        assertThat(run.book(0, 0).bids().count()).isEqualTo(bids + 1);
        assertThat(run.book(0, 0).provenDepth())
                .as("the new level lies below the span")
                .isLessThanOrEqualTo(bids);
    }

    @Test
    void shouldGoOnUnprovenOverAHoleWhenTheDefinitionSaysWarn() {
        feed = new BinanceFeed(false, 1);
        final CoreRun run = subscribed(CoreRun.started(
                Configs.of(Configs.binance("binance"), Configs.replacing("onMismatch: resync", "onMismatch: warn"))));
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        feed.diff();
        run.frame(0, feed.diff());
        assertThat(run.transitions()).containsExactly("LIVE -> UNVERIFIED: gap");
        final long applied = run.counters(0).deltas;
        for (int i = 0; i < 20; i++) {
            run.frame(0, feed.diff());
        }
        assertThat(run.counters(0).deltas).as("later diffs are applied").isEqualTo(applied + 20);
        assertThat(run.condition(0)).as("the hole stays").isEqualTo(Condition.UNVERIFIED);
        assertThat(run.counters(0).sequenceGaps).isEqualTo(1);
    }
}
