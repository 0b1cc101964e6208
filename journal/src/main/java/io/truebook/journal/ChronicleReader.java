package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a journal through a tailer of its own. Each record is copied out of the mapped file before it is checked and
 * shown, so that what the caller looks at is what was checked, and stays so when its file is deleted meanwhile. One
 * thread. Allocates nothing per record once warm.
 */
final class ChronicleReader implements JournalReader {
    /**
     * How much older than an earlier record's a stamp may be, and how many records after it, with {@link #seekTime} still
     * exact. A record's stamp is taken when it enters the ring, so the ring's length bounds the second.
     */
    private static final long STAMP_SLACK_NS = 250_000_000;

    private static final long STAMP_SLACK_RECORDS = 32_768;

    private final ChronicleJournal journal;
    private final ExcerptTailer tailer;
    private final RollCycle roll;
    private final CRC32 crc = new CRC32();
    private final UnsafeBuffer mapped = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(64 * 1024));

    private long position;
    private int length;

    /** False until the tailer stands behind the record at {@link #position}. */
    private boolean placed;

    ChronicleReader(final ChronicleJournal journal, final ExcerptTailer tailer) {
        this.journal = journal;
        this.tailer = tailer;
        this.roll = journal.directory().roll().chronicle();
        this.position = journal.firstPosition() - 1;
    }

    @Override
    public boolean next() {
        final long target = position + 1;
        if (target < journal.firstPosition()) {
            throw gone(target);
        }
        // beside the appender nothing beyond what it has published is looked at
        if (!journal.isReadOnly() && target > journal.publishedPosition()) {
            return false;
        }
        if (placed && read(target)) {
            return true;
        }
        // at the end of a closed file, or at a hole: where the record should be is known
        if (target > journal.recentLastPosition()) {
            return false;
        }
        if (target < journal.firstPosition()) {
            throw gone(target);
        }
        if (readByIndex(target) || readByWalk(target)) {
            return true;
        }
        journal.refresh();
        if (target < journal.firstPosition()) {
            throw gone(target);
        }
        throw new JournalException("journal " + journal.directory().path() + ": position " + target
                + " cannot be reached, although position " + journal.lastPosition()
                + " was written; run `truebook verify` on the journal");
    }

    @Override
    public boolean seek(final long target) {
        if (!holds(target)) {
            return false;
        }
        position = target - 1;
        placed = false;
        return next();
    }

    @Override
    public boolean seekTime(final long timeNs) {
        final long end = journal.lastPosition() + 1;
        final long around = search(timeNs, journal.firstPosition(), end);
        final long slackStart = timeNs < Long.MIN_VALUE + STAMP_SLACK_NS ? Long.MIN_VALUE : timeNs - STAMP_SLACK_NS;
        final long early = search(slackStart, Math.max(journal.firstPosition(), around - STAMP_SLACK_RECORDS), around);
        if (early == end || !seek(early)) {
            return false;
        }
        while (Envelope.timeNs(record, 0) < timeNs) {
            if (!next()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public DirectBuffer buffer() {
        return record;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void close() {
        tailer.close();
    }

    /** The first position in a range whose time is not before {@code timeNs}, were times never to fall. */
    private long search(final long timeNs, final long from, final long to) {
        long low = from;
        long high = to;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (!seek(middle)) {
                throw gone(middle);
            }
            if (Envelope.timeNs(record, 0) < timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean holds(final long target) {
        if (journal.isReadOnly() && target > journal.publishedPosition()) {
            journal.refresh();
        }
        return target >= journal.firstPosition() && target <= journal.publishedPosition();
    }

    private boolean readByIndex(final long target) {
        final CycleMap map = journal.map();
        try {
            placed = map.find(target) >= 0 && tailer.moveToIndex(map.indexOf(roll, target)) && read(target);
        } catch (final RuntimeException | Error e) {
            // a damaged index page may lead anywhere; if it is the record that is damaged, the walk will tell
            placed = false;
        }
        return placed;
    }

    /** From the cycle's first record on, for when its index pages are damaged: tens of nanoseconds a record. */
    private boolean readByWalk(final long target) {
        final CycleMap map = journal.map();
        final int i = map.find(target);
        if (i < 0 || !tailer.moveToCycle(map.cycle(i))) {
            return false;
        }
        for (long skipped = map.firstPosition(i); skipped < target; skipped++) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return false;
                }
            }
        }
        placed = read(target);
        return placed;
    }

    /** False when the tailer has nothing; throws when it has something else. */
    private boolean read(final long target) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            copy(document.wire().bytes(), target);
        }
        if (Envelope.version(record, 0) > Envelope.VERSION) {
            throw damaged(target, "has a newer version than " + Envelope.VERSION);
        }
        if (!Envelope.isIntact(record, 0, length, crc)) {
            throw damaged(target, "has a bad checksum");
        }
        final long found = Envelope.sequence(record, 0);
        if (found != target) {
            journal.refresh();
            throw target < journal.firstPosition()
                    ? gone(target)
                    : damaged(target, "is missing; " + found + " follows");
        }
        position = target;
        return true;
    }

    private void copy(final Bytes<?> bytes, final long target) {
        final long count = bytes.readRemaining();
        if (count < Envelope.BYTES || count > journal.maxRecordBytes()) {
            throw damaged(target, "has an impossible length (" + count + " bytes)");
        }
        length = (int) count;
        if (record.capacity() < length) {
            record.wrap(ByteBuffer.allocateDirect(Integer.highestOneBit(length - 1) << 1));
        }
        mapped.wrap(bytes.addressForRead(bytes.readPosition()), length);
        record.putBytes(0, mapped, 0, length);
    }

    private JournalException damaged(final long target, final String what) {
        placed = false;
        return new JournalException("journal " + journal.directory().path() + ": position " + target + " " + what
                + "; run `truebook verify` on the journal");
    }

    private JournalException gone(final long target) {
        return new JournalException("journal " + journal.directory().path() + ": position " + target
                + " was deleted by retention, the oldest kept is " + journal.firstPosition() + "; seek forward");
    }
}
