package io.truebook.engine.core;

import io.truebook.engine.venue.Policies.Reconnection;
import io.truebook.engine.venue.Policies.Strategy;

/**
 * When the next connection attempt is due. Every wait that grows has full jitter, so that many clients of a venue that
 * went down do not come back together. Stateless.
 */
final class RetryDelay {
    /** No attempt. */
    static final long NEVER = -1;

    private RetryDelay() {}

    /**
     * @param failures in a row, at least 1
     * @return ns to wait, at least 1, or {@link #NEVER}
     */
    static long ns(Reconnection policy, int failures, Generator generator) {
        if (policy.strategy() == Strategy.NONE) {
            return NEVER;
        }
        if (failures > policy.maxRetries()) {
            final long half = policy.maxDelayNs() / 2;
            return half + generator.below(Math.max(1, half)) + 1;
        }
        final long ceiling = ceilingNs(policy, failures - 1);
        return generator.below(Math.max(1, ceiling)) + 1;
    }

    private static long ceilingNs(Reconnection policy, int retry) {
        final long cap = policy.maxDelayNs();
        return switch (policy.strategy()) {
            case IMMEDIATE, NONE -> 0;
            case LINEAR_BACKOFF -> {
                final long stepNs = Math.min(cap, policy.initialDelayNs()) / 1000 * policy.multiplierMilli();
                // the cap is reached long before this could overflow
                yield stepNs > 0 && retry > cap / stepNs
                        ? cap
                        : Math.min(cap, policy.initialDelayNs() + retry * stepNs);
            }
            case EXPONENTIAL_BACKOFF -> {
                long ceiling = policy.initialDelayNs();
                for (int i = 0; i < retry && ceiling < cap && ceiling > 0; i++) {
                    final long next = ceiling / 1000 * policy.multiplierMilli();
                    if (next == ceiling) {
                        break;
                    }
                    ceiling = next;
                }
                yield Math.min(cap, ceiling);
            }
        };
    }
}
