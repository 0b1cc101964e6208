package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Applies deltas to snapshots. Ids are checked before anything is applied: an older delta is dropped, one that does not
 * follow is an error, and the snapshot then stays what it was. Immutable and without state; any thread.
 */
public final class Deltas {
    private static final Comparator<Delta> BY_ID =
            Comparator.comparingLong(delta -> delta.hasId() ? delta.sequenceId() : Long.MAX_VALUE);

    /** What the model says: an update's missing intermediates are an error. */
    public static final Deltas STRICT = new Deltas(false);
    /** An update makes missing intermediates: arrays where an index follows, objects elsewhere. */
    public static final Deltas CREATING = new Deltas(true);

    private final boolean createMissing;

    private Deltas(boolean createMissing) {
        this.createMissing = createMissing;
    }

    /**
     * What became of one delta (requirements, row 81).
     *
     * @param success the new state is what the delta makes of the old one
     * @param newState the old state where it was not applied
     * @param appliedSequenceId id as of which the new state stands, {@link Snapshot#NO_ID} where it has none
     * @param droppedDeltas what was older than the state, and was not applied
     * @param error null on success
     * @param warnings what was applied and is odd all the same
     */
    public record Result(
            boolean success,
            Snapshot newState,
            long appliedSequenceId,
            List<Delta> droppedDeltas,
            String error,
            List<String> warnings) {
        public Result {
            droppedDeltas = List.copyOf(droppedDeltas);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Ids that are missing between two that are there (requirements, row 83).
     *
     * @param before last id before the hole
     * @param after first id behind it
     */
    public record MissingIds(long before, long after) {
        /** How many are missing. */
        public long size() {
            return after - before - 1;
        }

        /** {@code low} for 1, {@code medium} to 4, {@code high} to 10, then {@code critical}. */
        public String severity() {
            final long size = size();
            return size <= 1 ? "low" : size <= 4 ? "medium" : size <= 10 ? "high" : "critical";
        }
    }

    /**
     * What became of many (requirements, row 82).
     *
     * @param success every delta was applied, or was older than the state
     * @param snapshot state after the last one that was applied
     * @param gaps holes before or between the deltas; nothing behind the first one was applied
     * @param droppedDeltas older ones, then those behind a hole or a failure
     */
    public record BatchResult(
            boolean success,
            Snapshot snapshot,
            int appliedCount,
            int failedCount,
            List<MissingIds> gaps,
            List<Delta> droppedDeltas,
            List<String> errors,
            List<String> warnings) {
        public BatchResult {
            gaps = List.copyOf(gaps);
            droppedDeltas = List.copyOf(droppedDeltas);
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** Applies one delta to a snapshot. */
    public Result apply(Snapshot snapshot, Delta delta) {
        final long last = snapshot.id();
        if (isOld(delta, last)) {
            return new Result(true, snapshot, last, List.of(delta), null, List.of());
        }
        final String mismatch = mismatch(delta, last);
        if (mismatch != null) {
            return new Result(false, snapshot, last, List.of(), mismatch, List.of());
        }
        final List<String> warnings = new ArrayList<>();
        try {
            final Value data = applyData(snapshot.type(), snapshot.data(), delta, warnings);
            final long id = delta.hasId() ? delta.sequenceId() : last;
            return new Result(true, snapshot.as(data, id), id, List.of(), null, warnings);
        } catch (DocumentException e) {
            return new Result(false, snapshot, last, List.of(), e.getMessage(), warnings);
        }
    }

    /** What a delta makes of a document, whatever the ids; throws {@link DocumentException}. */
    public Value applyData(SnapshotType type, Value data, Delta delta, List<String> warnings) {
        return type == SnapshotType.ORDER_BOOK
                ? BookDelta.apply(data, delta, warnings)
                : TreeDelta.apply(data, delta, createMissing, warnings);
    }

    /**
     * Applies many in the order of their ids, those without one last. The first that fails, or that a hole precedes, ends
     * it: what follows would be applied over a hole, and is dropped instead.
     */
    public BatchResult apply(Snapshot snapshot, List<Delta> deltas) {
        final List<Delta> sorted = new ArrayList<>(deltas);
        sorted.sort(BY_ID);
        final List<MissingIds> gaps = gaps(snapshot.id(), sorted);
        final List<Delta> dropped = new ArrayList<>();
        final List<String> errors = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        Snapshot state = snapshot;
        int applied = 0;
        int failed = 0;
        for (final Delta delta : sorted) {
            if (failed > 0) {
                dropped.add(delta);
                continue;
            }
            final Result result = apply(state, delta);
            dropped.addAll(result.droppedDeltas());
            warnings.addAll(result.warnings());
            if (!result.success()) {
                failed++;
                errors.add(result.error());
            } else if (result.droppedDeltas().isEmpty()) {
                applied++;
                state = result.newState();
            }
        }
        return new BatchResult(failed == 0, state, applied, failed, gaps, dropped, errors, warnings);
    }

    /** Holes between an id and deltas in the order of their ids. */
    public static List<MissingIds> gaps(long lastId, List<Delta> deltas) {
        final List<MissingIds> gaps = new ArrayList<>();
        long last = lastId;
        for (final Delta delta : deltas) {
            if (!delta.hasId() || isOld(delta, last)) {
                continue;
            }
            if (mismatch(delta, last) != null && delta.first() > last + 1) {
                gaps.add(new MissingIds(last, delta.first()));
            }
            last = delta.sequenceId();
        }
        return gaps;
    }

    private static boolean isOld(Delta delta, long last) {
        return last != Snapshot.NO_ID && delta.hasId() && delta.sequenceId() <= last;
    }

    /** Why a delta does not follow the last id, null where it does. A previous id is the venue's own word. */
    private static String mismatch(Delta delta, long last) {
        if (last == Snapshot.NO_ID || !delta.hasId()) {
            return null;
        }
        if (delta.previousSequenceId() != Snapshot.NO_ID) {
            return delta.previousSequenceId() == last
                    ? null
                    : "delta " + delta.sequenceId() + " follows " + delta.previousSequenceId()
                            + ", the state stands at " + last;
        }
        return delta.first() <= last + 1
                ? null
                : "delta " + delta.sequenceId() + " begins at " + delta.first() + ", the state stands at " + last;
    }
}
