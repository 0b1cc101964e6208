package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#SESSION}: a connection changed state.
 *
 * <pre>
 *     0  int   connection
 *     4  int   state
 *     8  int   reason
 *    12  int   code
 *    16  int   attempt
 *    20  int   reserved
 *    24  long  retryAtNs
 * </pre>
 */
public final class SessionBody {
    public static final int CONNECTION_OFFSET = 0;

    /** {@link io.truebook.engine.core.SessionState}. */
    public static final int STATE_OFFSET = 4;

    /** One of {@link ConnectionDownBody}, 0 when none. */
    public static final int REASON_OFFSET = 8;

    /** Close code or HTTP status, 0 when none. */
    public static final int CODE_OFFSET = 12;

    /** Connection attempts in a row without a stable connection. */
    public static final int ATTEMPT_OFFSET = 16;

    public static final int RESERVED_OFFSET = 20;

    /** When the next attempt is due, 0 when none. */
    public static final int RETRY_AT_NS_OFFSET = 24;

    /** Bytes of the fixed part. */
    public static final int BYTES = 32;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private SessionBody() {}

    public static int connection(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CONNECTION_OFFSET, ORDER);
    }

    public static void connection(MutableDirectBuffer buffer, int offset, int connection) {
        buffer.putInt(offset + CONNECTION_OFFSET, connection, ORDER);
    }

    public static int state(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + STATE_OFFSET, ORDER);
    }

    public static void state(MutableDirectBuffer buffer, int offset, int state) {
        buffer.putInt(offset + STATE_OFFSET, state, ORDER);
    }

    public static int reason(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + REASON_OFFSET, ORDER);
    }

    public static void reason(MutableDirectBuffer buffer, int offset, int reason) {
        buffer.putInt(offset + REASON_OFFSET, reason, ORDER);
    }

    public static int code(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CODE_OFFSET, ORDER);
    }

    public static void code(MutableDirectBuffer buffer, int offset, int code) {
        buffer.putInt(offset + CODE_OFFSET, code, ORDER);
    }

    public static int attempt(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + ATTEMPT_OFFSET, ORDER);
    }

    public static void attempt(MutableDirectBuffer buffer, int offset, int attempt) {
        buffer.putInt(offset + ATTEMPT_OFFSET, attempt, ORDER);
    }

    public static int reserved(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RESERVED_OFFSET, ORDER);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, int reserved) {
        buffer.putInt(offset + RESERVED_OFFSET, reserved, ORDER);
    }

    public static long retryAtNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + RETRY_AT_NS_OFFSET, ORDER);
    }

    public static void retryAtNs(MutableDirectBuffer buffer, int offset, long retryAtNs) {
        buffer.putLong(offset + RETRY_AT_NS_OFFSET, retryAtNs, ORDER);
    }
}
