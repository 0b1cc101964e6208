package io.truebook.engine.transport;

/**
 * Takes what the outside says into the ring. Any thread; a call copies what it is given and returns at once. Each
 * method returns false when the ring (or, for a long payload, the set of jumbo buffers) is full: then nothing was taken
 * and the caller stops reading its socket and offers the same thing again; nothing may be dropped. Stamps are
 * nanoseconds since the epoch from {@link Clock}.
 */
public interface InputPort {
    /** A complete WebSocket message, text or binary. Longer than the connection's limit: use {@link #oversize}. */
    boolean frame(int connection, int venue, long stampNs, Payload payload, int length);

    boolean connectionUp(int connection, int venue, long stampNs);

    /** {@code reason} is one of {@link io.truebook.engine.record.ConnectionDownBody}'s. */
    boolean connectionDown(int connection, int venue, long stampNs, int reason, int code, String detail);

    boolean ping(int connection, int venue, long stampNs);

    boolean pong(int connection, int venue, long stampNs);

    /** {@code failure} is one of {@link io.truebook.engine.record.OutcomeBody}'s; see there for the rest. */
    boolean outcome(
            long requestId,
            int venue,
            long stampNs,
            int status,
            int failure,
            int usedWeight,
            int retryAfterSeconds,
            String url,
            Payload body,
            int bodyLength);

    /** The connection's socket is not read any more, because an offer came back false. */
    boolean paused(int connection, int venue, long stampNs);

    /** The socket is read again and what was held has been taken. */
    boolean resumed(int connection, int venue, long stampNs);

    /** A frame over the limit: its length (-1 when unknown) and at most 4 KiB of its start; the caller then closes. */
    boolean oversize(int connection, int venue, long stampNs, int frameLength, Payload start, int startLength);
}
