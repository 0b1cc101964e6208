package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link InputType#OUTCOME}: what became of a request.
 *
 * <pre>
 *   0                8        12       16           20             24        28        32
 *   +----------------+--------+--------+------------+--------------+---------+---------+-----+------+
 *   |   request id   | status | failure| used weight| retry after s| url len | body len| url | body |
 *   +----------------+--------+--------+------------+--------------+---------+---------+-----+------+
 * </pre>
 *
 * Status is the HTTP status, 0 where none came; failure is one of the constants here. Used weight and retry-after are
 * the venue's limit headers, -1 where absent. In recordings without a request the id is 0 and the URL tells what was
 * asked.
 */
public final class OutcomeBody {
    public static final int REQUEST_ID_OFFSET = 0;
    public static final int STATUS_OFFSET = 8;
    public static final int FAILURE_OFFSET = 12;
    public static final int USED_WEIGHT_OFFSET = 16;
    public static final int RETRY_AFTER_OFFSET = 20;
    public static final int URL_LENGTH_OFFSET = 24;
    public static final int BODY_LENGTH_OFFSET = 28;
    public static final int URL_OFFSET = 32;

    public static final int FAILURE_NONE = 0;
    public static final int FAILURE_TIMEOUT = 1;
    public static final int FAILURE_CONNECT = 2;
    public static final int FAILURE_TLS = 3;
    public static final int FAILURE_CLOSED = 4;
    public static final int FAILURE_TOO_LARGE = 5;
    /** The process ended before an answer came; nothing is known of the request. */
    public static final int FAILURE_UNKNOWN = 6;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final String[] FAILURES = {
        "none", "timeout", "connect failed", "TLS failed", "closed", "too large", "unknown"
    };

    private OutcomeBody() {}

    /** Writes the fixed part; URL and body follow at {@link #URL_OFFSET}. */
    public static void write(
            MutableDirectBuffer buffer,
            int offset,
            long requestId,
            int status,
            int failure,
            int usedWeight,
            int retryAfterSeconds,
            int urlLength,
            int bodyLength) {
        buffer.putLong(offset + REQUEST_ID_OFFSET, requestId, ORDER);
        buffer.putInt(offset + STATUS_OFFSET, status, ORDER);
        buffer.putInt(offset + FAILURE_OFFSET, failure, ORDER);
        buffer.putInt(offset + USED_WEIGHT_OFFSET, usedWeight, ORDER);
        buffer.putInt(offset + RETRY_AFTER_OFFSET, retryAfterSeconds, ORDER);
        buffer.putInt(offset + URL_LENGTH_OFFSET, urlLength, ORDER);
        buffer.putInt(offset + BODY_LENGTH_OFFSET, bodyLength, ORDER);
    }

    public static long requestId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + REQUEST_ID_OFFSET, ORDER);
    }

    public static int status(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + STATUS_OFFSET, ORDER);
    }

    public static int failure(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + FAILURE_OFFSET, ORDER);
    }

    public static int usedWeight(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + USED_WEIGHT_OFFSET, ORDER);
    }

    public static int retryAfterSeconds(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RETRY_AFTER_OFFSET, ORDER);
    }

    public static int urlLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + URL_LENGTH_OFFSET, ORDER);
    }

    public static int bodyLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + BODY_LENGTH_OFFSET, ORDER);
    }

    /** Where the body starts, relative to the same origin as {@code offset}. */
    public static int bodyOffset(DirectBuffer buffer, int offset) {
        return offset + URL_OFFSET + urlLength(buffer, offset);
    }

    /** The URL that was asked. Allocates; for tools and rare paths. */
    public static String url(DirectBuffer buffer, int offset) {
        return buffer.getStringWithoutLengthUtf8(offset + URL_OFFSET, urlLength(buffer, offset));
    }

    /** The name that tools print; {@code "?"} for an unknown failure. */
    public static String failureName(int failure) {
        return failure >= 0 && failure < FAILURES.length ? FAILURES[failure] : "?";
    }
}
