package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#REQUEST}: what the core asks of the outside.
 *
 * <pre>
 *   0      4            8                16         20
 *   +------+------------+----------------+----------+---------------+
 *   | kind | connection |   request id   | text len | text (UTF-8)  |
 *   +------+------------+----------------+----------+---------------+
 * </pre>
 *
 * Text: for {@link #CONNECT} the URL, for {@link #SEND} the frame, for {@link #CLOSE} empty, for {@link #QUERY}
 * {@code METHOD URL}.
 */
public final class RequestBody {
    public static final int KIND_OFFSET = 0;
    public static final int CONNECTION_OFFSET = 4;
    public static final int REQUEST_ID_OFFSET = 8;
    public static final int TEXT_LENGTH_OFFSET = 16;
    public static final int TEXT_OFFSET = 20;

    public static final int CONNECT = 1;
    public static final int SEND = 2;
    public static final int CLOSE = 3;
    public static final int QUERY = 4;
    /** Send a WebSocket ping frame. */
    public static final int PING = 5;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final String[] NAMES = {"?", "connect", "send", "close", "query", "ping"};

    private RequestBody() {}

    public static void write(
            MutableDirectBuffer buffer, int offset, int kind, int connection, long requestId, int textLength) {
        buffer.putInt(offset + KIND_OFFSET, kind, ORDER);
        buffer.putInt(offset + CONNECTION_OFFSET, connection, ORDER);
        buffer.putLong(offset + REQUEST_ID_OFFSET, requestId, ORDER);
        buffer.putInt(offset + TEXT_LENGTH_OFFSET, textLength, ORDER);
    }

    public static int kind(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + KIND_OFFSET, ORDER);
    }

    public static int connection(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CONNECTION_OFFSET, ORDER);
    }

    public static long requestId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + REQUEST_ID_OFFSET, ORDER);
    }

    public static int textLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TEXT_LENGTH_OFFSET, ORDER);
    }

    public static String text(DirectBuffer buffer, int offset) {
        return buffer.getStringWithoutLengthUtf8(offset + TEXT_OFFSET, textLength(buffer, offset));
    }

    public static String name(int kind) {
        return kind > 0 && kind < NAMES.length ? NAMES[kind] : NAMES[0];
    }
}
