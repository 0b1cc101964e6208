package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;

/**
 * Gets one book its snapshot: a new subscription, or a REST query as soon as a delta is held, with time-outs and
 * back-off. The first try after a book stood firmly waits for its turn only ({@link ResyncScheduler}), every further one
 * waits longer before that, so that a book that breaks after each snapshot cannot storm the venue. In a passive run it
 * only waits. One thread: the core's.
 */
final class SnapshotRequests implements Timers.Listener {
    /** Nothing is asked for. */
    private static final int IDLE = 0;
    /** The book's subscription stands, and no delta has come; the timer ends that. */
    private static final int QUIET = 1;
    /** The next try has its time. */
    private static final int BACKOFF = 2;
    /** Waits for its turn among the books of the venue. */
    private static final int WAITING = 3;
    /** Asked; the timer is the time-out. */
    private static final int ASKED = 4;

    /** Ranks for turns; books that nobody named have the last one. */
    private static final int OPERATOR_RANK = -1;

    static final int LAST_RANK = Integer.MAX_VALUE - 1;
    /** A book that stands and is to be refreshed comes behind all that do not. */
    private static final int REFRESH_RANK = Integer.MAX_VALUE;

    /** A quiet book is queried this long after its subscription even if no delta came. */
    private static final long QUIET_NS = 300_000_000L;

    private static final long RETRY_BASE_NS = 250_000_000L;
    private static final long RETRY_CAP_NS = 30_000_000_000L;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final boolean rest;
    private final int timer;

    private int state = IDLE;
    private long requestId;
    /** Tries since the book stood firmly. */
    private int attempts;
    /** Since when a snapshot is wanted without a break; 0 when none is. */
    private long wantedSinceNs;
    /** An operator asked for it. */
    private boolean urgent;
    /** The book stands; the snapshot is one of those at each interval. */
    private boolean refreshing;
    /** Waits for room to join its channel again, though its snapshots come over REST, and are asked for as ever. */
    private boolean rejoining;

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

    boolean isWaiting() {
        return state == WAITING;
    }

    /** Waits for room on the connection, whatever the snapshots come over. */
    boolean isRejoining() {
        return rejoining;
    }

    boolean isRefreshing() {
        return refreshing;
    }

    /** True when this book's turn comes first. */
    boolean isBefore(SnapshotRequests other) {
        final int rank = rank();
        final int otherRank = other.rank();
        return rank < otherRank || rank == otherRank && wantedSinceNs < other.wantedSinceNs;
    }

    private int rank() {
        return urgent
                ? OPERATOR_RANK
                : refreshing ? REFRESH_RANK : sync.instrument().rank();
    }

    /** The interval is over: a book that stands is compared with a fresh snapshot, or made anew from one. */
    void refresh() {
        if (state == IDLE && venue.isUp(sync) && venue.isSubscribed(sync) && sync.stands()) {
            refreshing = true;
            waitForTurn();
        }
    }

    /** The venue may have lost the subscription: it is made anew, in its turn. */
    void rejoin() {
        refreshing = false;
        if (!rest) {
            waitForTurn();
            return;
        }
        if (wantedSinceNs == 0) {
            wantedSinceNs = core.nowNs();
        }
        if (!rejoining) {
            rejoining = true;
            venue.scheduler().rejoinJoined();
        }
    }

    /** There is room on the connection for it. */
    void rejoinNow() {
        endRejoin();
        venue.sessionOf(sync).subscriptions().resubscribe(sync);
    }

    private void endRejoin() {
        if (rejoining) {
            rejoining = false;
            venue.scheduler().rejoinLeft();
        }
    }

    /** The book's subscription stands. */
    void subscribed() {
        if (venue.isPassive() || !sync.wantsSnapshot() || isLeftToOthers()) {
            return;
        }
        if (!rest) {
            become(ASKED);
            core.timers().set(timer, core.nowNs() + venue.definition().session().snapshotTimeoutNs());
        } else if (state == WAITING || state == ASKED || state == BACKOFF) {
            return; // asked for already
        } else if (sync.hasBufferedDeltas()) {
            waitForTurn();
        } else {
            become(QUIET);
            core.timers().set(timer, core.nowNs() + QUIET_NS);
        }
    }

    /** A delta is held for a book that waits. */
    void deltaBuffered() {
        if (rest
                && (state == IDLE || state == QUIET)
                && sync.wantsSnapshot()
                && !isLeftToOthers()
                && venue.isSubscribed(sync)) {
            waitForTurn();
        }
    }

    /** By the venue's policy a new connection is no reason to ask: a periodic snapshot or an operator is. */
    private boolean isLeftToOthers() {
        return !urgent
                && attempts == 0
                && !venue.definition().session().policies().snapshotOnConnect().enabled();
    }

    /** The book must be made anew, or the snapshot that came is of no use: ask again, later each time. */
    void again() {
        refreshing = false;
        if (venue.isPassive() || !venue.isUp(sync) || state == BACKOFF || state == WAITING) {
            return;
        }
        if (attempts == 0) {
            waitForTurn();
        } else {
            backOff(0);
        }
    }

    /** An operator wants it now, whatever happened before. */
    void now() {
        cancel();
        if (venue.isPassive() || venue.sessionOf(sync).subscriptions().renew(sync) || !venue.isUp(sync)) {
            return;
        }
        urgent = true;
        waitForTurn();
    }

    /** A snapshot came; whether it is of use is not yet known. */
    void answered() {
        become(IDLE);
        core.timers().cancel(timer);
        urgent = false;
        refreshing = false;
    }

    /** The book stands; what it wants next it wants from then on. */
    void satisfied() {
        wantedSinceNs = 0;
    }

    /** The book has stood for a while: the next trouble is a new one. */
    void steady() {
        attempts = 0;
    }

    /** Nothing is wanted any more. */
    void cancel() {
        answered();
        endRejoin();
        attempts = 0;
        wantedSinceNs = 0;
    }

    /** The query failed, or its answer was no snapshot. */
    void failed(int status, int failure, int retryAfterSeconds, int usedWeight) {
        become(IDLE);
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.SNAPSHOT_FAILED,
                sync.instrument().id(),
                status,
                failure,
                "");
        if (venue.isPassive()) {
            return;
        }
        if (venue.scheduler().refused(status, retryAfterSeconds, usedWeight)) {
            waitForTurn();
        } else if (refreshing && !sync.wantsSnapshot()) {
            giveUpRefresh();
            venue.scheduler().pump();
        } else {
            backOff(retryAfterSeconds);
            venue.scheduler().pump();
        }
    }

    @Override
    public void onTimer(int kind) {
        if (refreshing && !sync.wantsSnapshot()) {
            giveUpRefresh();
        } else if (sync.wantsSnapshot() && venue.isUp(sync)) {
            refreshing = false;
            become(IDLE); // what was asked is given up: an answer that still comes is none any more
            waitForTurn();
        }
    }

    /** The next interval asks again. */
    private void giveUpRefresh() {
        refreshing = false;
        become(IDLE);
        sync.picture().forget();
    }

    /** It is this book's turn. */
    void ask() {
        if (rest) {
            query();
            return;
        }
        become(IDLE);
        attempts += refreshing ? 0 : 1;
        requested();
        if (refreshing) {
            refreshing = false;
            sync.renew();
        }
        venue.sessionOf(sync).subscriptions().resubscribe(sync);
    }

    private void query() {
        become(ASKED);
        attempts += refreshing ? 0 : 1;
        requestId = core.nextRequestId();
        core.timers().set(timer, core.nowNs() + venue.definition().session().snapshotTimeoutNs());
        requested();
        if (refreshing) {
            sync.picture().asked();
        }
        venue.sessionOf(sync).querySnapshot(sync, requestId);
    }

    private void requested() {
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.SNAPSHOT_REQUESTED,
                sync.instrument().id(),
                0,
                attempts,
                Reason.name(refreshing ? Reason.INTERVAL : Reason.SNAPSHOT));
    }

    private void waitForTurn() {
        core.timers().cancel(timer);
        if (wantedSinceNs == 0) {
            wantedSinceNs = core.nowNs();
        }
        become(WAITING);
    }

    private void backOff(int seconds) {
        final long backoff = Math.min(RETRY_CAP_NS, RETRY_BASE_NS << Math.min(attempts, 7));
        final long wait = backoff / 2 + core.generator().below(backoff / 2);
        become(BACKOFF);
        core.timers().set(timer, core.nowNs() + Math.max(wait, seconds * 1_000_000_000L));
    }

    /** The scheduler counts those that wait and those that are under way. */
    private void become(int next) {
        final int previous = state;
        state = next;
        if (previous == WAITING && next != WAITING) {
            venue.scheduler().left();
        }
        if (rest && previous == ASKED && next != ASKED) {
            requestId = 0;
            venue.scheduler().answered();
        }
        if (rest && next == ASKED && previous != ASKED) {
            venue.scheduler().asked();
        }
        if (next == WAITING && previous != WAITING) {
            venue.scheduler().joined();
        }
    }

    void visit(StateVisitor v) {
        state = v.visit(state);
        requestId = v.visit(requestId);
        attempts = v.visit(attempts);
        wantedSinceNs = v.visit(wantedSinceNs);
        urgent = v.visit(urgent);
        refreshing = v.visit(refreshing);
        rejoining = v.visit(rejoining);
    }
}
