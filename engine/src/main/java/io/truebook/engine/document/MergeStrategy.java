package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes one delta of two that follow each other at one place (requirements, row 85). The merged delta stands for the ids
 * of both, so a check of the chain takes it where it would have taken the two.
 */
public enum MergeStrategy {
    /** The later value stands; of an order book, the later amount at each price. The model's default. */
    LAST_WRITE_WINS,
    /** The earlier value stands; of an order book, the earlier amount at each price. */
    FIRST_WRITE_WINS,
    /** Objects are merged member by member, the later one wins, a null included; arrays and scalars are replaced. */
    MERGE,
    /** Two deltas at one place are an error. */
    ERROR;

    /** Throws {@link DocumentException} where the two cannot be one; the message says why. */
    public Delta merge(SnapshotType document, Delta first, Delta second) {
        if (this == ERROR) {
            throw new DocumentException("merge: two deltas at '" + first.path() + "'");
        }
        final boolean book = document == SnapshotType.ORDER_BOOK;
        if (first.type() != second.type()) {
            throw new DocumentException(
                    "merge: " + first.type().word() + " and " + second.type().word() + " are different operations");
        }
        if (first.type() != DeltaType.SNAPSHOT && !samePlace(book, first.path(), second.path())) {
            throw new DocumentException(
                    "merge: '" + first.path() + "' and '" + second.path() + "' are different paths");
        }
        if (first.type() == DeltaType.INSERT && !book) {
            throw new DocumentException("merge: two inserts are two elements where the place is in an array");
        }
        if (first.type() == DeltaType.DELETE
                && !book
                && second.path().length() > 0
                && second.path().segment(second.path().length() - 1).isIndex()) {
            throw new DocumentException("merge: two deletes at an index take two elements");
        }
        checkIds(first, second);
        return new Delta(
                first.type(),
                first.path(),
                data(book, first, second),
                first.hasId() ? first.first() : Snapshot.NO_ID,
                second.sequenceId(),
                first.previousSequenceId());
    }

    private static boolean samePlace(boolean book, DocumentPath first, DocumentPath second) {
        return book ? BookDelta.side(first).equals(BookDelta.side(second)) : first.equals(second);
    }

    /** Between the two nothing may be missing: the merged one would hide it. */
    private static void checkIds(Delta first, Delta second) {
        final boolean follows = !first.hasId() && !second.hasId()
                || first.hasId()
                        && second.hasId()
                        && (second.previousSequenceId() != Snapshot.NO_ID
                                ? second.previousSequenceId() == first.sequenceId()
                                : second.first() == first.sequenceId() + 1);
        if (!follows) {
            throw new DocumentException(
                    "merge: delta " + second.sequenceId() + " does not follow delta " + first.sequenceId());
        }
    }

    private Value data(boolean book, Delta first, Delta second) {
        if (book && first.type() != DeltaType.SNAPSHOT) {
            return first.type() == DeltaType.DELETE ? prices(first, second) : levels(first, second);
        }
        return switch (this) {
            case FIRST_WRITE_WINS -> first.data();
            case MERGE -> members(first.data(), second.data());
            default -> second.data();
        };
    }

    private static Value members(Value first, Value second) {
        if (!(first instanceof ObjectValue one) || !(second instanceof ObjectValue other)) {
            return second;
        }
        ObjectValue merged = one;
        for (int i = 0; i < other.size(); i++) {
            final Value old = one.get(other.name(i));
            merged = merged.with(other.name(i), old == null ? other.value(i) : members(old, other.value(i)));
        }
        return merged;
    }

    /** The winner at each price; a removal keeps its row, so that it still removes. */
    private Value levels(Delta first, Delta second) {
        final List<Level> merged = new ArrayList<>();
        final List<List<Level>> rising = new ArrayList<>();
        rising.add(Level.ofChange(first.data()));
        rising.add(Level.ofChange(second.data()));
        if (this == FIRST_WRITE_WINS) {
            Collections.reverse(rising); // what is put last stands
        }
        for (final List<Level> levels : rising) {
            for (final Level level : levels) {
                merged.removeIf(other -> other.price().equals(level.price()));
                merged.add(level);
            }
        }
        return BookDelta.rows(merged);
    }

    private static Value prices(Delta first, Delta second) {
        final List<Decimal> prices = new ArrayList<>(Level.ofDelete(first.data()));
        for (final Decimal price : Level.ofDelete(second.data())) {
            if (!prices.contains(price)) {
                prices.add(price);
            }
        }
        return ArrayValue.of(prices);
    }
}
