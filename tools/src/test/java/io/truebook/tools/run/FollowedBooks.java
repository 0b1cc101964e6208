package io.truebook.tools.run;

import io.truebook.engine.book.Condition;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.OutputListener;
import io.truebook.tools.read.BookAt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/** Follows an engine's books through its outputs, as a listener in the process does. Any thread. */
final class FollowedBooks implements OutputListener {
    private final Duration patience;
    private final Map<Integer, BookAt> books = new HashMap<>();
    private final Map<String, Integer> events = new TreeMap<>();
    /** Conditions of the documents that are no order books, by instrument and channel. */
    private final Map<String, Byte> documents = new TreeMap<>();

    private Throwable failure;

    FollowedBooks(Duration patience) {
        this.patience = patience;
    }

    @Override
    public synchronized void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
        final int body = offset + Envelope.BYTES;
        switch (Envelope.type(record, offset)) {
            case OutputType.INSTRUMENT ->
                books.computeIfAbsent(
                        InstrumentBody.instrument(record, body), id -> new BookAt(InstrumentBody.text(record, body)));
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA ->
                apply(BookBody.instrument(record, body), record, offset);
            case OutputType.CONDITION -> apply(ConditionBody.instrument(record, body), record, offset);
            case OutputType.EVENT -> event(record, body);
            default -> {
                // says nothing of books
            }
        }
    }

    private void event(DirectBuffer record, int body) {
        final int kind = EventBody.kind(record, body);
        events.merge(EventKind.name(kind), 1, Integer::sum);
        if (kind == EventKind.DOCUMENT_CONDITION) {
            final String text = EventBody.text(record, body);
            documents.put(EventBody.instrument(record, body) + " " + text.substring(0, text.indexOf(':')), (byte)
                    EventBody.actual(record, body));
            notifyAll();
        }
    }

    private void apply(int instrument, DirectBuffer record, int offset) {
        final BookAt book = books.get(instrument);
        if (book != null) {
            book.apply(record, offset);
            notifyAll();
        }
    }

    synchronized void failed(Throwable cause) {
        failure = failure == null ? cause : failure;
        notifyAll();
    }

    /** How often an event of that name was published. */
    synchronized int events(String name) {
        return events.getOrDefault(name, 0);
    }

    /** Waits until there are so many books, all LIVE, and all {@code as} wanted, and every document is LIVE. */
    synchronized void await(int count, Predicate<BookAt> as) throws InterruptedException {
        final long end = System.nanoTime() + patience.toNanos();
        while (books.size() != count
                || !documents.values().stream().allMatch(condition -> condition == Condition.LIVE)
                || !books.values().stream().allMatch(book -> book.condition() == Condition.LIVE && as.test(book))) {
            if (failure != null) {
                throw new AssertionError("the engine failed", failure);
            }
            final long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not every book and document became LIVE and as the venue's: " + this);
            }
            wait(left);
        }
    }

    @Override
    public synchronized String toString() {
        final Map<String, String> conditions = new TreeMap<>();
        books.values().forEach(book -> conditions.put(book.symbol(), Condition.name(book.condition())));
        return conditions + ", documents " + documents + ", events " + events;
    }
}
