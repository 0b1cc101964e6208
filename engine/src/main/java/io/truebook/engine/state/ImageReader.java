package io.truebook.engine.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Restores a state from what {@link ImageWriter} wrote: the same visits in the same order. One thread. Throws
 * {@link BufferUnderflowException} where the image is too short for the state that visits it.
 */
public final class ImageReader implements StateVisitor {
    private final ByteBuffer buffer;

    public ImageReader(byte[] image) {
        buffer = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes not yet read; 0 after a whole restore. */
    public int remaining() {
        return buffer.remaining();
    }

    @Override
    public long visit(long value) {
        return buffer.getLong();
    }

    @Override
    public String visit(String value) {
        final int length = (int) visit(0L);
        if (length < 0) {
            return null;
        }
        return new String(visit(new byte[0], length), StandardCharsets.UTF_8);
    }

    @Override
    public long[] visit(long[] values, int count) {
        require(count, 8);
        final long[] read = new long[count];
        for (int i = 0; i < count; i++) {
            read[i] = buffer.getLong();
        }
        return read;
    }

    @Override
    public int[] visit(int[] values, int count) {
        require(count, 4);
        final int[] read = new int[count];
        for (int i = 0; i < count; i++) {
            read[i] = buffer.getInt();
        }
        return read;
    }

    @Override
    public byte[] visit(byte[] values, int count) {
        require(count, 1);
        final byte[] read = new byte[count];
        buffer.get(read);
        return read;
    }

    @Override
    public boolean isHash() {
        return false;
    }

    @Override
    public boolean isRestore() {
        return true;
    }

    private void require(int count, int bytes) {
        if (count < 0 || (long) count * bytes > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
    }
}
