package io.truebook.engine.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The header of every record in both journals; a record is one envelope and one body, back to back.
 *
 * <pre>
 *   0        4        8    10   12       16                24                32       36       40                48
 *   +--------+--------+----+----+--------+-----------------+-----------------+--------+--------+-----------------+---
 *   | length | crc32  |type|ver.| epoch  |    sequence     |      cause      | source | venue  |     time ns     | body
 *   +--------+--------+----+----+--------+-----------------+-----------------+--------+--------+-----------------+---
 *                                                           (outputs)         (inputs: connection, venue)
 *                                                                             (outputs: ordinal, venue)
 * </pre>
 *
 * <ul>
 *   <li><b>length</b>: bytes of the whole record, envelope included.
 *   <li><b>crc32</b>: CRC-32 (IEEE) over the bytes from {@link #TYPE_OFFSET} to the end of the record.
 *   <li><b>epoch</b>: outputs: rises when outputs had to be quarantined after a power cut; an output's key is (epoch,
 *       cause, ordinal). Inputs: the lag between receive and journal in microseconds.
 *   <li><b>sequence</b>: the <i>position</i>: dense, from 1, in this journal. Never a Chronicle index.
 *   <li><b>cause</b>: outputs only: position of the input that caused it. Inputs: 0.
 *   <li><b>source</b>: inputs: connection id (0 where there is none); outputs: ordinal among the outputs of one cause.
 *   <li><b>venue</b>: index of the venue in the configuration, -1 where there is none.
 *   <li><b>time ns</b>: nanoseconds since the epoch. Inputs: receive stamp. Outputs: publish time, which is neither
 *       compared by replay nor hashed.
 * </ul>
 */
public final class Envelope {
    public static final int LENGTH_OFFSET = 0;
    public static final int CRC_OFFSET = 4;
    public static final int TYPE_OFFSET = 8;
    public static final int VERSION_OFFSET = 10;
    public static final int EPOCH_OFFSET = 12;
    public static final int SEQUENCE_OFFSET = 16;
    public static final int CAUSE_OFFSET = 24;
    public static final int SOURCE_OFFSET = 32;
    public static final int VENUE_OFFSET = 36;
    public static final int TIME_OFFSET = 40;

    /** Bytes of the envelope; the body starts here. */
    public static final int BYTES = 48;

    /** Version written into new envelopes. A reader refuses a greater one. */
    public static final int VERSION = 1;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private Envelope() {}

    /** Writes all fields but length and CRC, which {@link #seal} adds once the body is in place. */
    public static void write(
            MutableDirectBuffer buffer,
            int offset,
            int type,
            int epoch,
            long sequence,
            long cause,
            int source,
            int venue,
            long timeNs) {
        buffer.putShort(offset + TYPE_OFFSET, (short) type, ORDER);
        buffer.putShort(offset + VERSION_OFFSET, (short) VERSION, ORDER);
        buffer.putInt(offset + EPOCH_OFFSET, epoch, ORDER);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, ORDER);
        buffer.putLong(offset + CAUSE_OFFSET, cause, ORDER);
        buffer.putInt(offset + SOURCE_OFFSET, source, ORDER);
        buffer.putInt(offset + VENUE_OFFSET, venue, ORDER);
        buffer.putLong(offset + TIME_OFFSET, timeNs, ORDER);
    }

    /** Writes length and CRC; call last. {@code crc} is a scratch instance that the calling thread owns. */
    public static void seal(MutableDirectBuffer buffer, int offset, int length, CRC32 crc) {
        buffer.putInt(offset + LENGTH_OFFSET, length, ORDER);
        buffer.putInt(offset + CRC_OFFSET, computeCrc(buffer, offset, length, crc), ORDER);
    }

    /** CRC-32 of the record's bytes from the type on. Allocates nothing. */
    public static int computeCrc(DirectBuffer buffer, int offset, int length, CRC32 crc) {
        crc.reset();
        final int from = offset + TYPE_OFFSET;
        final int count = length - TYPE_OFFSET;
        final byte[] array = buffer.byteArray();
        if (array != null) {
            crc.update(array, buffer.wrapAdjustment() + from, count);
        } else {
            final ByteBuffer bytes = buffer.byteBuffer();
            final int start = buffer.wrapAdjustment() + from;
            // limit first: a position past the old limit would be refused
            bytes.limit(start + count).position(start);
            crc.update(bytes);
            bytes.clear();
        }
        return (int) crc.getValue();
    }

    /** True when length and CRC hold for the record of {@code available} bytes at {@code offset}. */
    public static boolean isIntact(DirectBuffer buffer, int offset, int available, CRC32 crc) {
        return available >= BYTES
                && length(buffer, offset) == available
                && crc(buffer, offset) == computeCrc(buffer, offset, available, crc);
    }

    public static int length(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, ORDER);
    }

    public static int crc(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CRC_OFFSET, ORDER);
    }

    public static int type(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + TYPE_OFFSET, ORDER) & 0xFFFF;
    }

    public static int version(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + VERSION_OFFSET, ORDER) & 0xFFFF;
    }

    public static int epoch(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + EPOCH_OFFSET, ORDER);
    }

    /** Inputs: the lag between receive and journal in microseconds. */
    public static int lagMicros(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + EPOCH_OFFSET, ORDER);
    }

    public static long sequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ORDER);
    }

    public static long cause(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CAUSE_OFFSET, ORDER);
    }

    /** Connection of an input, ordinal of an output. */
    public static int source(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + SOURCE_OFFSET, ORDER);
    }

    public static int venue(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + VENUE_OFFSET, ORDER);
    }

    public static long timeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_OFFSET, ORDER);
    }
}
