package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#EVENT} and {@link OutputType#ALERT}: something happened that people or tools should know of.
 *
 * <pre>
 *     0  int   kind
 *     4  int   instrument
 *     8  int   connection
 *    12  int   textLength
 *    16  long  expected
 *    24  long  actual
 *    32  text (UTF-8)
 * </pre>
 */
public final class EventBody {
    /** {@link io.truebook.engine.core.EventKind}. */
    public static final int KIND_OFFSET = 0;

    /** -1 when it concerns none. */
    public static final int INSTRUMENT_OFFSET = 4;

    /** 0 when it concerns none. */
    public static final int CONNECTION_OFFSET = 8;

    public static final int TEXT_LENGTH_OFFSET = 12;

    /** By kind: the expected id or checksum, else 0. */
    public static final int EXPECTED_OFFSET = 16;

    /** By kind: what came instead, a count, an offset, else 0. */
    public static final int ACTUAL_OFFSET = 24;

    /** Bytes of the fixed part. */
    public static final int BYTES = 32;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private EventBody() {}

    public static int kind(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + KIND_OFFSET, ORDER);
    }

    public static void kind(MutableDirectBuffer buffer, int offset, int kind) {
        buffer.putInt(offset + KIND_OFFSET, kind, ORDER);
    }

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static int connection(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CONNECTION_OFFSET, ORDER);
    }

    public static void connection(MutableDirectBuffer buffer, int offset, int connection) {
        buffer.putInt(offset + CONNECTION_OFFSET, connection, ORDER);
    }

    public static int textLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TEXT_LENGTH_OFFSET, ORDER);
    }

    public static void textLength(MutableDirectBuffer buffer, int offset, int textLength) {
        buffer.putInt(offset + TEXT_LENGTH_OFFSET, textLength, ORDER);
    }

    public static long expected(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + EXPECTED_OFFSET, ORDER);
    }

    public static void expected(MutableDirectBuffer buffer, int offset, long expected) {
        buffer.putLong(offset + EXPECTED_OFFSET, expected, ORDER);
    }

    public static long actual(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACTUAL_OFFSET, ORDER);
    }

    public static void actual(MutableDirectBuffer buffer, int offset, long actual) {
        buffer.putLong(offset + ACTUAL_OFFSET, actual, ORDER);
    }

    public static String text(DirectBuffer buffer, int offset) {
        return buffer.getStringWithoutLengthUtf8(offset + BYTES, textLength(buffer, offset));
    }
}
