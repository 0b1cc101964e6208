package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * When a venue that refused a query may be asked again: a 429 or 418 stops every query of the venue until its
 * Retry-After, not only that of the book that was told. Without one, each refusal in a row waits twice as long. One
 * thread: the core's.
 */
final class QueryLimits {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BANNED = 418;
    private static final long SECOND = 1_000_000_000L;
    /** Without a Retry-After. */
    private static final long BASE_NS = SECOND;

    private static final long CAP_NS = 120 * SECOND;
    /** Bans begin at two minutes (binance). */
    private static final long BAN_NS = 120 * SECOND;
    /** Programs on the same address are told the same second. */
    private static final long JITTER_NS = SECOND / 4;

    private long resumeNs;
    private int refusals;

    static boolean isRefusal(int status) {
        return status == TOO_MANY_REQUESTS || status == BANNED;
    }

    /** When queries may go on. */
    long resumeNs() {
        return resumeNs;
    }

    void succeeded() {
        refusals = 0;
    }

    /** @return true when a ban begins, about which people must be told */
    boolean refused(int status, int retryAfterSeconds, long nowNs, Generator generator) {
        refusals++;
        final long least = status == BANNED ? BAN_NS : Math.min(CAP_NS, BASE_NS << Math.min(refusals - 1, 7));
        final long wait = retryAfterSeconds > 0 ? retryAfterSeconds * SECOND : least;
        final boolean first = status == BANNED && resumeNs <= nowNs;
        resumeNs = Math.max(resumeNs, nowNs + wait + generator.below(JITTER_NS));
        return first;
    }

    void visit(StateVisitor v) {
        resumeNs = v.visit(resumeNs);
        refusals = v.visit(refusals);
    }
}
