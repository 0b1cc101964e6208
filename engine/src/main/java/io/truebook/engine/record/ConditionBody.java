package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#CONDITION}: a book's condition changed, and why.
 *
 * <pre>
 *     0  int   instrument
 *     4  int   reason
 *     8  byte  from
 *     9  byte  to
 *    10  byte  proof
 *    11  byte  reserved
 *    12  int   provenDepth
 *    16  long  provenAt
 * </pre>
 */
public final class ConditionBody {
    /** Id, see {@link InstrumentBody}. */
    public static final int INSTRUMENT_OFFSET = 0;

    /** {@link io.truebook.engine.book.Reason}. */
    public static final int REASON_OFFSET = 4;

    /** {@link io.truebook.engine.book.Condition} before. */
    public static final int FROM_OFFSET = 8;

    /** {@link io.truebook.engine.book.Condition} after. */
    public static final int TO_OFFSET = 9;

    /** {@link io.truebook.engine.book.ProofKind}. */
    public static final int PROOF_OFFSET = 10;

    public static final int RESERVED_OFFSET = 11;

    public static final int PROVEN_DEPTH_OFFSET = 12;

    /** Position of the input as of which it was proven last. */
    public static final int PROVEN_AT_OFFSET = 16;

    /** Bytes of the fixed part. */
    public static final int BYTES = 24;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private ConditionBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static int reason(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + REASON_OFFSET, ORDER);
    }

    public static void reason(MutableDirectBuffer buffer, int offset, int reason) {
        buffer.putInt(offset + REASON_OFFSET, reason, ORDER);
    }

    public static byte from(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + FROM_OFFSET);
    }

    public static void from(MutableDirectBuffer buffer, int offset, byte from) {
        buffer.putByte(offset + FROM_OFFSET, from);
    }

    public static byte to(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TO_OFFSET);
    }

    public static void to(MutableDirectBuffer buffer, int offset, byte to) {
        buffer.putByte(offset + TO_OFFSET, to);
    }

    public static byte proof(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + PROOF_OFFSET);
    }

    public static void proof(MutableDirectBuffer buffer, int offset, byte proof) {
        buffer.putByte(offset + PROOF_OFFSET, proof);
    }

    public static byte reserved(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + RESERVED_OFFSET);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, byte reserved) {
        buffer.putByte(offset + RESERVED_OFFSET, reserved);
    }

    public static int provenDepth(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PROVEN_DEPTH_OFFSET, ORDER);
    }

    public static void provenDepth(MutableDirectBuffer buffer, int offset, int provenDepth) {
        buffer.putInt(offset + PROVEN_DEPTH_OFFSET, provenDepth, ORDER);
    }

    public static long provenAt(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PROVEN_AT_OFFSET, ORDER);
    }

    public static void provenAt(MutableDirectBuffer buffer, int offset, long provenAt) {
        buffer.putLong(offset + PROVEN_AT_OFFSET, provenAt, ORDER);
    }
}
