package io.truebook.tools.engine;

import io.truebook.engine.core.Core;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.replay.Recovery;
import io.truebook.engine.replay.Replayer;
import io.truebook.engine.ring.FailureListener;
import io.truebook.engine.ring.OutputListener;
import io.truebook.engine.ring.RingEngine;
import io.truebook.engine.venue.Configuration;
import io.truebook.journal.Checkpoints;
import io.truebook.journal.JournalDirectory;
import io.truebook.transport.MonotonicClock;
import io.truebook.transport.NettyTransport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A whole engine in this process: opens the journal folder, recovers, connects, runs until closed. Closing stops taking
 * input, lets the ring run dry, writes a checkpoint and forces the journals.
 */
public final class EngineRunner implements AutoCloseable {
    private static final long NOT_BEGUN = -1;

    private final JournalDirectory journal;
    private final RingEngine ring;
    private final CheckpointFollower follower;
    private final Housekeeper housekeeper;
    private final Recovery recovery;
    private boolean closed;

    /**
     * Starts.
     *
     * @param listener sees each output on the publishing thread, may be null
     * @param failures is told when a handler failed; the caller must then end the process
     * @param log takes one line for each thing that people should know of the start
     * @throws io.truebook.engine.journal.JournalException when the folder is held by another process, damaged beyond
     *     repair, of a newer version, or made by another core
     * @throws io.truebook.engine.venue.DefinitionException when the profile or a definition is wrong; then nothing was
     *     touched
     */
    public EngineRunner(
            EngineOptions options, OutputListener listener, FailureListener failures, Consumer<String> log) {
        // before anything is journaled: a wrong definition in the journal would crash every start from then on
        Configuration.parse(options.files());
        final MonotonicClock clock = new MonotonicClock();
        final EngineThreads threads = new EngineThreads(options.pin());
        journal = JournalDirectory.open(options.directory(), options.journal());
        try {
            journal.report().repairs().forEach(log);
            journal.report().notes().forEach(log);
            final CrashLog crashes = new CrashLog(options.directory());
            final List<CrashLog.Poisoned> poisoned =
                    crashes.poisoned(journal.inputs().lastPosition());
            recovery = recover(crashes, poisoned, log);
            final Replayer replayer = recovery.replayer();
            follower = follower(options, threads, replayer, log);
            ring = new RingEngine(
                    options.ring(),
                    new RingEngine.Parts(
                            clock,
                            threads::named,
                            journal.inputs(),
                            journal.outputs(),
                            replayer.core(),
                            replayer.decoder(),
                            input -> new NettyTransport(options.transport(), clock, input),
                            listener,
                            (stage, position, cause) -> {
                                blame(crashes, position, cause);
                                failures.onFailure(stage, position, cause);
                            }));
            final long runId = clock.nowNs();
            final ConfiguredBody configured = new ConfiguredBody(Core.VERSION, runId, runId, options.files());
            ring.start(configured, journal.report().epoch(), recovery.fromPosition(), recovery.lastPosition());
            final List<CrashLog.Poisoned> unnamed = poisoned.stream()
                    .filter(input -> !recovery.isSettled(input.position()))
                    .toList();
            unnamed.forEach(input -> ring.skip(input.venue(), input.position()));
            if (unnamed.isEmpty()) {
                crashes.clear(); // else at the next start, which finds the skips in the journal
            }
            if (follower != null) {
                follower.start();
            }
            housekeeper = new Housekeeper(journal, options.upkeep(), clock, ring, log, threads.named("housekeeper"));
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    public RingEngine ring() {
        return ring;
    }

    public JournalDirectory journal() {
        return journal;
    }

    /** What the start found and replayed. */
    public Recovery recovery() {
        return recovery;
    }

    /** Stops cleanly. After a failed handler nothing more is believed of the core, so no checkpoint is written. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            housekeeper.close();
            ring.close();
            if (follower != null) {
                follower.close();
            }
            if (!ring.hasFailed()) {
                CheckpointFollower.store(
                        journal.checkpoints(), recovery.replayer().standAt(lastInput()));
                journal.inputs().appender().force();
                journal.outputs().appender().force();
            }
        } finally {
            recovery.replayer().close();
            journal.close();
        }
    }

    private long lastInput() {
        return journal.inputs().lastPosition();
    }

    private Recovery recover(CrashLog crashes, List<CrashLog.Poisoned> poisoned, Consumer<String> log) {
        final Optional<Checkpoints.Image> image =
                journal.checkpoints().newest(journal.inputs().lastPosition(), log);
        final Recovery.Checkpoint checkpoint = image.map(found -> new Recovery.Checkpoint(
                        found.position(), found.coreVersion(), found.stateHash(), found.content()))
                .orElse(null);
        final Set<Long> positions =
                poisoned.stream().map(CrashLog.Poisoned::position).collect(Collectors.toSet());
        final long[] done = {NOT_BEGUN};
        try {
            final Recovery made = new Recovery(
                    journal.inputs(), journal.outputs(), checkpoint, positions, (position, last) -> done[0] = position);
            if (made.fed() > 0) {
                log.accept("recovered: " + made.fed() + " inputs replayed after position " + made.fromPosition() + ", "
                        + made.compared() + " outputs equal, " + made.appended() + " were missing and are appended");
            }
            return made;
        } catch (RuntimeException | Error e) {
            if (done[0] != NOT_BEGUN) {
                blame(crashes, done[0] + 1, e);
            }
            throw e;
        }
    }

    /** Notes which input ended the process, unless it was the journal's doing, or the input was not journaled yet. */
    private void blame(CrashLog crashes, long position, Throwable cause) {
        try {
            if (!(cause instanceof JournalException) && position > 0 && position <= lastInput()) {
                crashes.record(position, venueOf(position), cause);
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // must not hide the crash itself
        }
    }

    private CheckpointFollower follower(
            EngineOptions options, EngineThreads threads, Replayer replayer, Consumer<String> log) {
        if (options.checkpointInputs() <= 0) {
            return null;
        }
        return new CheckpointFollower(
                journal,
                replayer.image(),
                replayer.position(),
                replayer.hash(),
                this::ringPublished,
                options.checkpointInputs(),
                threads.named("checkpoint"),
                log);
    }

    private long ringPublished() {
        return ring.publishedPosition();
    }

    private int venueOf(long position) {
        try (JournalReader reader = journal.inputs().reader()) {
            return reader.seek(position) ? Envelope.venue(reader.buffer(), reader.offset()) : -1;
        }
    }
}
