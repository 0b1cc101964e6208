package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#STATE_HASH}: the hash of the whole state after the cause.
 *
 * <pre>
 *     0  long  hash
 *     8  int   coreVersion
 *    12  int   reserved
 * </pre>
 */
public final class StateHashBody {
    public static final int HASH_OFFSET = 0;

    /** Another version is another hash, not a divergence. */
    public static final int CORE_VERSION_OFFSET = 8;

    public static final int RESERVED_OFFSET = 12;

    /** Bytes of the fixed part. */
    public static final int BYTES = 16;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private StateHashBody() {}

    public static long hash(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + HASH_OFFSET, ORDER);
    }

    public static void hash(MutableDirectBuffer buffer, int offset, long hash) {
        buffer.putLong(offset + HASH_OFFSET, hash, ORDER);
    }

    public static int coreVersion(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CORE_VERSION_OFFSET, ORDER);
    }

    public static void coreVersion(MutableDirectBuffer buffer, int offset, int coreVersion) {
        buffer.putInt(offset + CORE_VERSION_OFFSET, coreVersion, ORDER);
    }

    public static int reserved(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RESERVED_OFFSET, ORDER);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, int reserved) {
        buffer.putInt(offset + RESERVED_OFFSET, reserved, ORDER);
    }
}
