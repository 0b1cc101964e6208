package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#HEALTH}: how a venue's connection is, at each change and every ten seconds while it is up.
 * Times and spans in ns.
 *
 * <pre>
 *     0  int   connection
 *     4  int   health
 *     8  int   previous
 *    12  int   reason
 *    16  int   sessionState
 *    20  int   attempts
 *    24  int   silentBooks
 *    28  int   clockSamples
 *    32  long  received
 *    40  long  sent
 *    48  long  errors
 *    56  long  disconnections
 *    64  long  upSinceNs
 *    72  long  upTotalNs
 *    80  long  lastInboundNs
 *    88  long  windowNs
 *    96  long  windowReceived
 *   104  long  windowErrors
 *   112  long  clockOffsetNs
 *   120  long  clockLeastNs
 * </pre>
 */
public final class HealthBody {
    /** The connection that is or was judged; rises with each attempt. */
    public static final int CONNECTION_OFFSET = 0;

    /** {@link io.truebook.engine.core.Health}. */
    public static final int HEALTH_OFFSET = 4;

    /** The health of the record before. */
    public static final int PREVIOUS_OFFSET = 8;

    /** {@link io.truebook.engine.core.Health}: why it is not healthy, 0 when it is. */
    public static final int REASON_OFFSET = 12;

    /** {@link io.truebook.engine.core.SessionState}. */
    public static final int SESSION_STATE_OFFSET = 16;

    /** Connection attempts in a row without a stable connection. */
    public static final int ATTEMPTS_OFFSET = 20;

    /** Books that are silent for longer than their own limit. */
    public static final int SILENT_BOOKS_OFFSET = 24;

    /** Frames that the clock figures rest on; 0 where the venue states no time. */
    public static final int CLOCK_SAMPLES_OFFSET = 28;

    /** Frames, pings and pongs that came in since the run was configured, over all connections. */
    public static final int RECEIVED_OFFSET = 32;

    /** Frames and pings that were asked to be sent. */
    public static final int SENT_OFFSET = 40;

    /** Frames that could not be read, were too long, or said no. */
    public static final int ERRORS_OFFSET = 48;

    /** Connections lost and attempts that failed. */
    public static final int DISCONNECTIONS_OFFSET = 56;

    /** When this connection was made, 0 while there is none. */
    public static final int UP_SINCE_NS_OFFSET = 64;

    /** Time with a connection, up to now. */
    public static final int UP_TOTAL_NS_OFFSET = 72;

    /** When anything last came in, 0 for never. */
    public static final int LAST_INBOUND_NS_OFFSET = 80;

    /** Length of the window that the rates are of. */
    public static final int WINDOW_NS_OFFSET = 88;

    /** Received in that window. */
    public static final int WINDOW_RECEIVED_OFFSET = 96;

    /** Errors in that window. */
    public static final int WINDOW_ERRORS_OFFSET = 104;

    /** Median of receive time less exchange time: the way here and what the clocks differ by. */
    public static final int CLOCK_OFFSET_NS_OFFSET = 112;

    /** Least of receive time less exchange time; below 0 our clock is behind by more than the way takes. */
    public static final int CLOCK_LEAST_NS_OFFSET = 120;

    /** Bytes of the fixed part. */
    public static final int BYTES = 128;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private HealthBody() {}

    public static int connection(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CONNECTION_OFFSET, ORDER);
    }

    public static void connection(MutableDirectBuffer buffer, int offset, int connection) {
        buffer.putInt(offset + CONNECTION_OFFSET, connection, ORDER);
    }

    public static int health(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + HEALTH_OFFSET, ORDER);
    }

    public static void health(MutableDirectBuffer buffer, int offset, int health) {
        buffer.putInt(offset + HEALTH_OFFSET, health, ORDER);
    }

    public static int previous(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PREVIOUS_OFFSET, ORDER);
    }

    public static void previous(MutableDirectBuffer buffer, int offset, int previous) {
        buffer.putInt(offset + PREVIOUS_OFFSET, previous, ORDER);
    }

    public static int reason(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + REASON_OFFSET, ORDER);
    }

    public static void reason(MutableDirectBuffer buffer, int offset, int reason) {
        buffer.putInt(offset + REASON_OFFSET, reason, ORDER);
    }

    public static int sessionState(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + SESSION_STATE_OFFSET, ORDER);
    }

    public static void sessionState(MutableDirectBuffer buffer, int offset, int sessionState) {
        buffer.putInt(offset + SESSION_STATE_OFFSET, sessionState, ORDER);
    }

    public static int attempts(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + ATTEMPTS_OFFSET, ORDER);
    }

    public static void attempts(MutableDirectBuffer buffer, int offset, int attempts) {
        buffer.putInt(offset + ATTEMPTS_OFFSET, attempts, ORDER);
    }

    public static int silentBooks(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + SILENT_BOOKS_OFFSET, ORDER);
    }

    public static void silentBooks(MutableDirectBuffer buffer, int offset, int silentBooks) {
        buffer.putInt(offset + SILENT_BOOKS_OFFSET, silentBooks, ORDER);
    }

    public static int clockSamples(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CLOCK_SAMPLES_OFFSET, ORDER);
    }

    public static void clockSamples(MutableDirectBuffer buffer, int offset, int clockSamples) {
        buffer.putInt(offset + CLOCK_SAMPLES_OFFSET, clockSamples, ORDER);
    }

    public static long received(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + RECEIVED_OFFSET, ORDER);
    }

    public static void received(MutableDirectBuffer buffer, int offset, long received) {
        buffer.putLong(offset + RECEIVED_OFFSET, received, ORDER);
    }

    public static long sent(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SENT_OFFSET, ORDER);
    }

    public static void sent(MutableDirectBuffer buffer, int offset, long sent) {
        buffer.putLong(offset + SENT_OFFSET, sent, ORDER);
    }

    public static long errors(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ERRORS_OFFSET, ORDER);
    }

    public static void errors(MutableDirectBuffer buffer, int offset, long errors) {
        buffer.putLong(offset + ERRORS_OFFSET, errors, ORDER);
    }

    public static long disconnections(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DISCONNECTIONS_OFFSET, ORDER);
    }

    public static void disconnections(MutableDirectBuffer buffer, int offset, long disconnections) {
        buffer.putLong(offset + DISCONNECTIONS_OFFSET, disconnections, ORDER);
    }

    public static long upSinceNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + UP_SINCE_NS_OFFSET, ORDER);
    }

    public static void upSinceNs(MutableDirectBuffer buffer, int offset, long upSinceNs) {
        buffer.putLong(offset + UP_SINCE_NS_OFFSET, upSinceNs, ORDER);
    }

    public static long upTotalNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + UP_TOTAL_NS_OFFSET, ORDER);
    }

    public static void upTotalNs(MutableDirectBuffer buffer, int offset, long upTotalNs) {
        buffer.putLong(offset + UP_TOTAL_NS_OFFSET, upTotalNs, ORDER);
    }

    public static long lastInboundNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LAST_INBOUND_NS_OFFSET, ORDER);
    }

    public static void lastInboundNs(MutableDirectBuffer buffer, int offset, long lastInboundNs) {
        buffer.putLong(offset + LAST_INBOUND_NS_OFFSET, lastInboundNs, ORDER);
    }

    public static long windowNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + WINDOW_NS_OFFSET, ORDER);
    }

    public static void windowNs(MutableDirectBuffer buffer, int offset, long windowNs) {
        buffer.putLong(offset + WINDOW_NS_OFFSET, windowNs, ORDER);
    }

    public static long windowReceived(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + WINDOW_RECEIVED_OFFSET, ORDER);
    }

    public static void windowReceived(MutableDirectBuffer buffer, int offset, long windowReceived) {
        buffer.putLong(offset + WINDOW_RECEIVED_OFFSET, windowReceived, ORDER);
    }

    public static long windowErrors(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + WINDOW_ERRORS_OFFSET, ORDER);
    }

    public static void windowErrors(MutableDirectBuffer buffer, int offset, long windowErrors) {
        buffer.putLong(offset + WINDOW_ERRORS_OFFSET, windowErrors, ORDER);
    }

    public static long clockOffsetNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CLOCK_OFFSET_NS_OFFSET, ORDER);
    }

    public static void clockOffsetNs(MutableDirectBuffer buffer, int offset, long clockOffsetNs) {
        buffer.putLong(offset + CLOCK_OFFSET_NS_OFFSET, clockOffsetNs, ORDER);
    }

    public static long clockLeastNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CLOCK_LEAST_NS_OFFSET, ORDER);
    }

    public static void clockLeastNs(MutableDirectBuffer buffer, int offset, long clockLeastNs) {
        buffer.putLong(offset + CLOCK_LEAST_NS_OFFSET, clockLeastNs, ORDER);
    }
}
