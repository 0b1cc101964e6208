package io.truebook.journal;

import java.util.function.LongSupplier;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The clock by which files roll. It never shows a time before the newest file's cycle: Chronicle would follow a wall
 * clock that was set back into an older file, and the order of files would no longer be the order of records.
 *
 * <p>One instance serves both journals of a directory, so that an output never lies in an older cycle than the input
 * that caused it.
 */
final class RollClock implements TimeProvider {
    private final LongSupplier wallMs;

    /** Written by the opening thread, then by appenders at a roll; read at each append. */
    private volatile long floorMs;

    RollClock(final LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    synchronized void raiseTo(final long ms) {
        floorMs = Math.max(floorMs, ms);
    }

    @Override
    public long currentTimeMillis() {
        return Math.max(floorMs, wallMs.getAsLong());
    }
}
