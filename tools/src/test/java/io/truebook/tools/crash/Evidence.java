package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.Console;
import io.truebook.tools.replay.ReplayRun;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/** Looks at a journal folder after the fact. */
public final class Evidence {
    private Evidence() {}

    /** {@code replay --verify} over the whole journal. */
    public static ObjectNode replay(Path folder) {
        try (JournalDirectory journal = JournalDirectory.openReadOnly(folder)) {
            final Console console = Console.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
            return new ReplayRun(journal, console).run(1, Long.MAX_VALUE, true);
        }
    }

    /** {@code replay --verify} finds nothing at all to say. */
    public static ObjectNode assertReplays(Path folder) {
        final ObjectNode replay = replay(folder);
        assertThat(replay.get("difference").asText(null)).isNull();
        assertThat(replay.get("same").asBoolean()).as("%s", replay).isTrue();
        assertThat(replay.get("missing").asLong()).as("%s", replay).isZero();
        assertThat(replay.get("withoutInput").asBoolean()).as("%s", replay).isFalse();
        assertThat(replay.get("compared").asLong()).as("%s", replay).isPositive();
        return replay;
    }

    /** Moments at which a venue had more than one connection up in one run, in words. */
    static List<String> doubleConnections(Journal inputs) {
        final List<String> complaints = new ArrayList<>();
        final Map<Integer, Integer> up = new HashMap<>();
        try (JournalReader reader = inputs.reader()) {
            while (reader.next()) {
                final int venue = Envelope.venue(reader.buffer(), reader.offset());
                switch (Envelope.type(reader.buffer(), reader.offset())) {
                    case InputType.STARTED -> up.clear();
                    case InputType.CONNECTION_UP -> {
                        if (up.merge(venue, 1, Integer::sum) > 1) {
                            complaints.add("input " + Envelope.sequence(reader.buffer(), reader.offset())
                                    + ": a second connection of venue " + venue + " is up");
                        }
                    }
                    case InputType.CONNECTION_DOWN -> up.computeIfPresent(venue, (id, count) -> Math.max(0, count - 1));
                    default -> {
                        // concerns no connection
                    }
                }
            }
        }
        return complaints;
    }

    /** Writes a journal again through its own interface, without some of its outputs. */
    static void copy(Path from, Path to, BiPredicate<JournalReader, Long> leftOut) {
        final CRC32 crc = new CRC32();
        final UnsafeBuffer record = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(1 << 20));
        try (JournalDirectory source = JournalDirectory.openReadOnly(from);
                JournalDirectory target =
                        JournalDirectory.open(to, JournalOptions.defaults().withBlockBytes(8 << 20));
                JournalReader inputs = source.inputs().reader();
                JournalReader outputs = source.outputs().reader()) {
            while (inputs.next()) {
                target.inputs().appender().append(inputs.buffer(), inputs.offset(), inputs.length());
            }
            long position = 0;
            while (outputs.next()) {
                if (leftOut.test(outputs, Envelope.sequence(outputs.buffer(), outputs.offset()))) {
                    continue;
                }
                record.putBytes(0, outputs.buffer(), outputs.offset(), outputs.length());
                record.putLong(Envelope.SEQUENCE_OFFSET, ++position, ByteOrder.LITTLE_ENDIAN);
                Envelope.seal(record, 0, outputs.length(), crc);
                target.outputs().appender().append(record, 0, outputs.length());
            }
        }
    }
}
