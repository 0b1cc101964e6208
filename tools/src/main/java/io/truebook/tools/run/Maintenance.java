package io.truebook.tools.run;

import io.truebook.engine.journal.JournalException;
import io.truebook.journal.ChronicleJournal;
import io.truebook.journal.DiskWatch;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.Retention;
import io.truebook.tools.profile.Profile.JournalSettings;
import io.truebook.tools.read.JournalFolder;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Housekeeping of a running journal, once a minute on a thread of its own: deletes what retention lets go, and warns
 * before the disk is full.
 */
final class Maintenance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("truebook");
    private static final long PERIOD_SECONDS = 60;
    /** Warn when the disk will be full within half a day. */
    private static final long HORIZON_NS = TimeUnit.HOURS.toNanos(12);

    private final JournalDirectory journal;
    private final Retention retention;
    private final boolean deletes;
    private final DiskWatch disk;
    private final LongSupplier wallClockNs;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "truebook-maintenance");
        thread.setDaemon(true);
        return thread;
    });

    Maintenance(JournalDirectory journal, JournalSettings settings, LongSupplier wallClockNs) {
        this.journal = journal;
        this.wallClockNs = wallClockNs;
        deletes = settings.retentionDays() > 0 || settings.retentionBytes() > 0;
        // half of the bytes for either queue
        retention = Retention.of(
                settings.retentionDays(),
                settings.retentionBytes() == 0 ? Long.MAX_VALUE : Math.max(1, settings.retentionBytes() / 2));
        disk = DiskWatch.of(journal.path(), settings.lowDiskBytes(), HORIZON_NS, new Warner());
    }

    void start() {
        executor.scheduleWithFixedDelay(this::run, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** One round; also what a test calls. */
    void run() {
        try {
            disk.sample(wallClockNs.getAsLong());
            if (deletes) {
                retain();
            }
        } catch (JournalException e) {
            LOG.warn("housekeeping of the journal failed, it goes on in a minute: {}", e.getMessage());
        }
    }

    /**
     * Recovery needs the inputs behind the newest checkpoint, and a book that waits for its snapshot a little of what
     * lies before it; the oldest checkpoint kept leaves room for that.
     */
    private void retain() {
        final List<Long> checkpoints = journal.checkpoints().positions();
        if (checkpoints.isEmpty()) {
            return;
        }
        final long input = checkpoints.get(0);
        final long output = JournalFolder.pair(journal).outputPosition(input);
        delete("inputs", journal.inputs(), input);
        delete("outputs", journal.outputs(), output);
    }

    private void delete(String name, ChronicleJournal queue, long protectedPosition) {
        final Retention.Result result = retention.apply(queue, wallClockNs.getAsLong(), protectedPosition);
        if (result.files() > 0) {
            LOG.info(
                    "retention: {} files of {} deleted, {} bytes; the oldest record is now at position {}",
                    result.files(),
                    name,
                    result.bytes(),
                    result.firstPosition());
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("housekeeping of the journal does not end; its thread is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Warner implements DiskWatch.Listener {
        @Override
        public void onDiskLow(long freeBytes, long fullInNs) {
            LOG.warn(
                    "the disk of {} runs low: {} bytes free, {}; free some, or shorten the profile's retention",
                    journal.path(),
                    freeBytes,
                    fullInNs == Long.MAX_VALUE
                            ? "not shrinking"
                            : "full in " + TimeUnit.NANOSECONDS.toMinutes(fullInNs) + " minutes at this rate");
        }

        @Override
        public void onDiskFine(long freeBytes) {
            LOG.info("the disk of {} has room again: {} bytes free", journal.path(), freeBytes);
        }
    }
}
