package io.truebook.transport.box;

/** What can go wrong with a book delta on its way to one client. */
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
    DISCONNECT
}
