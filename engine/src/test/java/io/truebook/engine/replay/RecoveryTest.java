package io.truebook.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.core.Configs;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.CoreRun;
import io.truebook.engine.core.Output;
import io.truebook.engine.core.SyntheticRun;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery at start, and the comparison that names a divergence. */
class RecoveryTest {
    private static final long SEED = 21;

    private final CoreRun run = SyntheticRun.play(SEED, 1_500);

    private static MemoryJournal copy(Journal from, long records) {
        final MemoryJournal to = new MemoryJournal();
        try (JournalReader reader = from.reader()) {
            for (long i = 0; i < records && reader.next(); i++) {
                to.append(reader.buffer(), reader.offset(), reader.length());
            }
        }
        return to;
    }

    private static List<Output> records(Journal journal) {
        final List<Output> records = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            while (reader.next()) {
                records.add(new Output(reader.buffer(), reader.offset()));
            }
        }
        return records;
    }

    private static Recovery recover(Journal inputs, Journal outputs, Recovery.Checkpoint checkpoint) {
        return new Recovery(inputs, outputs, checkpoint, Set.of(), (position, last) -> {});
    }

    private Recovery.Checkpoint checkpoint(long position) {
        try (Replayer replayer = new Replayer(run.inputs())) {
            replayer.run(position, (at, batch) -> true);
            return new Recovery.Checkpoint(position, Core.VERSION, replayer.hash(), replayer.image());
        }
    }

    @ParameterizedTest(name = "{0} outputs are there")
    @ValueSource(longs = {0, 1, 2, 17, 400})
    void shouldAppendExactlyTheMissingOutputsWhenInputsAreAhead(long present) {
        final MemoryJournal outputs = copy(run.outputs(), present);
        final Recovery recovery = recover(run.inputs(), outputs, null);
        assertThat(recovery.compared()).isEqualTo(present);
        assertThat(recovery.appended()).isEqualTo(run.outputs().lastPosition() - present);
        assertThat(records(outputs)).as("seed %d", SEED).isEqualTo(records(run.outputs()));
        assertThat(recovery.replayer().core().stateHash()).isEqualTo(run.core().stateHash());
        final CRC32 crc = new CRC32();
        try (JournalReader reader = outputs.reader()) {
            while (reader.next()) {
                assertThat(Envelope.isIntact(reader.buffer(), reader.offset(), reader.length(), crc))
                        .isTrue();
            }
        }
    }

    @Test
    void shouldBeAtTheStartWithEmptyJournals() {
        final Recovery recovery = recover(new MemoryJournal(), new MemoryJournal(), null);
        assertThat(recovery.fed()).isZero();
        assertThat(recovery.lastPosition()).isZero();
        assertThat(recovery.replayer().core().configured()).isNull();
    }

    @ParameterizedTest(name = "checkpoint at {0}")
    @ValueSource(longs = {1, 2, 50, 700, 1500})
    void shouldGetFromACheckpointWhereAFullReplayGets(long position) {
        final Recovery recovery = recover(run.inputs(), copy(run.outputs(), Long.MAX_VALUE), checkpoint(position));
        assertThat(recovery.fromPosition()).isEqualTo(position);
        assertThat(recovery.fed()).isEqualTo(run.inputs().lastPosition() - position);
        assertThat(recovery.appended()).isZero();
        assertThat(recovery.replayer().core().stateHash()).isEqualTo(run.core().stateHash());
    }

    @Test
    void shouldReplayEverythingWhenTheCheckpointIsOfAnotherCoreOrBeyondTheInputs() {
        final Recovery.Checkpoint good = checkpoint(100);
        final Recovery.Checkpoint old = new Recovery.Checkpoint(100, Core.VERSION + 1, good.stateHash(), good.image());
        final Recovery.Checkpoint beyond =
                new Recovery.Checkpoint(99_999, Core.VERSION, good.stateHash(), good.image());
        for (Recovery.Checkpoint unusable : List.of(old, beyond)) {
            final Recovery recovery = recover(run.inputs(), copy(run.outputs(), Long.MAX_VALUE), unusable);
            assertThat(recovery.fromPosition()).isZero();
            assertThat(recovery.fed()).isEqualTo(run.inputs().lastPosition());
        }
    }

    @Test
    void shouldSayThatInputsWereDeletedWhenNoCheckpointStands() {
        final MemoryJournal kept = new MemoryJournal(64 << 10, 16 << 10);
        try (JournalReader reader = run.inputs().reader()) {
            while (reader.next()) {
                kept.append(reader.buffer(), reader.offset(), reader.length());
            }
        }
        assertThat(kept.firstPosition()).isGreaterThan(1);
        assertThatThrownBy(() -> recover(kept, new MemoryJournal(), null))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("inputs before position " + kept.firstPosition());
    }

    @Test
    void shouldRefuseOutputsWhoseCauseLiesBehindTheLastInput() {
        final MemoryJournal inputs = copy(run.inputs(), run.inputs().lastPosition() - 20);
        assertThatThrownBy(() -> recover(inputs, copy(run.outputs(), Long.MAX_VALUE), null))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("behind the last input, position " + inputs.lastPosition());
    }

    @Test
    void shouldNameTheFirstInputWhoseOutputIsAnother() {
        for (int body : new int[] {0, 7, 23}) {
            final long victim = 200 + body;
            final MemoryJournal outputs = altered(victim, body);
            final long cause = records(run.outputs()).get((int) victim - 1).cause();
            assertThat(ReplayComparison.difference(run.inputs(), outputs))
                    .startsWith("input " + cause + ": the journal holds ")
                    .endsWith("bodies differ from byte " + body);
            assertThatThrownBy(() -> recover(run.inputs(), outputs, null))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("input " + cause);
        }
        assertThat(ReplayComparison.difference(run.inputs(), run.outputs())).isNull();
    }

    /** The outputs with one byte of one body flipped, and sealed again as a broken core would have. */
    private MemoryJournal altered(long victim, int body) {
        final MemoryJournal outputs = new MemoryJournal();
        try (JournalReader reader = run.outputs().reader()) {
            while (reader.next()) {
                final UnsafeBuffer record = new UnsafeBuffer(new byte[reader.length()]);
                record.putBytes(0, reader.buffer(), reader.offset(), reader.length());
                if (Envelope.sequence(record, 0) == victim) {
                    record.putByte(Envelope.BYTES + body, (byte) (record.getByte(Envelope.BYTES + body) ^ 1));
                    Envelope.seal(record, 0, record.capacity(), new CRC32());
                }
                outputs.append(record, 0, record.capacity());
            }
        }
        return outputs;
    }

    @Test
    void shouldNameAnOutputThatTheCoreDoesNotMake() {
        final MemoryJournal outputs = new MemoryJournal();
        long extra = 0;
        try (JournalReader reader = run.outputs().reader()) {
            for (long i = 1; reader.next(); i++) {
                appendAs(outputs, reader);
                if (i == 300) {
                    extra = Envelope.cause(reader.buffer(), reader.offset());
                    appendAs(outputs, reader);
                }
            }
        }
        assertThat(ReplayComparison.difference(run.inputs(), outputs))
                .startsWith("input ")
                .contains("cause " + extra);
    }

    private static void appendAs(MemoryJournal to, JournalReader reader) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[reader.length()]);
        record.putBytes(0, reader.buffer(), reader.offset(), reader.length());
        record.putLong(Envelope.SEQUENCE_OFFSET, to.lastPosition() + 1, ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(record, 0, record.capacity(), new CRC32());
        to.append(record, 0, record.capacity());
    }

    /** Swaps one comparison of the sequence predicate in the class file, and replays with that core. */
    @Test
    void shouldCatchACoreWithOneComparisonSwapped() throws ReflectiveOperationException {
        int caught = 0;
        int swapped = 0;
        for (int site = 0; ; site++) {
            final BrokenCoreLoader loader = new BrokenCoreLoader("io.truebook.engine.core.SequenceCheck", site);
            if (!loader.hasSite()) {
                break;
            }
            swapped++;
            final String difference = differenceWith(loader);
            if (difference != null) {
                caught++;
                assertThat(difference).matches("(?s)input \\d+: the (journal holds|core fails).*");
            }
        }
        assertThat(swapped).isGreaterThanOrEqualTo(4);
        assertThat(caught)
                .as("of %d swaps; the others are of rules that this run has not", swapped)
                .isGreaterThanOrEqualTo(3);
        assertThat(differenceWith(new BrokenCoreLoader("io.truebook.engine.core.SequenceCheck", -1)))
                .as("the unchanged core in a loader of its own")
                .isNull();
    }

    private String differenceWith(ClassLoader loader) throws ReflectiveOperationException {
        try {
            return (String) loader.loadClass(ReplayComparison.class.getName())
                    .getMethod("difference", Journal.class, Journal.class)
                    .invoke(null, run.inputs(), run.outputs());
        } catch (InvocationTargetException e) {
            throw new AssertionError("the broken core threw", e.getCause());
        }
    }

    @Test
    void shouldLeaveOutPoisonedInputsAndThoseThatTheJournalNames() {
        final CoreRun poisoned = CoreRun.started(Configs.of(Configs.kraken()));
        poisoned.up(0);
        poisoned.frame(0, "{\"poison");
        final long position = poisoned.inputs().lastPosition();
        final Recovery recovery =
                new Recovery(poisoned.inputs(), new MemoryJournal(), null, Set.of(position), (at, last) -> {});
        assertThat(recovery.replayer().core().venues().get(0).counters().malformed)
                .isZero();

        poisoned.feed(InputType.SKIP, 0, 0, new byte[] {(byte) position, 0, 0, 0, 0, 0, 0, 0});
        final MemoryJournal outputs = new MemoryJournal();
        final Recovery second = recover(poisoned.inputs(), outputs, null);
        assertThat(second.replayer().core().venues().get(0).counters().malformed)
                .isZero();
        assertThat(records(outputs))
                .noneMatch(output -> output.cause() == position)
                .anyMatch(output -> output.type() == OutputType.ALERT);
    }
}
