package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final int PER_FILE = 500;
    private static final int FILES = 6;
    private static final int TOTAL = PER_FILE * FILES;

    @TempDir
    Path dir;

    private final AtomicLong clock = Records.clock();
    private final Records records = new Records();

    @Test
    void shouldDeleteOldestFilesByBytesAndTellReadersWhoStoodThere() {
        try (JournalDirectory journals = filled();
                JournalReader slow = journals.inputs().reader();
                JournalReader fresh = journals.inputs().reader()) {
            assertThat(slow.next()).isTrue();
            final long perFile =
                    Retention.unlimited().apply(journals.inputs(), 0, TOTAL).bytes();
            assertThat(perFile).isZero();

            final Retention.Result result =
                    new Retention(Long.MAX_VALUE, 3 * 150_000).apply(journals.inputs(), 0, TOTAL);
            assertThat(result.files()).isBetween(1, FILES - 1);
            assertThat(result.firstPosition()).isEqualTo(1L + result.files() * PER_FILE);
            assertThat(journals.inputs().firstPosition()).isEqualTo(result.firstPosition());
            assertThat(result.held()).isFalse();
            assertThat(journals.inputs().directory().files()).hasSize(FILES - result.files());

            assertThatThrownBy(slow::next)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("deleted by retention")
                    .hasMessageContaining("oldest kept is " + result.firstPosition());
            assertThat(slow.seek(1)).isFalse();
            assertThat(slow.seek(result.firstPosition())).isTrue();
            assertThatThrownBy(fresh::next).isInstanceOf(JournalException.class).hasMessageContaining("seek forward");
            Records.expect(journals.inputs(), result.firstPosition(), TOTAL);
            records.append(journals.inputs(), TOTAL + 1, TOTAL + 100);
            Records.expect(journals.inputs(), result.firstPosition(), TOTAL + 100);
        }
        try (JournalDirectory journals = open()) {
            assertThat(journals.report().repairs()).isEmpty();
            assertThat(journals.inputs().firstPosition()).isGreaterThan(1);
            assertThat(journals.inputs().lastPosition()).isEqualTo(TOTAL + 100);
        }
        assertThat(JournalVerify.verify(dir).isSound()).isTrue();
    }

    @Test
    void shouldDeleteByAgeButNeverPastTheProtectedPositionNorTheNewestFile() {
        try (JournalDirectory journals = filled()) {
            final long now = Records.timeNs(TOTAL) + 1;
            final Retention tight = new Retention(1, Long.MAX_VALUE);
            final Retention.Result held = tight.apply(journals.inputs(), now, PER_FILE * 2 + 10);
            assertThat(held.files()).isEqualTo(2);
            assertThat(held.held()).isTrue();
            assertThat(held.firstPosition()).isEqualTo(PER_FILE * 2 + 1);

            final Retention.Result rest = tight.apply(journals.inputs(), now, TOTAL);
            assertThat(rest.firstPosition()).isEqualTo(PER_FILE * (FILES - 1) + 1);
            assertThat(journals.inputs().directory().files()).hasSize(1);
        }
    }

    @Test
    void shouldLetAReaderOfAnotherProcessSeeThatFilesWent() {
        try (JournalDirectory journals = filled()) {
            journals.outputs().appender().append(records.output(1, 1, 0), 0, records.length());
            try (JournalDirectory other = JournalDirectory.openReadOnly(dir);
                    JournalReader reader = other.inputs().reader()) {
                assertThat(reader.next()).isTrue();
                new Retention(Long.MAX_VALUE, 1).apply(journals.inputs(), 0, PER_FILE * 3 + 1);
                // it may read on in the file it has mapped, and then must be told
                assertThatThrownBy(() -> {
                            while (reader.next()) {
                                assertThat(reader.length()).isPositive();
                            }
                        })
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("deleted by retention");
                assertThat(reader.seek(PER_FILE * 3 + 1)).isTrue();
                Records.expect(other.inputs(), PER_FILE * 3 + 1, TOTAL);
            }
        }
    }

    @Test
    void shouldFinishADeletionThatACrashCutShort() throws Exception {
        try (JournalDirectory journals = filled()) {
            journals.inputs().directory().writeBase(PER_FILE * 2 + 1);
        }
        assertThat(JournalVerify.verify(dir).inputs().firstPosition()).isEqualTo(PER_FILE * 2 + 1);
        try (JournalDirectory journals = open()) {
            assertThat(journals.inputs().firstPosition()).isEqualTo(PER_FILE * 2 + 1);
            Records.expect(journals.inputs(), PER_FILE * 2 + 1, TOTAL);
        }
    }

    @Test
    void shouldWarnOnceWhenTheDiskIsLowOrWillBeAndSayWhenItIsFineAgain() {
        final AtomicLong free = new AtomicLong(1_000_000_000L);
        final List<String> said = new ArrayList<>();
        final DiskWatch watch = new DiskWatch(free::get, 100_000_000L, 3_600_000_000_000L, new DiskWatch.Listener() {
            @Override
            public void onDiskLow(final long freeBytes, final long fullInNs) {
                said.add("low " + freeBytes + " " + (fullInNs == Long.MAX_VALUE ? "never" : fullInNs / 1_000_000_000));
            }

            @Override
            public void onDiskFine(final long freeBytes) {
                said.add("fine");
            }
        });
        final long minute = 60_000_000_000L;
        long now = 0;
        for (int i = 0; i < 10; i++, now += minute) {
            watch.sample(now);
        }
        assertThat(said).isEmpty();
        // 100 MB in ten minutes: 900 MB last another hour and a half; 20 MB more a minute and they do not
        free.set(900_000_000L);
        watch.sample(now);
        assertThat(said).isEmpty();
        free.set(830_000_000L);
        watch.sample(now += minute);
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).startsWith("low 830000000 ");
        free.set(50_000_000L);
        watch.sample(now += minute);
        assertThat(said).hasSize(1);
        free.set(2_000_000_000L);
        watch.sample(now += minute);
        assertThat(said).hasSize(2).last().isEqualTo("fine");
        free.set(99_999_999L);
        for (int i = 0; i < 100; i++) {
            watch.sample(now += minute);
        }
        assertThat(said).hasSize(3);
    }

    private JournalDirectory filled() {
        final JournalDirectory journals = open();
        for (int file = 0; file < FILES; file++) {
            records.append(journals.inputs(), file * PER_FILE + 1, (file + 1) * PER_FILE);
            if (file < FILES - 1) {
                clock.addAndGet(300_000);
            }
        }
        return journals;
    }

    private JournalDirectory open() {
        return JournalDirectory.open(dir, Records.options(clock));
    }
}
