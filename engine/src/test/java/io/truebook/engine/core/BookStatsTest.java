package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.Condition;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.listen.Listeners;
import io.truebook.engine.listen.ReconciliationEvent;
import io.truebook.engine.listen.ReconciliationEvents;
import io.truebook.engine.record.BookStatsBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.OutputListener;
import io.truebook.engine.venue.VenueDefinition.Mode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a book has been through, as a record, and what happens to it, as events for listeners in the process. */
class BookStatsTest {
    private final BinanceFeed feed = new BinanceFeed(false, 1);

    private static CoreRun subscribed() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.binance("binance")));
        run.up(0);
        run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
        return run;
    }

    private CoreRun live() {
        final CoreRun run = subscribed();
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    /** The newest figures of the book, copied out of the journal. */
    private static UnsafeBuffer newest(CoreRun run) {
        final JournalReader reader = run.outputs().reader();
        UnsafeBuffer found = null;
        for (boolean more = reader.seek(1); more; more = reader.next()) {
            if (Envelope.type(reader.buffer(), reader.offset()) == OutputType.BOOK_STATS) {
                found = new UnsafeBuffer(new byte[BookStatsBody.BYTES]);
                found.putBytes(0, reader.buffer(), reader.offset() + Envelope.BYTES, BookStatsBody.BYTES);
            }
        }
        return found;
    }

    private static void replay(CoreRun run, OutputListener listener) {
        final JournalReader reader = run.outputs().reader();
        for (boolean more = reader.seek(1); more; more = reader.next()) {
            listener.onOutput(reader.buffer(), reader.offset(), reader.length(), CoreRun.START_NS, CoreRun.START_NS);
        }
    }

    @Test
    void shouldShowWhatIsHeldWhileTheBookWaitsForItsSnapshot() {
        final CoreRun run = subscribed();
        run.frame(0, feed.diff());
        final long oldest = feed.lastId();
        run.frame(0, feed.diff());
        run.frame(0, feed.diff());
        run.after(11 * CoreRun.SECOND);
        final UnsafeBuffer stats = newest(run);
        assertThat(BookStatsBody.awaitingSnapshot(stats, 0)).isEqualTo((byte) 1);
        assertThat(BookStatsBody.queueMax(stats, 0)).isEqualTo(1000);
        assertThat(BookStatsBody.queueSize(stats, 0)).isEqualTo(3);
        assertThat(BookStatsBody.queueOldestId(stats, 0)).isEqualTo(oldest);
        assertThat(BookStatsBody.queueNewestId(stats, 0)).isEqualTo(feed.lastId());
    }

    @Test
    void shouldPublishTheFiguresOfABookAtEachChangeOfItsConditionAndEveryTenSeconds() {
        final CoreRun run = live();
        final UnsafeBuffer atOnce = newest(run);
        assertThat(BookStatsBody.condition(atOnce, 0)).isEqualTo(Condition.LIVE);
        assertThat(BookStatsBody.mode(atOnce, 0)).isEqualTo((byte) Mode.DELTA_ONLY.ordinal());
        assertThat(BookStatsBody.snapshots(atOnce, 0)).isEqualTo(1);
        for (int second = 0; second < 61; second++) {
            run.frame(0, feed.diff());
            run.after(CoreRun.SECOND);
        }
        final UnsafeBuffer later = newest(run);
        assertThat(BookStatsBody.deltas(later, 0)).isBetween(50L, 62L);
        assertThat(BookStatsBody.gaps(later, 0)).isZero();
        assertThat(BookStatsBody.lastSyncNs(later, 0)).isBetween(CoreRun.START_NS, run.nowNs());
        assertThat(BookStatsBody.awaitingSnapshot(later, 0)).isZero();
        assertThat(BookStatsBody.lastId(later, 0)).isPositive();
    }

    @Test
    void shouldTellWhyADeltaWasDroppedOncePerReasonAndCountThemAll() {
        final CoreRun run = live();
        final String diff = feed.diff();
        for (int i = 0; i < 5; i++) {
            run.frame(0, diff);
        }
        assertThat(run.events(EventKind.DELTA_DROPPED).stream().map(Output::eventText))
                .containsOnlyOnce("applied already");
        assertThat(run.counters(0).sequenceDuplicates).isEqualTo(4);
        run.down(0);
        assertThat(BookStatsBody.dropped(newest(run), 0)).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldTellListenersOfEverythingThatHappensToABook() {
        final CoreRun run = live();
        for (int i = 0; i < 12; i++) {
            run.frame(0, feed.diff()); // it stands firmly: its next snapshot is asked for at once
        }
        feed.diff(); // lost
        run.frame(0, feed.diff());
        run.answer(0, feed.snapshot());
        run.down(0);
        final List<ReconciliationEvent> events = new ArrayList<>();
        replay(run, new ReconciliationEvents(venue -> "depth", events::add));
        assertThat(events.stream().map(ReconciliationEvent::type))
                .contains(
                        "snapshot_requested",
                        "snapshot_received",
                        "book_verified",
                        "sequence_gap_detected",
                        "resync_triggered",
                        "resync_completed",
                        "stale");
        final ReconciliationEvent gap = events.stream()
                .filter(event -> event.type().equals("sequence_gap_detected"))
                .findFirst()
                .orElseThrow();
        assertThat(gap.symbol()).isEqualTo("binance:BTCUSDT");
        assertThat(gap.channel()).isEqualTo("depth");
        assertThat(gap.error()).contains("missing");
        assertThat(gap.timestampMs()).isEqualTo(CoreRun.START_NS / CoreRun.MS);
    }

    @Test
    void shouldTellOfAppliedDeltasAndOfChecksumsThatAreEqual() {
        final KrakenFeed kraken = KrakenFeed.btc(1);
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, kraken.snapshot());
        run.frame(0, kraken.update());
        run.frame(0, "{\"cut");
        run.frame(0, KrakenFeed.corrupt(kraken.update()));
        final List<String> types = new ArrayList<>();
        replay(run, new ReconciliationEvents(venue -> "book", event -> types.add(event.type())));
        assertThat(types).contains("delta_applied", "checksum_validated", "checksum_failed", "book_unverified");
    }

    @Test
    void shouldKeepAFailingListenerFromTheOthersAndTellOfItOnce() {
        final List<String> failed = new ArrayList<>();
        final List<Integer> seen = new ArrayList<>();
        final Listeners listeners = new Listeners((name, cause) -> failed.add(name + ": " + cause.getMessage()));
        listeners.add("bad", (record, offset, length, receiveNs, publishNs) -> {
            throw new IllegalStateException("no");
        });
        listeners.add("good", (record, offset, length, receiveNs, publishNs) -> seen.add(length));
        replay(live(), listeners);
        assertThat(seen).hasSizeGreaterThan(5);
        assertThat(listeners.failures("bad")).isEqualTo(seen.size());
        assertThat(failed).containsExactly("bad: no");
        assertThat(listeners.remove("bad")).isTrue();
        assertThatThrownBy(() -> listeners.add("good", (record, offset, length, receiveNs, publishNs) -> {}))
                .hasMessageContaining("name=good");
    }
}
