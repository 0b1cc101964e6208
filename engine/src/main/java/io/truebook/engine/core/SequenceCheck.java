package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
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
    /** Older than the snapshot. */
    static final int STALE = 3;
    /** Ids are missing. */
    static final int GAP = 4;
    /** First delta after a snapshot, and ids are missing between them. */
    static final int NOT_BRIDGED = 5;
    /** Applied already. */
    static final int DUPLICATE = 6;

    private final Continuity continuity;
    private final int bridgeOffset;
    private final boolean bridges;
    private final boolean idsMayFall;
    /** Bits of {@link Message#present} that a delta must bear to be compared. */
    private final int needed;

    /** Gaps are not looked for, and nothing is proven by ids. */
    private final boolean detectionOff;

    private long lastId;
    /** The snapshot's id. */
    private long anchorId;
    /** The previous id that the delta applied last bore: with {@link #lastId} it tells that delta's second copy. */
    private long lastPreviousId;

    private boolean bridged;
    /** The greatest id that this connection has delivered, applied or not; an answer from before it shows the past. */
    private long newestId;

    /** Ids were missing since the snapshot, or were never sent, and the book went on all the same. */
    private boolean holed;

    SequenceCheck(BookRules rules) {
        continuity = rules.continuity();
        bridgeOffset = rules.bridgeOffset();
        bridges = rules.source() == SnapshotSource.REST;
        idsMayFall = rules.idsMayFall();
        detectionOff = rules.reconciliation().maxGapBeforeResync() == 0;
        needed = switch (continuity) {
            case NONE, CONNECTION -> 0;
            case RANGE -> Message.HAS_FIRST_ID | Message.HAS_LAST_ID;
            case PREVIOUS -> Message.HAS_PREVIOUS_ID | Message.HAS_LAST_ID;
            case PLUS_ONE -> Message.HAS_LAST_ID;
        };
    }

    /** A snapshot starts the chain; one without the id that deltas follow starts none. */
    void anchor(Message snapshot, DecodedFrame frame) {
        lastId = snapshot.lastId;
        anchorId = lastId;
        lastPreviousId = -1;
        bridged = !bridges;
        holed = needed != 0 && !snapshot.has(Message.HAS_LAST_ID) || isUncounted(frame);
    }

    /** The chain is that of the connection, and this frame bears no number of it. */
    private boolean isUncounted(DecodedFrame frame) {
        return continuity == Continuity.CONNECTION && !frame.hasConnectionSequence;
    }

    /** A delta came, whatever becomes of it. */
    void saw(Message delta) {
        if (bridges && !idsMayFall && delta.has(Message.HAS_LAST_ID)) {
            newestId = Math.max(newestId, delta.lastId);
        }
    }

    /** What comes from here on comes on another subscription. */
    void forget() {
        newestId = 0;
    }

    /** True when a delta has come that is newer than the book: it was dropped, or lies behind a hole. */
    boolean isBehind() {
        return !detectionOff && lastId < newestId;
    }

    /** The greatest id that came on this subscription, 0 where ids may fall. */
    long newestId() {
        return newestId;
    }

    int check(Message delta) {
        final int result = compare(delta);
        if (result == STALE && bridged && !holed && delta.lastId > anchorId) {
            return DUPLICATE; // without a hole since the snapshot, all ids from there on have been applied
        }
        return detectionOff && (result == GAP || result == NOT_BRIDGED) ? UNCHECKED : result;
    }

    /** From the last applied id to this delta's: 1 where it follows, the missing ids and one more where it does not. */
    long distance(Message delta) {
        return bridged ? received(delta) - expected() + 1 : delta.firstId - lastId - bridgeOffset + 1;
    }

    private int compare(Message delta) {
        if (needed == 0 || (delta.present & needed) != needed) {
            return UNCHECKED;
        }
        if (!bridged) {
            if (continuity == Continuity.PREVIOUS && delta.previousId == lastId) {
                return BRIDGES; // nothing happened between: of a quiet book no delta spans the snapshot's id
            }
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
                return isOld(delta) ? STALE : GAP;
            }
            default -> {
                return delta.lastId == lastId + 1 ? NEXT : isOld(delta) ? STALE : GAP;
            }
        }
    }

    /**
     * A delta that does not follow: applied before, or is something missing? Where the venue may begin its ids anew, only
     * the second copy of the last one is known: a lower id may be what comes after a beginning that was lost.
     */
    private boolean isOld(Message delta) {
        if (!idsMayFall) {
            return delta.lastId <= lastId;
        }
        return delta.lastId == lastId && (continuity != Continuity.PREVIOUS || delta.previousId == lastPreviousId);
    }

    void advance(Message delta, DecodedFrame frame) {
        if (delta.has(Message.HAS_LAST_ID)) {
            lastId = delta.lastId;
            lastPreviousId = delta.previousId;
        }
        bridged = true;
        // without ids nothing shows a loss: what hangs on the chain alone is not proven from here on
        holed |= (delta.present & needed) != needed || isUncounted(frame);
    }

    /** Ids before this delta are missing, and the book goes on without them: nothing is proven until a snapshot. */
    void passOver() {
        holed = true;
    }

    boolean isHoled() {
        return holed || detectionOff && needed != 0;
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
        lastPreviousId = v.visit(lastPreviousId);
        anchorId = v.visit(anchorId);
        bridged = v.visit(bridged);
        newestId = v.visit(newestId);
        holed = v.visit(holed);
    }
}
