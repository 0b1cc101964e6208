package io.truebook.engine.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of {@link OutputType#BOOK_STATS}: what one book has been through since the run was configured, and what it holds. At
 * each change of its condition, and every ten seconds while anything changes. Counts unless stated otherwise.
 *
 * <pre>
 *     0  int   instrument
 *     4  byte  condition
 *     5  byte  mode
 *     6  byte  awaitingSnapshot
 *     7  byte  reserved
 *     8  long  lastId
 *    16  long  snapshots
 *    24  long  deltas
 *    32  long  dropped
 *    40  long  checksumsOk
 *    48  long  checksumsBad
 *    56  long  gaps
 *    64  long  resyncs
 *    72  long  lastSyncNs
 *    80  long  lastChecksumNs
 *    88  int   queueMax
 *    92  int   queueSize
 *    96  long  queueOldestId
 *   104  long  queueNewestId
 *   112  long  picturesSame
 *   120  long  picturesDifferent
 * </pre>
 */
public final class BookStatsBody {
    /** The instrument. */
    public static final int INSTRUMENT_OFFSET = 0;

    /** {@link io.truebook.engine.book.Condition} that readers know. */
    public static final int CONDITION_OFFSET = 4;

    /** Ordinal of {@link io.truebook.engine.venue.VenueDefinition.Mode}. */
    public static final int MODE_OFFSET = 5;

    /** 1 while a snapshot is waited for, else 0. */
    public static final int AWAITING_SNAPSHOT_OFFSET = 6;

    /** 0. */
    public static final int RESERVED_OFFSET = 7;

    /** Id of the last change applied, 0 where the venue has none. */
    public static final int LAST_ID_OFFSET = 8;

    /** Snapshots applied. */
    public static final int SNAPSHOTS_OFFSET = 16;

    /** Deltas applied. */
    public static final int DELTAS_OFFSET = 24;

    /** Deltas that were not applied: old, repeated, not kept, or given up. */
    public static final int DROPPED_OFFSET = 32;

    /** Checksums that were equal. */
    public static final int CHECKSUMS_OK_OFFSET = 40;

    /** Checksums that were not. */
    public static final int CHECKSUMS_BAD_OFFSET = 48;

    /** Holes in the sequence that were a mismatch. */
    public static final int GAPS_OFFSET = 56;

    /** Times that the book was made anew because something was wrong. */
    public static final int RESYNCS_OFFSET = 64;

    /** When the newest snapshot was applied, core time; 0 for never. */
    public static final int LAST_SYNC_NS_OFFSET = 72;

    /** When a checksum was equal last, core time; 0 for never. */
    public static final int LAST_CHECKSUM_NS_OFFSET = 80;

    /** Frames that may be held at most. */
    public static final int QUEUE_MAX_OFFSET = 88;

    /** Frames held. */
    public static final int QUEUE_SIZE_OFFSET = 92;

    /** Newest id known when the oldest frame held was held; 0 where none is. */
    public static final int QUEUE_OLDEST_ID_OFFSET = 96;

    /** As {@link #QUEUE_OLDEST_ID_OFFSET}, of the newest frame held. */
    public static final int QUEUE_NEWEST_ID_OFFSET = 104;

    /** Comparisons with a picture over REST that found no difference. */
    public static final int PICTURES_SAME_OFFSET = 112;

    /** Comparisons that found one. */
    public static final int PICTURES_DIFFERENT_OFFSET = 120;

    /** Bytes of the body. */
    public static final int BYTES = 128;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private BookStatsBody() {}

    public static int instrument(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_OFFSET, ORDER);
    }

    public static void instrument(MutableDirectBuffer buffer, int offset, int instrument) {
        buffer.putInt(offset + INSTRUMENT_OFFSET, instrument, ORDER);
    }

    public static byte condition(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + CONDITION_OFFSET);
    }

    public static void condition(MutableDirectBuffer buffer, int offset, byte condition) {
        buffer.putByte(offset + CONDITION_OFFSET, condition);
    }

    public static byte mode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + MODE_OFFSET);
    }

    public static void mode(MutableDirectBuffer buffer, int offset, byte mode) {
        buffer.putByte(offset + MODE_OFFSET, mode);
    }

    public static byte awaitingSnapshot(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + AWAITING_SNAPSHOT_OFFSET);
    }

    public static void awaitingSnapshot(MutableDirectBuffer buffer, int offset, byte awaitingSnapshot) {
        buffer.putByte(offset + AWAITING_SNAPSHOT_OFFSET, awaitingSnapshot);
    }

    public static byte reserved(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + RESERVED_OFFSET);
    }

    public static void reserved(MutableDirectBuffer buffer, int offset, byte reserved) {
        buffer.putByte(offset + RESERVED_OFFSET, reserved);
    }

    public static long lastId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LAST_ID_OFFSET, ORDER);
    }

    public static void lastId(MutableDirectBuffer buffer, int offset, long lastId) {
        buffer.putLong(offset + LAST_ID_OFFSET, lastId, ORDER);
    }

    public static long snapshots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SNAPSHOTS_OFFSET, ORDER);
    }

    public static void snapshots(MutableDirectBuffer buffer, int offset, long snapshots) {
        buffer.putLong(offset + SNAPSHOTS_OFFSET, snapshots, ORDER);
    }

    public static long deltas(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DELTAS_OFFSET, ORDER);
    }

    public static void deltas(MutableDirectBuffer buffer, int offset, long deltas) {
        buffer.putLong(offset + DELTAS_OFFSET, deltas, ORDER);
    }

    public static long dropped(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DROPPED_OFFSET, ORDER);
    }

    public static void dropped(MutableDirectBuffer buffer, int offset, long dropped) {
        buffer.putLong(offset + DROPPED_OFFSET, dropped, ORDER);
    }

    public static long checksumsOk(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CHECKSUMS_OK_OFFSET, ORDER);
    }

    public static void checksumsOk(MutableDirectBuffer buffer, int offset, long checksumsOk) {
        buffer.putLong(offset + CHECKSUMS_OK_OFFSET, checksumsOk, ORDER);
    }

    public static long checksumsBad(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CHECKSUMS_BAD_OFFSET, ORDER);
    }

    public static void checksumsBad(MutableDirectBuffer buffer, int offset, long checksumsBad) {
        buffer.putLong(offset + CHECKSUMS_BAD_OFFSET, checksumsBad, ORDER);
    }

    public static long gaps(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + GAPS_OFFSET, ORDER);
    }

    public static void gaps(MutableDirectBuffer buffer, int offset, long gaps) {
        buffer.putLong(offset + GAPS_OFFSET, gaps, ORDER);
    }

    public static long resyncs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + RESYNCS_OFFSET, ORDER);
    }

    public static void resyncs(MutableDirectBuffer buffer, int offset, long resyncs) {
        buffer.putLong(offset + RESYNCS_OFFSET, resyncs, ORDER);
    }

    public static long lastSyncNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LAST_SYNC_NS_OFFSET, ORDER);
    }

    public static void lastSyncNs(MutableDirectBuffer buffer, int offset, long lastSyncNs) {
        buffer.putLong(offset + LAST_SYNC_NS_OFFSET, lastSyncNs, ORDER);
    }

    public static long lastChecksumNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LAST_CHECKSUM_NS_OFFSET, ORDER);
    }

    public static void lastChecksumNs(MutableDirectBuffer buffer, int offset, long lastChecksumNs) {
        buffer.putLong(offset + LAST_CHECKSUM_NS_OFFSET, lastChecksumNs, ORDER);
    }

    public static int queueMax(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + QUEUE_MAX_OFFSET, ORDER);
    }

    public static void queueMax(MutableDirectBuffer buffer, int offset, int queueMax) {
        buffer.putInt(offset + QUEUE_MAX_OFFSET, queueMax, ORDER);
    }

    public static int queueSize(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + QUEUE_SIZE_OFFSET, ORDER);
    }

    public static void queueSize(MutableDirectBuffer buffer, int offset, int queueSize) {
        buffer.putInt(offset + QUEUE_SIZE_OFFSET, queueSize, ORDER);
    }

    public static long queueOldestId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUEUE_OLDEST_ID_OFFSET, ORDER);
    }

    public static void queueOldestId(MutableDirectBuffer buffer, int offset, long queueOldestId) {
        buffer.putLong(offset + QUEUE_OLDEST_ID_OFFSET, queueOldestId, ORDER);
    }

    public static long queueNewestId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUEUE_NEWEST_ID_OFFSET, ORDER);
    }

    public static void queueNewestId(MutableDirectBuffer buffer, int offset, long queueNewestId) {
        buffer.putLong(offset + QUEUE_NEWEST_ID_OFFSET, queueNewestId, ORDER);
    }

    public static long picturesSame(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PICTURES_SAME_OFFSET, ORDER);
    }

    public static void picturesSame(MutableDirectBuffer buffer, int offset, long picturesSame) {
        buffer.putLong(offset + PICTURES_SAME_OFFSET, picturesSame, ORDER);
    }

    public static long picturesDifferent(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PICTURES_DIFFERENT_OFFSET, ORDER);
    }

    public static void picturesDifferent(MutableDirectBuffer buffer, int offset, long picturesDifferent) {
        buffer.putLong(offset + PICTURES_DIFFERENT_OFFSET, picturesDifferent, ORDER);
    }
}
