package io.truebook.engine.core;

import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;

/**
 * Whose turn it is when several books of a venue want a snapshot: what an operator asked for first, then the books that
 * the profile names under {@code priority}, then by the time for which a book has waited. A turn is given when the
 * venue's limits have room for it: the weight of REST queries (with what other programs spend, as the venue's headers
 * tell), the frames that may be sent on the connection, and Retry-After of 429 and 418, after which one query alone goes
 * ahead of the rest. So all books together never pass a limit, and each book is served as early as the limits allow.
 * One thread: the core's.
 */
final class ResyncScheduler {
    /** Queries without an answer; more would only wait in the transport, and their time-outs with them. */
    private static final int MOST_UNDER_WAY = 8;
    /** The receive stamps of two answers may be wrong against each other by so much. */
    private static final long STAMP_MARGIN_NS = 10_000_000L;

    private final Core core;
    private final Venue venue;
    private final boolean rest;
    private final int weight;
    private final RateWindow queries;
    private final QueryLimits limits = new QueryLimits();
    private final int timer;

    /** Books that wait for their turn. */
    private int waiting;

    /** Books that wait for room on the connection to join their channel again, their snapshots coming over REST. */
    private int rejoining;

    private int underWay;
    /** The venue refused a query; until one succeeds, they go one by one. */
    private boolean probing;

    ResyncScheduler(Core core, Venue venue) {
        this.core = core;
        this.venue = venue;
        final BookRules book = venue.definition().book();
        rest = book != null && book.source() == SnapshotSource.REST;
        weight = book == null ? 0 : book.restWeight();
        queries = new RateWindow(venue.definition().restRate(), STAMP_MARGIN_NS);
        timer = core.timers().register(kind -> pump(), 0);
    }

    /** A book has begun to wait for its turn. */
    void joined() {
        waiting++;
        pump();
    }

    /** A book waits no more. */
    void left() {
        waiting--;
    }

    /** A book has begun to wait for room on the connection. */
    void rejoinJoined() {
        rejoining++;
        pump();
    }

    /** It waits no more. */
    void rejoinLeft() {
        rejoining--;
    }

    /** Gives turns as far as the limits allow; to be called when there may be room again. */
    void pump() {
        for (SnapshotRequests next = foremost(true); next != null; next = foremost(true)) {
            next.rejoinNow();
        }
        if (rejoining > 0) {
            venue.sessions().awaitRoom();
        }
        if (waiting == 0) {
            return;
        }
        if (rest) {
            pumpQueries();
        } else {
            for (SnapshotRequests next = foremost(false); next != null; next = foremost(false)) {
                next.ask();
            }
            if (waiting > 0) {
                venue.sessions().awaitRoom();
            }
        }
    }

    /** A query is sent. */
    void asked() {
        underWay++;
        queries.begin(weight);
    }

    /** A query was answered, or has been given up. */
    void answered() {
        underWay--;
        queries.end(core.nowNs(), weight);
    }

    /** @param usedWeight what the venue says its window holds, negative where it says nothing */
    void succeeded(int usedWeight) {
        probing = false;
        limits.succeeded();
        queries.told(core.nowNs(), usedWeight);
        pump();
    }

    /**
     * The venue answered with an error.
     *
     * @return true when it concerns all queries of the venue and not this book: the book keeps its place
     */
    boolean refused(int status, int retryAfterSeconds, int usedWeight) {
        queries.told(core.nowNs(), usedWeight);
        if (!QueryLimits.isRefusal(status)) {
            return false;
        }
        if (limits.refused(status, retryAfterSeconds, core.nowNs(), core.generator())) {
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.BANNED,
                    -1,
                    status,
                    limits.resumeNs() - core.nowNs(),
                    "the venue has banned this address; no query is made until the ban ends");
        }
        probing = true;
        return true;
    }

    private void pumpQueries() {
        while (waiting > 0 && underWay < (probing ? 1 : MOST_UNDER_WAY)) {
            final long at = Math.max(limits.resumeNs(), queries.fitsAtNs(core.nowNs(), weight));
            if (at > core.nowNs()) {
                if (at != Timers.NONE) {
                    core.timers().set(timer, at);
                }
                return;
            }
            foremost(false).ask();
        }
    }

    /** By rank, then by how long it has waited, then by the order of the profile; null when none may ask now. */
    private SnapshotRequests foremost(boolean rejoins) {
        SnapshotRequests best = null;
        for (int i = 0; (rejoins ? rejoining : waiting) > 0 && i < venue.legCount(); i++) {
            final Leg leg = venue.leg(i);
            final SnapshotRequests next = leg.book().requests();
            if ((rejoins ? next.isRejoining() : next.isWaiting())
                    && (best == null || next.isBefore(best))
                    && (rest && !rejoins || leg.session().hasRoom())) {
                best = next;
            }
        }
        return best;
    }

    void visit(StateVisitor v) {
        waiting = v.visit(waiting);
        rejoining = v.visit(rejoining);
        underWay = v.visit(underWay);
        probing = v.visit(probing);
        queries.visit(v);
        limits.visit(v);
    }
}
