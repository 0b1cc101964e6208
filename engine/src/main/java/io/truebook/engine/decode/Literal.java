package io.truebook.engine.decode;

import java.util.Arrays;

/** Bytes that must stand at a place of a frame, compared eight at a time. Immutable. */
final class Literal {
    final int length;
    private final byte[] bytes;
    private final long first;
    private final long firstMask;
    private final long second;
    private final long secondMask;

    Literal(byte[] bytes) {
        this.bytes = bytes;
        length = bytes.length;
        first = Plan.word(bytes, 0);
        firstMask = Plan.mask(length);
        second = Plan.word(bytes, 8);
        secondMask = Plan.mask(length - 8);
    }

    /** Whether the bytes stand at {@code p}, which lies in the frame or right behind it. */
    boolean at(byte[] d, int p) {
        return (((long) JsonBytes.LONGS.get(d, p) ^ first) & firstMask) == 0
                && (secondMask == 0 || (((long) JsonBytes.LONGS.get(d, p + 8) ^ second) & secondMask) == 0)
                && (length <= 16 || rest(d, p));
    }

    private boolean rest(byte[] d, int p) {
        final int to = p + length;
        return to <= d.length && Arrays.equals(d, p + 16, to, bytes, 16, length);
    }

    boolean isSame(Literal other) {
        return Arrays.equals(bytes, other.bytes);
    }
}
