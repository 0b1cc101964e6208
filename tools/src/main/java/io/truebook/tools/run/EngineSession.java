package io.truebook.tools.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.JournalException;
import io.truebook.tools.admin.AdminServer;
import io.truebook.tools.admin.CommandDesk;
import io.truebook.tools.alert.AlertSender;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.EngineRunner;
import io.truebook.tools.live.LiveView;
import io.truebook.tools.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine from start to clean stop, with the live view beside it. Made, waited for and closed by the command's
 * thread.
 */
final class EngineSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("truebook");

    private final EngineRunner engine;
    private final AdminServer admin;
    private final AlertSender alerts;
    private final LiveView view;
    private final AtomicReference<String> failure = new AtomicReference<>();

    /**
     * Starts.
     *
     * @param stop is asked for when a handler of the engine fails
     * @throws ToolException when the journal folder cannot be used (exit code 3)
     */
    EngineSession(
            EngineOptions options, Profile profile, Console console, boolean quiet, String title, StopSignal stop) {
        final CommandDesk desk = new CommandDesk();
        try {
            engine = new EngineRunner(
                    options,
                    desk,
                    (stage, position, cause) -> {
                        LOG.error("the {} handler failed at position {}", stage, position, cause);
                        failure.set("the " + stage + " handler failed at position " + position + ": " + cause
                                + "; the engine has stopped, the journal holds everything up to there");
                        stop.request();
                    },
                    LOG::info);
        } catch (JournalException e) {
            throw ToolException.missing(e.getMessage(), e);
        }
        final List<String> venues =
                profile.venues().stream().map(Profile.Venue::id).toList();
        admin = admin(options.directory(), venues, desk, stop);
        alerts = AlertSender.start(
                engine.journal().outputs(), engine.recovery().lastPosition(), venues, profile.alerts(), LOG::warn);
        view = LiveView.start(
                engine.journal().outputs(),
                engine.recovery().lastPosition(),
                console,
                quiet,
                title,
                EngineSession::wallClockNs,
                stop::request);
    }

    EngineRunner engine() {
        return engine;
    }

    private AdminServer admin(Path directory, List<String> venues, CommandDesk desk, StopSignal stop) {
        try {
            return AdminServer.start(directory, venues, desk, engine.ring()::command, stop::request);
        } catch (IOException e) {
            engine.close();
            throw ToolException.missing(directory + ": commands cannot be taken: " + e.getMessage(), e);
        }
    }

    /**
     * Stops taking input, lets what is in the ring run through, flushes, and says what happened.
     *
     * @throws ToolException when a handler had failed (exit code 1)
     */
    ObjectNode finish() {
        // before the connections are closed, which makes every book STALE: people want to know how it stood
        final ObjectNode summary = view.finish();
        engine.ring().close();
        summary.put("position", engine.journal().inputs().lastPosition());
        close();
        summary.putObject("alerts").put("delivered", alerts.delivered()).put("failed", alerts.failed());
        if (failure.get() != null) {
            throw ToolException.failed(failure.get());
        }
        return summary;
    }

    @Override
    public void close() {
        admin.close();
        view.close();
        alerts.close(); // before the engine, whose journal it reads
        engine.close();
    }

    private static long wallClockNs() {
        final Instant now = Clock.systemUTC().instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
