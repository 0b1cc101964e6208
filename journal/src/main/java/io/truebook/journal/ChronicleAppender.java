package io.truebook.journal;

import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends complete records. A record goes in by {@code writeBytes} of its whole, never through a document context: one
 * that is closed by an exception commits what is there. Off-heap records are not copied on the way; records in byte
 * arrays are, once. Allocates nothing once warm, save at a roll. One thread.
 */
final class ChronicleAppender implements JournalAppender {
    private final ChronicleJournal journal;
    private final ExcerptAppender appender;
    private final RollClock clock;
    private final RollCycle roll;
    private final FileForcer forcer;
    private final int maxRecordBytes;
    private final Pretoucher pretoucher;
    private final PointerBytesStore store = new PointerBytesStore();
    private final UnsafeBuffer staging = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));

    private long lastPosition;
    private long lastIndex;
    private int cycle = Integer.MIN_VALUE;

    /** The file written; read by the pretoucher. */
    private volatile Path currentFile;

    /** Set once a write has failed: what the file's end looks like is then for the next start to judge. */
    private boolean failed;

    ChronicleAppender(
            final ChronicleJournal journal,
            final SingleChronicleQueue queue,
            final RollClock clock,
            final int pretouchBytes,
            final Consumer<Path> forced) {
        this.journal = journal;
        this.clock = clock;
        this.roll = queue.rollCycle();
        this.maxRecordBytes = journal.maxRecordBytes();
        this.forcer = new FileForcer(journal.directory().path(), forced);
        this.lastPosition = journal.publishedPosition();
        this.appender = queue.createAppender();
        // opened by one thread, used by another
        appender.singleThreadedCheckDisabled(true);
        final CycleMap map = journal.map();
        if (!map.isEmpty()) {
            lastIndex = map.indexOf(roll, lastPosition);
            enter(map.cycle(map.size() - 1));
        }
        pretoucher = pretouchBytes == 0
                ? null
                : new Pretoucher(
                        () -> currentFile, pretouchBytes, journal.directory().name());
    }

    @Override
    public void append(final DirectBuffer record, final int offset, final int length) {
        final long position = lastPosition + 1;
        if (failed
                || length < Envelope.BYTES
                || length > maxRecordBytes
                || Envelope.length(record, offset) != length
                || Envelope.sequence(record, offset) != position) {
            throw refused(record, offset, length, position);
        }
        try {
            store.set(addressOf(record, offset, length), length);
            appender.writeBytes(store);
            final long index = appender.lastIndexAppended();
            if (index != lastIndex + 1) {
                onJump(index, position);
            }
            lastIndex = index;
        } catch (final Throwable e) {
            // InternalError too: that is how a full disk shows in a mapped file
            failed = true;
            throw new JournalException(
                    "journal " + journal.directory().path() + ": position " + position
                            + " could not be written; is the disk full? Stop, make room, start again",
                    e);
        }
        lastPosition = position;
        journal.published(position);
    }

    @Override
    public void force() {
        if (failed) {
            throw new JournalException("journal " + journal.directory().path() + ": an earlier write failed");
        }
        try {
            forcer.force();
        } catch (final IOException e) {
            // after a failed fsync the kernel may have dropped the pages: trying again would prove nothing
            failed = true;
            throw new JournalException(
                    "journal " + journal.directory().path() + ": the disk refused to force positions up to "
                            + lastPosition + "; stop and look at the disk",
                    e);
        }
    }

    void close() {
        if (pretoucher != null) {
            pretoucher.close();
        }
        appender.close();
        try {
            forcer.close();
        } catch (final IOException e) {
            throw new JournalException("journal " + journal.directory().path() + ": cannot be closed", e);
        }
    }

    private long addressOf(final DirectBuffer record, final int offset, final int length) {
        if (record.byteArray() == null) {
            return record.addressOffset() + offset;
        }
        if (staging.capacity() < length) {
            staging.wrap(ByteBuffer.allocateDirect(Integer.highestOneBit(length - 1) << 1));
        }
        staging.putBytes(0, record, offset, length);
        return staging.addressOffset();
    }

    /** Indexes are dense within a cycle; anything else but a new cycle means that another writer was at work. */
    private void onJump(final long index, final long position) {
        final int now = roll.toCycle(index);
        if (now == cycle || roll.toSequenceNumber(index) != 0) {
            throw new JournalException("index=" + Long.toHexString(index) + " after " + Long.toHexString(lastIndex)
                    + ": something else wrote to this queue");
        }
        journal.rolled(now, position);
        enter(now);
    }

    private void enter(final int now) {
        cycle = now;
        clock.raiseTo(journal.directory().roll().startMs(now));
        try {
            forcer.use(journal.directory().file(now));
            currentFile = journal.directory().file(now);
        } catch (final IOException e) {
            throw new JournalException(
                    "journal " + journal.directory().file(now) + ": cannot be opened to force it", e);
        }
    }

    private JournalException refused(
            final DirectBuffer record, final int offset, final int length, final long expected) {
        final String place = "journal " + journal.directory().path() + ": ";
        if (failed) {
            return new JournalException(place + "an earlier write failed; stop and start again");
        }
        if (length > maxRecordBytes) {
            return new JournalException(place + "record length=" + length + ", limit=" + maxRecordBytes
                    + "; raise blockBytes to four times the longest record");
        }
        if (length < Envelope.BYTES || Envelope.length(record, offset) != length) {
            return new JournalException(place + "record length=" + length
                    + " differs from its envelope's; seal the record before it is appended");
        }
        return new JournalException(place + "record does not follow the last one: sequence="
                + Envelope.sequence(record, offset) + ", expected=" + expected);
    }
}
