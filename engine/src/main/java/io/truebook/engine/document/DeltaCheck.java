package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a delta before it is applied (requirements, row 84). Whatever is fatal here is an error of
 * {@link Deltas#apply}, and the other way round.
 *
 * @param fatal it cannot be applied
 * @param warnings it can, and is odd
 */
public record DeltaCheck(List<String> fatal, List<String> warnings) {
    public DeltaCheck {
        fatal = List.copyOf(fatal);
        warnings = List.copyOf(warnings);
    }

    public boolean isValid() {
        return fatal.isEmpty();
    }

    /** A message that may not even be a delta. */
    public static DeltaCheck of(Snapshot snapshot, ObjectValue message, Deltas deltas) {
        final Delta delta;
        try {
            delta = Delta.parse(message);
        } catch (DocumentException e) {
            return new DeltaCheck(List.of(e.getMessage()), List.of());
        }
        return of(snapshot, delta, deltas);
    }

    public static DeltaCheck of(Snapshot snapshot, Delta delta, Deltas deltas) {
        final List<String> fatal = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        final boolean book = snapshot.type() == SnapshotType.ORDER_BOOK;
        if (delta.hasId() && snapshot.id() != Snapshot.NO_ID && delta.sequenceId() <= snapshot.id()) {
            warnings.add("sequenceId=" + delta.sequenceId() + " is not newer than " + snapshot.id());
        }
        if (!book && delta.type() == DeltaType.UPDATE) {
            final Value old = delta.path().get(snapshot.data());
            if (old != null && !old.kind().equals(delta.data().kind())) {
                warnings.add("update at '" + delta.path() + "': a " + old.kind() + " becomes a "
                        + delta.data().kind());
            }
        }
        try {
            deltas.applyData(snapshot.type(), snapshot.data(), delta, warnings);
        } catch (DocumentException e) {
            fatal.add(e.getMessage());
        }
        return new DeltaCheck(fatal, warnings);
    }
}
