package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#TICKER}: best bid and ask as the venue says. A size of 0 means that the side is empty or absent.
 *
 * <pre>
 *     0  int   instrument
 *     4  byte  priceScale
 *     5  byte  sizeScale
 *     6  byte  reserved
 *     7  byte  reserved2
 *     8  long  updateId
 *    16  long  bid
 *    24  long  bidSize
 *    32  long  ask
 *    40  long  askSize
 *    48  long  exchangeTimeNs
 *    56  long  receiveTimeNs
 * </pre>
 */
public final class TickerBody {
    /** Id, see {@link InstrumentBody}. */
    public static final int INSTRUMENT_OFFSET = 0;

    public static final int PRICE_SCALE_OFFSET = 4;

    public static final int SIZE_SCALE_OFFSET = 5;

    public static final int RESERVED_OFFSET = 6;

    public static final int RESERVED2_OFFSET = 7;

    /** The book update it belongs to, 0 where the venue sends none. */
    public static final int UPDATE_ID_OFFSET = 8;

    public static final int BID_OFFSET = 16;

    public static final int BID_SIZE_OFFSET = 24;

    public static final int ASK_OFFSET = 32;

    public static final int ASK_SIZE_OFFSET = 40;

    /** The venue's time, 0 when absent. */
    public static final int EXCHANGE_TIME_NS_OFFSET = 48;

    /** Core time of the cause. */
    public static final int RECEIVE_TIME_NS_OFFSET = 56;

    /** Bytes of the fixed part. */
    public static final int BYTES = 64;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private TickerBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static byte priceScale(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + PRICE_SCALE_OFFSET);
    }

    public static void priceScale(MutableDirectBuffer buffer, int offset, byte priceScale) {
        buffer.putByte(offset + PRICE_SCALE_OFFSET, priceScale);
    }

    public static byte sizeScale(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SIZE_SCALE_OFFSET);
    }

    public static void sizeScale(MutableDirectBuffer buffer, int offset, byte sizeScale) {
        buffer.putByte(offset + SIZE_SCALE_OFFSET, sizeScale);
    }

    public static byte reserved(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + RESERVED_OFFSET);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, byte reserved) {
        buffer.putByte(offset + RESERVED_OFFSET, reserved);
    }

    public static byte reserved2(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + RESERVED2_OFFSET);
    }

    public static void reserved2(MutableDirectBuffer buffer, int offset, byte reserved2) {
        buffer.putByte(offset + RESERVED2_OFFSET, reserved2);
    }

    public static long updateId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + UPDATE_ID_OFFSET, ORDER);
    }

    public static void updateId(MutableDirectBuffer buffer, int offset, long updateId) {
        buffer.putLong(offset + UPDATE_ID_OFFSET, updateId, ORDER);
    }

    public static long bid(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BID_OFFSET, ORDER);
    }

    public static void bid(MutableDirectBuffer buffer, int offset, long bid) {
        buffer.putLong(offset + BID_OFFSET, bid, ORDER);
    }

    public static long bidSize(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BID_SIZE_OFFSET, ORDER);
    }

    public static void bidSize(MutableDirectBuffer buffer, int offset, long bidSize) {
        buffer.putLong(offset + BID_SIZE_OFFSET, bidSize, ORDER);
    }

    public static long ask(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ASK_OFFSET, ORDER);
    }

    public static void ask(MutableDirectBuffer buffer, int offset, long ask) {
        buffer.putLong(offset + ASK_OFFSET, ask, ORDER);
    }

    public static long askSize(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ASK_SIZE_OFFSET, ORDER);
    }

    public static void askSize(MutableDirectBuffer buffer, int offset, long askSize) {
        buffer.putLong(offset + ASK_SIZE_OFFSET, askSize, ORDER);
    }

    public static long exchangeTimeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + EXCHANGE_TIME_NS_OFFSET, ORDER);
    }

    public static void exchangeTimeNs(MutableDirectBuffer buffer, int offset, long exchangeTimeNs) {
        buffer.putLong(offset + EXCHANGE_TIME_NS_OFFSET, exchangeTimeNs, ORDER);
    }

    public static long receiveTimeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + RECEIVE_TIME_NS_OFFSET, ORDER);
    }

    public static void receiveTimeNs(MutableDirectBuffer buffer, int offset, long receiveTimeNs) {
        buffer.putLong(offset + RECEIVE_TIME_NS_OFFSET, receiveTimeNs, ORDER);
    }
}
