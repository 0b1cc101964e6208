package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Warns before the disk is full: when little is free, or when what is free will not last at the rate at which it has
 * been shrinking over the last hour of samples. Call {@link #sample} about once a minute, from one thread; it costs a
 * system call.
 */
public final class DiskWatch {
    private static final int SAMPLES = 64;
    private static final long MIN_SPACING_NS = 1_000_000_000L;

    /** Told of changes, by the sampling thread. */
    public interface Listener {
        /**
         * Little is left. Told once; again only after {@link #onDiskFine}.
         *
         * @param freeBytes what is free
         * @param fullInNs when it will be full at the present rate, {@link Long#MAX_VALUE} when it is not shrinking
         */
        void onDiskLow(long freeBytes, long fullInNs);

        /** Enough is free again: a tenth more than the limits ask. */
        void onDiskFine(long freeBytes);
    }

    private final LongSupplier freeBytes;
    private final long minFreeBytes;
    private final long horizonNs;
    private final Listener listener;
    private final long[] times = new long[SAMPLES];
    private final long[] free = new long[SAMPLES];
    private int count;
    private boolean low;

    /**
     * @param freeBytes bytes that this process may still write
     * @param minFreeBytes warn below this
     * @param horizonNs warn when the disk will be full within this
     */
    public DiskWatch(
            final LongSupplier freeBytes, final long minFreeBytes, final long horizonNs, final Listener listener) {
        this.freeBytes = freeBytes;
        this.minFreeBytes = minFreeBytes;
        this.horizonNs = horizonNs;
        this.listener = listener;
    }

    /** Watches the disk that holds a directory. */
    public static DiskWatch of(
            final Path directory, final long minFreeBytes, final long horizonNs, final Listener listener) {
        return new DiskWatch(
                () -> {
                    try {
                        return Files.getFileStore(directory).getUsableSpace();
                    } catch (final IOException e) {
                        throw new JournalException(
                                "journal " + directory + ": the disk cannot be asked what is free", e);
                    }
                },
                minFreeBytes,
                horizonNs,
                listener);
    }

    /** @param nowNs of a clock that does not fall; samples less than a second apart are judged but not kept */
    public void sample(final long nowNs) {
        final long now = freeBytes.getAsLong();
        final long fullIn = fullInNs(nowNs, now);
        if (!low && (now < minFreeBytes || fullIn < horizonNs)) {
            low = true;
            listener.onDiskLow(now, fullIn);
        } else if (low && now > minFreeBytes + minFreeBytes / 10 && fullIn > horizonNs + horizonNs / 10) {
            low = false;
            listener.onDiskFine(now);
        }
        if (count == 0 || nowNs - times[(count - 1) % SAMPLES] >= MIN_SPACING_NS) {
            times[count % SAMPLES] = nowNs;
            free[count % SAMPLES] = now;
            count++;
        }
    }

    /** Against the oldest sample kept; the rate of a single minute would cry wolf at each new file. */
    private long fullInNs(final long nowNs, final long now) {
        if (count == 0) {
            return Long.MAX_VALUE;
        }
        final int oldest = count <= SAMPLES ? 0 : count % SAMPLES;
        final long elapsed = nowNs - times[oldest];
        final long shrunk = free[oldest] - now;
        if (shrunk <= 0 || elapsed <= 0) {
            return Long.MAX_VALUE;
        }
        final BigInteger fullIn =
                BigInteger.valueOf(now).multiply(BigInteger.valueOf(elapsed)).divide(BigInteger.valueOf(shrunk));
        return fullIn.bitLength() > 62 ? Long.MAX_VALUE : fullIn.longValue();
    }
}
