package io.truebook.engine.journal;

import io.truebook.engine.record.Envelope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * A journal in memory, for {@code check}, simulation and tests. Records lie back to back in chunks, so that an append
 * allocates only when a new chunk starts.
 *
 * <p>With a bound on bytes the oldest chunks are dropped whole once the bound is passed, and {@link #firstPosition()}
 * moves; a reader that stood before it gets a {@link JournalException} from {@link JournalReader#next()}, and
 * {@link JournalReader#seek} of a dropped position returns false. The newest chunk is always kept.
 *
 * <p>Threads: one appends, others may read at the same time, each with a reader of its own. {@link #force()} has
 * nothing to do.
 */
public final class MemoryJournal implements Journal, JournalAppender {
    /** Below half a G1 region of 1 MiB, so that a chunk is no humongous object. */
    public static final int DEFAULT_CHUNK_BYTES = 256 * 1024;

    private static final VarHandle LAST_POSITION;

    static {
        try {
            LAST_POSITION = MethodHandles.lookup().findVarHandle(MemoryJournal.class, "lastPosition", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int chunkBytes;
    private final long maxBytes;

    /** Written by the appender, copied at each change; read by all. Oldest first, never empty. */
    private volatile MemoryChunk[] chunks;

    /** Written by the appender alone. */
    private MemoryChunk tail;

    private long keptBytes;
    private long maxTimeNs = Long.MIN_VALUE;

    /** Written by the appender (release: what it names is readable), read by all (acquire). */
    private long lastPosition;

    /** Keeps everything. */
    public MemoryJournal() {
        this(Long.MAX_VALUE);
    }

    /** @param maxBytes bound on the bytes of all chunks; the newest chunk is kept even where it alone is greater */
    public MemoryJournal(final long maxBytes) {
        this(maxBytes, DEFAULT_CHUNK_BYTES);
    }

    /**
     * @param maxBytes bound on the bytes of all chunks
     * @param chunkBytes bytes of a chunk, at least 1,024; a longer record gets a chunk of its own
     */
    public MemoryJournal(final long maxBytes, final int chunkBytes) {
        if (maxBytes <= 0 || chunkBytes < 1024) {
            throw new IllegalArgumentException("memory journal: maxBytes=" + maxBytes + ", chunkBytes=" + chunkBytes
                    + ", limits: maxBytes > 0, chunkBytes >= 1024");
        }
        this.maxBytes = maxBytes;
        this.chunkBytes = chunkBytes;
        tail = new MemoryChunk(1, chunkBytes, Long.MIN_VALUE);
        keptBytes = chunkBytes;
        chunks = new MemoryChunk[] {tail};
    }

    @Override
    public JournalAppender appender() {
        return this;
    }

    @Override
    public void append(final DirectBuffer record, final int offset, final int length) {
        final long position = lastPosition + 1;
        if (length < Envelope.BYTES
                || Envelope.length(record, offset) != length
                || Envelope.sequence(record, offset) != position) {
            throw refused(record, offset, length, position);
        }
        if (!tail.hasRoom(length)) {
            startChunk(position, length);
        }
        maxTimeNs = Math.max(maxTimeNs, Envelope.timeNs(record, offset));
        tail.append(record, offset, length, maxTimeNs);
        LAST_POSITION.setRelease(this, position);
    }

    @Override
    public void force() {
        // memory has no disk
    }

    @Override
    public JournalReader reader() {
        return new MemoryJournalReader(this);
    }

    @Override
    public long firstPosition() {
        return chunks[0].firstPosition;
    }

    @Override
    public long lastPosition() {
        return (long) LAST_POSITION.getAcquire(this);
    }

    /** Bytes of the chunks held. Any thread; a moment old. */
    public long keptBytes() {
        long bytes = 0;
        for (final MemoryChunk chunk : chunks) {
            bytes += chunk.capacity();
        }
        return bytes;
    }

    /** Keeps what is there readable; there is nothing to release. */
    @Override
    public void close() {
        // nothing is held but memory
    }

    /** Oldest first; the array is never changed. */
    MemoryChunk[] chunks() {
        return chunks;
    }

    private void startChunk(final long position, final int length) {
        final MemoryChunk chunk =
                new MemoryChunk(position, Math.max(chunkBytes, MemoryChunk.spaceFor(length)), maxTimeNs);
        keptBytes += chunk.capacity();
        final MemoryChunk[] before = chunks;
        int dropped = 0;
        while (dropped < before.length && keptBytes > maxBytes) {
            keptBytes -= before[dropped].capacity();
            dropped++;
        }
        final int kept = before.length - dropped;
        final MemoryChunk[] after = Arrays.copyOfRange(before, dropped, before.length + 1);
        after[kept] = chunk;
        tail.next = chunk;
        tail = chunk;
        chunks = after;
    }

    private static JournalException refused(
            final DirectBuffer record, final int offset, final int length, final long expected) {
        if (length < Envelope.BYTES || Envelope.length(record, offset) != length) {
            return new JournalException("memory journal: record length=" + length + ", its envelope says "
                    + (length < Envelope.BYTES ? "nothing (shorter than an envelope)" : Envelope.length(record, offset))
                    + "; seal the record before it is appended");
        }
        return new JournalException("memory journal: record does not follow the last one: sequence="
                + Envelope.sequence(record, offset) + ", expected=" + expected);
    }
}
