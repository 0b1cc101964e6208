package io.truebook.transport.box;

/** What can go wrong on the way to one client: with a book's delta, unless said otherwise. */
public enum FaultKind {
    /** The frame is not sent. */
    DROP(Target.DELTA),
    /** The frame is sent twice. */
    DUPLICATE(Target.DELTA),
    /** The frame and everything after it on the connection waits: TCP does not reorder. */
    DELAY(Target.DELTA),
    /** Digits of a level or the JSON itself are changed; see {@link Faults}. */
    CORRUPT(Target.DELTA),
    /** The connection is closed instead, without a close frame. */
    DISCONNECT(Target.DELTA),
    /** The frame comes after the symbol's next one, as from a venue whose own servers reorder. */
    REORDER(Target.DELTA),
    /** The frame's text ends too early; the frame itself is whole. */
    TRUNCATE(Target.DELTA),
    /**
     * A snapshot made for a client that subscribes or asks over REST, and only that, is of an older state of the book.
     */
    STALE_SNAPSHOT(Target.SNAPSHOT),
    /** The connection breaks in the middle of the frame. */
    MID_FRAME_CUT(Target.DELTA),
    /** The venue forgets the symbol on this connection from here on: for some frames, or until it is joined again. */
    SILENCE(Target.DELTA),
    /** The venue's checksum is wrong, the levels are right. */
    WRONG_CHECKSUM(Target.DELTA),
    /** Every connection to the venue is cut, and the next ones at once after they were opened. */
    RECONNECT_STORM(Target.DELTA),
    /** A REST query is answered with 503. */
    REST_FAILURE(Target.QUERY),
    /** A REST query is answered with 429 and a Retry-After of one second. */
    REST_LIMIT(Target.QUERY);

    /** What a fault strikes, and what its rules count. */
    enum Target {
        DELTA,
        SNAPSHOT,
        QUERY
    }

    private final Target target;

    FaultKind(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }
}
