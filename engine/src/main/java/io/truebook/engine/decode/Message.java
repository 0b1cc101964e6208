package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * One message of a decoded frame. A frame may hold several; levels of all of them stand in the frame's level arrays.
 * Text positions ({@code …Start}) count from the first byte of the payload; a length of -1 means absent. Numbers are
 * {@code mantissa × 10^-decimals} (decimals may be negative for {@code 1e3}); decimals of {@link #ABSENT} mean absent,
 * and the mantissa then says nothing.
 */
public final class Message {
    public static final int ABSENT = Integer.MIN_VALUE;

    /** Indexes into {@link #mantissa} and {@link #decimals}. */
    public static final int PRICE = 0;

    public static final int SIZE = 1;
    public static final int BID = 2;
    public static final int BID_SIZE = 3;
    public static final int ASK = 4;
    public static final int ASK_SIZE = 5;
    /** Instrument: smallest step of price and size, as the venue states it. */
    public static final int PRICE_INCREMENT = 6;

    public static final int SIZE_INCREMENT = 7;
    /** Candle: the first price; ticker: the price 24 hours ago. */
    public static final int OPEN = 8;

    public static final int HIGH = 9;
    public static final int LOW = 10;
    /** Candle: the last price so far. */
    public static final int CLOSE = 11;
    /** In units of the size. */
    public static final int VOLUME = 12;

    public static final int VALUES = 13;

    /** Bits of {@link #present}. */
    public static final int HAS_FIRST_ID = 1;

    public static final int HAS_LAST_ID = 2;
    public static final int HAS_PREVIOUS_ID = 4;
    public static final int HAS_CHECKSUM = 8;
    public static final int HAS_REQUEST = 16;
    public static final int HAS_TRADE_ID = 32;
    public static final int HAS_MAP_ID = 64;

    /** One of {@link MessageKind}. */
    public byte kind;
    /** Index of the channel in the definition, -1 when the message belongs to none. */
    public int channel;
    /** Symbol id of the decoder's table; -1 absent; -2 named but unknown (then the text says which). */
    public int symbol;

    public int symbolStart;
    public int symbolLength;

    public int present;
    public long firstId;
    public long lastId;
    public long previousId;
    /** As the number on the wire; a signed venue's value keeps its sign. */
    public long checksum;
    /** A checksum of 32 or 64 hexadecimal digits (md5, sha256) as bytes; {@link #digestLength} of them count. */
    public final byte[] digest = new byte[32];

    public int digestLength;

    /** The id of our request that this answers. */
    public long requestId;

    public long tradeId;
    /** The id that an acknowledgement binds or frees, see {@link #HAS_MAP_ID}. */
    public long mapId;
    /** Trade: the taker's side, {@link DecodedFrame#BID} bought, {@link DecodedFrame#ASK} sold, -1 unknown. */
    public byte side;
    /** The venue's own time in ns since the epoch, 0 when absent. */
    public long exchangeTimeNs;
    /** Candle: when it begins, in ns since the epoch; 0 when absent. */
    public long startNs;
    /** Candle: seconds that it lasts, 0 when unknown. */
    public int intervalS;
    /** Candle: 1 when it is final, 0 when it may change, -1 where the venue does not say. */
    public byte closed;
    /** Depth that an acknowledgement states, 0 when absent. */
    public int depth;
    /** Instrument: decimals of price and size, -1 when absent. */
    public int priceDecimals;

    public int sizeDecimals;

    /** Range of levels in the frame's arrays: from inclusive, to exclusive. */
    public int levelFrom;

    public int levelTo;

    /** The id of the order that the message tells of. */
    public int orderStart;

    public int orderLength;

    /** A text worth keeping: an error, a status. */
    public int textStart;

    public int textLength;

    public final long[] mantissa = new long[VALUES];
    public final int[] decimals = new int[VALUES];

    /** Makes everything absent. */
    public void clear() {
        kind = MessageKind.IGNORED;
        channel = -1;
        symbol = -1;
        symbolStart = 0;
        symbolLength = -1;
        present = 0;
        firstId = 0;
        lastId = 0;
        previousId = 0;
        checksum = 0;
        digestLength = 0;
        requestId = 0;
        tradeId = 0;
        mapId = 0;
        side = -1;
        exchangeTimeNs = 0;
        depth = 0;
        priceDecimals = -1;
        sizeDecimals = -1;
        levelFrom = 0;
        levelTo = 0;
        startNs = 0;
        intervalS = 0;
        closed = -1;
        orderStart = 0;
        orderLength = -1;
        textStart = 0;
        textLength = -1;
        Arrays.fill(decimals, ABSENT);
    }

    /** Takes over everything but a digest. */
    void take(Message other) {
        kind = other.kind;
        channel = other.channel;
        symbol = other.symbol;
        symbolStart = other.symbolStart;
        symbolLength = other.symbolLength;
        present = other.present;
        firstId = other.firstId;
        lastId = other.lastId;
        previousId = other.previousId;
        checksum = other.checksum;
        requestId = other.requestId;
        tradeId = other.tradeId;
        mapId = other.mapId;
        side = other.side;
        exchangeTimeNs = other.exchangeTimeNs;
        startNs = other.startNs;
        intervalS = other.intervalS;
        closed = other.closed;
        orderStart = other.orderStart;
        orderLength = other.orderLength;
        depth = other.depth;
        priceDecimals = other.priceDecimals;
        sizeDecimals = other.sizeDecimals;
        textStart = other.textStart;
        textLength = other.textLength;
        System.arraycopy(other.mantissa, 0, mantissa, 0, VALUES);
        System.arraycopy(other.decimals, 0, decimals, 0, VALUES);
    }

    public boolean has(int bit) {
        return (present & bit) != 0;
    }
}
