package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.read.BookAt;
import io.truebook.transport.box.Level;
import io.truebook.transport.box.OracleBook;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/** The books as any outside reader knows them, from the published outputs alone. One thread. */
final class PublishedBooks implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JournalReader reader;
    private final Map<Integer, BookAt> books = new HashMap<>();

    PublishedBooks(Journal outputs) {
        reader = outputs.reader();
    }

    /** Waits until the books that an engine publishes are LIVE and equal to a venue's that stands still. */
    static void awaitEqual(ChildJvm engine, Path journal, Predicate<String> which, Exchange exchange)
            throws InterruptedException {
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal);
                PublishedBooks books = new PublishedBooks(directory.outputs())) {
            final long end = System.nanoTime() + PATIENCE.toNanos();
            List<String> differences;
            do {
                engine.pause(20);
                books.poll();
                final Map<String, OracleBook> oracle = exchange.books();
                oracle.keySet().removeIf(which.negate());
                differences = books.differences(oracle);
            } while (!differences.isEmpty() && engine.isAlive() && System.nanoTime() < end);
            assertThat(differences).as(engine.describe()).isEmpty();
        }
    }

    /** Takes what has come since. */
    void poll() {
        while (reader.next()) {
            final DirectBuffer buffer = reader.buffer();
            final int body = reader.offset() + Envelope.BYTES;
            switch (Envelope.type(buffer, reader.offset())) {
                case OutputType.INSTRUMENT ->
                    books.computeIfAbsent(
                            InstrumentBody.instrument(buffer, body),
                            id -> new BookAt(InstrumentBody.text(buffer, body)));
                case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> apply(BookBody.instrument(buffer, body));
                case OutputType.CONDITION -> apply(ConditionBody.instrument(buffer, body));
                default -> {
                    // says nothing of books
                }
            }
        }
    }

    /** The condition of each book by {@code VENUE:SYMBOL}. */
    Map<String, Byte> conditions() {
        final Map<String, Byte> conditions = new TreeMap<>();
        books.values().forEach(book -> conditions.put(book.symbol(), book.condition()));
        return conditions;
    }

    /** Books that are not LIVE and equal to the venue's, in words. */
    List<String> differences(Map<String, OracleBook> oracle) {
        final List<String> differences = new ArrayList<>();
        oracle.forEach((name, venue) -> {
            final BookAt book = books.values().stream()
                    .filter(candidate -> candidate.symbol().equals(name))
                    .findFirst()
                    .orElse(null);
            if (book == null) {
                differences.add(name + " was never published");
            } else if (book.condition() != Condition.LIVE) {
                differences.add(name + " is " + Condition.name(book.condition()));
            } else if (!equal(book.bids(), venue.bids()) || !equal(book.asks(), venue.asks())) {
                differences.add(name + " is LIVE and differs from the venue's");
            }
        });
        return differences;
    }

    @Override
    public void close() {
        reader.close();
    }

    private void apply(int instrument) {
        final BookAt book = books.get(instrument);
        if (book != null) { // a condition before the first announcement: no levels are known yet
            book.apply(reader.buffer(), reader.offset());
        }
    }

    private static boolean equal(NavigableMap<BigDecimal, BigDecimal> side, List<Level> venue) {
        if (side.size() != venue.size()) {
            return false;
        }
        int rank = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            final Level other = venue.get(rank++);
            if (level.getKey().compareTo(other.price()) != 0 || level.getValue().compareTo(other.size()) != 0) {
                return false;
            }
        }
        return true;
    }
}
