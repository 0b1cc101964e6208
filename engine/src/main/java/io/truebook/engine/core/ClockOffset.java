package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/**
 * What lies between the venue's clock and ours: receive time less exchange time, of the newest 64 frames that were
 * sampled at least 100 ms apart. The median stands up to any outliers that are fewer than half (bursts, stalls, frames
 * with an old time); the least is the nearest that one-way figures come to the clocks' own difference. One thread: the
 * core's.
 */
final class ClockOffset {
    private static final int SAMPLES = 64;
    private static final long APART_NS = 100_000_000L;

    private final long[] newest = new long[SAMPLES];
    private final long[] sorted = new long[SAMPLES];
    private long lastNs;
    private int next;
    private int held;

    /** @param exchangeNs the venue's time, 0 when the message states none */
    void sample(long receiveNs, long exchangeNs) {
        if (exchangeNs == 0 || receiveNs - lastNs < APART_NS) {
            return;
        }
        lastNs = receiveNs;
        newest[next] = receiveNs - exchangeNs;
        next = (next + 1) % SAMPLES;
        held = Math.min(SAMPLES, held + 1);
    }

    int samples() {
        return held;
    }

    /** 0 without a sample; the lower of the two in the middle. */
    long medianNs() {
        return held == 0 ? 0 : sorted()[(held - 1) / 2];
    }

    /** 0 without a sample. */
    long leastNs() {
        return held == 0 ? 0 : sorted()[0];
    }

    private long[] sorted() {
        System.arraycopy(newest, 0, sorted, 0, held);
        Arrays.sort(sorted, 0, held); // primitives, so few that nothing is allocated
        return sorted;
    }

    void visit(StateVisitor v) {
        lastNs = v.visit(lastNs);
        next = v.visit(next);
        held = v.visit(held);
        final long[] stored = v.visit(newest, SAMPLES);
        if (v.isRestore()) {
            System.arraycopy(stored, 0, newest, 0, SAMPLES);
        }
    }
}
