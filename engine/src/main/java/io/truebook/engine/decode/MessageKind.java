package io.truebook.engine.decode;

/** What a message is, whatever the venue calls it. */
public final class MessageKind {
    /** Known and of no interest. */
    public static final byte IGNORED = 0;
    /** Replaces a book. */
    public static final byte BOOK_SNAPSHOT = 1;
    /** Changes a book. */
    public static final byte BOOK_DELTA = 2;
    /** One public trade. */
    public static final byte TRADE = 3;
    /** Best bid and ask. */
    public static final byte TICKER = 4;
    /** Precision and state of an instrument. */
    public static final byte INSTRUMENT = 5;
    /** Answer to a subscribe request. */
    public static final byte SUBSCRIBED = 6;
    /** Answer to an unsubscribe request. */
    public static final byte UNSUBSCRIBED = 7;
    /** A refused subscribe or unsubscribe. */
    public static final byte REFUSED = 8;
    /** The venue is alive. */
    public static final byte HEARTBEAT = 9;
    /** Answer to our own ping message. */
    public static final byte PONG = 10;
    /** State of the venue's system. */
    public static final byte STATUS = 11;
    /** The venue announces that it will close. */
    public static final byte SHUTDOWN = 12;
    /** An error bound to no subscription. */
    public static final byte ERROR = 13;
    /** A checksum of a book in a frame of its own. */
    public static final byte CHECKSUM = 14;
    /** A candle. */
    public static final byte CANDLE = 15;
    /** Answer to a heartbeat that we sent. */
    public static final byte HEARTBEAT_REPLY = 16;
    /** State of an order of ours; recognised, and for the accounts' part to read. */
    public static final byte ORDER = 17;
    /** Replaces a document of the reconciliation model that is no order book; the text is the whole frame. */
    public static final byte DOCUMENT_SNAPSHOT = 18;
    /** Changes such a document. */
    public static final byte DOCUMENT_DELTA = 19;

    private static final String[] NAMES = {
        "ignored", "book_snapshot", "book_delta", "trade", "ticker", "instrument", "subscribed", "unsubscribed",
        "refused", "heartbeat", "pong", "status", "shutdown", "error", "checksum", "candle",
        "heartbeat_reply", "order", "document_snapshot", "document_delta"
    };

    private MessageKind() {}

    /** The name used in definitions and by tools. */
    public static String name(int kind) {
        return NAMES[kind];
    }

    /** The kind of that name, -1 when there is none. */
    public static byte of(String name) {
        for (byte kind = 0; kind < NAMES.length; kind++) {
            if (NAMES[kind].equals(name)) {
                return kind;
            }
        }
        return -1;
    }
}
