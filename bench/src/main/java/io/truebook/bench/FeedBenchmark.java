package io.truebook.bench;

import io.truebook.bench.baseline.Baseline;
import io.truebook.bench.feed.Feed;
import io.truebook.engine.decode.DecodedFrame;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pass over a feed: the engine whole, its two halves, and the baseline. An operation is a pass; read the columns
 * {@code frames} and {@code levels}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public abstract class FeedBenchmark {
    private EngineSide engine;
    private EngineSide decoder;
    private EngineSide applier;
    private DecodedFrame[] decoded;
    private Baseline baseline;
    private int frames;
    private long levels;

    abstract Feed feed();

    @Setup(Level.Trial)
    public void open() {
        final Feed feed = feed();
        engine = new EngineSide(feed);
        decoder = new EngineSide(feed);
        applier = new EngineSide(feed);
        decoded = applier.decodeAll();
        baseline = Baseline.of(feed);
        frames = feed.frames();
        engine.pass();
        baseline.pass();
        levels = baseline.levels();
        final String difference = SameBook.difference(engine.book(), baseline);
        if (difference != null || baseline.faults() != 0) {
            throw new IllegalStateException(
                    feed.origin() + ": engine and baseline differ: " + difference + ", faults=" + baseline.faults());
        }
    }

    /** Decode, sequence, apply, prove, write the outputs. */
    @Benchmark
    public long truebook(Figures figures) {
        count(figures);
        return engine.pass();
    }

    /** Decode alone. */
    @Benchmark
    public long decode(Figures figures) {
        count(figures);
        return decoder.decodePass();
    }

    /** Everything behind the decoder, on frames decoded before. */
    @Benchmark
    public long apply(Figures figures) {
        count(figures);
        return applier.applyPass(decoded);
    }

    /** Jackson streaming into tree maps of BigDecimal, with the same checks. */
    @Benchmark
    public long jackson(Figures figures) {
        count(figures);
        return baseline.pass();
    }

    private void count(Figures figures) {
        figures.frames += frames;
        figures.levels += levels;
    }
}
