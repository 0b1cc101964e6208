package io.truebook.tools.engine;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.ring.RingEngine;
import io.truebook.journal.DiskWatch;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.Retention;
import io.truebook.tools.read.JournalPair;
import io.truebook.transport.MonotonicClock;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after the journal folder while the engine runs, on a thread of its own: retention, an early alert when the disk
 * runs low, steps of the wall clock. What it finds enters the engine as an input, so that it is journaled and explained
 * like all else.
 */
final class Housekeeper implements AutoCloseable {
    private static final long STEP_SECONDS = 1;
    private static final long DISK_SECONDS = 60;
    private static final long NS_PER_HOUR = 3_600_000_000_000L;

    private final JournalDirectory journal;
    private final MonotonicClock clock;
    private final RingEngine ring;
    private final Retention retention;
    private final DiskWatch disk;
    private final Consumer<String> log;
    private final ScheduledThreadPoolExecutor executor;

    Housekeeper(
            JournalDirectory journal,
            Upkeep upkeep,
            MonotonicClock clock,
            RingEngine ring,
            Consumer<String> log,
            ThreadFactory threads) {
        this.journal = journal;
        this.clock = clock;
        this.ring = ring;
        this.log = log;
        retention = Retention.of(
                upkeep.retentionDays(), upkeep.retentionBytes() == 0 ? Long.MAX_VALUE : upkeep.retentionBytes());
        disk = DiskWatch.of(
                journal.path(), upkeep.lowDiskBytes(), upkeep.forecastHours() * NS_PER_HOUR, new DiskAlerts());
        executor = new ScheduledThreadPoolExecutor(1, threads);
        executor.scheduleWithFixedDelay(this::watchClock, STEP_SECONDS, STEP_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(this::watchDisk, 0, DISK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void watchClock() {
        final long stepNs = clock.stepNs();
        if (stepNs != 0) {
            ring.clockStep(stepNs);
        }
    }

    private void watchDisk() {
        try {
            final long nowNs = clock.nowNs();
            disk.sample(nowNs);
            retain(nowNs);
        } catch (JournalException e) {
            log.accept(e.getMessage());
        }
    }

    /** The oldest checkpoint must find its inputs and the outputs that follow from them. */
    private void retain(long nowNs) {
        final List<Long> checkpoints = journal.checkpoints().positions();
        if (checkpoints.isEmpty() || retention.equals(Retention.unlimited())) {
            return;
        }
        final long oldest =
                checkpoints.stream().mapToLong(Long::longValue).min().getAsLong();
        final long output = new JournalPair(journal.inputs(), journal.outputs()).outputPosition(oldest + 1);
        report("inputs", retention.apply(journal.inputs(), nowNs, oldest + 1));
        report("outputs", retention.apply(journal.outputs(), nowNs, output));
    }

    private void report(String name, Retention.Result result) {
        if (result.files() > 0) {
            log.accept("retention: deleted " + result.files() + " files, " + result.bytes() + " bytes of " + name
                    + "; the first position is now " + result.firstPosition());
        }
    }

    /** Alerts go through the core, so that they are in the journal too. */
    private final class DiskAlerts implements DiskWatch.Listener {
        @Override
        public void onDiskLow(long freeBytes, long fullInNs) {
            final String forecast = fullInNs == Long.MAX_VALUE
                    ? ""
                    : ", full in about " + Math.max(1, fullInNs / (NS_PER_HOUR / 60)) + " minutes at this rate";
            raise("disk low: " + (freeBytes >> 20) + " MiB free" + forecast + "; free space or lower the retention of "
                    + journal.path().getFileName());
        }

        @Override
        public void onDiskFine(long freeBytes) {
            raise("disk fine again: " + (freeBytes >> 20) + " MiB free");
        }

        private void raise(String text) {
            log.accept(text);
            ring.command("alert " + text);
        }
    }
}
