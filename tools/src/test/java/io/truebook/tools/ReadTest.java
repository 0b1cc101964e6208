package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.book.Condition;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.read.BookAt;
import io.truebook.tools.read.BookFinder;
import io.truebook.tools.read.JournalPair;
import io.truebook.tools.read.RecordFilter;
import io.truebook.tools.read.Stats;
import io.truebook.tools.read.Tail;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadTest {
    private final MemoryJournal inputs = new MemoryJournal();
    private final MemoryJournal outputs = new MemoryJournal();
    private final JournalPair journal = new JournalPair(inputs, outputs);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = Console.of(out, new ByteArrayOutputStream());

    private final SmallJournal small = new SmallJournal(inputs, outputs);

    @BeforeEach
    void fill() {
        small.fill();
    }

    @Test
    void shouldShowEachOutputRightAfterTheInputThatCausedIt() {
        final long printed = tail(filter(null)).run(1, Long.MAX_VALUE, () -> false);

        assertThat(printed).isEqualTo(12);
        assertThat(types())
                .containsExactly(
                        "frame",
                        "frame",
                        "instrument",
                        "frame",
                        "book_snapshot",
                        "frame",
                        "frame",
                        "book_delta",
                        "frame",
                        "condition",
                        "frame",
                        "frame");
    }

    @Test
    void shouldKeepToTheRangeAndKnowNamesFromBeforeIt() {
        tail(filter(null)).run(journal.inputPosition(new Moment(false, 5_000_000_000L)), 6, () -> false);

        assertThat(types()).containsExactly("frame", "book_delta", "frame", "condition");
        assertThat(text()).contains("symbol=kraken:BTC/USD").doesNotContain("#0 condition");
    }

    @Test
    void shouldShowOnlyWhatConcernsTheSymbol() {
        tail(filter("BTC/USD")).run(1, Long.MAX_VALUE, () -> false);

        assertThat(types()).containsExactly("instrument", "book_snapshot", "book_delta", "condition");
    }

    @Test
    void shouldShowNothingForASymbolThatOnlyEndsAlike() {
        assertThat(tail(filter("C/USD")).run(1, Long.MAX_VALUE, () -> false)).isZero();
    }

    @Test
    void shouldRefuseAKindThatDoesNotExist() {
        assertThatThrownBy(() -> new RecordFilter(null, null, List.of("fram"), 0))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("--kind fram")
                .hasMessageContaining("book_delta");
    }

    @Test
    void shouldGoOnWithWhatIsAppendedWhileItFollows() {
        final AtomicInteger asked = new AtomicInteger();

        tail(filter(null)).run(9, Long.MAX_VALUE, () -> {
            if (asked.get() == 0) {
                small.frame(9);
                small.book(9, OutputType.BOOK_DELTA, new long[][] {{0, 90, 1}});
            }
            return asked.incrementAndGet() < 3;
        });

        assertThat(types()).containsExactly("frame", "book_delta");
    }

    @Test
    void shouldRebuildTheBookAsOfAPosition() {
        final BookAt before = new BookFinder(journal).find("kraken:BTC/USD", 4);
        final BookAt after = new BookFinder(journal).find("BTC/USD", 5);
        final BookAt stale = new BookFinder(journal).find("BTC/USD", 8);

        assertThat(before.json(5).get("bids").toString()).isEqualTo("[[\"9.9\",\"0.05\"],[\"9.8\",\"0.06\"]]");
        assertThat(after.json(5).get("bids").toString()).isEqualTo("[[\"9.8\",\"0.06\"]]");
        assertThat(after.json(1).get("asks").toString()).isEqualTo("[[\"10.0\",\"0.09\"]]");
        assertThat(after.json(1).get("askLevels").asInt()).isEqualTo(2);
        assertThat(stale.condition()).isEqualTo(Condition.STALE);
        assertThat(stale.json(1).at("/evidence/reason").asText()).isEqualTo("connection down");
        assertThat(stale.json(1).at("/evidence/snapshotAt").asLong()).isEqualTo(3);
        assertThat(stale.json(1).at("/evidence/changedAt").asLong()).isEqualTo(5);
    }

    @Test
    void shouldSayWhichSymbolsThereAreWhenOneIsUnknown() {
        assertThatThrownBy(() -> new BookFinder(journal).find("ETH/USD", 8))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("ETH/USD")
                .hasMessageContaining("kraken:BTC/USD");
    }

    @Test
    void shouldFindPositionsBeyondBothEnds() {
        assertThat(journal.inputPosition(new Moment(false, 0))).isEqualTo(1);
        assertThat(journal.inputPosition(new Moment(false, Long.MAX_VALUE))).isEqualTo(9);
        assertThat(journal.outputPosition(1)).isEqualTo(1);
        assertThat(journal.outputPosition(4)).isEqualTo(3);
        assertThat(journal.outputPosition(100)).isEqualTo(5);
    }

    @Test
    void shouldCountByTypeAndByInstrument() {
        final Stats stats = new Stats();
        try (var reader = outputs.reader()) {
            while (reader.next()) {
                stats.add(reader.buffer(), reader.offset());
            }
        }

        assertThat(stats.json().at("/outputs/records").asLong()).isEqualTo(4);
        assertThat(stats.json().at("/outputs/types/book_delta").asLong()).isEqualTo(1);
        assertThat(stats.json().at("/instruments/0/symbol").asText()).isEqualTo("kraken:BTC/USD");
        assertThat(stats.json().at("/instruments/0/condition").asText()).isEqualTo("STALE");
        assertThat(stats.json().at("/latencyNs/p50").asLong()).isPositive();
    }

    private Tail tail(RecordFilter filter) {
        return new Tail(journal, filter, console, false);
    }

    private static RecordFilter filter(String symbol) {
        return new RecordFilter(null, symbol, List.of(), 0);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> types() {
        return text().lines().map(line -> line.split(" ")[2]).toList();
    }
}
