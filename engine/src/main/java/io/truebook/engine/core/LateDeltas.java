package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import java.util.ArrayList;
import java.util.List;

/**
 * What one book does with deltas that come before their turn: where the definition allows it, they wait, as positions in
 * the input journal, until what is missing has come or the deadline passes. One thread: the core's.
 */
final class LateDeltas {
    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final SequenceCheck sequence;
    private final BookCondition condition;
    private final Reconciliation reconciliation;
    private final ReorderWindow window = new ReorderWindow();
    private final int timer;

    /** Position since which the book waits. */
    private long waitsSince;
    /** What {@link #read} has read. */
    private DecodedFrame frame;

    LateDeltas(Core core, Venue venue, BookSync sync, SequenceCheck sequence, BookCondition condition) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        this.sequence = sequence;
        this.condition = condition;
        reconciliation = venue.definition().book().reconciliation();
        timer = core.timers().register(kind -> tooLong(), 0);
    }

    boolean isEmpty() {
        return window.isEmpty();
    }

    /**
     * Remembers a delta that does not follow yet, where the definition lets the book wait for what is missing.
     *
     * @return false when it cannot be waited for: the hole is a mismatch
     */
    boolean waitsBefore(Message message) {
        if (!isBearable(message)) {
            return false;
        }
        if (window.holds(message.lastId)) {
            sync.stats().dropped(BookStats.DUPLICATE);
            return true;
        }
        if (window.isFull()) {
            return false;
        }
        final boolean first = window.isEmpty();
        final long position = sync.source();
        window.add(message.lastId, sequence.received(message), position);
        if (first) {
            begin(message, position);
        }
        return true;
    }

    private boolean isBearable(Message message) {
        final long distance = sequence.distance(message);
        final boolean passing = reconciliation.onMismatch() == OnMismatch.WARN && sync.isReadingBack();
        return distance > 1
                && distance <= reconciliation.maxGapBeforeResync()
                && !venue.definition().book().idsMayFall()
                && !sequence.isHoled()
                && !passing;
    }

    private void begin(Message message, long position) {
        waitsSince = position;
        core.timers().set(timer, core.nowNs() + reconciliation.reorderDeadlineNs());
        event(
                EventKind.SEQUENCE_HOLE,
                sequence.expected(),
                sequence.received(message),
                Gap.report(sequence.expected(), sequence.received(message), "waited for"));
        if (condition.is(Condition.LIVE)) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.REORDERING);
        }
    }

    /**
     * Applies what came before its turn, as far as its turn has come.
     *
     * @return false when the book cannot go on
     */
    boolean take() {
        if (window.isEmpty()) {
            return true;
        }
        while (!window.isEmpty()) {
            final Message message = read();
            if (message == null) {
                sync.restart(Reason.UNREADABLE_BUFFER);
                return false;
            }
            final int check = sequence.check(message);
            if (check == SequenceCheck.GAP || check == SequenceCheck.NOT_BRIDGED) {
                return true;
            }
            window.removeFirst();
            venue.counters().sequenceReordered += check == SequenceCheck.NEXT ? 1 : 0;
            final ReadBack back = core.readBack();
            if (!sync.apply(message, frame, back.buffer(), back.payloadOffset())) {
                return false;
            }
        }
        core.timers().cancel(timer);
        event(EventKind.SEQUENCE_HOLE_CLOSED, 0, waitsSince, "");
        if (!sync.isCatchingUp() && condition.is(Condition.UNVERIFIED) && condition.proof() == ProofKind.NONE) {
            sync.settleCaughtUp();
        }
        return true;
    }

    /** {@code onMismatch: warn}: what waits is applied in its order, whatever is missing between. */
    void passOver() {
        core.timers().cancel(timer);
        while (!window.isEmpty()) {
            final Message message = read();
            window.removeFirst();
            final ReadBack back = core.readBack();
            if (message == null || !sync.applyLevels(message, frame, back.buffer(), back.payloadOffset())) {
                window.clear();
                return;
            }
        }
    }

    /** What waits may follow the next snapshot: it is held for that, in the order of the journal. */
    void handTo(HeldDeltas held) {
        for (long at = window.nextPosition(-1); at >= 0; at = window.nextPosition(at)) {
            held.adopt(at);
        }
    }

    /** Ids that are missing while the book waits, in their order; what comes late shrinks and splits them. */
    List<BookView.Missing> missing() {
        final List<BookView.Missing> ranges = new ArrayList<>();
        long next = sequence.lastId() + 1;
        for (int i = 0; i < window.count(); i++) {
            // a previous id is the last one that is missing, a first id the one behind it
            final long to = sequence.expected() == sequence.lastId() ? window.received(i) : window.received(i) - 1;
            if (to >= next) {
                ranges.add(new BookView.Missing(next, to));
            }
            next = Math.max(next, window.id(i) + 1);
        }
        return ranges;
    }

    void clear() {
        window.clear();
        core.timers().cancel(timer);
    }

    /** The first of what came early, read back; null where the journal does not hold it any more. */
    private Message read() {
        if (!core.readBack().seek(window.firstPosition())) {
            return null;
        }
        frame = core.readBack().decode(venue.index());
        for (int i = 0; i < frame.messageCount(); i++) {
            final Message message = frame.message(i);
            if (venue.isDeltaOf(message, sync) && message.lastId == window.firstId()) {
                return message;
            }
        }
        return null;
    }

    /** What is missing has not come in time. */
    private void tooLong() {
        sync.gapStays(window.firstReceived());
        if (sync.isBearable(Reason.GAP)) {
            passOver();
        }
    }

    private void event(int kind, long expected, long actual, String text) {
        core.event(OutputType.EVENT, venue, kind, sync.instrument().id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        waitsSince = v.visit(waitsSince);
        window.visit(v);
    }
}
