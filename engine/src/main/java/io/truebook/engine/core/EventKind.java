package io.truebook.engine.core;

/** Kinds of {@link io.truebook.engine.record.EventBody}. Numbers are part of the format. */
public final class EventKind {
    /** expected: the id that had to follow; actual: the id that came. */
    public static final int SEQUENCE_GAP = 1;
    /** expected: the venue's checksum; actual: ours. */
    public static final int CHECKSUM_FAILED = 2;
    /** actual: the {@link io.truebook.engine.book.Reason}. */
    public static final int RESYNC_TRIGGERED = 3;

    public static final int RESYNC_COMPLETED = 4;
    /** actual: deltas dropped so far. */
    public static final int BUFFER_OVERFLOW = 5;

    public static final int CROSSED = 6;
    /** expected: the error; actual: the byte at which it was found. Once per distinct cause. */
    public static final int MALFORMED = 7;
    /** A frame that matches nothing in the definition. Once per venue. */
    public static final int UNKNOWN_FRAME = 8;
    /** A symbol nobody asked for; the text names it. Once per symbol. */
    public static final int UNKNOWN_SYMBOL = 9;
    /** expected: old scale; actual: new scale. */
    public static final int PRECISION_WIDENED = 10;
    /** The venue refused a request; the text is its own. */
    public static final int REFUSED = 11;
    /** The venue's system state; the text is its own. */
    public static final int VENUE_STATUS = 12;
    /** actual: length of the frame. */
    public static final int OVERSIZE = 13;
    /** actual: position of the input left out. */
    public static final int SKIPPED_INPUT = 14;

    public static final int SNAPSHOT_REQUESTED = 15;
    /** expected: HTTP status; actual: failure. */
    public static final int SNAPSHOT_FAILED = 16;
    /** No inbound for longer than the venue's rule; actual: ns of silence. */
    public static final int SILENT = 17;
    /** An acknowledgement did not come in time. */
    public static final int ACK_TIMEOUT = 18;
    /** Checksums fail right after fresh snapshots: not checked any more, the book is UNVERIFIED. */
    public static final int CHECKSUM_UNVERIFIABLE = 19;
    /** The venue announced that it will close the connection. */
    public static final int SHUTDOWN_NOTICE = 20;
    /** actual: ns that the wall clock moved. */
    public static final int CLOCK_STEP = 21;
    /** Many connection attempts failed in a row; actual: how many. */
    public static final int UNHEALTHY = 22;
    /** A command that could not be carried out; expected: the ticket of who asked; the text is the command. */
    public static final int BAD_COMMAND = 23;

    /** Raised from outside the core, such as a disk that runs low; the text says what. */
    public static final int RAISED = 24;

    /** The venue has banned this address; expected: HTTP status; actual: ns until queries go on. */
    public static final int BANNED = 25;
    /** A book is silent for longer than its own limit; expected: the limit, actual: the silence, both ns. */
    public static final int BOOK_SILENT = 26;

    /** Ids are missing and are waited for; expected: the id that had to follow; actual: the id that came. */
    public static final int SEQUENCE_HOLE = 27;
    /** What was missing came in time; actual: the position since which the book had waited. */
    public static final int SEQUENCE_HOLE_CLOSED = 28;
    /** Too many errors among what a connection received; expected: received, actual: errors. */
    public static final int DEGRADED = 29;

    /**
     * Whose fault a checksum's mismatch was: ours, the venue's or in doubt, as the text begins; expected: position of the
     * mismatch; actual: position of the evidence.
     */
    public static final int MISMATCH_JUDGED = 30;
    /** A connection, a pong or the answer to a heartbeat did not come; expected: the limit, actual: the wait, both ns. */
    public static final int NO_ANSWER = 31;

    /**
     * A command was carried out; expected: the ticket of who asked; actual: the book's condition, or how many
     * subscriptions or connections are still open, -1 where nothing follows; the text is the command.
     */
    public static final int COMMAND_DONE = 32;
    /** A symbol is wanted from now on; the text names it. */
    public static final int SYMBOL_ADDED = 33;
    /** A symbol that was removed is unsubscribed; the text names it. */
    public static final int SYMBOL_REMOVED = 34;
    /** A frame lay too long before it was processed; expected: the limit, actual: how long, both ns. */
    public static final int SLOW = 35;

    /** A connection is replaced before the venue cuts it; expected: the old one; the text says why. */
    public static final int PLANNED_RECONNECT = 36;
    /** An instrument goes over to another connection; expected: the old one, actual: the new one. */
    public static final int LEG_TAKEN = 37;
    /** An instrument that no connection has room for; expected: the most connections, actual: those there are. */
    public static final int NO_ROOM = 38;

    /** A book equals the venue's picture over REST; expected: the id as of which, actual: levels compared. */
    public static final int SNAPSHOT_CONFIRMED = 39;
    /** It does not; expected: the id, actual: levels that differ; the text has the first of them. */
    public static final int SNAPSHOT_DIFFERS = 40;
    /** How a venue's books are kept, at the start; the text has the mode and where it comes from. */
    public static final int MODE = 41;

    /** A delta was not applied, the first of its reason since the last snapshot; expected: the book's id; the text is why. */
    public static final int DELTA_DROPPED = 42;
    /** A book that was being made anew has to be made anew again; actual: the {@link io.truebook.engine.book.Reason}. */
    public static final int RESYNC_FAILED = 43;

    /**
     * A document of the reconciliation model that is no order book is replaced; actual: the id as of which it stands; the
     * text is JSON: channel, document, condition, timestampNs, data.
     */
    public static final int DOCUMENT_SNAPSHOT = 44;
    /** Such a document changes; expected: the id before; actual: the id after; the text holds the delta, too. */
    public static final int DOCUMENT_DELTA = 45;
    /** Such a document's condition changes; expected: from; actual: to. */
    public static final int DOCUMENT_CONDITION = 46;
    /** Something in such a document is odd, and no error; actual: the id. */
    public static final int DOCUMENT_ODD = 47;

    private static final String[] NAMES = {
        "?",
        "sequence_gap_detected",
        "checksum_failed",
        "resync_triggered",
        "resync_completed",
        "buffer_overflow",
        "crossed",
        "malformed",
        "unknown_frame",
        "unknown_symbol",
        "precision_widened",
        "refused",
        "venue_status",
        "oversize",
        "skipped_input",
        "snapshot_requested",
        "snapshot_failed",
        "silent",
        "ack_timeout",
        "checksum_unverifiable",
        "shutdown_notice",
        "clock_step",
        "unhealthy",
        "bad_command",
        "raised",
        "banned",
        "book_silent",
        "sequence_hole",
        "sequence_hole_closed",
        "degraded",
        "mismatch_judged",
        "no_answer",
        "command_done",
        "symbol_added",
        "symbol_removed",
        "slow",
        "planned_reconnect",
        "leg_taken",
        "no_room",
        "snapshot_confirmed",
        "snapshot_differs",
        "mode",
        "delta_dropped",
        "resync_failed",
        "document_snapshot",
        "document_delta",
        "document_condition",
        "document_odd"
    };

    private EventKind() {}

    public static String name(int kind) {
        return kind > 0 && kind < NAMES.length ? NAMES[kind] : NAMES[0];
    }
}
