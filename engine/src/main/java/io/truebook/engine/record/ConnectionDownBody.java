package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link InputType#CONNECTION_DOWN}.
 *
 * <pre>
 *   0        4            8
 *   +--------+------------+------------------+
 *   | reason | close code | detail (UTF-8)   |
 *   +--------+------------+------------------+
 * </pre>
 *
 * The detail is for people (a close reason, an error text); the core decides by reason and code alone.
 */
public final class ConnectionDownBody {
    public static final int REASON_OFFSET = 0;
    public static final int CODE_OFFSET = 4;
    public static final int DETAIL_OFFSET = 8;

    /** We closed it. */
    public static final int CLOSED_BY_US = 1;
    /** The peer sent a close frame; the code says why. */
    public static final int CLOSED_BY_PEER = 2;
    /** The connection broke without a close frame. */
    public static final int LOST = 3;
    /** The connection could not be made. */
    public static final int CONNECT_FAILED = 4;
    /** The TLS handshake failed, or the certificate does not hold. */
    public static final int TLS_FAILED = 5;
    /** The HTTP upgrade was refused; the code is the HTTP status. */
    public static final int HANDSHAKE_FAILED = 6;
    /** A frame was longer than allowed. */
    public static final int FRAME_TOO_LONG = 7;
    /** The peer broke the WebSocket protocol. */
    public static final int PROTOCOL_ERROR = 8;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final String[] NAMES = {
        "?",
        "closed by us",
        "closed by peer",
        "lost",
        "connect failed",
        "TLS failed",
        "handshake failed",
        "frame too long",
        "protocol error"
    };

    private ConnectionDownBody() {}

    public static void write(MutableDirectBuffer buffer, int offset, int reason, int code) {
        buffer.putInt(offset + REASON_OFFSET, reason, ORDER);
        buffer.putInt(offset + CODE_OFFSET, code, ORDER);
    }

    public static int reason(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + REASON_OFFSET, ORDER);
    }

    public static int code(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CODE_OFFSET, ORDER);
    }

    public static String name(int reason) {
        return reason > 0 && reason < NAMES.length ? NAMES[reason] : NAMES[0];
    }
}
