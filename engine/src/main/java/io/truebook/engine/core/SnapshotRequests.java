package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;

/**
 * Gets one book its snapshot: a new subscription, or a REST query as soon as a delta is held, with time-outs, back-off
 * and the venue's Retry-After. The first try after a book stood firmly is made at once, every further one waits longer,
 * so that a book that breaks after each snapshot cannot storm the venue. In a passive run it only waits. One thread: the
 * core's.
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
    /** Tries since the book stood firmly. */
    private int attempts;
    /** The next try has its time; nothing asks before. */
    private boolean backingOff;

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
        if (venue.isPassive() || !sync.wantsSnapshot()) {
            return;
        }
        if (!rest) {
            core.timers().set(timer, core.nowNs() + venue.definition().session().snapshotTimeoutNs());
        } else if (sync.hasBufferedDeltas()) {
            query();
        } else {
            core.timers().set(timer, core.nowNs() + QUIET_NS);
        }
    }

    /** A delta is held for a book that waits. */
    void deltaBuffered() {
        if (rest && requestId == 0 && !backingOff && sync.wantsSnapshot() && venue.isSubscribed(sync)) {
            query();
        }
    }

    /** The book must be made anew, or the snapshot that came is of no use: ask again, later each time. */
    void again() {
        if (venue.isPassive() || !venue.isUp() || backingOff) {
            return;
        }
        requestId = 0;
        if (attempts == 0) {
            ask();
        } else {
            retryAfter(0);
        }
    }

    /** An operator wants it now, whatever happened before. */
    void now() {
        cancel();
        if (venue.isPassive() || venue.session().renew(sync) || !venue.isUp()) {
            return;
        }
        ask();
    }

    /** A snapshot came; whether it is of use is not yet known. */
    void answered() {
        requestId = 0;
        backingOff = false;
        core.timers().cancel(timer);
    }

    /** The book has stood for a while: the next trouble is a new one. */
    void steady() {
        attempts = 0;
    }

    /** Nothing is wanted any more. */
    void cancel() {
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
        if (!venue.isPassive()) {
            venue.limits().answered(status, retryAfterSeconds, core.nowNs());
            retryAfter(retryAfterSeconds);
        }
    }

    @Override
    public void onTimer(int kind) {
        if (sync.wantsSnapshot() && venue.isUp()) {
            ask();
        }
    }

    private void ask() {
        if (rest) {
            query();
        } else {
            answered();
            attempts++;
            venue.session().resubscribe(sync);
        }
    }

    private void query() {
        requestId = 0;
        if (!venue.limits().mayQuery(core.nowNs())) {
            retryAt(venue.limits().resumeNs());
            return;
        }
        backingOff = false;
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
        backingOff = true;
        core.timers().set(timer, core.nowNs() + Math.max(wait, seconds * 1_000_000_000L));
    }

    /** Spread over half a second, so that all books of a venue do not ask at once. */
    private void retryAt(long timeNs) {
        backingOff = true;
        core.timers().set(timer, timeNs + core.generator().below(2 * RETRY_BASE_NS));
    }

    void visit(StateVisitor v) {
        requestId = v.visit(requestId);
        attempts = v.visit(attempts);
        backingOff = v.visit(backingOff);
    }
}
