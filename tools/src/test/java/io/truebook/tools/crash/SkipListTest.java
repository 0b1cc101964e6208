package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalDirectory;
import io.truebook.transport.box.Faults;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An input that ends every process that takes it. */
final class SkipListTest {
    private static final long SEED = 20261123;
    private static final int EVENTS_PER_SECOND = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldLeaveOutAnInputThatCrashedTwoStartsAndGoOnWithTheRest(Layout layout) throws Exception {
        final Path journal = folder.resolve("journal");
        final Path patched = Files.createDirectory(folder.resolve("patched"));
        Poison.writeInto(patched);
        try (Exchange exchange = new Exchange(folder, SEED, EVENTS_PER_SECOND, Faults.none())) {
            final EngineFolder engine = new EngineFolder(folder, journal, exchange);
            engine.patch(patched);
            final long position;
            try (ChildJvm running = engine.start(layout)) {
                final String failed = running.awaitLine("failed");
                assertThat(failed).as(running.describe()).contains("the core dies of this frame");
                position = Long.parseLong(failed.replaceAll(".*position=(\\d+).*", "$1"));
                assertThat(running.awaitExit()).isEqualTo(1);
            }
            try (ChildJvm recovering = engine.start(layout)) {
                assertThat(recovering.awaitLine("started")).isNull();
                assertThat(recovering.awaitExit()).isEqualTo(1);
                assertThat(recovering.describe()).contains("the core dies of this frame");
            }
            try (ChildJvm going = engine.start(layout)) {
                assertThat(going.awaitLine("started")).as(going.describe()).isNotNull();
                endWell(going, exchange, journal);
            }
            assertThat(skips(journal)).containsExactly(position);
            assertThat(alerts(journal)).containsExactly(position);
            // the real core, from the checkpoint: nothing is left to settle
            try (ChildJvm settled = new EngineFolder(folder, journal, exchange).start(layout)) {
                assertThat(settled.awaitLine("started")).as(settled.describe()).isNotNull();
                assertThat(journal.resolve("crashes")).doesNotExist();
                endWell(settled, exchange, journal);
            }
            assertThat(skips(journal)).containsExactly(position);
            System.out.println("skip list: input " + position + " is left out, " + layout);
        }
        Evidence.assertReplays(journal);
    }

    private static void endWell(ChildJvm engine, Exchange exchange, Path journal) throws InterruptedException {
        exchange.box().endFeeds();
        PublishedBooks.awaitEqual(engine, journal, name -> name.startsWith("binance:"), exchange);
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal);
                PublishedBooks books = new PublishedBooks(directory.outputs())) {
            books.poll();
            assertThat(books.conditions())
                    .allSatisfy((name, condition) -> assertThat(condition)
                            .as(name)
                            .isEqualTo(name.startsWith("kraken:") ? Condition.BROKEN : Condition.LIVE));
        }
        engine.terminate();
        assertThat(engine.awaitExit()).as(engine.describe()).isZero();
    }

    private static List<Long> skips(Path journal) {
        final List<Long> positions = new ArrayList<>();
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal);
                JournalReader reader = directory.inputs().reader()) {
            while (reader.next()) {
                if (Envelope.type(reader.buffer(), reader.offset()) == InputType.SKIP) {
                    positions.add(reader.buffer().getLong(reader.offset() + Envelope.BYTES, ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        return positions;
    }

    private static List<Long> alerts(Path journal) {
        final List<Long> positions = new ArrayList<>();
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal);
                JournalReader reader = directory.outputs().reader()) {
            while (reader.next()) {
                final int body = reader.offset() + Envelope.BYTES;
                if (Envelope.type(reader.buffer(), reader.offset()) == OutputType.ALERT
                        && EventBody.kind(reader.buffer(), body) == EventKind.SKIPPED_INPUT) {
                    positions.add(EventBody.actual(reader.buffer(), body));
                }
            }
        }
        return positions;
    }
}
