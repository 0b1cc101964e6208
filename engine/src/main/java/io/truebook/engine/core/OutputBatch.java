package io.truebook.engine.core;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The outputs of one input, as complete records but for sequence, publish time and CRC, which the publishing handler
 * adds. Record {@code i} starts at an 8-byte boundary. Written by the core's thread, then read by the publishing one.
 */
public final class OutputBatch {
    private final int initialBytes;
    private UnsafeBuffer buffer;
    private int length;
    private int count;

    /** @param initialBytes room before the batch grows; a grown batch shrinks again when it is {@link #reset} */
    public OutputBatch(int initialBytes) {
        this.initialBytes = initialBytes;
        buffer = allocate(initialBytes);
    }

    /** Empties the batch. Memory beyond eight times the initial room is given back. */
    public void reset() {
        length = 0;
        count = 0;
        if (buffer.capacity() > initialBytes * 8) {
            buffer = allocate(initialBytes);
        }
    }

    /** Number of records. */
    public int count() {
        return count;
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Bytes used, the padding after each record included. */
    public int length() {
        return length;
    }

    /** Where the record after the one at {@code offset}, {@code recordLength} bytes long, starts. */
    public static int next(int offset, int recordLength) {
        return BitUtil.align(offset + recordLength, 8);
    }

    /** Makes room for a record and returns its offset. */
    int reserve(int bytes) {
        final int needed = length + bytes + 8;
        if (needed > buffer.capacity()) {
            grow(needed);
        }
        return length;
    }

    void commit(int recordLength) {
        length = next(length, recordLength);
        count++;
    }

    private void grow(int needed) {
        final UnsafeBuffer larger = allocate(Math.max(needed, buffer.capacity() * 2));
        larger.putBytes(0, buffer, 0, length);
        buffer = larger;
    }

    private static UnsafeBuffer allocate(int bytes) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }
}
