package io.truebook.tools.engine;

import io.truebook.engine.core.Core;
import io.truebook.engine.replay.Replayer;
import io.truebook.journal.Checkpoints;
import io.truebook.journal.JournalDirectory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes checkpoints without touching the hot threads: replays the journal behind the engine, a slice at a time, on a
 * thread of its own that sleeps between slices, and stores an image every so many inputs.
 */
final class CheckpointFollower implements AutoCloseable {
    private static final int SLICE = 2_000;
    private static final long REST_NS = 20_000_000;
    private static final int KEEP = 3;

    private final Replayer replayer;
    private final Checkpoints checkpoints;
    private final LongSupplier published;
    private final long interval;
    private final Consumer<String> log;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param image where the engine starts; the follower starts there too
     * @param log is told when no more checkpoints are written, on the follower's thread
     */
    CheckpointFollower(
            JournalDirectory journal,
            byte[] image,
            long position,
            long hash,
            LongSupplier published,
            long interval,
            ThreadFactory threads,
            Consumer<String> log) {
        replayer = new Replayer(journal.inputs());
        if (position > 0) {
            replayer.restore(image, position, hash);
        }
        checkpoints = journal.checkpoints();
        this.published = published;
        this.interval = interval;
        this.log = log;
        thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        replayer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stores where a replayer stands. */
    static void store(Checkpoints checkpoints, Replayer replayer) {
        checkpoints.store(new Checkpoints.Image(replayer.position(), Core.VERSION, replayer.hash(), replayer.image()));
        checkpoints.prune(KEEP);
    }

    private void run() {
        long stored = replayer.position();
        try {
            while (running) {
                final long target = Math.min(published.getAsLong(), replayer.position() + SLICE);
                replayer.run(target, (position, outputs) -> running);
                if (replayer.position() - stored >= interval) {
                    store(checkpoints, replayer);
                    stored = replayer.position();
                }
                LockSupport.parkNanos(REST_NS);
            }
        } catch (RuntimeException e) {
            // the engine goes on; only the next start will take longer
            log.accept(
                    "no more checkpoints are written beside the engine, so the next start replays from the last: " + e);
        }
    }
}
