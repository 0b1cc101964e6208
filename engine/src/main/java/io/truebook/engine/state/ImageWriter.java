package io.truebook.engine.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes every visited value into an image; see {@link ImageReader}. One thread; grows as needed. */
public final class ImageWriter implements StateVisitor {
    private byte[] bytes = new byte[1 << 16];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    /** The image so far. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, buffer.position());
    }

    @Override
    public long visit(long value) {
        room(8).putLong(value);
        return value;
    }

    @Override
    public String visit(String value) {
        if (value == null) {
            visit(-1L);
            return null;
        }
        final byte[] text = value.getBytes(StandardCharsets.UTF_8);
        visit((long) text.length);
        room(text.length).put(text);
        return value;
    }

    @Override
    public long[] visit(long[] values, int count) {
        room(count * 8);
        for (int i = 0; i < count; i++) {
            buffer.putLong(values[i]);
        }
        return values;
    }

    @Override
    public int[] visit(int[] values, int count) {
        room(count * 4);
        for (int i = 0; i < count; i++) {
            buffer.putInt(values[i]);
        }
        return values;
    }

    @Override
    public byte[] visit(byte[] values, int count) {
        room(count).put(values, 0, count);
        return values;
    }

    @Override
    public boolean isHash() {
        return false;
    }

    @Override
    public boolean isRestore() {
        return false;
    }

    private ByteBuffer room(int count) {
        if (buffer.remaining() < count) {
            final int used = buffer.position();
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + count));
            buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(used);
        }
        return buffer;
    }
}
