package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.state.HashingVisitor;
import io.truebook.engine.state.ImageReader;
import io.truebook.engine.state.ImageWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quantile of a book's intervals against a sorted list of them. */
class IntervalQuantileTest {
    private static final long SEED = 20261122;
    private static final long LEAST_NS = 1L << 27;

    @Test
    void shouldStayWithinOneBucketBelowTheExactQuantileAfterEachInterval() {
        final Random random = new Random(SEED);
        for (double sigma : new double[] {0.3, 1, 2}) {
            final IntervalQuantile quantile = new IntervalQuantile();
            final long[] all = new long[IntervalQuantile.WINDOW - 1];
            for (int i = 0; i < all.length; i++) {
                all[i] = (long) (500e6 * Math.exp(sigma * random.nextGaussian()));
                quantile.record(all[i]);
                if (i % 97 == 0 || i > all.length - 20) {
                    final long[] sorted = Arrays.copyOf(all, i + 1);
                    Arrays.sort(sorted);
                    final long exact = sorted[i - (i + 1) / 1000];
                    assertThat(quantile.valueNs())
                            .as("seed %d, sigma %s, %d intervals", SEED, sigma, i + 1)
                            .isBetween(exact < LEAST_NS ? 0 : exact - exact / 32, exact);
                }
            }
        }
    }

    @Test
    void shouldForgetWhatWasLongAgoAndLearnALongerTailAtOnce() {
        final IntervalQuantile quantile = new IntervalQuantile();
        for (int i = 0; i < 20_000; i++) {
            quantile.record(200_000_000L);
        }
        assertThat(quantile.valueNs()).isBetween(190_000_000L, 200_000_000L);
        for (int i = 0; i < 10; i++) {
            quantile.record(3_000_000_000L);
        }
        assertThat(quantile.valueNs()).isBetween(2_900_000_000L, 3_000_000_000L);
        for (int i = 0; i < 20_000; i++) {
            quantile.record(200_000_000L);
        }
        assertThat(quantile.valueNs()).isLessThanOrEqualTo(200_000_000L);
    }

    @Test
    void shouldKeepItsHashAsTheCountsAreAndRestoreToTheSameFuture() {
        final Random random = new Random(SEED);
        final IntervalQuantile quantile = new IntervalQuantile();
        for (int i = 0; i < 3 * IntervalQuantile.WINDOW + 5; i++) {
            quantile.record(random.nextLong() >>> 1 + random.nextInt(62));
            if (i % 1000 == 0 || i % IntervalQuantile.WINDOW < 3) {
                assertThat(quantile.hash()).isEqualTo(quantile.recomputeHash());
            }
        }
        quantile.record(Long.MAX_VALUE);
        quantile.record(0);
        final ImageWriter image = new ImageWriter();
        quantile.visit(image);
        final IntervalQuantile restored = new IntervalQuantile();
        restored.visit(new ImageReader(image.toByteArray()));
        for (int i = 0; i < IntervalQuantile.WINDOW; i++) {
            final long interval = (long) random.nextInt() & 0xFFFFFFFFL;
            quantile.record(interval);
            restored.record(interval);
        }
        assertThat(restored.valueNs()).isEqualTo(quantile.valueNs());
        assertThat(stateHash(restored)).isEqualTo(stateHash(quantile));
    }

    @Test
    void shouldAllocateNothing() {
        final IntervalQuantile quantile = new IntervalQuantile();
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 50_000; i++) {
                quantile.record(i * 300_007L);
            }
            allocated = Math.min(allocated, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(allocated).isZero();
    }

    private static long stateHash(IntervalQuantile quantile) {
        final HashingVisitor hasher = new HashingVisitor();
        quantile.visit(hasher);
        return hasher.hash();
    }
}
