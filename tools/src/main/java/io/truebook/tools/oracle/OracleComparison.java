package io.truebook.tools.oracle;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.read.BookAt;
import io.truebook.tools.read.CausalReader;
import io.truebook.tools.read.JournalPair;
import io.truebook.transport.box.DeliveryLog.Delivery;
import io.truebook.transport.box.Level;
import io.truebook.transport.box.OracleBook;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;

/**
 * Compares, after every input of a journal, each book that is LIVE with the oracle's book as of the last frame (or REST
 * answer) delivered for it. Rebuilds the books from the published outputs alone, as any reader would. One venue per box.
 * Which of the box's connections one of the journal's is shows by the number and the bytes of its first book frame.
 */
public final class OracleComparison {
    private static final int REPORTED = 20;
    /** A delivery log holds at least so many levels of a side, so a shorter side is the venue's whole side. */
    private static final int SHORTEST_LOG = 10;

    private final Deliveries deliveries;
    private final Map<Integer, BookAt> books = new HashMap<>();
    private final Map<String, OracleBook> delivered = new HashMap<>();
    private final Map<String, Delivery> newest = new HashMap<>();
    /** Books of which deltas were delivered before the box knew their levels itself. */
    private final Set<String> unknown = new HashSet<>();

    private final Map<Integer, Long> connections = new HashMap<>();
    private final Map<Integer, Long> frames = new HashMap<>();
    /** Conditions as of our own stop, which makes every book STALE; empty while a connection is up. */
    private final Map<Integer, Byte> atStop = new HashMap<>();

    private final Set<Integer> touched = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private long wrongCount;
    private long compared;
    private long deeper;
    private long deeperBooks;
    private long unjudged;

    /** @param deliveryLog of a box that has been closed */
    public OracleComparison(Path deliveryLog) {
        deliveries = new Deliveries(deliveryLog);
    }

    /** Walks a whole journal. */
    public void run(JournalPair journal) {
        long position = 0;
        try (CausalReader reader = new CausalReader(journal, 1)) {
            while (reader.next()) {
                if (reader.inputPosition() != position) {
                    judge(position);
                    position = reader.inputPosition();
                }
                final DirectBuffer buffer = reader.buffer();
                final int type = Envelope.type(buffer, reader.offset());
                if (type < 100) {
                    onInput(type, buffer, reader.offset());
                } else {
                    onOutput(type, buffer, reader.offset());
                }
            }
            judge(position);
        }
    }

    /** Instants at which a LIVE book was compared with the oracle's. */
    public long compared() {
        return compared;
    }

    /** Instants at which a LIVE book stood on deltas that the box delivered before it knew the book itself. */
    public long unjudged() {
        return unjudged;
    }

    /** Instants at which a LIVE book differed within its proven depth. */
    public long wrong() {
        return wrongCount;
    }

    /** The first of them, in words. */
    public List<String> wrongInstants() {
        return wrong;
    }

    /** Levels that differed below the proven depth, over all instants. */
    public long deeper() {
        return deeper;
    }

    /** Instants at which a LIVE book differed below its proven depth only. */
    public long deeperInstants() {
        return deeperBooks;
    }

    /**
     * Books that did not end LIVE and equal to the oracle's within their proven depth, in words. What our own stop does
     * to the conditions does not count.
     */
    public List<String> unequalAtEnd() {
        final List<String> result = new ArrayList<>();
        final Map<String, BookAt> byName = new HashMap<>();
        final Map<String, Byte> conditions = new HashMap<>();
        books.forEach((id, book) -> {
            byName.put(book.symbol(), book);
            conditions.put(book.symbol(), atStop.getOrDefault(id, book.condition()));
        });
        deliveries.last().forEach((name, oracle) -> {
            final BookAt book = byName.get(name);
            if (book == null) {
                result.add(name + ": the journal has no such book");
            } else if (conditions.get(name) != Condition.LIVE) {
                result.add(name + ": ended " + Condition.name(conditions.get(name)));
            } else {
                final String difference = difference(book, oracle);
                if (difference != null) {
                    result.add(name + ": ended different, " + difference);
                }
            }
        });
        return result;
    }

    /** The first level, within the proven depth and at least the best, that differs, in words; null when none does. */
    public static String difference(BookAt book, OracleBook oracle) {
        final int proven = Math.max(1, book.provenDepth());
        return first(
                difference(book.bids(), oracle.bids(), 0, proven), difference(book.asks(), oracle.asks(), 0, proven));
    }

    private void onInput(int type, DirectBuffer buffer, int offset) {
        final int connection = Envelope.source(buffer, offset);
        if (type == InputType.CONNECTION_UP) {
            atStop.clear();
        } else if (type == InputType.CONNECTION_DOWN) {
            final int reason = ConnectionDownBody.reason(buffer, offset + Envelope.BYTES);
            if (reason == ConnectionDownBody.CLOSED_BY_US) {
                books.forEach((id, book) -> atStop.put(id, book.condition()));
            }
        } else if (type == InputType.FRAME) {
            final long frame = frames.merge(connection, 1L, Long::sum);
            if (!connections.containsKey(connection)) {
                recognise(connection, frame, buffer, offset);
            }
            final Delivery delivery = deliveries.frame(connections.getOrDefault(connection, 0L), frame);
            if (delivery != null) {
                deliver(delivery);
            }
        }
    }

    private void recognise(int connection, long frame, DirectBuffer buffer, int offset) {
        final byte[] payload = new byte[Envelope.length(buffer, offset) - Envelope.BYTES];
        buffer.getBytes(offset + Envelope.BYTES, payload);
        final CRC32 crc = new CRC32();
        crc.update(payload);
        for (Long candidate : deliveries.connections(frame, crc.getValue())) {
            if (!connections.containsValue(candidate)) {
                connections.put(connection, candidate);
                return;
            }
        }
    }

    private void onOutput(int type, DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        switch (type) {
            case OutputType.INSTRUMENT ->
                books.computeIfAbsent(
                        InstrumentBody.instrument(buffer, body), id -> new BookAt(InstrumentBody.text(buffer, body)));
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA ->
                apply(BookBody.instrument(buffer, body), type, buffer, offset);
            case OutputType.CONDITION -> apply(ConditionBody.instrument(buffer, body), type, buffer, offset);
            default -> {
                // says nothing of a book's levels or condition
            }
        }
    }

    private void apply(int instrument, int type, DirectBuffer buffer, int offset) {
        final BookAt book = books.get(instrument);
        if (book == null) {
            return; // a condition before the instrument was ever announced: it holds no levels
        }
        book.apply(buffer, offset);
        touched.add(instrument);
        if (type == OutputType.BOOK_SNAPSHOT) {
            final Delivery answer = deliveries.answer(book.symbol(), book.lastId());
            if (answer != null) {
                deliver(answer);
            }
        }
    }

    /** What was delivered last, as {@link Deliveries#replaces} has it. */
    private void deliver(Delivery delivery) {
        final OracleBook oracle = delivery.book();
        final String name = Deliveries.name(oracle);
        if (oracle.bids().isEmpty() && oracle.asks().isEmpty()) {
            unknown.add(name);
            return;
        }
        if (Deliveries.replaces(delivery, newest.get(name))) {
            newest.put(name, delivery);
            delivered.put(name, oracle);
        }
    }

    private void judge(long position) {
        for (int instrument : touched) {
            final BookAt book = books.get(instrument);
            final OracleBook oracle = delivered.get(book.symbol());
            if (book.condition() == Condition.LIVE && oracle != null) {
                judge(position, book, oracle);
            }
        }
        touched.clear();
    }

    private void judge(long position, BookAt book, OracleBook oracle) {
        if (oracle.updateId() != OracleBook.NO_ID && book.lastId() != oracle.updateId()) {
            if (book.lastId() > oracle.updateId() && unknown.contains(book.symbol())) {
                unjudged++; // stands on deltas that the box gave out before it knew the book itself
                return;
            }
            report(
                    position,
                    book,
                    "the book is at id " + book.lastId() + ", the last delivered is " + oracle.updateId());
            return;
        }
        unknown.remove(book.symbol());
        compared++;
        final int proven = book.provenDepth();
        final String difference = first(
                difference(book.bids(), oracle.bids(), 0, proven), difference(book.asks(), oracle.asks(), 0, proven));
        if (difference != null) {
            report(position, book, difference);
            return;
        }
        final long below = countDifferences(book.bids(), oracle.bids(), proven)
                + countDifferences(book.asks(), oracle.asks(), proven);
        deeper += below;
        deeperBooks += below > 0 ? 1 : 0;
    }

    private void report(long position, BookAt book, String difference) {
        wrongCount++;
        if (wrong.size() < REPORTED) {
            wrong.add("input " + position + ", " + book.symbol() + ", proven depth " + book.provenDepth() + ": "
                    + difference);
        }
    }

    private static String first(String a, String b) {
        return a != null ? a : b;
    }

    /** The first level of {@code from} to {@code to} that differs, in words; null when none does. */
    private static String difference(NavigableMap<BigDecimal, BigDecimal> side, List<Level> oracle, int from, int to) {
        int rank = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (rank >= to) {
                break;
            }
            if (rank >= oracle.size()) {
                return oracle.size() < SHORTEST_LOG
                        ? "level " + rank + " is " + level.getKey() + ", the venue has only " + oracle.size()
                        : null;
            }
            if (rank >= from && !same(level, oracle.get(rank))) {
                return "level " + rank + " is " + level.getKey() + " " + level.getValue() + ", the venue has "
                        + oracle.get(rank).price() + " " + oracle.get(rank).size();
            }
            rank++;
        }
        if (rank < to && rank < oracle.size()) {
            return "level " + rank + " is missing, the venue has "
                    + oracle.get(rank).price();
        }
        return null;
    }

    private static long countDifferences(NavigableMap<BigDecimal, BigDecimal> side, List<Level> oracle, int from) {
        long count = 0;
        int rank = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (rank >= oracle.size()) {
                break;
            }
            if (rank >= from && !same(level, oracle.get(rank))) {
                count++;
            }
            rank++;
        }
        return count;
    }

    private static boolean same(Map.Entry<BigDecimal, BigDecimal> level, Level oracle) {
        return level.getKey().compareTo(oracle.price()) == 0 && level.getValue().compareTo(oracle.size()) == 0;
    }
}
