package io.truebook.engine.core;

import io.truebook.engine.record.BookStatsBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;

/**
 * Counts what happens to one book, for itself and for its venue, and publishes it: at each change of its condition, and
 * every ten seconds while anything changes. One thread: the core's.
 */
final class BookStats implements Timers.Listener {
    /** Why a delta was dropped. */
    static final int NOT_KEPT = 0;

    static final int OVERFLOW = 1;
    static final int STALE = 2;
    static final int DUPLICATE = 3;
    static final int BROKEN = 4;
    static final int SNAPSHOT_ONLY = 5;

    private static final String[] REASONS = {
        "no snapshot yet, and none are kept",
        "more are held than maxBufferSize",
        "older than the book",
        "applied already",
        "the book is BROKEN",
        "only whole snapshots are taken"
    };

    private static final long PERIOD_NS = 10_000_000_000L;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final Counters counters;
    private final Reconciliation rules;
    private final int timer;

    private long snapshots;
    private long deltas;
    private long dropped;
    private long checksumsOk;
    private long checksumsBad;
    private long gaps;
    private long resyncs;
    private long picturesSame;
    private long picturesDifferent;
    private long lastSyncNs;
    private long lastChecksumNs;
    /** Reasons that were told since the last snapshot; bits. */
    private int told;

    BookStats(Core core, Venue venue, BookSync sync) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        counters = venue.counters();
        rules = venue.definition().book().reconciliation();
        timer = core.timers().register(this, 0);
    }

    void snapshot() {
        counters.snapshots++;
        snapshots++;
        lastSyncNs = core.nowNs();
        told = 0;
        arm();
    }

    void delta() {
        counters.deltas++;
        deltas++;
        arm();
    }

    /** The first of each reason since the last snapshot is an event of its own; all are counted. */
    void dropped(int reason) {
        switch (reason) {
            case STALE -> counters.sequenceStale++;
            case DUPLICATE -> counters.sequenceDuplicates++;
            default -> counters.dropped++;
        }
        dropped++;
        if ((told & 1 << reason) == 0) {
            told |= 1 << reason;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.DELTA_DROPPED,
                    sync.instrument().id(),
                    sync.lastId(),
                    reason,
                    REASONS[reason]);
        }
        arm();
    }

    /** A frame is held. */
    void held() {
        arm();
    }

    void checksumOk() {
        counters.checksumsOk++;
        checksumsOk++;
        lastChecksumNs = core.nowNs();
    }

    void checksumBad() {
        counters.checksumsBad++;
        checksumsBad++;
    }

    void gap() {
        counters.sequenceGaps++;
        gaps++;
    }

    void resync() {
        counters.resyncs++;
        resyncs++;
    }

    void pictureSame() {
        counters.picturesSame++;
        picturesSame++;
        arm();
    }

    void pictureDifferent() {
        counters.picturesDifferent++;
        picturesDifferent++;
        arm();
    }

    @Override
    public void onTimer(int kind) {
        if (!sync.condition().isMuted()) {
            publish();
        }
    }

    /** Puts the figures out; whatever changes next is put out ten seconds later. */
    void publish() {
        core.timers().cancel(timer);
        final HeldDeltas held = sync.held();
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.BOOK_STATS, venue.index(), BookStatsBody.BYTES);
        BookStatsBody.instrument(out.buffer(), body, sync.instrument().id());
        BookStatsBody.condition(out.buffer(), body, sync.condition().published());
        BookStatsBody.mode(out.buffer(), body, (byte) rules.mode().ordinal());
        BookStatsBody.awaitingSnapshot(out.buffer(), body, (byte) (sync.isAwaitingSnapshot() ? 1 : 0));
        BookStatsBody.reserved(out.buffer(), body, (byte) 0);
        BookStatsBody.lastId(out.buffer(), body, sync.lastId());
        BookStatsBody.snapshots(out.buffer(), body, snapshots);
        BookStatsBody.deltas(out.buffer(), body, deltas);
        BookStatsBody.dropped(out.buffer(), body, dropped);
        BookStatsBody.checksumsOk(out.buffer(), body, checksumsOk);
        BookStatsBody.checksumsBad(out.buffer(), body, checksumsBad);
        BookStatsBody.gaps(out.buffer(), body, gaps);
        BookStatsBody.resyncs(out.buffer(), body, resyncs);
        BookStatsBody.lastSyncNs(out.buffer(), body, lastSyncNs);
        BookStatsBody.lastChecksumNs(out.buffer(), body, lastChecksumNs);
        BookStatsBody.queueMax(out.buffer(), body, rules.maxBufferSize());
        BookStatsBody.queueSize(out.buffer(), body, held.count());
        BookStatsBody.queueOldestId(out.buffer(), body, held.oldestId());
        BookStatsBody.queueNewestId(out.buffer(), body, held.newestId());
        BookStatsBody.picturesSame(out.buffer(), body, picturesSame);
        BookStatsBody.picturesDifferent(out.buffer(), body, picturesDifferent);
        out.close(BookStatsBody.BYTES);
    }

    private void arm() {
        if (!core.timers().isSet(timer)) {
            core.timers().set(timer, core.nowNs() + PERIOD_NS);
        }
    }

    void visit(StateVisitor v) {
        snapshots = v.visit(snapshots);
        deltas = v.visit(deltas);
        dropped = v.visit(dropped);
        checksumsOk = v.visit(checksumsOk);
        checksumsBad = v.visit(checksumsBad);
        gaps = v.visit(gaps);
        resyncs = v.visit(resyncs);
        picturesSame = v.visit(picturesSame);
        picturesDifferent = v.visit(picturesDifferent);
        lastSyncNs = v.visit(lastSyncNs);
        lastChecksumNs = v.visit(lastChecksumNs);
        told = v.visit(told);
    }
}
