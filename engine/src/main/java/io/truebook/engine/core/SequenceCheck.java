package io.truebook.engine.core;

import io.truebook.engine.decode.Message;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;

/** The sequence predicate of one book, as its venue's definition states it. One thread: the core's. */
final class SequenceCheck {
    /** The venue sends no ids; nothing was compared. */
    static final int UNCHECKED = 0;
    /** Follows the last applied id. */
    static final int NEXT = 1;
    /** First delta after a snapshot, and it joins. */
    static final int BRIDGES = 2;
    /** Older than the snapshot, or applied already. */
    static final int STALE = 3;
    /** Ids are missing. */
    static final int GAP = 4;
    /** First delta after a snapshot, and ids are missing between them. */
    static final int NOT_BRIDGED = 5;

    private final Continuity continuity;
    private final int bridgeOffset;
    private final boolean bridges;
    private long lastId;
    private boolean bridged;
    /** Ids were missing since the snapshot, and the book went on all the same. */
    private boolean holed;

    SequenceCheck(BookRules rules) {
        continuity = rules.continuity();
        bridgeOffset = rules.bridgeOffset();
        bridges = rules.source() == SnapshotSource.REST;
    }

    /** A snapshot starts the chain. */
    void anchor(Message snapshot) {
        lastId = snapshot.lastId;
        bridged = !bridges;
        holed = false;
    }

    int check(Message delta) {
        if (continuity == Continuity.NONE || continuity == Continuity.CONNECTION) {
            return UNCHECKED;
        }
        if (!bridged) {
            final long joint = lastId + bridgeOffset;
            return delta.lastId < joint ? STALE : delta.firstId <= joint ? BRIDGES : NOT_BRIDGED;
        }
        switch (continuity) {
            case RANGE -> {
                return delta.lastId <= lastId ? STALE : delta.firstId <= lastId + 1 ? NEXT : GAP;
            }
            case PREVIOUS -> {
                if (delta.previousId == lastId) {
                    return NEXT;
                }
                return delta.lastId <= lastId ? STALE : GAP;
            }
            default -> {
                return delta.lastId <= lastId ? STALE : delta.lastId == lastId + 1 ? NEXT : GAP;
            }
        }
    }

    void advance(Message delta) {
        if (delta.has(Message.HAS_LAST_ID)) {
            lastId = delta.lastId;
        }
        bridged = true;
    }

    /** Ids before this delta are missing, and the book goes on without them: nothing is proven until a snapshot. */
    void passOver() {
        holed = true;
    }

    boolean isHoled() {
        return holed;
    }

    /** The id that had to follow: the previous id where deltas name it, else the next one. */
    long expected() {
        return continuity == Continuity.PREVIOUS ? lastId : lastId + 1;
    }

    /** The id of the delta that is compared with {@link #expected}. */
    long received(Message delta) {
        return switch (continuity) {
            case PREVIOUS -> delta.previousId;
            case RANGE -> delta.firstId;
            default -> delta.lastId;
        };
    }

    long lastId() {
        return lastId;
    }

    void visit(StateVisitor v) {
        lastId = v.visit(lastId);
        bridged = v.visit(bridged);
        holed = v.visit(holed);
    }
}
