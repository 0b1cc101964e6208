package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * How long frames lay between receive and journal, as their records say: measured outside, so a replay sees the same. A
 * frame that is slow to process makes the next ones lie longer. Over a second is told once until it is over. One thread:
 * the core's.
 */
final class ProcessingTime {
    static final int LIMIT_MICROS = 1_000_000;
    static final int WINDOW = 1_000;

    private final int[] lags = new int[WINDOW];
    private int next;
    private int known;
    private long sum;
    private boolean slow;

    /** @return true when people must be told: this frame is the first of several that lay too long */
    boolean take(int micros) {
        sum += micros - lags[next];
        lags[next] = micros;
        next = next + 1 == WINDOW ? 0 : next + 1;
        known = Math.min(WINDOW, known + 1);
        final boolean wasSlow = slow;
        slow = micros > LIMIT_MICROS || slow && micros > LIMIT_MICROS / 2;
        return slow && !wasSlow;
    }

    boolean isSlow() {
        return slow;
    }

    /** Over the last thousand frames. */
    long averageMicros() {
        return known == 0 ? 0 : sum / known;
    }

    void visit(StateVisitor v) {
        next = v.visit(next);
        known = v.visit(known);
        sum = v.visit(sum);
        slow = v.visit(slow);
        final int[] stored = v.visit(lags, WINDOW);
        if (v.isRestore()) {
            System.arraycopy(stored, 0, lags, 0, WINDOW);
        }
    }
}
