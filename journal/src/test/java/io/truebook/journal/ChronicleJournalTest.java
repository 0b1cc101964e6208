package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
    private static final long SEED = 20261121;
    private static final long FIVE_MINUTES_MS = 300_000;

    @TempDir
    Path dir;

    private final AtomicLong clock = Records.clock();
    private final Records records = new Records();

    @Test
    void shouldReadBackAcrossRollsAndAReopening() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 1_000);
            clock.addAndGet(FIVE_MINUTES_MS);
            records.append(journals.inputs(), 1_001, 2_000);
            Records.expect(journals.inputs(), 1, 2_000);
        }
        clock.addAndGet(FIVE_MINUTES_MS * 3);
        try (JournalDirectory journals = open()) {
            assertThat(journals.report().inputs().finding()).isEqualTo(ScanResult.Finding.CLEAN);
            assertThat(journals.inputs().lastPosition()).isEqualTo(2_000);
            records.append(journals.inputs(), 2_001, 2_500);
            Records.expect(journals.inputs(), 1, 2_500);
            assertThat(journals.inputs().directory().files()).hasSize(3);
            assertThat(journals.outputs().lastPosition()).isZero();
        }
    }

    @Test
    void shouldTakeRecordsFromHeapAndFromOffHeapMemory() {
        try (JournalDirectory journals = open()) {
            final Records heap = new Records(ByteBuffer.allocate(100_000));
            heap.append(journals.inputs(), 1, 100);
            records.append(journals.inputs(), 101, 200);
            journals.inputs().appender().append(heap.record(201, 0, 0, 50_000, 1), 0, heap.length());
            Records.expect(journals.inputs(), 1, 201);
        }
    }

    @Test
    void shouldRollForwardOnlyWhenTheWallClockIsSetBack() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 10);
            clock.addAndGet(FIVE_MINUTES_MS);
            records.append(journals.inputs(), 11, 20);
            clock.addAndGet(-10 * FIVE_MINUTES_MS);
            records.append(journals.inputs(), 21, 30);
        }
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 31, 40);
            Records.expect(journals.inputs(), 1, 40);
            assertThat(journals.inputs().directory().files()).hasSize(2);
        }
    }

    @Test
    void shouldSeekByPositionAndByTimeWhereStampsFallNowAndThen() {
        final Random random = new Random(SEED);
        final long[] times = new long[6_001];
        try (JournalDirectory journals = open()) {
            for (int i = 1; i <= 6_000; i++) {
                if (i % 1_500 == 0) {
                    clock.addAndGet(FIVE_MINUTES_MS);
                }
                times[i] = i * 1_000_000L - random.nextInt(20_000_000);
                journals.inputs().appender().append(records.record(i, 0, 0, 20, times[i]), 0, records.length());
            }
            try (JournalReader reader = journals.inputs().reader()) {
                for (int i = 0; i < 500; i++) {
                    final long position = 1 + random.nextInt(6_000);
                    assertThat(reader.seek(position)).as("seed %d", SEED).isTrue();
                    Records.expectCurrent(reader, position);
                }
                assertThat(reader.seek(0)).isFalse();
                assertThat(reader.seek(6_001)).isFalse();
                for (long time = -30_000_000; time < 6_010_000_000L; time += 13_777_777) {
                    int expected = 1;
                    while (expected <= 6_000 && times[expected] < time) {
                        expected++;
                    }
                    assertThat(reader.seekTime(time))
                            .as("seed %d time %d", SEED, time)
                            .isEqualTo(expected <= 6_000);
                    if (expected <= 6_000) {
                        assertThat(Envelope.sequence(reader.buffer(), reader.offset()))
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void shouldLetReadersFollowAWriterAcrossRolls() throws Exception {
        final int total = 30_000;
        try (JournalDirectory journals = open()) {
            final AtomicReference<Throwable> failure = new AtomicReference<>();
            final Thread inside = follow(journals.inputs(), total, failure);
            try (JournalDirectory other = JournalDirectory.openReadOnly(dir)) {
                final Thread outside = follow(other.inputs(), total, failure);
                for (int i = 1; i <= total; i++) {
                    if (i % 7_000 == 0) {
                        clock.addAndGet(FIVE_MINUTES_MS);
                    }
                    journals.inputs().appender().append(records.input(i), 0, records.length());
                }
                inside.join(60_000);
                outside.join(60_000);
                assertThat(failure.get()).isNull();
                assertThat(inside.isAlive() || outside.isAlive()).isFalse();
                assertThat(other.inputs().lastPosition()).isEqualTo(total);
            }
        }
    }

    @Test
    void shouldReadAfterTheWriterIsGoneAndRefuseToAppend() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 300);
            journals.outputs().appender().append(records.output(1, 1, 0), 0, records.length());
        }
        try (JournalDirectory journals = JournalDirectory.openReadOnly(dir)) {
            Records.expect(journals.inputs(), 1, 300);
            assertThat(journals.inputs().lastPosition()).isEqualTo(300);
            assertThatThrownBy(() -> journals.inputs().appender())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("reading alone");
        }
    }

    @Test
    void shouldAllocateNothingPerAppendAndReadOnceWarm() {
        final JournalOptions options = Records.options(clock).withBlockBytes(JournalOptions.DEFAULT_BLOCK_BYTES);
        final Records heap = new Records(ByteBuffer.allocate(1_000));
        try (JournalDirectory journals = JournalDirectory.open(dir, options);
                JournalReader reader = journals.inputs().reader()) {
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            int position = 0;
            long allocated = Long.MAX_VALUE;
            // the first passes warm up; growing the file and index pages are amortised over the rest
            for (int pass = 0; pass < 6; pass++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20_000; i++) {
                    position++;
                    final Records source = (i & 1) == 0 ? records : heap;
                    journals.inputs()
                            .appender()
                            .append(source.record(position, 0, 0, 200, position), 0, source.length());
                    reader.next();
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            System.out.println("journal: least bytes allocated in 20,000 appends and reads: " + allocated);
            assertThat(allocated).isZero();
            Records.expect(journals.inputs(), position - 10, position);
        }
    }

    @Test
    void shouldRefuseARecordThatIsTooLongOrDoesNotFollowAndGoOn() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 5);
            assertThatThrownBy(() -> records.append(journals.inputs(), 7, 7))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("expected=6");
            assertThatThrownBy(() -> journals.inputs()
                            .appender()
                            .append(records.record(6, 0, 0, 100_000, 0), 0, records.length()))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("limit=" + journals.inputs().maxRecordBytes());
            journals.inputs()
                    .appender()
                    .append(
                            records.record(6, 0, 0, journals.inputs().maxRecordBytes() - Envelope.BYTES, 0),
                            0,
                            records.length());
            records.append(journals.inputs(), 7, 400);
            Records.expect(journals.inputs(), 1, 400);
        }
    }

    @Test
    void shouldNameTheHolderWhenASecondWriterComes() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 1);
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("reading alone");
        }
        open().close();
    }

    @Test
    void shouldSayWhatIsWrongWithAFolderThatIsNoJournalOrANewerOne() throws Exception {
        assertThatThrownBy(() -> JournalDirectory.openReadOnly(dir))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no journal here");
        assertThatThrownBy(() -> JournalDirectory.openReadOnly(dir.resolve("none")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no journal here");
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 1);
        }
        Files.writeString(dir.resolve("format"), "truebook-journal 2\nroll=DAILY\nblockBytes=262144\n");
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("version=2");
        Files.writeString(dir.resolve("format"), "hello");
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("not readable");
        Files.delete(dir.resolve("format"));
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("`format`");
    }

    @Test
    void shouldMakeMetadataAnewWhenItIsDamaged() throws Exception {
        final Path metadata = dir.resolve("inputs/metadata.cq4t");
        final byte[][] damages = {
            new byte[0], new byte[131_072], "no table store".repeat(100).getBytes()
        };
        int last = 0;
        for (final byte[] damage : damages) {
            try (JournalDirectory journals = open()) {
                records.append(journals.inputs(), last + 1, last + 10);
                last += 10;
            }
            Files.write(metadata, damage);
        }
        try (JournalDirectory journals = open()) {
            assertThat(journals.report().repairs()).anyMatch(line -> line.contains("metadata.cq4t was damaged"));
            records.append(journals.inputs(), last + 1, last + 10);
            Records.expect(journals.inputs(), 1, last + 10);
        }
    }

    @Test
    void shouldTakeOverTheLocksOfAWriterThatHadOurProcessNumber() {
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 1, 10);
        }
        // in a container every writer is process 1; Chronicle would wait for itself and then give up
        SingleChronicleQueueBuilder.addAliases();
        try (TableStore<?> store = SingleTableBuilder.binary(
                        dir.resolve("inputs/metadata.cq4t"), Metadata.NoMeta.INSTANCE)
                .readOnly(false)
                .build()) {
            for (final String key : new String[] {"chronicle.write.lock", "chronicle.append.lock"}) {
                final LongValue lock = store.acquireValueFor(key);
                lock.setVolatileValue(ProcessHandle.current().pid());
                Closeable.closeQuietly(lock);
            }
        }
        try (JournalDirectory journals = open()) {
            records.append(journals.inputs(), 11, 20);
            Records.expect(journals.inputs(), 1, 20);
        }
    }

    private Thread follow(final Journal journal, final int total, final AtomicReference<Throwable> failure) {
        final JournalReader reader = journal.reader();
        final Thread thread = new Thread(() -> {
            try (reader) {
                for (int i = 1; i <= total && failure.get() == null; ) {
                    if (reader.next()) {
                        Records.expectCurrent(reader, i++);
                    } else {
                        Thread.yield();
                    }
                }
            } catch (final Throwable t) {
                failure.compareAndSet(null, t);
            }
        });
        thread.start();
        return thread;
    }

    private JournalDirectory open() {
        return JournalDirectory.open(dir, Records.options(clock));
    }
}
