package io.truebook.journal;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.journal.QueueDirectory.CycleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * One journal in a Chronicle queue. Opened by {@link JournalDirectory}, for appending after a scan and under its lock,
 * or read-only, without a lock, beside a living writer or after a dead one.
 *
 * <p>A record may have up to {@link #maxRecordBytes()}. Any thread may ask for positions and readers; the appender and
 * each reader belong to the thread that uses them.
 */
public final class ChronicleJournal implements Journal {
    private static final long REFRESH_NS = 10_000_000;

    private final QueueDirectory directory;
    private final SingleChronicleQueue queue;
    private final ChronicleAppender appender;

    /** Written by the appender at a roll and by retention, under this object's monitor; read by all. */
    private volatile CycleMap map;

    private volatile long firstPosition;

    /** Written by the appender once the record is in the file; read by all. Read-only: what was last looked up. */
    private volatile long lastPosition;

    /** Read-only: when files and last position were looked up. */
    private volatile long refreshedNs;

    private volatile boolean closed;

    private ChronicleJournal(
            final QueueDirectory directory,
            final SingleChronicleQueue queue,
            final CycleMap map,
            final long firstPosition,
            final long lastPosition,
            final RollClock clock,
            final int pretouchBytes,
            final Consumer<Path> forced) {
        this.directory = directory;
        this.queue = queue;
        this.map = map;
        this.firstPosition = firstPosition;
        this.lastPosition = lastPosition;
        this.appender = clock == null ? null : new ChronicleAppender(this, queue, clock, pretouchBytes, forced);
    }

    /** For the holder of the lock, after a scan that ended clean at {@code lastPosition}. */
    static ChronicleJournal forAppending(
            final QueueDirectory directory,
            final JournalOptions options,
            final RollClock clock,
            final long lastPosition,
            final Consumer<Path> forced) {
        final List<CycleFile> files = directory.files();
        if (!files.isEmpty()) {
            clock.raiseTo(directory.roll().startMs(files.get(files.size() - 1).cycle()));
        }
        final long base = directory.base();
        final CycleMap map = CycleMap.of(StartupScan.kept(files, base));
        final SingleChronicleQueue queue = ChronicleFiles.openForAppending(directory, options, clock);
        try {
            return new ChronicleJournal(
                    directory, queue, map, base, lastPosition, clock, options.pretouchBytes(), forced);
        } catch (final JournalException e) {
            queue.close();
            throw e;
        } catch (final Throwable e) {
            queue.close();
            throw ChronicleFiles.cannotOpen(directory.path(), e);
        }
    }

    /**
     * Opens a journal for reading alone; no lock is needed, and a writer may live.
     *
     * @throws JournalException when there is no journal
     */
    static ChronicleJournal readOnly(final QueueDirectory directory, final JournalOptions options) {
        // a writer makes the metadata at once, the first file with the first record
        if (directory.files().isEmpty() && !Files.exists(directory.metadata())) {
            throw new JournalException("journal " + directory.path()
                    + ": there is no journal here; name the folder that a run was given as its journal");
        }
        final SingleChronicleQueue queue = ChronicleFiles.openForReading(directory, options);
        final ChronicleJournal journal =
                new ChronicleJournal(directory, queue, CycleMap.EMPTY, directory.base(), 0, null, 0, null);
        journal.refresh();
        return journal;
    }

    /**
     * The appender.
     *
     * @throws JournalException when the journal is open for reading alone
     */
    @Override
    public JournalAppender appender() {
        if (appender == null) {
            throw new JournalException("journal " + directory.path()
                    + ": open for reading alone; open its directory for writing to append");
        }
        return appender;
    }

    @Override
    public JournalReader reader() {
        if (closed) {
            throw new JournalException("journal " + directory.path() + ": is closed");
        }
        final ExcerptTailer tailer = queue.createTailer();
        // created here, used by the reader's thread
        tailer.singleThreadedCheckDisabled(true);
        return new ChronicleReader(this, tailer);
    }

    @Override
    public long firstPosition() {
        return firstPosition;
    }

    /** Read-only, this looks into the newest file: some microseconds. */
    @Override
    public long lastPosition() {
        if (appender == null) {
            refresh();
        }
        return lastPosition;
    }

    /** The longest record that can be appended: a quarter of the block, less what Chronicle adds. */
    public int maxRecordBytes() {
        return (int) Math.min(Integer.MAX_VALUE, queue.overlapSize()) - 64;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (appender != null) {
                appender.close();
            }
            queue.close();
        }
    }

    /** True when Chronicle's own last index is that of our last record: then it numbers what follows as we do. */
    boolean agreesOnTheEnd() {
        if (map.isEmpty()) {
            return true;
        }
        try {
            return queue.lastIndex() == map.indexOf(directory.roll().chronicle(), lastPosition);
        } catch (final RuntimeException | Error e) {
            // a damaged page may lead anywhere, outside of the file too
            return false;
        }
    }

    QueueDirectory directory() {
        return directory;
    }

    SingleChronicleQueue queue() {
        return queue;
    }

    CycleMap map() {
        return map;
    }

    boolean isReadOnly() {
        return appender == null;
    }

    /** The appender: a record is in the file. */
    void published(final long position) {
        lastPosition = position;
    }

    /** The last position without looking at the disk; what the appender has published. */
    long publishedPosition() {
        return lastPosition;
    }

    /** The appender: the first record of a cycle is in the file. */
    synchronized void rolled(final int cycle, final long position) {
        map = map.with(cycle, position);
    }

    /** Retention: the oldest files go. The new base is durable before they do. One thread at a time. */
    void dropOldest(final int count) {
        directory.writeBase(map.firstPosition(count));
        final CycleMap after;
        // the appender may want to roll: nothing slow in here
        synchronized (this) {
            after = map.without(count);
            firstPosition = after.firstPosition(0);
            map = after;
        }
        try {
            for (final CycleFile file : directory.files()) {
                if (file.cycle() < after.cycle(0)) {
                    Files.deleteIfExists(file.path());
                }
            }
            DurableFiles.forceDirectory(directory.path());
        } catch (final IOException e) {
            throw new JournalException("journal " + directory.path() + ": an old file cannot be deleted", e);
        }
        queue.refreshDirectoryListing();
    }

    /** As {@link #lastPosition}, but read-only it looks at the disk at most a hundred times a second. */
    long recentLastPosition() {
        if (appender == null && System.nanoTime() - refreshedNs > REFRESH_NS) {
            refresh();
        }
        return lastPosition;
    }

    /** Read-only: finds files that were added or deleted, and the newest record. */
    synchronized void refresh() {
        if (appender != null) {
            return;
        }
        final long base = directory.base();
        final List<CycleFile> files = StartupScan.kept(directory.files(), base);
        CycleMap found = map;
        if (!files.isEmpty() && (found.isEmpty() || files.get(0).cycle() > found.cycle(0) || base != firstPosition)) {
            found = CycleMap.of(files);
        } else {
            for (final CycleFile file : files) {
                final long first = found.isEmpty() || file.cycle() > found.cycle(found.size() - 1)
                        ? StartupScan.firstPosition(file.path())
                        : 0;
                found = first == 0 ? found : found.with(file.cycle(), first);
            }
        }
        refreshedNs = System.nanoTime();
        firstPosition = base;
        map = found;
        lastPosition = found.isEmpty()
                ? base - 1
                : ChronicleFiles.lastPosition(
                        directory.file(found.cycle(found.size() - 1)), found.firstPosition(found.size() - 1));
    }
}
