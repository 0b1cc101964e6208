package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.Truebook;
import io.truebook.transport.box.Faults;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code truebook run}, stopped as people and service managers stop it. */
final class StopTest {
    private static final long SEED = 20261124;

    @TempDir
    Path folder;

    @Test
    void shouldWriteACheckpointOnSigtermSoThatTheNextStartReplaysNothing() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "SIGTERM is a signal of Unix");
        final Path journal = folder.resolve("journal");
        try (Exchange exchange = new Exchange(folder, SEED, 200, Faults.none())) {
            try (ChildJvm run = ChildJvm.start(
                    folder.resolve("errors-run.txt"),
                    List.of(),
                    Truebook.class,
                    List.of("run", "--config", exchange.files().get(0).toString(), "--journal", journal.toString()))) {
                try (Watermark watermark = new Watermark(journal)) {
                    while (watermark.position() < 200 && run.isAlive()) {
                        run.pause(20);
                        watermark.poll();
                    }
                }
                run.terminate();
                assertThat(run.awaitExit()).as(run.describe()).isZero();
            }
            final long last = lastInput(journal);
            assertThat(newestCheckpoint(journal)).isEqualTo(last);
            Evidence.assertReplays(journal);

            try (ChildJvm next = new EngineFolder(folder, journal, exchange).start(Layout.FUSED)) {
                assertThat(next.awaitLine("started"))
                        .as(next.describe())
                        .isEqualTo("started from=" + last + " fed=0 compared=0 appended=0 epoch=0");
                exchange.box().endFeeds();
                PublishedBooks.awaitEqual(next, journal, name -> true, exchange);
                next.terminate();
                assertThat(next.awaitExit()).as(next.describe()).isZero();
            }
            Evidence.assertReplays(journal);
        }
    }

    private static long lastInput(Path journal) {
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
            return directory.inputs().lastPosition();
        }
    }

    private static long newestCheckpoint(Path journal) {
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
            return directory.checkpoints().positions().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        }
    }
}
