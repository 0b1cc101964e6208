package io.truebook.transport;

import io.truebook.engine.transport.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds since the epoch that never run backwards: {@link System#nanoTime} anchored to the wall clock once, at
 * construction. A wall clock that is set or slewed afterwards does not move it; {@link #stepNs} tells by how much the
 * two have come apart, for the input CLOCK_STEP.
 *
 * <p>{@link #nowNs} may be called by any thread, {@link #stepNs} by one thread only.
 */
public final class MonotonicClock implements Clock {
    /** Smaller movements of the wall clock are not reported: NTP slews by up to half a millisecond a second. */
    public static final long DEFAULT_STEP_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int ANCHOR_SAMPLES = 16;

    private final LongSupplier monotonicNs;
    private final LongSupplier wallNs;
    private final long stepLimitNs;
    private final long epochMinusMonotonicNs;

    /** Wall clock minus this clock, as last reported. Owned by the thread that asks for steps. */
    private long reportedOffsetNs;

    public MonotonicClock() {
        this(System::nanoTime, MonotonicClock::wallClockNs, DEFAULT_STEP_LIMIT_NS);
    }

    /** For simulation and tests: both sources in nanoseconds, the second since the epoch. */
    public MonotonicClock(LongSupplier monotonicNs, LongSupplier wallNs, long stepLimitNs) {
        this.monotonicNs = monotonicNs;
        this.wallNs = wallNs;
        this.stepLimitNs = stepLimitNs;
        this.epochMinusMonotonicNs = anchor();
    }

    @Override
    public long nowNs() {
        return epochMinusMonotonicNs + monotonicNs.getAsLong();
    }

    /**
     * By how much the wall clock moved against this one since the last step that was reported: positive when it went
     * ahead; 0 while it is less than the limit. What is returned counts as reported, so that one step is told once.
     */
    public long stepNs() {
        long movedNs = offsetNs() - reportedOffsetNs;
        if (Math.abs(movedNs) < stepLimitNs) {
            return 0;
        }
        reportedOffsetNs += movedNs;
        return movedNs;
    }

    private long offsetNs() {
        long before = monotonicNs.getAsLong();
        long wall = wallNs.getAsLong();
        long after = monotonicNs.getAsLong();
        return wall - epochMinusMonotonicNs - before - (after - before) / 2;
    }

    /** The tightest of several readings, so that being descheduled between the two clocks does not shift the epoch. */
    private long anchor() {
        long best = 0;
        long bestSpanNs = Long.MAX_VALUE;
        for (int i = 0; i < ANCHOR_SAMPLES; i++) {
            long before = monotonicNs.getAsLong();
            long wall = wallNs.getAsLong();
            long after = monotonicNs.getAsLong();
            if (after - before < bestSpanNs) {
                bestSpanNs = after - before;
                best = wall - before - (after - before) / 2;
            }
        }
        return best;
    }

    private static long wallClockNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
