package io.truebook.engine.book;

/** Why a book's condition changed. Numbers are part of the format. */
public final class Reason {
    public static final int NONE = 0;
    public static final int SUBSCRIBING = 1;
    public static final int SNAPSHOT = 2;
    public static final int PROVEN = 3;
    public static final int NO_PROOF = 4;
    public static final int GAP = 5;
    public static final int CHECKSUM_MISMATCH = 6;
    public static final int CROSSED = 7;
    public static final int CONNECTION_DOWN = 8;
    public static final int PAUSED = 9;
    public static final int LAGGING = 10;
    public static final int CAUGHT_UP = 11;
    public static final int MALFORMED_FRAME = 12;
    public static final int SNAPSHOT_TOO_OLD = 13;
    public static final int SNAPSHOT_FAILED = 14;
    public static final int BUFFER_OVERFLOW = 15;
    public static final int NUMBER_RANGE = 16;
    public static final int SKIPPED_INPUT = 17;
    public static final int OPERATOR = 18;
    public static final int UNREADABLE_BUFFER = 19;
    public static final int REFUSED = 20;
    public static final int VENUE_CHECKSUM = 21;
    public static final int CONFIGURED = 22;
    /** The market has left the price span of the snapshot: not one level is proven any more. */
    public static final int SPAN_LEFT = 23;

    public static final int SILENT = 24;

    /** Messages came before their turn; the missing ones are waited for. */
    public static final int REORDERING = 25;

    /** An operator took the symbol out. */
    public static final int REMOVED = 26;

    /** What another connection says of the instrument is published from now on. */
    public static final int OTHER_LEG = 27;

    /** The interval is over, and the channel is joined again for a fresh snapshot. */
    public static final int INTERVAL = 28;
    /** The book is not what the venue shows over REST as of the same id. */
    public static final int PICTURE = 29;

    private static final String[] NAMES = {
        "none",
        "subscribing",
        "snapshot",
        "proven",
        "no proof",
        "gap",
        "checksum mismatch",
        "crossed",
        "connection down",
        "paused",
        "lagging",
        "caught up",
        "malformed frame",
        "snapshot too old",
        "snapshot failed",
        "buffer overflow",
        "number range",
        "skipped input",
        "operator",
        "unreadable buffer",
        "refused by venue",
        "venue checksum unverifiable",
        "configured",
        "span of the snapshot left",
        "silent",
        "waiting for late messages",
        "removed",
        "other leg",
        "periodic snapshot",
        "picture differs"
    };

    private Reason() {}

    public static String name(int reason) {
        return NAMES[reason];
    }
}
