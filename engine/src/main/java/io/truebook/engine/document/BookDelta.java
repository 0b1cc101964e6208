package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Deltas of an order book {@code {bids, asks}}: levels are addressed by price (decision 5). The path is {@code bids} or
 * {@code asks}; an index behind it is where the sender had the level and decides nothing. Insert and update are the same:
 * an absolute amount per price, none removes. Sides stay ordered, the other side and further members (a nonce) are shared.
 */
final class BookDelta {
    static final String BIDS = "bids";
    static final String ASKS = "asks";

    private static final Comparator<Level> ASCENDING = Comparator.comparing(Level::price);
    private static final Comparator<Level> DESCENDING = ASCENDING.reversed();

    private BookDelta() {}

    /** The changed book; throws {@link DocumentException} and has changed nothing then. */
    static Value apply(Value document, Delta delta, List<String> warnings) {
        if (delta.type() == DeltaType.SNAPSHOT) {
            return delta.data();
        }
        final String side = side(delta.path());
        if (!(document instanceof ObjectValue book)) {
            throw new DocumentException("an order book is an object, is " + document.kind());
        }
        final List<Level> levels = side(book, side);
        if (delta.type() == DeltaType.DELETE) {
            delete(levels, side, Level.ofDelete(delta.data()), warnings);
        } else {
            for (final Level level : Level.ofChange(delta.data())) {
                set(levels, side, level);
            }
        }
        return book.with(side, rows(levels));
    }

    /** {@code bids} or {@code asks}; throws for any other path. */
    static String side(DocumentPath path) {
        final String first = path.isRoot() || path.segment(0).isIndex()
                ? ""
                : path.segment(0).name();
        if (!first.equals(BIDS) && !first.equals(ASKS)) {
            throw new DocumentException("order-book path '" + path + "' begins with neither bids nor asks");
        }
        if (path.length() > 2 || path.length() == 2 && !path.segment(1).isIndex()) {
            throw new DocumentException(
                    "order-book path '" + path + "' goes into a level; levels are replaced whole, by price");
        }
        return first;
    }

    /** The levels of a side, best first, as a list that may be changed. */
    static List<Level> side(ObjectValue book, String side) {
        if (!(book.get(side) instanceof ArrayValue rows)) {
            throw new DocumentException("an order book needs an array of " + side);
        }
        final List<Level> levels = new ArrayList<>(rows.size() + 8);
        for (int i = 0; i < rows.size(); i++) {
            if (!(rows.get(i) instanceof ArrayValue row)) {
                throw new DocumentException(side + "[" + i + "]: a level is [price, amount]");
            }
            levels.add(Level.ofPair(row));
        }
        return levels;
    }

    static Comparator<Level> order(String side) {
        return side.equals(BIDS) ? DESCENDING : ASCENDING;
    }

    static ArrayValue rows(List<Level> levels) {
        return ArrayValue.of(levels.stream().map(Level::row).toList());
    }

    /** Removing a level that is not there is normal: the venue may hold more than it sent. */
    private static void set(List<Level> levels, String side, Level level) {
        final int at = Collections.binarySearch(levels, level, order(side));
        if (level.removes()) {
            if (at >= 0) {
                levels.remove(at);
            }
        } else if (at >= 0) {
            levels.set(at, level);
        } else {
            levels.add(-at - 1, level);
        }
    }

    private static void delete(List<Level> levels, String side, List<Decimal> prices, List<String> warnings) {
        for (final Decimal price : prices) {
            final int at = Collections.binarySearch(levels, new Level(price, null, null), order(side));
            if (at >= 0) {
                levels.remove(at);
            } else {
                warnings.add("delete at '" + side + "': no level at price " + price);
            }
        }
    }
}
