package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#INSTRUMENT}: an instrument is known, or its scales changed. Later prices and sizes of it use
 * these scales.
 *
 * <pre>
 *     0  int   instrument
 *     4  int   venue
 *     8  int   priceScale
 *    12  int   sizeScale
 *    16  int   precision
 *    20  int   depth
 *    24  int   textLength
 *    28  int   reserved
 *    32  VENUE:SYMBOL (UTF-8)
 * </pre>
 */
public final class InstrumentBody {
    /** Id: dense from 0 within a run's configuration. */
    public static final int INSTRUMENT_OFFSET = 0;

    /** Index of the venue. */
    public static final int VENUE_OFFSET = 4;

    public static final int PRICE_SCALE_OFFSET = 8;

    public static final int SIZE_SCALE_OFFSET = 12;

    /** Where the scales come from: 0 inferred, 1 instrument frame, 2 instruments file. */
    public static final int PRECISION_OFFSET = 16;

    /** Depth kept, 0 for the whole book. */
    public static final int DEPTH_OFFSET = 20;

    public static final int TEXT_LENGTH_OFFSET = 24;

    public static final int RESERVED_OFFSET = 28;

    /** Bytes of the fixed part. */
    public static final int BYTES = 32;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private InstrumentBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static int venue(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + VENUE_OFFSET, ORDER);
    }

    public static void venue(MutableDirectBuffer buffer, int offset, int venue) {
        buffer.putInt(offset + VENUE_OFFSET, venue, ORDER);
    }

    public static int priceScale(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PRICE_SCALE_OFFSET, ORDER);
    }

    public static void priceScale(MutableDirectBuffer buffer, int offset, int priceScale) {
        buffer.putInt(offset + PRICE_SCALE_OFFSET, priceScale, ORDER);
    }

    public static int sizeScale(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + SIZE_SCALE_OFFSET, ORDER);
    }

    public static void sizeScale(MutableDirectBuffer buffer, int offset, int sizeScale) {
        buffer.putInt(offset + SIZE_SCALE_OFFSET, sizeScale, ORDER);
    }

    public static int precision(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PRECISION_OFFSET, ORDER);
    }

    public static void precision(MutableDirectBuffer buffer, int offset, int precision) {
        buffer.putInt(offset + PRECISION_OFFSET, precision, ORDER);
    }

    public static int depth(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + DEPTH_OFFSET, ORDER);
    }

    public static void depth(MutableDirectBuffer buffer, int offset, int depth) {
        buffer.putInt(offset + DEPTH_OFFSET, depth, ORDER);
    }

    public static int textLength(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TEXT_LENGTH_OFFSET, ORDER);
    }

    public static void textLength(MutableDirectBuffer buffer, int offset, int textLength) {
        buffer.putInt(offset + TEXT_LENGTH_OFFSET, textLength, ORDER);
    }

    public static int reserved(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RESERVED_OFFSET, ORDER);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, int reserved) {
        buffer.putInt(offset + RESERVED_OFFSET, reserved, ORDER);
    }

    public static String text(DirectBuffer buffer, int offset) {
        return buffer.getStringWithoutLengthUtf8(offset + BYTES, textLength(buffer, offset));
    }
}
