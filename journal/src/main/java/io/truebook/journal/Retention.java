package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Deletes whole old files of a journal, by age and by bytes, and never past a position that something still needs. The
 * newest file always stays. Call from any thread, one at a time, beside a running appender; a reader that stood in a
 * deleted file gets a {@link JournalException} that says so.
 *
 * @param maxAgeNs files whose newest record is older than this go; {@link Long#MAX_VALUE} for no such bound
 * @param maxBytes the oldest files go until what the rest use is not more; {@link Long#MAX_VALUE} for no such bound
 */
public record Retention(long maxAgeNs, long maxBytes) {
    private static final long NS_PER_DAY = 86_400_000_000_000L;

    /**
     * What was deleted.
     *
     * @param files files deleted
     * @param bytes bytes they used
     * @param firstPosition position of the oldest record now
     * @param held true when a bound asked for more than the protected position allowed
     */
    public record Result(int files, long bytes, long firstPosition, boolean held) {}

    /** Keeps everything. */
    public static Retention unlimited() {
        return new Retention(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** @param days 0 for no bound by age */
    public static Retention of(final int days, final long maxBytes) {
        return new Retention(days == 0 ? Long.MAX_VALUE : days * NS_PER_DAY, maxBytes);
    }

    /**
     * Deletes what may go.
     *
     * @param nowNs the present, nanoseconds since the epoch, as in envelopes
     * @param protectedPosition the oldest position that must stay: the least of the newest checkpoint, the slowest
     *     consumer, and what the core remembers by position
     * @throws JournalException when a file cannot be deleted, or the journal is open for reading alone
     */
    public Result apply(final ChronicleJournal journal, final long nowNs, final long protectedPosition) {
        if (journal.isReadOnly()) {
            throw new JournalException(
                    "journal " + journal.directory().path() + ": open for reading alone; retention is the writer's");
        }
        final CycleMap map = journal.map();
        final QueueDirectory directory = journal.directory();
        long kept = 0;
        final long[] used = new long[map.size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = usedBytes(directory.file(map.cycle(i)));
            kept += used[i];
        }
        int count = 0;
        long bytes = 0;
        boolean held = false;
        for (int i = 0; i < map.size() - 1; i++) {
            if (kept <= maxBytes && !isOlder(directory.file(map.cycle(i + 1)), nowNs)) {
                break;
            }
            if (map.firstPosition(i + 1) > protectedPosition) {
                held = true;
                break;
            }
            kept -= used[i];
            bytes += used[i];
            count++;
        }
        if (count > 0) {
            journal.dropOldest(count);
        }
        return new Result(count, bytes, journal.firstPosition(), held);
    }

    /** The first record of the next file is the least that is not older than all of this one. */
    private boolean isOlder(final Path next, final long nowNs) {
        if (maxAgeNs == Long.MAX_VALUE) {
            return false;
        }
        try (QueueFile file = new QueueFile(next)) {
            return file.next(0, false) && nowNs - Envelope.timeNs(file.buffer(), file.recordOffset()) > maxAgeNs;
        } catch (final IOException e) {
            throw new JournalException("journal " + next + ": cannot be read", e);
        }
    }

    /** Files are sparse and as long as their blocks; what counts is how far they are written. */
    private static long usedBytes(final Path path) {
        try (QueueFile file = new QueueFile(path)) {
            return Math.max(0, Math.min(file.writePosition(), Files.size(path)));
        } catch (final IOException e) {
            throw new JournalException("journal " + path + ": cannot be read", e);
        }
    }
}
