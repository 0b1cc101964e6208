package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * What the decoder leaves of one frame: its status, its messages and the levels of all of them. Preallocated; grows
 * when a frame needs more (a big snapshot) and keeps what it has grown to. Written by the decoder, read by the core;
 * never by two threads at a time.
 */
public final class DecodedFrame {
    public static final byte BID = 0;
    public static final byte ASK = 1;

    /** The level's size becomes what the row says; a size of zero deletes. */
    public static final byte SET = 0;
    /** The level is deleted, whatever its size says. */
    public static final byte DELETE = 1;
    /** The row's size is taken from the order that it names, which must be there. */
    public static final byte REDUCE = 2;
    /** The order gets the row's size and price, as far as the row has them; an unknown one stays unknown. */
    public static final byte CHANGE = 3;

    /** Status: every message is in place. */
    public static final int OK = 0;
    /** Valid JSON, but no message of the definition matches. */
    public static final int UNKNOWN = 1;
    /** Not decodable; see {@link #error} and {@link #errorOffset}. Messages of this frame must not be used. */
    public static final int MALFORMED = 2;
    /** Nothing to decode (an empty payload, or an input that is not a frame). */
    public static final int EMPTY = 3;

    public static final int ERROR_NONE = 0;
    public static final int ERROR_NOT_JSON = 1;
    public static final int ERROR_TRUNCATED = 2;
    public static final int ERROR_TOO_DEEP = 3;
    public static final int ERROR_NUMBER_RANGE = 4;
    public static final int ERROR_MISSING_FIELD = 5;
    public static final int ERROR_BAD_VALUE = 6;
    public static final int ERROR_UNKNOWN_CHANNEL = 7;

    private static final String[] ERRORS = {
        "none",
        "not JSON",
        "truncated",
        "nested too deep",
        "number does not fit",
        "field missing",
        "bad value",
        "unknown channel"
    };

    public int status;
    public int error;
    /** Byte of the payload at which decoding stopped. */
    public int errorOffset;

    /** A counter over the whole connection (bitfinex, coinbase), when {@link #hasConnectionSequence}. */
    public long connectionSequence;

    public boolean hasConnectionSequence;

    private Message[] messages = new Message[4];
    private int messageCount;

    public int levelCount;
    public long[] levelPrice;
    /** {@link Message#ABSENT} where the row bears no price (bitmex updates and deletes by id). */
    public int[] levelPriceDecimals;

    public long[] levelSize;
    public int[] levelSizeDecimals;
    public byte[] levelSide;
    public byte[] levelOperation;
    /** Row id for venues whose rows have one; elsewhere it says nothing. */
    public long[] levelRowId;

    /** Texts of price and size on the wire, as start and length in the payload; filled only when the plan asks. */
    public int[] levelPriceStart;

    public int[] levelPriceLength;
    public int[] levelSizeStart;
    public int[] levelSizeLength;

    /** Text of the order's id on the wire, without quotes; filled only for rows that are orders. */
    public int[] levelOrderStart;

    public int[] levelOrderLength;

    public DecodedFrame(int levels) {
        for (int i = 0; i < messages.length; i++) {
            messages[i] = new Message();
        }
        levelPrice = new long[levels];
        levelPriceDecimals = new int[levels];
        levelSize = new long[levels];
        levelSizeDecimals = new int[levels];
        levelSide = new byte[levels];
        levelOperation = new byte[levels];
        levelRowId = new long[levels];
        levelPriceStart = new int[levels];
        levelPriceLength = new int[levels];
        levelSizeStart = new int[levels];
        levelSizeLength = new int[levels];
        levelOrderStart = new int[levels];
        levelOrderLength = new int[levels];
    }

    /** Starts a new frame: no messages, no levels, status {@link #OK}. */
    public void clear() {
        status = OK;
        error = ERROR_NONE;
        errorOffset = -1;
        connectionSequence = 0;
        hasConnectionSequence = false;
        messageCount = 0;
        levelCount = 0;
    }

    /** Marks the frame as not decodable and drops what had been decoded. */
    public void malformed(int error, int offset) {
        status = MALFORMED;
        this.error = error;
        errorOffset = offset;
        clearMessages();
    }

    /** Drops messages and levels; status and connection sequence stay. */
    public void clearMessages() {
        messageCount = 0;
        levelCount = 0;
    }

    /** Adds a cleared message and returns it. */
    public Message add() {
        if (messageCount == messages.length) {
            growMessages();
        }
        final Message message = messages[messageCount++];
        message.clear();
        return message;
    }

    /** Takes back the message added last. */
    public void removeLast() {
        messageCount--;
    }

    public int messageCount() {
        return messageCount;
    }

    public Message message(int index) {
        return messages[index];
    }

    /** Makes room for one more level and returns its index; the caller fills the arrays. */
    public int addLevel() {
        if (levelCount == levelPrice.length) {
            growLevels();
        }
        return levelCount++;
    }

    public int levelCapacity() {
        return levelPrice.length;
    }

    public static String errorName(int error) {
        return ERRORS[error];
    }

    private void growMessages() {
        final int old = messages.length;
        messages = Arrays.copyOf(messages, old * 2);
        for (int i = old; i < messages.length; i++) {
            messages[i] = new Message();
        }
    }

    private void growLevels() {
        final int size = levelPrice.length * 2;
        levelPrice = Arrays.copyOf(levelPrice, size);
        levelPriceDecimals = Arrays.copyOf(levelPriceDecimals, size);
        levelSize = Arrays.copyOf(levelSize, size);
        levelSizeDecimals = Arrays.copyOf(levelSizeDecimals, size);
        levelSide = Arrays.copyOf(levelSide, size);
        levelOperation = Arrays.copyOf(levelOperation, size);
        levelRowId = Arrays.copyOf(levelRowId, size);
        levelPriceStart = Arrays.copyOf(levelPriceStart, size);
        levelPriceLength = Arrays.copyOf(levelPriceLength, size);
        levelSizeStart = Arrays.copyOf(levelSizeStart, size);
        levelSizeLength = Arrays.copyOf(levelSizeLength, size);
        levelOrderStart = Arrays.copyOf(levelOrderStart, size);
        levelOrderLength = Arrays.copyOf(levelOrderLength, size);
    }
}
