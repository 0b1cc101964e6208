package io.truebook.transport.box;

/** What can go wrong on the way to one client: with a book's delta, unless said otherwise. */
public enum FaultKind {
    /** The frame is not sent. */
    DROP,
    /** The frame is sent twice. */
    DUPLICATE,
    /** The frame and everything after it on the connection waits: TCP does not reorder. */
    DELAY,
    /** Digits of a level or the JSON itself are changed; see {@link Faults}. */
    CORRUPT,
    /** The connection is closed instead, without a close frame. */
    DISCONNECT,
    /** The frame comes after the symbol's next one, as from a venue whose own servers reorder. */
    REORDER,
    /** The frame's text ends too early; the frame itself is whole. */
    TRUNCATE,
    /** A snapshot made for a client that subscribes, and only that, is of an older state of the book. */
    STALE_SNAPSHOT,
    /** The connection breaks in the middle of the frame. */
    MID_FRAME_CUT,
    /** The symbol is silent on this connection from here on for some frames, then goes on. */
    SILENCE,
    /** The venue's checksum is wrong, the levels are right. */
    WRONG_CHECKSUM,
    /** Every connection to the venue is cut, and the next ones at once after they were opened. */
    RECONNECT_STORM
}
