package io.truebook.tools.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.truebook.engine.book.Condition;
import io.truebook.engine.core.DocumentView;
import io.truebook.engine.core.Venue;
import io.truebook.engine.document.Value;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.replay.Replayer;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.read.CausalReader;
import io.truebook.tools.read.JournalPair;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.DeliveryLog;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reconciliation model's own protocol over real sockets: order books, tickers, trades and balances as generic deltas,
 * each state compared with the box's own after every input of the journal.
 */
final class ModelOverSocketsTest {
    private static final long SEED = 20_261_122;
    private static final int FRAMES = 2_000;
    private static final int FRAMES_BETWEEN = 20;
    private static final Pattern DOCUMENT = Pattern.compile(
            "\"channel\":\"(ticker|trades|balance)\",\"symbol\":\"([^\"]+)\".*\"sequenceId\":([0-9]+)[,}]");

    @TempDir
    Path folder;

    private long compared;
    private Map<String, DocumentView> atEnd;

    @Test
    void shouldEqualTheBoxAfterEveryDelta() throws Exception {
        final BoxRun run = BoxRun.run(folder, "generic", "/", 0, market(FRAMES), Layout.FUSED);
        check(run);
        assertThat(run.oracle.compared()).isPositive();
        compareDocuments();
        assertThat(atEnd).hasSize(9); // three documents of each symbol
        assertThat(compared).isPositive();
    }

    @Test
    void shouldNeverBeLiveAndWrongWhenFaultsAreInjected() throws Exception {
        final List<FaultKind> row = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            row.addAll(List.of(
                    FaultKind.DROP,
                    FaultKind.DUPLICATE,
                    FaultKind.REORDER,
                    FaultKind.WRONG_CHECKSUM,
                    FaultKind.TRUNCATE,
                    FaultKind.CORRUPT));
        }
        Collections.shuffle(row, new Random(SEED));
        row.add(FaultKind.DISCONNECT);
        final Faults.Builder faults = Faults.builder(SEED);
        row.forEach(kind -> faults.fault(kind).inTurn(FRAMES_BETWEEN));
        final BoxOptions.Builder box = market(0).speed(2).faults(faults.build());
        final BoxRun run = BoxRun.run(folder, "generic", "/", 0, box, Layout.STAGED, true, UnaryOperator.identity());
        check(run);
        assertThat(run.stats.faults().keySet()).as("seed %s", SEED).containsAll(row);
        compareDocuments();
        System.out.println("generic: seed=" + SEED + ", faults=" + run.stats.faults() + ", connections="
                + run.stats.connections() + ", books compared=" + run.oracle.compared() + ", documents compared="
                + compared);
        // how many changes fall between the faults is a matter of the machine's pace
        assertThat(compared).isPositive();
    }

    @Test
    void shouldRunTheModelsOwnExample() throws Exception {
        final Path example = BoxRun.root().resolve("../shared/requirements/example-config.json");
        assumeTrue(Files.exists(example), "no example at " + example);
        final String text = Files.readString(example);
        final BoxRun run = BoxRun.run(folder, "generic", "/", 0, market(600), Layout.FUSED, false, definition -> text);
        check(run);
        assertThat(run.oracle.compared()).isPositive();
    }

    private static void check(BoxRun run) {
        assertThat(run.oracle.wrongInstants()).as("seed %s", SEED).isEmpty();
        assertThat(run.unequal).as("seed %s", SEED).isEmpty();
        assertThat(run.verified.difference()).isNull();
        assertThat(run.verified.missing()).isZero();
    }

    private static BoxOptions.Builder market(int frames) {
        final MarketOptions market = MarketOptions.of(SEED).withFrames(frames).withEventsPerSecond(400);
        return BoxOptions.builder().speed(4).market("generic", market);
    }

    /**
     * Replays the journal: whenever a document changed and is LIVE, it is what the box had as of that id, and before our
     * own stop each is LIVE and as of the last id that reached the journal.
     */
    private void compareDocuments() {
        final Map<String, Value> oracle = new HashMap<>();
        DeliveryLog.readDocuments(
                folder.resolve("delivered.jsonl"),
                document -> oracle.put(
                        document.channel() + ' ' + document.symbol() + ' ' + document.id(),
                        Value.parse(document.state())));
        final Map<String, DocumentView> last = new HashMap<>();
        final Map<String, Long> told = new HashMap<>();
        try (JournalDirectory journal = JournalDirectory.openReadOnly(folder.resolve("journal"));
                CausalReader inputs = new CausalReader(new JournalPair(journal.inputs(), journal.outputs()), 1);
                Replayer replayer = new Replayer(journal.inputs())) {
            final long stop = read(inputs, told);
            replayer.run(journal.inputs().lastPosition(), (position, batch) -> {
                if (!replayer.core().venues().isEmpty()) {
                    final Venue venue = replayer.core().venues().get(0);
                    compare(venue, position, oracle, last);
                    if (position == stop - 1) {
                        atEnd = documents(venue);
                    }
                }
                return true;
            });
        }
        assertThat(atEnd.keySet()).isEqualTo(told.keySet());
        atEnd.forEach((key, document) -> {
            assertThat(document.condition()).as("seed %s, %s", SEED, key).isEqualTo(Condition.LIVE);
            assertThat(document.lastId()).as("seed %s, %s", SEED, key).isEqualTo(told.get(key));
        });
    }

    /** The last id of each document's frames; @return the position of our own stop */
    private static long read(CausalReader inputs, Map<String, Long> told) {
        long stop = 0;
        while (inputs.next()) {
            final DirectBuffer record = inputs.buffer();
            final int body = inputs.offset() + Envelope.BYTES;
            final int type = Envelope.type(record, inputs.offset());
            if (type == InputType.CONNECTION_DOWN
                    && ConnectionDownBody.reason(record, body) == ConnectionDownBody.CLOSED_BY_US) {
                stop = inputs.inputPosition();
            } else if (type == InputType.FRAME) {
                final Matcher frame = DOCUMENT.matcher(record.getStringWithoutLengthUtf8(
                        body, Envelope.length(record, inputs.offset()) - Envelope.BYTES));
                if (frame.find()) {
                    told.merge(frame.group(1) + ' ' + frame.group(2), Long.parseLong(frame.group(3)), Math::max);
                }
            }
        }
        return stop;
    }

    private static Map<String, DocumentView> documents(Venue venue) {
        final Map<String, DocumentView> all = new HashMap<>();
        for (int symbol = 0; symbol < venue.instruments().size(); symbol++) {
            for (final DocumentView document : venue.documents(symbol)) {
                all.put(
                        document.channel()
                                + ' '
                                + venue.instruments().get(symbol).symbol(),
                        document);
            }
        }
        return all;
    }

    private void compare(Venue venue, long position, Map<String, Value> oracle, Map<String, DocumentView> last) {
        documents(venue).forEach((key, document) -> {
            final DocumentView before = last.get(key);
            if (document.condition() == Condition.LIVE && (before == null || before.value() != document.value())) {
                compared++;
                assertThat(document.value())
                        .as("seed=%d, position=%d, %s, id=%d", SEED, position, key, document.lastId())
                        .isEqualTo(oracle.get(key + ' ' + document.lastId()));
                last.put(key, document);
            }
        });
    }
}
