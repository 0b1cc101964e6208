package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = Boolean.getBoolean("truebook.full") ? 100 : 10;

    @TempDir
    Path dir;

    @Test
    void shouldLoseNothingAcknowledgedWhenTheWriterIsKilledAtRandomMoments() throws Exception {
        final Random random = new Random(SEED);
        final long baseMs = System.currentTimeMillis();
        final long[] acknowledged = new long[2];
        int torn = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            final boolean early = round % 4 == 0;
            kill(random, early, baseMs, acknowledged);

            final JournalVerify.Report report = JournalVerify.verify(dir);
            assertThat(report.isSound())
                    .as("seed %d round %d: %s", SEED, round, report.describe())
                    .isTrue();
            torn += report.inputs().finding() == ScanResult.Finding.TORN_TAIL
                            || report.outputs().finding() == ScanResult.Finding.TORN_TAIL
                    ? 1
                    : 0;
            assertThat(missing(dir, acknowledged))
                    .as("seed %d round %d", SEED, round)
                    .isEmpty();
        }
        final int files = new QueueDirectory(dir.resolve("inputs"), Roll.FIVE_MINUTES)
                .files()
                .size();
        System.out.println("kill -9: seed=" + SEED + " rounds=" + ROUNDS + " torn tails=" + torn + " inputs="
                + acknowledged[0] + " outputs=" + acknowledged[1] + " files=" + files);
        assertThat(files).as("rolls must have happened").isGreaterThan(3);

        // negative control: the same check must notice a single lost record
        new JournalRepair(
                        new QueueDirectory(dir.resolve("inputs"), Roll.FIVE_MINUTES),
                        options(),
                        dir.resolve("quarantine"))
                .cutAfter(acknowledged[0] - 1, "negative control");
        assertThat(missing(dir, acknowledged))
                .containsExactly("inputs: acknowledged=" + acknowledged[0] + ", found=" + (acknowledged[0] - 1));
    }

    @Test
    void shouldSayWhatToDoWhenJavaWasStartedWithoutTheFlags() throws Exception {
        final Process process = ChildJvm.start(Flagless.class, false, dir.toString());
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("config/jvm").doesNotContain("opened");
    }

    /** Opens a journal and prints how it went. */
    static final class Flagless {
        private Flagless() {}

        public static void main(final String[] arguments) {
            try (JournalDirectory journals = JournalDirectory.open(Path.of(arguments[0]), JournalOptions.defaults())) {
                System.out.println("opened " + journals.path());
            } catch (final Throwable e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private void kill(final Random random, final boolean early, final long baseMs, final long[] acknowledged)
            throws Exception {
        final Process process = ChildJvm.start(KilledWriter.class, true, dir.toString(), Long.toString(baseMs));
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            if (early) {
                // while it starts: scan, repair, first files
                process.waitFor(200 + random.nextInt(900), TimeUnit.MILLISECONDS);
            } else {
                for (int i = 1 + random.nextInt(10_000); i > 0; i--) {
                    read(in, acknowledged);
                }
            }
            assertThat(process.isAlive()).as("the writer ended by itself").isTrue();
            // by its handle: destroying the Process would close the pipe with what is still in it
            process.toHandle().destroyForcibly();
            while (true) {
                read(in, acknowledged);
            }
        } catch (final EOFException e) {
            // all that it wrote before it died has been read
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(137);
    }

    private static void read(final DataInputStream in, final long[] acknowledged) throws IOException {
        final long input = in.readLong();
        acknowledged[1] = in.readLong();
        acknowledged[0] = input;
    }

    /** What was acknowledged and is not there, or not as it was written. */
    private static List<String> missing(final Path dir, final long[] acknowledged) {
        final List<String> missing = new ArrayList<>();
        try (JournalDirectory journals = JournalDirectory.open(dir, options())) {
            check(journals.inputs(), acknowledged[0], missing);
            check(
                    journals.outputs(),
                    Math.min(acknowledged[1], journals.outputs().lastPosition()),
                    missing);
            if (missing.isEmpty() && journals.outputs().lastPosition() < acknowledged[1]) {
                missing.add("outputs: acknowledged=" + acknowledged[1] + ", found="
                        + journals.outputs().lastPosition());
            }
        }
        return missing;
    }

    private static void check(final ChronicleJournal journal, final long acknowledged, final List<String> missing) {
        long position = 0;
        try (JournalReader reader = journal.reader()) {
            while (reader.next()) {
                position++;
                Records.expectCurrent(reader, position);
                assertThat(reader.length()).isEqualTo(Envelope.BYTES + KilledWriter.bodyLength(position));
            }
        }
        if (position < acknowledged) {
            missing.add(journal.directory().name() + ": acknowledged=" + acknowledged + ", found=" + position);
        }
    }

    private static JournalOptions options() {
        return JournalOptions.defaults()
                .withRoll(Roll.FIVE_MINUTES)
                .withBlockBytes(1 << 20)
                .withWallMs(() -> Records.START_MS);
    }
}
