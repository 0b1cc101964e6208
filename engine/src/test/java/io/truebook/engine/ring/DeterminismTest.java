package io.truebook.engine.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.core.Configs;
import io.truebook.engine.core.CoreRun;
import io.truebook.engine.core.Output;
import io.truebook.engine.core.SyntheticRun;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same inputs give the same outputs and the same hash, whatever runs them. */
class DeterminismTest {
    private static final long SEED = 11;
    private static final int FRAMES = 4_000;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"FUSED, PROCESS", "FUSED, DISK", "STAGED, PROCESS", "STAGED, DISK"})
    void shouldMakeTheOutputsOfTheCoreAloneInEveryLayout(Layout layout, Durability durability) {
        final CoreRun alone = SyntheticRun.play(SEED, FRAMES);
        final MemoryJournal inputs = new MemoryJournal();
        final MemoryJournal outputs = new MemoryJournal();
        try (RingRun run = new RingRun(RingRun.options().with(layout).with(durability), inputs, outputs, null)) {
            run.start(Configs.of(Configs.both()));
            offerAll(alone.inputs(), run);
            run.awaitPublished(alone.inputs().lastPosition());
            assertThat(run.core.stateHash())
                    .as("seed %d", SEED)
                    .isEqualTo(alone.core().stateHash());
        }
        assertThat(records(outputs)).as("seed %d", SEED).isEqualTo(records(alone.outputs()));
    }

    /** Offers the recorded inputs again, but for the two that the start makes itself. */
    private static void offerAll(Journal recorded, RingRun run) {
        try (JournalReader reader = recorded.reader()) {
            for (int i = 0; i < 2; i++) {
                assertThat(reader.next()).isTrue();
            }
            while (reader.next()) {
                while (!offer(run.input(), reader.buffer(), reader.offset(), reader.length())) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static boolean offer(RingInput input, DirectBuffer buffer, int offset, int length) {
        final int source = Envelope.source(buffer, offset);
        final int venue = Envelope.venue(buffer, offset);
        final long stamp = Envelope.timeNs(buffer, offset);
        final int body = offset + Envelope.BYTES;
        final byte[] bytes = new byte[length - Envelope.BYTES];
        buffer.getBytes(body, bytes);
        return switch (Envelope.type(buffer, offset)) {
            case InputType.FRAME -> input.frame(source, venue, stamp, RingRun.payload(bytes), bytes.length);
            case InputType.CONNECTION_UP -> input.connectionUp(source, venue, stamp);
            case InputType.CONNECTION_DOWN -> input.connectionDown(source, venue, stamp, 3, 0, "");
            case InputType.TIMER -> input.timer(stamp);
            case InputType.CONTINUE -> input.continueWork(stamp);
            case InputType.PAUSED -> input.paused(source, venue, stamp);
            case InputType.RESUMED -> input.resumed(source, venue, stamp);
            case InputType.OUTCOME -> {
                final byte[] answer = new byte[OutcomeBody.bodyLength(buffer, body)];
                buffer.getBytes(OutcomeBody.bodyOffset(buffer, body), answer);
                yield input.outcome(
                        OutcomeBody.requestId(buffer, body),
                        venue,
                        stamp,
                        OutcomeBody.status(buffer, body),
                        OutcomeBody.failure(buffer, body),
                        -1,
                        -1,
                        "",
                        RingRun.payload(answer),
                        answer.length);
            }
            default -> throw new IllegalStateException(InputType.name(Envelope.type(buffer, offset)));
        };
    }

    static List<Output> records(Journal journal) {
        final List<Output> records = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            while (reader.next()) {
                records.add(new Output(reader.buffer(), reader.offset()));
            }
        }
        return records;
    }

    @Test
    void shouldNotDependOnLocaleOrTimeZone() {
        final Locale locale = Locale.getDefault();
        final TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.US);
            final CoreRun american = SyntheticRun.play(SEED, FRAMES);
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            final CoreRun turkish = SyntheticRun.play(SEED, FRAMES);
            assertThat(turkish.core().stateHash()).isEqualTo(american.core().stateHash());
            assertThat(turkish.all()).isEqualTo(american.all());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }
}
