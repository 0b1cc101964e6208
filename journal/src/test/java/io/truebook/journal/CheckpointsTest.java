package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final long SEED = 20261121;

    @TempDir
    Path dir;

    private final List<String> notes = new ArrayList<>();
    private final Random random = new Random(SEED);

    @Test
    void shouldGiveBackTheNewestImageAtOrBeforeAPosition() {
        final Checkpoints checkpoints = new Checkpoints(dir.resolve("checkpoints"));
        assertThat(checkpoints.newest(Long.MAX_VALUE, notes::add)).isEmpty();
        for (final long position : new long[] {100, 2_000, 30_000}) {
            checkpoints.store(image(position));
        }
        final Checkpoints.Image newest =
                checkpoints.newest(Long.MAX_VALUE, notes::add).orElseThrow();
        assertThat(newest.position()).isEqualTo(30_000);
        assertThat(newest.coreVersion()).isEqualTo(7);
        assertThat(newest.stateHash()).isEqualTo(30_000 * 31);
        assertThat(newest.content()).hasSize(5_000);
        assertThat(notes).isEmpty();
        assertThat(checkpoints.newest(2_500, notes::add).orElseThrow().position())
                .isEqualTo(2_000);
        assertThat(notes).hasSize(1);
        checkpoints.prune(1);
        assertThat(checkpoints.positions()).containsExactly(30_000L);
    }

    @Test
    void shouldPassOverEachKindOfDamagedImageWithANote() throws Exception {
        final Checkpoints checkpoints = new Checkpoints(dir.resolve("checkpoints"));
        checkpoints.store(image(100));
        final Path newest = checkpoints.store(image(200));
        final byte[] good = Files.readAllBytes(newest);
        for (int i = 0; i < 200; i++) {
            final byte[] bad = good.clone();
            // the first header bytes each, then anywhere
            bad[i < 44 ? i : random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, bad);
            notes.clear();
            assertThat(checkpoints
                            .newest(Long.MAX_VALUE, notes::add)
                            .orElseThrow()
                            .position())
                    .as("seed %d round %d", SEED, i)
                    .isEqualTo(100);
            assertThat(notes).hasSize(1);
        }
        for (final int length : new int[] {0, 10, 44, good.length - 1}) {
            Files.write(newest, java.util.Arrays.copyOf(good, length));
            assertThat(checkpoints
                            .newest(Long.MAX_VALUE, notes::add)
                            .orElseThrow()
                            .position())
                    .isEqualTo(100);
        }
    }

    @Test
    void shouldScanFromTheCheckpointAndStillFindATornTailBehindIt() throws Exception {
        final AtomicLong clock = Records.clock();
        final Records records = new Records();
        try (JournalDirectory journals = JournalDirectory.open(dir, Records.options(clock))) {
            for (int file = 0; file < 4; file++) {
                records.append(journals.inputs(), file * 1_000 + 1, (file + 1) * 1_000);
                journals.outputs()
                        .appender()
                        .append(records.output(file + 1, (file + 1) * 1_000, 0), 0, records.length());
                clock.addAndGet(300_000);
            }
            journals.checkpoints().store(image(3_500));
        }
        try (JournalDirectory journals = JournalDirectory.open(dir, Records.options(clock))) {
            assertThat(journals.report().inputs().records())
                    .as("only the file with the checkpoint is walked")
                    .isEqualTo(1_000);
            assertThat(journals.report().outputs().records()).isEqualTo(1);
            assertThat(journals.inputs().lastPosition()).isEqualTo(4_000);
            assertThat(journals.outputs().lastPosition()).isEqualTo(4);
            records.append(journals.inputs(), 4_001, 4_100);
            Records.expect(journals.inputs(), 1, 4_100);
        }
    }

    private Checkpoints.Image image(final long position) {
        final byte[] content = new byte[5_000];
        random.nextBytes(content);
        return new Checkpoints.Image(position, 7, position * 31, content);
    }
}
