package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#TRADE}: one public trade.
 *
 * <pre>
 *     0  int   instrument
 *     4  byte  side
 *     5  byte  priceScale
 *     6  byte  sizeScale
 *     7  byte  reserved
 *     8  long  price
 *    16  long  size
 *    24  long  tradeId
 *    32  long  exchangeTimeNs
 *    40  long  receiveTimeNs
 * </pre>
 */
public final class TradeBody {
    /** Id, see {@link InstrumentBody}. */
    public static final int INSTRUMENT_OFFSET = 0;

    /** Taker: 0 bought, 1 sold, -1 unknown. */
    public static final int SIDE_OFFSET = 4;

    public static final int PRICE_SCALE_OFFSET = 5;

    public static final int SIZE_SCALE_OFFSET = 6;

    public static final int RESERVED_OFFSET = 7;

    public static final int PRICE_OFFSET = 8;

    public static final int SIZE_OFFSET = 16;

    /** 0 where the venue sends none. */
    public static final int TRADE_ID_OFFSET = 24;

    /** The venue's time, 0 when absent. */
    public static final int EXCHANGE_TIME_NS_OFFSET = 32;

    /** Core time of the cause. */
    public static final int RECEIVE_TIME_NS_OFFSET = 40;

    /** Bytes of the fixed part. */
    public static final int BYTES = 48;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private TradeBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static byte side(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SIDE_OFFSET);
    }

    public static void side(MutableDirectBuffer buffer, int offset, byte side) {
        buffer.putByte(offset + SIDE_OFFSET, side);
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

    public static long price(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PRICE_OFFSET, ORDER);
    }

    public static void price(MutableDirectBuffer buffer, int offset, long price) {
        buffer.putLong(offset + PRICE_OFFSET, price, ORDER);
    }

    public static long size(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SIZE_OFFSET, ORDER);
    }

    public static void size(MutableDirectBuffer buffer, int offset, long size) {
        buffer.putLong(offset + SIZE_OFFSET, size, ORDER);
    }

    public static long tradeId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TRADE_ID_OFFSET, ORDER);
    }

    public static void tradeId(MutableDirectBuffer buffer, int offset, long tradeId) {
        buffer.putLong(offset + TRADE_ID_OFFSET, tradeId, ORDER);
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
