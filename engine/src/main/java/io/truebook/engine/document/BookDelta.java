package io.truebook.engine.document;

import java.util.ArrayList;
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
        ArrayValue rows = rows(book, side);
        if (delta.type() == DeltaType.DELETE) {
            for (final Decimal price : Level.ofDelete(delta.data())) {
                final int at = find(rows, side, price);
                if (at >= 0) {
                    rows = rows.without(at);
                } else {
                    warnings.add("delete at '" + side + "': no level at price " + price);
                }
            }
        } else {
            for (final Level level : Level.ofChange(delta.data())) {
                rows = set(rows, side, level);
            }
        }
        return book.with(side, rows);
    }

    /** Removing a level that is not there is normal: the venue may hold more than it sent. */
    private static ArrayValue set(ArrayValue rows, String side, Level level) {
        final int at = find(rows, side, level.price());
        if (level.removes()) {
            return at >= 0 ? rows.without(at) : rows;
        }
        return at >= 0 ? rows.with(at, level.row()) : rows.insert(-at - 1, level.row());
    }

    /** Place of a price in a side, or -1 minus the place where it belongs; reads no more rows than it must. */
    private static int find(ArrayValue rows, String side, Decimal price) {
        final boolean bids = side.equals(BIDS);
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            final Decimal there =
                    rows.get(middle) instanceof ArrayValue row && row.size() == 2 ? Decimal.from(row.get(0)) : null;
            if (there == null) {
                throw new DocumentException(side + "[" + middle + "]: a level is [price, amount]");
            }
            final int order = bids ? price.compareTo(there) : there.compareTo(price);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
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
        final ArrayValue rows = rows(book, side);
        final List<Level> levels = new ArrayList<>(rows.size() + 8);
        for (int i = 0; i < rows.size(); i++) {
            if (!(rows.get(i) instanceof ArrayValue row)) {
                throw new DocumentException(side + "[" + i + "]: a level is [price, amount]");
            }
            levels.add(Level.ofPair(row));
        }
        return levels;
    }

    private static ArrayValue rows(ObjectValue book, String side) {
        if (book.get(side) instanceof ArrayValue rows) {
            return rows;
        }
        throw new DocumentException("an order book needs an array of " + side);
    }

    static Comparator<Level> order(String side) {
        return side.equals(BIDS) ? DESCENDING : ASCENDING;
    }

    static ArrayValue rows(List<Level> levels) {
        return ArrayValue.of(levels.stream().map(Level::row).toList());
    }
}
