package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import org.junit.jupiter.api.Test;

/** Defects of the requirements' sequencing (P-1 to P-11, E-1 to E-8) that other tests do not show the absence of. */
class SequencingDefectsTest {
    private final BinanceFeed feed = new BinanceFeed(false, 1);

    private static CoreRun subscribed() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance("binance")));
        subscribe(run);
        return run;
    }

    private static void subscribe(CoreRun run) {
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
    }

    private static void assertLiveAndEqual(CoreRun run, BinanceFeed feed) {
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).bids().count()).isEqualTo(feed.bids().size());
        assertThat(run.book(0, 0).bids().price(0)).isEqualTo(feed.bids().lastKey());
        assertThat(run.book(0, 0).asks().count()).isEqualTo(feed.asks().size());
        assertThat(run.book(0, 0).asks().price(0)).isEqualTo(feed.asks().firstKey());
    }

    /** P-1, P-8: messages without an id are no duplicates of one another. */
    @Test
    void shouldApplyTheSameMessageTwiceWhereTheVenueSendsNoIds() {
        final KrakenFeed kraken = KrakenFeed.btc(1);
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, kraken.snapshot());
        final String update = kraken.update();
        final long applied = run.counters(0).deltas;
        run.frame(0, update);
        run.frame(0, update);
        assertThat(run.counters(0).deltas).isEqualTo(applied + 2);
        assertThat(run.counters(0).sequenceDuplicates).isZero();
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    /** P-2: the first id that is seen starts the chain, whatever it is. */
    @Test
    void shouldSeeNoGapBeforeTheFirstId() {
        final CoreRun run = subscribed();
        for (int i = 0; i < 3; i++) {
            run.frame(0, feed.diff());
        }
        run.answer(0, feed.snapshot());
        run.frame(0, feed.diff());
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertThat(run.events(EventKind.SEQUENCE_GAP)).isEmpty();
        assertLiveAndEqual(run, feed);
    }

    /** P-6, P-9: ids that begin anew on another connection are neither out of order nor duplicates. */
    @Test
    void shouldTakeIdsThatRestartOnTheNextConnection() {
        final CoreRun run = subscribed();
        for (int i = 0; i < 50; i++) {
            run.frame(0, feed.diff());
        }
        run.answer(0, feed.snapshot());
        assertLiveAndEqual(run, feed);
        final long before = run.book(0, 0).lastId();
        run.down(0);
        run.fireNext();
        subscribe(run);
        final BinanceFeed anew = new BinanceFeed(false, 2);
        run.frame(0, anew.diff());
        run.answer(0, anew.snapshot());
        run.frame(0, anew.diff());
        assertThat(run.book(0, 0).lastId()).isLessThan(before);
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertLiveAndEqual(run, anew);
    }

    /** P-11: a damaged copy takes nothing from the good one. */
    @Test
    void shouldApplyTheGoodCopyAfterADamagedOne() {
        final CoreRun run = subscribed();
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        final String diff = feed.diff();
        run.frame(0, diff.substring(0, diff.length() - 5));
        assertThat(run.condition(0)).as("something could not be read").isEqualTo(Condition.UNVERIFIED);
        run.frame(0, diff);
        assertThat(run.counters(0).sequenceDuplicates).isZero();
        assertLiveAndEqual(run, feed);
    }

    /** E-1, E-18: what was held is merged level by level, as if it had come one by one. */
    @Test
    void shouldKeepTheWholeSideWhenHeldDiffsOfAFewLevelsFollowTheSnapshot() {
        final CoreRun run = subscribed();
        run.frame(0, feed.diff());
        final String snapshot = feed.snapshot();
        for (int i = 0; i < 30; i++) {
            run.frame(0, feed.diff());
        }
        run.answer(0, snapshot);
        assertThat(run.book(0, 0).bids().count()).isGreaterThan(10);
        assertLiveAndEqual(run, feed);
    }

    /** E-5: a snapshot that never comes is asked for again, and the book cannot be read meanwhile. */
    @Test
    void shouldAskAgainAndStayUnreadableWhenNoSnapshotComes() {
        final CoreRun run = subscribed();
        run.frame(0, feed.diff());
        for (int i = 0; i < 120; i++) {
            run.after(CoreRun.SECOND / 2);
            run.frame(0, feed.diff());
            assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        }
        assertThat(run.queries()).as("one each time-out of 15 s").isBetween(3L, 5L);
    }
}
