package io.truebook.tools.crash;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.replay.Recovery;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalOptions;
import io.truebook.journal.Roll;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.EngineRunner;
import io.truebook.tools.run.StopSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The whole engine in a process that is made to be killed. Small blocks, a checkpoint every few hundred inputs, and a
 * clock for file rolls that runs so fast that a five-minute file lasts a second. Says what it does on standard output;
 * SIGTERM stops it cleanly.
 */
final class EngineChild {
    private static final int ROLLS_PER_SECOND = 1;
    private static final int FAST = 300 * ROLLS_PER_SECOND;

    private EngineChild() {}

    /** Arguments: journal, layout, durability, inputs between checkpoints, start of the fast clock in ms, configuration. */
    public static void main(String[] arguments) throws IOException {
        final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        final AtomicBoolean failed = new AtomicBoolean();
        endWithParent();
        final long baseMs = Long.parseLong(arguments[4]);
        final List<ConfigFile> files = new ArrayList<>();
        for (int i = 5; i < arguments.length; i++) {
            final Path file = Path.of(arguments[i]);
            files.add(new ConfigFile(file.getFileName().toString(), Files.readString(file)));
        }
        final EngineOptions options = EngineOptions.of(Path.of(arguments[0]), files)
                .with(RingOptions.defaults()
                        .with(Layout.valueOf(arguments[1]))
                        .with(Durability.valueOf(arguments[2]))
                        .withRingSize(1024))
                .with(JournalOptions.defaults()
                        .withRoll(Roll.FIVE_MINUTES)
                        .withBlockBytes(1 << 20)
                        .withWallMs(() -> baseMs + (System.currentTimeMillis() - baseMs) * FAST))
                .withCheckpointInputs(Long.parseLong(arguments[3]));
        try (StopSignal stop = StopSignal.install()) {
            out.println("opening");
            try (EngineRunner engine = new EngineRunner(
                    options,
                    null,
                    (stage, position, cause) -> {
                        failed.set(true);
                        out.println("failed stage=" + stage + " position=" + position + " " + cause);
                        stop.request();
                    },
                    line -> out.println("log " + line))) {
                final Recovery recovery = engine.recovery();
                out.println("started from=" + recovery.fromPosition() + " fed=" + recovery.fed() + " compared="
                        + recovery.compared() + " appended=" + recovery.appended() + " epoch="
                        + engine.journal().report().epoch());
                stop.await(0);
            }
            out.println("stopped");
        } catch (JournalException e) {
            out.println("error " + e.getMessage());
            failed.set(true);
        }
        System.exit(failed.get() ? 1 : 0);
    }

    /** A test that is killed itself must not leave an engine behind: its end of the pipe closes with it. */
    private static void endWithParent() {
        final Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever said on it
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
