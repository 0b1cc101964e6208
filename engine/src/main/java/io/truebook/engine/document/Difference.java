package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * What leads from one snapshot to another, as deltas (requirements, row 89). The deltas bear no ids: together they are
 * one step, from the id of the first snapshot to that of the second. Immutable.
 *
 * @param from what they are applied to
 * @param to what they give
 * @param deltas in the order in which they must be applied
 */
public record Difference(Snapshot from, Snapshot to, List<Delta> deltas) {
    public Difference {
        deltas = List.copyOf(deltas);
    }

    /**
     * Of two snapshots of one type and symbol; throws {@link DocumentException} where they are not, and where an order
     * book's payload is none.
     */
    public static Difference between(Snapshot from, Snapshot to) {
        if (from.type() != to.type() || !from.symbol().equals(to.symbol())) {
            throw new DocumentException("difference: " + from.type().word() + " " + from.symbol() + " and "
                    + to.type().word() + " " + to.symbol() + " are not the same document");
        }
        final List<Delta> deltas = new ArrayList<>();
        if (from.type() == SnapshotType.ORDER_BOOK) {
            OrderBookPayload.parse(from.data());
            OrderBookPayload.parse(to.data()); // only ordered sides can be walked side by side
            books(from.data(), to.data(), deltas);
        } else {
            trees(from.data(), to.data(), new ArrayList<>(), deltas);
        }
        return new Difference(from, to, deltas);
    }

    /** The second snapshot, from the first and the deltas. */
    public Snapshot apply() {
        Value data = from.data();
        for (final Delta delta : deltas) {
            data = Deltas.STRICT.applyData(from.type(), data, delta, new ArrayList<>());
        }
        return new Snapshot(to.type(), to.symbol(), data, to.timestampMs(), to.nonce(), to.sequenceId(), to.checksum());
    }

    // ---- order books

    private static void books(Value from, Value to, List<Delta> deltas) {
        if (!(from instanceof ObjectValue old) || !(to instanceof ObjectValue book) || !sameButLevels(old, book)) {
            deltas.add(whole(to)); // a nonce or another member changed: no order-book delta can say so
            return;
        }
        for (final String side : List.of(BookDelta.BIDS, BookDelta.ASKS)) {
            side(side, BookDelta.side(old, side), BookDelta.side(book, side), deltas);
        }
    }

    private static boolean sameButLevels(ObjectValue old, ObjectValue book) {
        final ObjectValue none = ObjectValue.EMPTY;
        return old.has(BookDelta.BIDS)
                && old.has(BookDelta.ASKS)
                && old.with(BookDelta.BIDS, none)
                        .with(BookDelta.ASKS, none)
                        .equals(book.with(BookDelta.BIDS, none).with(BookDelta.ASKS, none));
    }

    /** One walk over both, in their common order. */
    private static void side(String side, List<Level> old, List<Level> now, List<Delta> deltas) {
        final List<Value> gone = new ArrayList<>();
        final List<Level> changed = new ArrayList<>();
        int o = 0;
        int n = 0;
        while (o < old.size() || n < now.size()) {
            final int order = o == old.size()
                    ? 1
                    : n == now.size() ? -1 : BookDelta.order(side).compare(old.get(o), now.get(n));
            if (order < 0) {
                gone.add(old.get(o++).row().get(0));
            } else {
                if (order > 0 || !old.get(o).row().equals(now.get(n).row())) {
                    changed.add(now.get(n));
                }
                o += order == 0 ? 1 : 0;
                n++;
            }
        }
        if (!gone.isEmpty()) {
            deltas.add(Delta.of(DeltaType.DELETE, side, ArrayValue.of(gone)));
        }
        if (!changed.isEmpty()) {
            deltas.add(Delta.of(DeltaType.UPDATE, side, BookDelta.rows(changed)));
        }
    }

    // ---- other documents

    private static Delta whole(Value to) {
        return new Delta(DeltaType.SNAPSHOT, DocumentPath.ROOT, to, Snapshot.NO_ID);
    }

    private static void trees(Value from, Value to, List<DocumentPath.Segment> at, List<Delta> deltas) {
        if (from.equals(to)) {
            return;
        }
        if (at.size() < DocumentPath.MAX_SEGMENTS) {
            if (from instanceof ObjectValue old && to instanceof ObjectValue now) {
                objects(old, now, at, deltas);
                return;
            }
            if (from instanceof ArrayValue old && to instanceof ArrayValue now) {
                arrays(old, now, at, deltas);
                return;
            }
        }
        deltas.add(at.isEmpty() ? whole(to) : delta(DeltaType.UPDATE, at, to));
    }

    private static void objects(ObjectValue old, ObjectValue now, List<DocumentPath.Segment> at, List<Delta> deltas) {
        for (int i = 0; i < old.size(); i++) {
            if (!now.has(old.name(i))) {
                deltas.add(below(DeltaType.DELETE, at, DocumentPath.Segment.name(old.name(i)), Literal.NULL));
            }
        }
        for (int i = 0; i < now.size(); i++) {
            final DocumentPath.Segment segment = DocumentPath.Segment.name(now.name(i));
            final Value before = old.get(now.name(i));
            if (before == null) {
                deltas.add(below(DeltaType.INSERT, at, segment, now.value(i)));
            } else {
                at.add(segment);
                trees(before, now.value(i), at, deltas);
                at.remove(at.size() - 1);
            }
        }
    }

    /** What both begin and end with stays; the middle is updated in place, then filled up or cut, the last first. */
    private static void arrays(ArrayValue old, ArrayValue now, List<DocumentPath.Segment> at, List<Delta> deltas) {
        final int least = Math.min(old.size(), now.size());
        int head = 0;
        while (head < least && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < least - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        for (int i = head; i < least - tail; i++) {
            at.add(DocumentPath.Segment.index(i));
            trees(old.get(i), now.get(i), at, deltas);
            at.remove(at.size() - 1);
        }
        for (int i = old.size() - tail - 1; i >= now.size() - tail; i--) {
            deltas.add(below(DeltaType.DELETE, at, DocumentPath.Segment.index(i), Literal.NULL));
        }
        for (int i = old.size() - tail; i < now.size() - tail; i++) {
            deltas.add(below(DeltaType.INSERT, at, DocumentPath.Segment.index(i), now.get(i)));
        }
    }

    private static Delta below(
            DeltaType type, List<DocumentPath.Segment> at, DocumentPath.Segment segment, Value data) {
        at.add(segment);
        final Delta delta = delta(type, at, data);
        at.remove(at.size() - 1);
        return delta;
    }

    private static Delta delta(DeltaType type, List<DocumentPath.Segment> at, Value data) {
        return new Delta(type, DocumentPath.of(at), data, Snapshot.NO_ID);
    }
}
