package io.truebook.engine.journal;

import io.truebook.engine.record.Envelope;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A run of records of a {@link MemoryJournal}, each aligned to 8 bytes. One thread appends; others read only records
 * that the journal's last position has published.
 */
final class MemoryChunk {
    /** Every 16th record's offset is kept: a seek walks 15 lengths at most, for 4 bytes in 768 of the least records. */
    private static final int MARK_SPACING_SHIFT = 4;

    final long firstPosition;
    final UnsafeBuffer buffer;

    /** Set by the appender before it publishes the next chunk's first record. */
    volatile MemoryChunk next;

    private final int[] marks;

    /** Greatest time of this and all earlier records; may run ahead of what is published by one record. */
    private volatile long maxTimeNs;

    private int used;
    private int count;

    MemoryChunk(final long firstPosition, final int capacity, final long maxTimeNs) {
        this.firstPosition = firstPosition;
        this.buffer = new UnsafeBuffer(new byte[capacity]);
        this.marks = new int[(capacity / Envelope.BYTES >> MARK_SPACING_SHIFT) + 1];
        this.maxTimeNs = maxTimeNs;
    }

    static int spaceFor(final int length) {
        return BitUtil.align(length, Long.BYTES);
    }

    int capacity() {
        return buffer.capacity();
    }

    long maxTimeNs() {
        return maxTimeNs;
    }

    boolean hasRoom(final int length) {
        return buffer.capacity() - used >= spaceFor(length);
    }

    void append(final DirectBuffer record, final int offset, final int length, final long maxTime) {
        buffer.putBytes(used, record, offset, length);
        if ((count & (1 << MARK_SPACING_SHIFT) - 1) == 0) {
            marks[count >> MARK_SPACING_SHIFT] = used;
        }
        count++;
        used += spaceFor(length);
        if (maxTime != maxTimeNs) {
            maxTimeNs = maxTime;
        }
    }

    /** Offset of a published record of this chunk. */
    int offsetOf(final long position) {
        final int record = (int) (position - firstPosition);
        int offset = marks[record >> MARK_SPACING_SHIFT];
        for (int i = record & (1 << MARK_SPACING_SHIFT) - 1; i > 0; i--) {
            offset += spaceFor(Envelope.length(buffer, offset));
        }
        return offset;
    }
}
