package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * What the venue's answers allow all queries of a run: a 429 or 418 stops every query of the venue until its Retry-After,
 * not only that of the book that was told. One thread: the core's.
 */
final class QueryLimits {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BANNED = 418;
    private static final int LEAST_SECONDS = 1;

    private long resumeNs;

    boolean mayQuery(long nowNs) {
        return nowNs >= resumeNs;
    }

    /** When queries may go on. */
    long resumeNs() {
        return resumeNs;
    }

    void answered(int status, int retryAfterSeconds, long nowNs) {
        if (status == TOO_MANY_REQUESTS || status == BANNED) {
            final long seconds = Math.max(LEAST_SECONDS, retryAfterSeconds);
            resumeNs = Math.max(resumeNs, nowNs + seconds * 1_000_000_000L);
        }
    }

    void visit(StateVisitor v) {
        resumeNs = v.visit(resumeNs);
    }
}
