package io.truebook.engine.record;

/** Types of output records: everything that the core concludes or asks for. Numbers are part of the format. */
public final class OutputType {
    /** A book's levels are replaced: {@link BookBody}. */
    public static final int BOOK_SNAPSHOT = 101;
    /** A book's levels change: {@link BookBody}. */
    public static final int BOOK_DELTA = 102;
    /** A book's condition or proof changes without a change of levels: {@link ConditionBody}. */
    public static final int CONDITION = 103;
    /** A public trade: {@link TradeBody}. */
    public static final int TRADE = 104;
    /** Best bid and ask as the venue says: {@link TickerBody}. */
    public static final int TICKER = 105;
    /** An instrument is known or its scale changes: {@link InstrumentBody}. */
    public static final int INSTRUMENT = 106;
    /** A connection changes state: {@link SessionBody}. */
    public static final int SESSION = 107;
    /** Something asked of the outside: {@link RequestBody}. Executed once, never in replay. */
    public static final int REQUEST = 108;
    /** A reconciliation event (gap, checksum, resync, overflow, malformed): {@link EventBody}. */
    public static final int EVENT = 109;
    /** Something for people at night: {@link EventBody}. */
    public static final int ALERT = 110;
    /** The chained hash of the state as of the cause: {@link StateHashBody}. */
    public static final int STATE_HASH = 111;

    /** How a venue's connection is: {@link HealthBody}. */
    public static final int HEALTH = 112;

    /** What a book has been through, and what it holds: {@link BookStatsBody}. */
    public static final int BOOK_STATS = 113;

    private static final String[] NAMES = {
        "?",
        "book_snapshot",
        "book_delta",
        "condition",
        "trade",
        "ticker",
        "instrument",
        "session",
        "request",
        "event",
        "alert",
        "state_hash",
        "health",
        "book_stats"
    };

    private OutputType() {}

    /** The name that tools print; {@code "?"} for an unknown type. */
    public static String name(int type) {
        return type > 100 && type - 100 < NAMES.length ? NAMES[type - 100] : NAMES[0];
    }
}
