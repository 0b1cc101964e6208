package io.truebook.tools.read;

import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds an instrument in a journal and rebuilds its book as of a moment. */
public final class BookFinder {
    private final JournalPair journal;

    public BookFinder(JournalPair journal) {
        this.journal = journal;
    }

    /**
     * The book after all inputs up to and including {@code to}.
     *
     * @param symbol {@code VENUE:SYMBOL}, or {@code SYMBOL} where only one venue has it
     * @throws ToolException when the journal does not know the symbol by then (exit code 3), or several venues have it
     *     (exit code 2)
     */
    public BookAt find(String symbol, long to) {
        final Map<Integer, BookAt> candidates = new TreeMap<>();
        final List<String> seen = new ArrayList<>();
        try (JournalReader reader = journal.outputs().reader()) {
            while (reader.next() && Envelope.cause(reader.buffer(), reader.offset()) <= to) {
                take(reader, symbol, candidates, seen);
            }
        }
        if (candidates.isEmpty()) {
            throw ToolException.missing("symbol '" + symbol + "': not in the journal up to position " + to + "; known: "
                    + (seen.isEmpty() ? "none" : String.join(", ", seen)));
        }
        if (candidates.size() > 1) {
            throw ToolException.usage("symbol '" + symbol + "' is not clear; write one of "
                    + String.join(
                            ", ",
                            candidates.values().stream().map(BookAt::symbol).toList()));
        }
        return candidates.values().iterator().next();
    }

    private static void take(JournalReader reader, String symbol, Map<Integer, BookAt> candidates, List<String> seen) {
        final int type = Envelope.type(reader.buffer(), reader.offset());
        final int body = reader.offset() + Envelope.BYTES;
        if (type == OutputType.INSTRUMENT) {
            final String name = InstrumentBody.text(reader.buffer(), body);
            final int id = InstrumentBody.instrument(reader.buffer(), body);
            if (!seen.contains(name)) {
                seen.add(name);
            }
            final boolean wanted = name.equals(symbol) || name.endsWith(":" + symbol);
            // another run may give the id to another symbol
            if (candidates.containsKey(id) && !candidates.get(id).symbol().equals(name)) {
                candidates.remove(id);
            }
            if (wanted) {
                candidates.computeIfAbsent(id, ignored -> new BookAt(name));
            }
        } else {
            final BookAt book = candidates.get(RecordFilter.instrument(type, reader.buffer(), reader.offset()));
            if (book != null) {
                book.apply(reader.buffer(), reader.offset());
            }
        }
    }
}
