package io.truebook.bench;

import io.truebook.bench.baseline.Baseline;
import io.truebook.bench.feed.Feed;
import io.truebook.engine.core.Counters;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many times faster the engine is than the baseline, measured in one process in interleaved rounds, so that whatever
 * slows the machine slows both. The median of the rounds' ratios is the result. One thread.
 */
public final class Gate {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final long QUIET_COMPILER_MS = 20;
    private static final int WARM_LIMIT_FACTOR = 40;

    private final Feed feed;
    private final EngineSide engine;
    private final Baseline baseline;

    /**
     * What was measured.
     *
     * @param ratio median over the rounds of baseline time by engine time
     * @param engineNsPerFrame median; so are the others
     */
    public record Result(
            Feed feed,
            long levels,
            double ratio,
            double lowest,
            double highest,
            double engineNsPerFrame,
            double baselineNsPerFrame) {

        /** Levels a frame in the mean, those of the snapshot included. */
        public double levelsPerFrame() {
            return (double) levels / feed.frames();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s (%s): %d frames, %.1f levels a frame; engine %.0f ns a frame, %.1f a level;"
                            + " baseline %.0f ns a frame, %.1f a level; %.2f times as fast (rounds %.2f to %.2f)",
                    feed.venue(),
                    feed.symbol(),
                    feed.origin(),
                    feed.frames(),
                    levelsPerFrame(),
                    engineNsPerFrame,
                    engineNsPerFrame / levelsPerFrame(),
                    baselineNsPerFrame,
                    baselineNsPerFrame / levelsPerFrame(),
                    ratio,
                    lowest,
                    highest);
        }
    }

    public Gate(Feed feed) {
        this.feed = feed;
        engine = new EngineSide(feed);
        baseline = Baseline.of(feed);
    }

    /**
     * Warms both up, then measures.
     *
     * @param warmNs how long each side runs on a core at a stretch, until a stretch leaves the compiler idle
     * @param rounds an odd number
     * @param roundNs about how long the engine runs in a round; the baseline makes as many passes
     * @throws IllegalStateException where the two do not end with the same book, or a check did not hold: then there is
     *     nothing to compare
     */
    public Result run(long warmNs, int rounds, long roundNs) {
        final long passesNs = warm(warmNs);
        final int passes = (int) Math.max(1, roundNs / Math.max(1, passesNs));
        final double[] ratios = new double[rounds];
        final double[] engines = new double[rounds];
        final double[] baselines = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            // every other round the other way round: neither always runs on the other's garbage
            if (round % 2 == 0) {
                engines[round] = engineNs(passes);
                baselines[round] = baselineNs(passes);
            } else {
                baselines[round] = baselineNs(passes);
                engines[round] = engineNs(passes);
            }
            ratios[round] = baselines[round] / engines[round];
        }
        final long levels = verify();
        Arrays.sort(ratios);
        return new Result(
                feed,
                levels,
                median(ratios),
                ratios[0],
                ratios[rounds - 1],
                median(engines) / feed.frames(),
                median(baselines) / feed.frames());
    }

    /** Levels of one pass, after both sides have been compared. */
    private long verify() {
        final Counters before = engine.counters();
        final long faults = before.checksumsBad + before.sequenceGaps + before.crossed + before.malformed;
        final String difference = SameBook.difference(engine.book(), baseline);
        if (difference != null || faults != 0 || baseline.faults() != 0) {
            throw new IllegalStateException("bench: " + feed.origin() + ": the two do not agree: difference="
                    + difference + ", engine faults=" + faults + ", baseline faults=" + baseline.faults());
        }
        final long applied = baseline.levels();
        final long appliedByEngine = engine.counters().levels;
        baseline.pass();
        engine.pass();
        final long levels = baseline.levels() - applied;
        final long levelsOfEngine = engine.counters().levels - appliedByEngine;
        if (levels != levelsOfEngine) {
            throw new IllegalStateException("bench: " + feed.origin() + ": the two did not do the same work: levels of"
                    + " the engine=" + levelsOfEngine + ", of the baseline=" + levels);
        }
        return levels;
    }

    /**
     * Runs both until each has had its time on a core and the compiler has come to rest: on a busy machine that takes
     * long, and what is measured before says nothing.
     *
     * @return how long a pass of the engine takes at the end
     */
    private long warm(long warmNs) {
        final long limit = System.nanoTime() + WARM_LIMIT_FACTOR * warmNs;
        long last = 0;
        long compiled = -1;
        do {
            compiled = COMPILER.getTotalCompilationTime();
            for (long spent = 0; spent < warmNs; ) {
                final long start = cpuNs();
                last = (long) engineNs(1);
                baselineNs(1);
                spent += (cpuNs() - start) / 2;
            }
        } while (COMPILER.getTotalCompilationTime() - compiled > QUIET_COMPILER_MS && System.nanoTime() < limit);
        return last;
    }

    /** Time of this thread on a core: a neighbour that takes the core away counts for nobody. */
    static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private double engineNs(int passes) {
        final long start = cpuNs();
        long bytes = 0;
        for (int i = 0; i < passes; i++) {
            bytes += engine.pass();
        }
        final long ns = cpuNs() - start;
        if (bytes == 0) {
            throw new IllegalStateException("bench: " + feed.origin() + ": the engine published nothing");
        }
        return (double) ns / passes;
    }

    private double baselineNs(int passes) {
        final long start = cpuNs();
        for (int i = 0; i < passes; i++) {
            baseline.pass();
        }
        return (double) (cpuNs() - start) / passes;
    }

    static double median(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
