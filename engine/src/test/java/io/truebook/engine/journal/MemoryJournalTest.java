package io.truebook.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {
    private static final long SEED = 20261121;

    private final CRC32 crc = new CRC32();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[70_000]);

    @Test
    void shouldReadBackWhatWasAppendedAcrossChunks() {
        final MemoryJournal journal = new MemoryJournal(Long.MAX_VALUE, 1024);
        final Random random = new Random(SEED);
        for (int i = 1; i <= 1_000; i++) {
            append(journal, i, i * 10L, i % 100 == 0 ? 3_000 : random.nextInt(300));
        }
        final JournalReader reader = journal.reader();
        for (int i = 1; i <= 1_000; i++) {
            assertThat(reader.next()).isTrue();
            assertThat(Envelope.sequence(reader.buffer(), reader.offset())).isEqualTo(i);
        }
        assertThat(reader.next()).isFalse();
        append(journal, 1_001, 1, 1);
        assertThat(reader.next()).isTrue();
        assertThat(journal.lastPosition()).isEqualTo(1_001);
    }

    @Test
    void shouldSeekAnyPositionAndContinueFromThere() {
        final MemoryJournal journal = new MemoryJournal(Long.MAX_VALUE, 4096);
        for (int i = 1; i <= 500; i++) {
            append(journal, i, i, i % 90);
        }
        final JournalReader reader = journal.reader();
        for (int i = 500; i >= 1; i--) {
            assertThat(reader.seek(i)).isTrue();
            assertThat(Envelope.sequence(reader.buffer(), reader.offset())).isEqualTo(i);
            assertThat(reader.next()).isEqualTo(i < 500);
        }
        assertThat(reader.seek(0)).isFalse();
        assertThat(reader.seek(501)).isFalse();
    }

    @Test
    void shouldFindTheFirstRecordNotBeforeATimeWhenStampsFallNowAndThen() {
        final MemoryJournal journal = new MemoryJournal(Long.MAX_VALUE, 1024);
        final long[] times = new long[2_000];
        final Random random = new Random(SEED);
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 100L - random.nextInt(1_000);
            append(journal, i + 1, times[i], 20);
        }
        final JournalReader reader = journal.reader();
        for (long time = -2_000; time < 201_000; time += 777) {
            long expected = 0;
            for (int i = 0; i < times.length && expected == 0; i++) {
                expected = times[i] >= time ? i + 1 : 0;
            }
            assertThat(reader.seekTime(time)).as("seed %d, time %d", SEED, time).isEqualTo(expected != 0);
            if (expected != 0) {
                assertThat(Envelope.sequence(reader.buffer(), reader.offset())).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldDropOldestChunksAndSayWhatIsGoneWhenBoundIsPassed() {
        final MemoryJournal journal = new MemoryJournal(4_096, 1024);
        final JournalReader early = journal.reader();
        for (int i = 1; i <= 100; i++) {
            append(journal, i, i, 52);
        }
        assertThat(journal.keptBytes()).isLessThanOrEqualTo(4_096);
        assertThat(journal.firstPosition()).isGreaterThan(1);
        assertThatThrownBy(early::next).isInstanceOf(JournalException.class).hasMessageContaining("is gone");
        assertThat(early.seek(1)).isFalse();
        assertThat(early.seek(journal.firstPosition())).isTrue();
        assertThat(journal.reader().next()).isTrue();
    }

    @Test
    void shouldRefuseARecordThatDoesNotFollowOrIsNotSealed() {
        final MemoryJournal journal = new MemoryJournal();
        append(journal, 1, 1, 8);
        assertThatThrownBy(() -> append(journal, 3, 1, 8))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("expected=2");
        record.setMemory(0, 100, (byte) 0);
        assertThatThrownBy(() -> journal.append(record, 0, 60))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("seal");
        assertThat(journal.lastPosition()).isEqualTo(1);
    }

    @Test
    void shouldLetAnotherThreadReadWhileOneAppends() throws Exception {
        final MemoryJournal journal = new MemoryJournal(Long.MAX_VALUE, 2048);
        final int total = 50_000;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = new Thread(() -> {
            try (JournalReader reader = journal.reader()) {
                for (int i = 1; i <= total; ) {
                    if (reader.next()) {
                        assertThat(Envelope.sequence(reader.buffer(), reader.offset()))
                                .isEqualTo(i++);
                    } else {
                        Thread.onSpinWait();
                    }
                }
            } catch (final Throwable t) {
                failure.set(t);
            }
        });
        thread.start();
        for (int i = 1; i <= total; i++) {
            append(journal, i, i, i & 127);
        }
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(failure.get()).isNull();
    }

    @Test
    void shouldAllocateNothingPerAppendAndReadWithinAChunk() {
        final MemoryJournal journal = new MemoryJournal(Long.MAX_VALUE, 64 * 1024 * 1024);
        final JournalReader reader = journal.reader();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int position = 1;
        for (; position <= 20_000; position++) {
            append(journal, position, position, 200);
            reader.next();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (; position <= 120_000; position++) {
            append(journal, position, position, 200);
            reader.next();
        }
        // The JVM itself may link something late (720 bytes were seen once); an object per append would be megabytes.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4096);
    }

    private void append(final MemoryJournal journal, final long position, final long timeNs, final int bodyLength) {
        final int length = Envelope.BYTES + bodyLength;
        Envelope.write(record, 0, InputType.FRAME, 0, position, 0, 1, 0, timeNs);
        Envelope.seal(record, 0, length, crc);
        journal.appender().append(record, 0, length);
    }
}
