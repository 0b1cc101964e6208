package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#BOOK_SNAPSHOT} and {@link OutputType#BOOK_DELTA}: a book after one message, and what changed.
 *
 * <p>Prices and sizes are scaled longs: {@code value × 10^-scale}. A level whose size is 0 is gone. A snapshot holds
 * every level, best first, bids before asks; a delta holds the levels that changed in the order of the message, with the
 * levels that fell out of the depth at its end. A side without levels has a best size of 0.
 *
 * <pre>
 *     0  int   instrument
 *     4  int   levelCount
 *     8  byte  condition
 *     9  byte  proof
 *    10  byte  priceScale
 *    11  byte  sizeScale
 *    12  int   provenDepth
 *    16  long  provenAt
 *    24  long  lastId
 *    32  long  exchangeTimeNs
 *    40  long  receiveTimeNs
 *    48  long  bestBid
 *    56  long  bestBidSize
 *    64  long  bestAsk
 *    72  long  bestAskSize
 *    80  levels: price long, size long, side long (0 bid, 1 ask)
 * </pre>
 */
public final class BookBody {
    /** Id, see {@link InstrumentBody}. */
    public static final int INSTRUMENT_OFFSET = 0;

    /** Levels that follow. */
    public static final int LEVEL_COUNT_OFFSET = 4;

    /** {@link io.truebook.engine.book.Condition} of the book after this message. */
    public static final int CONDITION_OFFSET = 8;

    /** {@link io.truebook.engine.book.ProofKind} that holds for it. */
    public static final int PROOF_OFFSET = 9;

    public static final int PRICE_SCALE_OFFSET = 10;

    public static final int SIZE_SCALE_OFFSET = 11;

    /** Levels per side, from the best, for which the proof holds. */
    public static final int PROVEN_DEPTH_OFFSET = 12;

    /** Position of the input as of which it was proven last. */
    public static final int PROVEN_AT_OFFSET = 16;

    /** The venue's id of the last change applied, 0 where it has none. */
    public static final int LAST_ID_OFFSET = 24;

    /** The venue's time, 0 when absent. */
    public static final int EXCHANGE_TIME_NS_OFFSET = 32;

    /** Core time of the cause. */
    public static final int RECEIVE_TIME_NS_OFFSET = 40;

    public static final int BEST_BID_OFFSET = 48;

    public static final int BEST_BID_SIZE_OFFSET = 56;

    public static final int BEST_ASK_OFFSET = 64;

    public static final int BEST_ASK_SIZE_OFFSET = 72;

    /** Bytes of the fixed part. */
    public static final int BYTES = 80;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private BookBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static int levelCount(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + LEVEL_COUNT_OFFSET, ORDER);
    }

    public static void levelCount(MutableDirectBuffer buffer, int offset, int levelCount) {
        buffer.putInt(offset + LEVEL_COUNT_OFFSET, levelCount, ORDER);
    }

    public static byte condition(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + CONDITION_OFFSET);
    }

    public static void condition(MutableDirectBuffer buffer, int offset, byte condition) {
        buffer.putByte(offset + CONDITION_OFFSET, condition);
    }

    public static byte proof(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + PROOF_OFFSET);
    }

    public static void proof(MutableDirectBuffer buffer, int offset, byte proof) {
        buffer.putByte(offset + PROOF_OFFSET, proof);
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

    public static int provenDepth(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PROVEN_DEPTH_OFFSET, ORDER);
    }

    public static void provenDepth(MutableDirectBuffer buffer, int offset, int provenDepth) {
        buffer.putInt(offset + PROVEN_DEPTH_OFFSET, provenDepth, ORDER);
    }

    public static long provenAt(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PROVEN_AT_OFFSET, ORDER);
    }

    public static void provenAt(MutableDirectBuffer buffer, int offset, long provenAt) {
        buffer.putLong(offset + PROVEN_AT_OFFSET, provenAt, ORDER);
    }

    public static long lastId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LAST_ID_OFFSET, ORDER);
    }

    public static void lastId(MutableDirectBuffer buffer, int offset, long lastId) {
        buffer.putLong(offset + LAST_ID_OFFSET, lastId, ORDER);
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

    public static long bestBid(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BEST_BID_OFFSET, ORDER);
    }

    public static void bestBid(MutableDirectBuffer buffer, int offset, long bestBid) {
        buffer.putLong(offset + BEST_BID_OFFSET, bestBid, ORDER);
    }

    public static long bestBidSize(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BEST_BID_SIZE_OFFSET, ORDER);
    }

    public static void bestBidSize(MutableDirectBuffer buffer, int offset, long bestBidSize) {
        buffer.putLong(offset + BEST_BID_SIZE_OFFSET, bestBidSize, ORDER);
    }

    public static long bestAsk(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BEST_ASK_OFFSET, ORDER);
    }

    public static void bestAsk(MutableDirectBuffer buffer, int offset, long bestAsk) {
        buffer.putLong(offset + BEST_ASK_OFFSET, bestAsk, ORDER);
    }

    public static long bestAskSize(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BEST_ASK_SIZE_OFFSET, ORDER);
    }

    public static void bestAskSize(MutableDirectBuffer buffer, int offset, long bestAskSize) {
        buffer.putLong(offset + BEST_ASK_SIZE_OFFSET, bestAskSize, ORDER);
    }

    /** Bytes of one level: price, size, side. */
    public static final int LEVEL_BYTES = 24;

    /** Where level {@code index} starts, relative to the same origin as {@code offset}. */
    public static int levelOffset(int offset, int index) {
        return offset + BYTES + index * LEVEL_BYTES;
    }

    public static void level(MutableDirectBuffer buffer, int offset, int index, byte side, long price, long size) {
        final int at = levelOffset(offset, index);
        buffer.putLong(at, price, ORDER);
        buffer.putLong(at + 8, size, ORDER);
        buffer.putLong(at + 16, side, ORDER);
    }

    public static long levelPrice(DirectBuffer buffer, int offset, int index) {
        return buffer.getLong(levelOffset(offset, index), ORDER);
    }

    public static long levelSize(DirectBuffer buffer, int offset, int index) {
        return buffer.getLong(levelOffset(offset, index) + 8, ORDER);
    }

    /** 0 bid, 1 ask. */
    public static byte levelSide(DirectBuffer buffer, int offset, int index) {
        return (byte) buffer.getLong(levelOffset(offset, index) + 16, ORDER);
    }
}
