package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.journal.JournalAppender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {
    private static final int BODY_BYTES = 252;

    @TempDir
    Path dir;

    private final AtomicLong clock = Records.clock();
    private final Records records = new Records();

    @Test
    void shouldForceEachFileWrittenSinceTheLastForceAndNewDirectoryEntries() {
        final List<Path> forced = new ArrayList<>();
        try (JournalDirectory journals = JournalDirectory.open(dir, Records.options(clock), forced::add)) {
            final JournalAppender appender = journals.inputs().appender();
            appender.force();
            assertThat(forced).as("nothing was written").isEmpty();

            records.append(journals.inputs(), 1, 10);
            assertThat(forced).isEmpty();
            appender.force();
            final Path inputs = dir.resolve("inputs");
            final Path first = file(0);
            assertThat(forced).containsExactly(first, inputs);

            forced.clear();
            records.append(journals.inputs(), 11, 20);
            appender.force();
            assertThat(forced).containsExactly(first);

            // two rolls between two forces: three files hold what must not be lost
            forced.clear();
            records.append(journals.inputs(), 21, 25);
            clock.addAndGet(300_000);
            records.append(journals.inputs(), 26, 27);
            clock.addAndGet(300_000);
            records.append(journals.inputs(), 28, 30);
            appender.force();
            assertThat(forced).containsExactly(first, file(1), file(2), inputs);

            forced.clear();
            appender.force();
            assertThat(forced).containsExactly(file(2));
        }
    }

    @Test
    void shouldTellWhatDurabilityCosts() {
        try (JournalDirectory journals =
                JournalDirectory.open(dir, JournalOptions.defaults().withWallMs(clock::get))) {
            long position = measure(journals, 1, 200_000, 0);
            final long start = System.nanoTime();
            position = measure(journals, position, 200_000, 0);
            final long process = (System.nanoTime() - start) / 200_000;

            final long each = System.nanoTime();
            position = measure(journals, position, 300, 1);
            final long perRecord = (System.nanoTime() - each) / 300;

            final long batch = System.nanoTime();
            position = measure(journals, position, 20_000, 100);
            final long perBatch = (System.nanoTime() - batch) / 20_000;
            System.out.println("durability, ns per record of 300 bytes: process=" + process + ", forced each="
                    + perRecord + ", forced per 100=" + perBatch);
            assertThat(perRecord).as("a force must reach the disk").isGreaterThan(process);
            assertThat(journals.inputs().lastPosition()).isEqualTo(position - 1);
        }
    }

    @Test
    void shouldTouchPagesAheadWithoutChangingWhatIsWritten() {
        final JournalOptions options =
                Records.options(clock).withBlockBytes(1 << 20).withPretouchBytes(1 << 18);
        try (JournalDirectory journals = JournalDirectory.open(dir, options)) {
            for (int i = 0; i < 30; i++) {
                records.append(journals.inputs(), i * 1_000 + 1, (i + 1) * 1_000);
                if (i % 10 == 9) {
                    clock.addAndGet(300_000);
                }
            }
            Records.expect(journals.inputs(), 1, 30_000);
        }
        assertThat(JournalVerify.verify(dir).isSound()).isTrue();
    }

    private long measure(final JournalDirectory journals, final long from, final int count, final int batch) {
        final JournalAppender appender = journals.inputs().appender();
        records.record(from, 0, 0, BODY_BYTES, 0);
        for (long position = from; position < from + count; position++) {
            appender.append(records.renumbered(position), 0, records.length());
            if (batch > 0 && position % batch == 0) {
                appender.force();
            }
        }
        return from + count;
    }

    private Path file(final int cycle) {
        return dir.resolve("inputs").resolve(Roll.FIVE_MINUTES.fileName((int) (Records.START_MS / 300_000) + cycle));
    }
}
