package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;

/**
 * Gets one book its snapshot: a new subscription, or a REST query as soon as a delta is held, with time-outs, back-off
 * and the venue's Retry-After. In a passive run it only waits. One thread: the core's.
 */
final class SnapshotRequests implements Timers.Listener {
    /** A quiet book is queried this long after its subscription even if no delta came. */
    private static final long QUIET_NS = 300_000_000L;

    private static final long RETRY_BASE_NS = 250_000_000L;
    private static final long RETRY_CAP_NS = 30_000_000_000L;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final boolean rest;
    private final int timer;

    private long requestId;
    private int attempts;

    SnapshotRequests(Core core, Venue venue, BookSync sync) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        rest = venue.definition().book().source() == SnapshotSource.REST;
        timer = core.timers().register(this, 0);
    }

    /** The request that is under way, 0 for none. */
    long requestId() {
        return requestId;
    }

    /** The book's subscription stands. */
    void subscribed() {
        if (venue.isPassive() || !sync.isAwaitingSnapshot()) {
            return;
        }
        final long wait = !rest ? venue.definition().session().snapshotTimeoutNs() : QUIET_NS;
        core.timers().set(timer, core.nowNs() + wait);
        if (rest && sync.hasBufferedDeltas()) {
            query();
        }
    }

    /** A delta is held for a book that waits. */
    void deltaBuffered() {
        if (rest && requestId == 0 && attempts == 0 && venue.isSubscribed(sync)) {
            query();
        }
    }

    /** The book must be made anew. */
    void resync() {
        if (venue.isPassive() || !venue.isUp()) {
            return;
        }
        if (rest) {
            again();
        } else {
            core.timers().cancel(timer);
            venue.session().resubscribe(sync);
        }
    }

    /** The snapshot that came is of no use: ask again, later each time. */
    void again() {
        if (venue.isPassive()) {
            return;
        }
        requestId = 0;
        if (attempts == 0) {
            query();
        } else {
            retryAfter(0);
        }
    }

    /** A snapshot came; whether it is of use is not yet known. */
    void answered() {
        requestId = 0;
        core.timers().cancel(timer);
    }

    /** The book stands on the snapshot. */
    void done() {
        answered();
        attempts = 0;
    }

    /** The query failed, or its answer was no snapshot. */
    void failed(int status, int failure, int retryAfterSeconds) {
        requestId = 0;
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.SNAPSHOT_FAILED,
                sync.instrument().id(),
                status,
                failure,
                "");
        retryAfter(retryAfterSeconds);
    }

    @Override
    public void onTimer(int kind) {
        if (!sync.isAwaitingSnapshot() || !venue.isUp()) {
            return;
        }
        if (rest) {
            query();
        } else {
            attempts++;
            venue.session().resubscribe(sync);
        }
    }

    private void query() {
        attempts++;
        requestId = core.nextRequestId();
        core.timers().set(timer, core.nowNs() + venue.definition().session().snapshotTimeoutNs());
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.SNAPSHOT_REQUESTED,
                sync.instrument().id(),
                0,
                attempts,
                Reason.name(Reason.SNAPSHOT));
        venue.session().querySnapshot(sync, requestId);
    }

    private void retryAfter(int seconds) {
        final long backoff = Math.min(RETRY_CAP_NS, RETRY_BASE_NS << Math.min(attempts, 7));
        final long wait = backoff / 2 + core.generator().below(backoff / 2);
        core.timers().set(timer, core.nowNs() + Math.max(wait, seconds * 1_000_000_000L));
    }

    void visit(StateVisitor v) {
        requestId = v.visit(requestId);
        attempts = v.visit(attempts);
    }
}
