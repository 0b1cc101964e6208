package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.Mode;

/**
 * Asks for a snapshot of one book at each {@code snapshotInterval}, whatever the stream says. Over REST a book with deltas
 * is compared with it ({@link PictureComparison}), a snapshot-only book replaced by it; in band the channel is joined
 * again, which brings a fresh one. The turn comes behind every book that has no snapshot at all. Jitter keeps the books
 * of a venue apart. One thread: the core's.
 */
final class PeriodicSnapshots implements Timers.Listener {
    /** A book that was found different is looked at again this soon. */
    private static final long SOON_NS = 5_000_000_000L;
    /** Intervals without a snapshot after which a snapshot-only book is old. */
    private static final int OLD_AFTER = 2;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final long intervalNs;
    private final boolean polled;
    private final int timer;

    /** When the newest snapshot came. */
    private long lastNs;

    /** @param rest snapshots come over REST */
    PeriodicSnapshots(Core core, Venue venue, BookSync sync, boolean rest) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        intervalNs = venue.definition().book().reconciliation().snapshotIntervalNs();
        polled = rest && venue.definition().book().reconciliation().mode() == Mode.SNAPSHOT_ONLY;
        timer = core.timers().register(this, 0);
    }

    /** True when nothing but these snapshots tells of the book, so that only they show its silence. */
    boolean isOnlySource() {
        return polled;
    }

    /** A snapshot has replaced the book. */
    void came() {
        lastNs = core.nowNs();
        if (intervalNs > 0 && !venue.isPassive() && !core.timers().isSet(timer)) {
            final long wait =
                    polled ? jittered() : intervalNs / 2 + core.generator().below(intervalNs);
            core.timers().set(timer, core.nowNs() + wait);
        }
    }

    /** The book was found different from a picture of it. */
    void soon() {
        core.timers().set(timer, core.nowNs() + Math.min(SOON_NS, intervalNs));
    }

    /** The connection is gone, or the book is given up. */
    void stop() {
        core.timers().cancel(timer);
    }

    @Override
    public void onTimer(int kind) {
        core.timers().set(timer, core.nowNs() + jittered());
        final long silence = core.nowNs() - lastNs;
        if (polled && silence > OLD_AFTER * intervalNs && !sync.condition().isStale(BookCondition.QUIET)) {
            sync.silent(OLD_AFTER * intervalNs, silence);
        }
        if (!sync.picture().compareUnreached()) {
            sync.requests().refresh();
        }
    }

    /** The interval, to within a tenth. */
    private long jittered() {
        return intervalNs - intervalNs / 20 + core.generator().below(Math.max(1, intervalNs / 10));
    }

    void visit(StateVisitor v) {
        lastNs = v.visit(lastNs);
    }
}
