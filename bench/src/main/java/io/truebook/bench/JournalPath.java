package io.truebook.bench;

import io.truebook.bench.feed.Feeds;
import io.truebook.engine.core.Counters;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The journal alone, and the whole path of a frame from its payload to both journals; durability {@code process}. Each
 * iteration writes to a folder of its own, which is removed behind it: about half a gigabyte a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JournalPath {
    /** Bytes of the record that is appended: a Kraken frame of one level with its envelope is about as long. */
    public static final int RECORD_BYTES = 300;

    private final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(RECORD_BYTES));
    private final CRC32 crc = new CRC32();
    private TemporaryJournal appendJournal;
    private TemporaryJournal fusedJournal;
    private JournalAppender appender;
    private FusedPath fused;
    private long position;

    @Setup(Level.Iteration)
    public void open() {
        appendJournal = new TemporaryJournal();
        appender = appendJournal.journal().inputs().appender();
        position = 0;
        Envelope.write(record, 0, InputType.FRAME, 0, 0, 0, 1, 0, 0);
        fusedJournal = new TemporaryJournal();
        fused = new FusedPath(Feeds.kraken(), fusedJournal.journal());
    }

    @TearDown(Level.Iteration)
    public void close() {
        final Counters counters = fused.core().venues().get(0).counters();
        final long bad = counters.checksumsBad + counters.malformed;
        appendJournal.close();
        fusedJournal.close();
        if (bad > 0) {
            throw new IllegalStateException("bench: the fused path found bad frames in its feed: count=" + bad);
        }
    }

    /** Seal and append one record of {@link #RECORD_BYTES}. */
    @Benchmark
    public long append() {
        record.putLong(Envelope.SEQUENCE_OFFSET, ++position, ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(record, 0, RECORD_BYTES, crc);
        appender.append(record, 0, RECORD_BYTES);
        return position;
    }

    /** One Kraken frame, from its payload to both journals. */
    @Benchmark
    public int fused() {
        return fused.frame();
    }
}
