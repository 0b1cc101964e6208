package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.Checkpoints;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.crash.Watermark.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of the two journals is behind the other when the engine starts. */
final class PowerCutTest {
    private static final long SEED = 20261122;
    private static final int EVENTS_PER_SECOND = 300;

    @TempDir
    Path folder;

    @Test
    void shouldQuarantineOutputsAndRaiseTheEpochWhenTheirInputsAreGone() throws Exception {
        final Path journal = folder.resolve("journal");
        try (Exchange exchange = new Exchange(folder, SEED, EVENTS_PER_SECOND, Exchange.disconnects(SEED));
                Watermark watermark = new Watermark(journal)) {
            final EngineFolder engine = new EngineFolder(folder, journal, exchange);
            engine.runAndKill(Layout.FUSED, watermark, 600);
            copyTree(journal.resolve("inputs"), folder.resolve("older"));
            final long lastKept = lastInput(journal);
            engine.runAndKill(Layout.STAGED, watermark, 1_500);
            final long stale = newestCheckpoint(journal);
            assertThat(stale).as("a checkpoint of inputs that will be lost").isGreaterThan(lastKept);

            deleteTree(journal.resolve("inputs"));
            copyTree(folder.resolve("older"), journal.resolve("inputs"));
            watermark.rewind();
            final ChildJvm first = engine.start(Layout.STAGED);
            assertThat(first.awaitLine("started")).as(first.describe()).contains("epoch=1");
            assertThat(first.line("log outputs: cut after position")).isNotNull();
            assertThat(first.line("log checkpoints: moved")).isNotNull();
            System.out.println("power cut: inputs kept up to " + lastKept + ", " + first.line("log outputs: cut"));
            while (newestCheckpoint(journal) <= stale && first.isAlive()) {
                first.pause(20);
                watermark.poll();
            }
            first.kill();
            first.awaitExit();
            watermark.poll();
            watermark.letGo();

            try (ChildJvm second = engine.start(Layout.FUSED)) {
                assertThat(second.awaitLine("started"))
                        .as(second.describe())
                        .contains("epoch=1")
                        .doesNotContain("from=" + stale + " ");
                exchange.box().endFeeds();
                PublishedBooks.awaitEqual(second, journal, name -> true, exchange);
                second.terminate();
                assertThat(second.awaitExit()).as(second.describe()).isZero();
            }
            watermark.poll();
            final Predicate<Key> lost = key -> key.epoch() == 0 && key.cause() > lastKept;
            try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
                assertThat(watermark.complaints(directory.outputs(), lost)).isEmpty();
                assertThat(watermark.complaints(directory.outputs())).isNotEmpty();
                assertThat(keysOfTheOldEpochAfter(lastKept, directory.outputs()))
                        .as("their keys may be known outside, with another content")
                        .isEmpty();
            }
            Evidence.assertReplays(journal);
        }
    }

    @Test
    void shouldAppendMissingOutputsAndNeverExecuteTheirRequestsAgain() throws Exception {
        final Path journal = folder.resolve("journal");
        final Path shorter = folder.resolve("shorter");
        try (Exchange exchange = new Exchange(folder, SEED, EVENTS_PER_SECOND, Exchange.disconnects(SEED));
                Watermark watermark = new Watermark(journal)) {
            final EngineFolder engine = new EngineFolder(folder, journal, exchange);
            engine.runAndKill(Layout.STAGED, watermark, 500);
            final long kept = 3; // not even the first connections' requests
            Evidence.copy(journal, shorter, (reader, position) -> position > kept);

            try (ChildJvm child = engine.on(shorter).start(Layout.FUSED)) {
                final String started = child.awaitLine("started");
                assertThat(started).as(child.describe()).contains("compared=" + kept + " ");
                final long appended = Long.parseLong(started.replaceAll(".*appended=(\\d+).*", "$1"));
                assertThat(appended).isGreaterThanOrEqualTo(watermark.position() - kept);
                System.out.println("inputs ahead of outputs: " + started);
                exchange.box().endFeeds();
                PublishedBooks.awaitEqual(child, shorter, name -> true, exchange);
                child.terminate();
                assertThat(child.awaitExit()).as(child.describe()).isZero();
            }
            try (JournalDirectory directory = JournalDirectory.openReadOnly(shorter)) {
                assertThat(watermark.complaints(directory.outputs()))
                        .as("the appended ones are those that were lost")
                        .isEmpty();
                assertThat(Requests.complaints(
                                directory.outputs(), exchange.heard().counts()))
                        .as("what the box heard once it must not hear again")
                        .isEmpty();
            }
            Evidence.assertReplays(shorter);
        }
    }

    private static List<Key> keysOfTheOldEpochAfter(long cause, Journal outputs) {
        final List<Key> keys = new ArrayList<>();
        try (JournalReader reader = outputs.reader()) {
            while (reader.next()) {
                final Key key = Key.of(reader.buffer(), reader.offset());
                if (key.epoch() == 0 && key.cause() > cause) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static long lastInput(Path journal) {
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
            return directory.inputs().lastPosition();
        }
    }

    private static long newestCheckpoint(Path journal) {
        final List<Long> positions = new Checkpoints(journal.resolve("checkpoints")).positions();
        return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
