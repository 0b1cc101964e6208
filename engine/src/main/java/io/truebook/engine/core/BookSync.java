package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.OnMismatch;
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import io.truebook.engine.venue.VenueDefinition.SnapshotSource;
import org.agrona.DirectBuffer;

/**
 * Keeps one book true: sequence, stitching, proof, condition, and what follows when one of them fails. The state machine
 * is one for all venues; what differs stands in the definition. docs/conditions.md has the transitions. One thread: the
 * core's.
 */
final class BookSync {
    /** A book that stood for so many messages after its snapshot stands firmly: its next resync is made at once. */
    private static final int STEADY_AFTER = 10;

    private final Core core;
    private final Venue venue;
    private final Instrument instrument;
    private final Reconciliation reconciliation;
    private final boolean rest;
    private final BookLevels levels;
    private final BookCondition condition;
    private final ChecksumTrust trust = new ChecksumTrust();
    private final SequenceCheck sequence;
    private final HeldDeltas held;
    /** What came before its turn, while the rest of the book goes on. */
    private final ReorderWindow late = new ReorderWindow();

    private final int lateTimer;
    private final SnapshotRequests requests;
    private final Liveness liveness;

    private boolean awaitingSnapshot = true;
    private boolean resyncing;
    private int stoodFor;
    private boolean seen;
    /** Position since which the book waits for late messages. */
    private long waitsSince;
    /** What {@link #readLate} has read. */
    private DecodedFrame lateFrame;

    BookSync(Core core, Venue venue, Instrument instrument) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
        final BookRules rules = venue.definition().book();
        reconciliation = rules.reconciliation();
        rest = rules.source() == SnapshotSource.REST;
        levels = new BookLevels(core, venue, instrument);
        condition = new BookCondition(core, venue, instrument, levels);
        sequence = new SequenceCheck(rules);
        held = new HeldDeltas(core, venue, reconciliation.maxBufferSize());
        requests = new SnapshotRequests(core, venue, this);
        liveness = new Liveness(core, this);
        lateTimer = core.timers().register(kind -> lateTooLong(), 0);
    }

    Instrument instrument() {
        return instrument;
    }

    Book book() {
        return levels.book();
    }

    BookCondition condition() {
        return condition;
    }

    long lastId() {
        return sequence.lastId();
    }

    /** True once a book message of this instrument has been seen. */
    boolean isSeen() {
        return seen;
    }

    Liveness liveness() {
        return liveness;
    }

    SnapshotRequests requests() {
        return requests;
    }

    boolean isAwaitingSnapshot() {
        return awaitingSnapshot;
    }

    /** True while somebody should ask for a snapshot. */
    boolean wantsSnapshot() {
        return awaitingSnapshot && !condition.is(Condition.BROKEN);
    }

    boolean hasBufferedDeltas() {
        return !held.isEmpty();
    }

    boolean isCatchingUp() {
        return !awaitingSnapshot && !held.isEmpty();
    }

    // ---- what the session tells

    /** The subscription was sent on a connection that is up. */
    void subscribing() {
        if (!condition.is(Condition.BROKEN)) {
            condition.uncover(BookCondition.DOWN | BookCondition.SILENT | BookCondition.QUIET);
            liveness.stop();
            startSyncing(Reason.SUBSCRIBING);
        }
    }

    void connectionDown() {
        awaitSnapshot();
        sequence.forget();
        requests.cancel();
        resyncing = false;
        liveness.stop();
        condition.connectionLost();
    }

    void broken(int reason) {
        awaitSnapshot();
        requests.cancel();
        resyncing = false;
        liveness.stop();
        condition.become(Condition.BROKEN);
        condition.publish(reason);
    }

    void cover(int bit) {
        condition.cover(bit);
        condition.publish(Reason.NONE);
    }

    void uncover(int bit) {
        condition.uncover(bit);
        condition.publish(Reason.CAUGHT_UP);
    }

    /** The book is silent for longer than its own limit: it may be right, but nobody knows. */
    void silent(long limitNs, long silenceNs) {
        venue.counters().silences++;
        event(EventKind.BOOK_SILENT, limitNs, silenceNs, "");
        cover(BookCondition.QUIET);
    }

    /** Still silent: the venue may have lost the subscription, so it is made anew, with a snapshot. */
    void rejoin() {
        if (venue.isSubscribed(this)) {
            announceResync(Reason.SILENT);
            venue.session().resubscribe(this);
        }
    }

    /** The stream speaks; what the message makes of the book is published with it. */
    private void heard() {
        condition.uncover(BookCondition.QUIET);
        liveness.heard();
    }

    /** Something on the connection could not be read and may have concerned this book. */
    void doubt() {
        if (condition.is(Condition.LIVE)) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.MALFORMED_FRAME);
        }
    }

    /** Frames of the connection are missing, and any of them may have been of this book. */
    void connectionGap() {
        if (!awaitingSnapshot && !condition.is(Condition.BROKEN)) {
            isBearable(Reason.GAP);
        }
    }

    /** An operator wants the book made anew. */
    void resync() {
        trust.restore();
        announceResync(Reason.OPERATOR);
        requests.now();
    }

    /** New scales from the venue; where the levels do not fit them, the book is made anew. */
    void changeScales(int priceScale, int sizeScale) {
        final boolean kept = levels.changeScales(priceScale, sizeScale);
        if (!kept) {
            levels.clear();
        }
        instrument.scales(priceScale, sizeScale, Instrument.FROM_FRAME);
        if (!kept && !awaitingSnapshot) {
            restart(Reason.NUMBER_RANGE);
        }
    }

    /** Grows inferred scales to at least these. */
    void widen(int priceScale, int sizeScale) {
        levels.widen(priceScale, sizeScale);
    }

    // ---- what the venue tells

    void onSnapshot(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        if (condition.is(Condition.BROKEN) || rest && !awaitingSnapshot) {
            venue.counters().dropped++;
            return;
        }
        if (venue.isPassive()) {
            // nobody subscribes in a passive run: what comes shows that the connection is there again
            condition.uncover(BookCondition.DOWN);
        }
        if (!levels.replace(message, frame, payload, payloadOffset)) {
            reportNumbers();
            restart(Reason.NUMBER_RANGE);
            return;
        }
        venue.counters().snapshots++;
        if (!rest) {
            heard();
        } else if (liveness.lastNs() == 0) {
            liveness.watch(); // the answer is none of the stream's, but from now on the stream is waited for
        }
        requests.answered();
        awaitingSnapshot = false;
        stoodFor = 0;
        sequence.anchor(message, frame);
        trust.refreshed();
        final boolean behind = held.isEmpty() && sequence.isBehind();
        if (held.isEmpty() && !behind) {
            settle(message, true);
            return;
        }
        condition.become(Condition.SYNCING);
        levels.publishSnapshot(condition, message, sequence.lastId());
        condition.publish(Reason.SNAPSHOT);
        if (behind) {
            snapshotTooOld();
        } else {
            catchUp();
        }
    }

    void onDelta(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        sequence.saw(message);
        if (condition.is(Condition.BROKEN)) {
            venue.counters().dropped++;
            return;
        }
        heard();
        if (awaitingSnapshot || !held.isEmpty()) {
            if (condition.is(Condition.EMPTY)) {
                condition.become(Condition.SYNCING);
                condition.publish(Reason.SUBSCRIBING);
            }
            hold();
            return;
        }
        final long before = sequence.lastId();
        if (apply(message, frame, payload, payloadOffset) && sequence.lastId() != before) {
            takeLate();
        }
        condition.publish(Reason.CAUGHT_UP); // an old delta changes nothing, but shows that the book is not silent
    }

    /** A checksum in a message of its own: it covers every book message before it. */
    void onChecksum(Message message) {
        if (awaitingSnapshot || condition.is(Condition.BROKEN)) {
            return;
        }
        final int check = levels.compare(message);
        if (check == BookLevels.NOT_CHECKED || check == BookLevels.ABSENT) {
            return;
        }
        final boolean crossed = levels.book().isCrossed();
        final int fault = faultOf(check, crossed);
        if (fault != Reason.NONE) {
            condition.become(verdict());
        } else if (crossed) {
            condition.become(Condition.UNVERIFIED);
        } else {
            condition.settle(proofOf(check));
        }
        count(check, message, false);
        if (fault != Reason.NONE) {
            isBearable(fault);
            return;
        }
        if (!crossed) {
            stood();
        }
        condition.publish(crossed ? Reason.CROSSED : standingReason(false));
    }

    /** Applies held deltas, one step of them. */
    void catchUp() {
        switch (held.step(this, this::apply)) {
            case HeldDeltas.DONE -> settleCaughtUp();
            case HeldDeltas.MORE -> core.continueLater();
            case HeldDeltas.UNREADABLE -> restart(Reason.UNREADABLE_BUFFER);
            default -> {
                // what stopped it has said what follows
            }
        }
    }

    // ---- inside

    /** Position of the input that is being applied. */
    private long source() {
        return held.isStepping() ? core.readBack().position() : core.position();
    }

    /** Remembers the present frame's position, for a book that cannot apply it yet. */
    private void hold() {
        if (!rest || !reconciliation.bufferDeltas()) {
            venue.counters().dropped++;
            return;
        }
        if (requests.isWaiting()) {
            held.keepNewest(); // the snapshot will be newer than what came long before it was asked for
        }
        if (held.hold()) {
            event(
                    EventKind.BUFFER_OVERFLOW,
                    0,
                    venue.counters().bufferOverflows,
                    "the oldest deltas are dropped from here on; a fresh snapshot will be needed");
        }
        requests.deltaBuffered();
    }

    /** @return false when the book cannot go on */
    private boolean apply(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        switch (sequence.check(message)) {
            case SequenceCheck.STALE -> {
                venue.counters().sequenceStale++;
                return true;
            }
            case SequenceCheck.DUPLICATE -> {
                venue.counters().sequenceDuplicates++;
                return true;
            }
            case SequenceCheck.NOT_BRIDGED -> {
                if (waitsBefore(message)) {
                    return true;
                }
                if (isCatchingUp()) {
                    snapshotTooOld();
                    return false;
                }
                // nothing was held when the snapshot came, so the stream itself has a hole
                if (!isGapBearable(message, "the first delta does not bridge the snapshot")) {
                    return false;
                }
            }
            case SequenceCheck.GAP -> {
                if (waitsBefore(message)) {
                    return true;
                }
                venue.counters().sequenceChecked++;
                if (!isGapBearable(message, "")) {
                    return false;
                }
                if (sequence.check(message) == SequenceCheck.STALE) {
                    return true; // what had waited was newer
                }
            }
            case SequenceCheck.NEXT -> venue.counters().sequenceChecked++;
            default -> {
                // bridges the snapshot, or the venue sends no ids: no comparison is counted
            }
        }
        return applyLevels(message, frame, payload, payloadOffset);
    }

    private boolean applyLevels(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        if (!levels.apply(message, frame, payload, payloadOffset)) {
            reportNumbers();
            return isBearable(Reason.NUMBER_RANGE);
        }
        sequence.advance(message, frame);
        venue.counters().deltas++;
        return settle(message, false);
    }

    private boolean isGapBearable(Message message, String text) {
        venue.counters().sequenceGaps++;
        reportGap(sequence.received(message), text);
        if (!isBearable(Reason.GAP)) {
            return false;
        }
        passOverHoles(); // in the order of their ids; this one is the highest
        return true;
    }

    private void reportGap(long received, String remark) {
        event(EventKind.SEQUENCE_GAP, sequence.expected(), received, Gap.report(sequence.expected(), received, remark));
    }

    // ---- what comes before its turn

    /**
     * Remembers a delta that does not follow yet, where the definition lets the book wait for what is missing.
     *
     * @return false when it cannot be waited for: the hole is a mismatch
     */
    private boolean waitsBefore(Message message) {
        final long distance = sequence.distance(message);
        final boolean passing = reconciliation.onMismatch() == OnMismatch.WARN && held.isStepping();
        if (distance <= 1
                || distance > reconciliation.maxGapBeforeResync()
                || venue.definition().book().idsMayFall()
                || sequence.isHoled()
                || passing) {
            return false;
        }
        if (late.holds(message.lastId)) {
            venue.counters().sequenceDuplicates++;
            return true;
        }
        if (late.isFull()) {
            return false;
        }
        final boolean first = late.isEmpty();
        final long position = source();
        late.add(message.lastId, sequence.received(message), position);
        if (first) {
            waitsSince = position;
            core.timers().set(lateTimer, core.nowNs() + reconciliation.reorderDeadlineNs());
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
        return true;
    }

    /**
     * Applies what came before its turn, as far as its turn has come.
     *
     * @return false when the book cannot go on
     */
    boolean takeLate() {
        if (late.isEmpty()) {
            return true;
        }
        while (!late.isEmpty()) {
            final Message message = readLate();
            if (message == null) {
                restart(Reason.UNREADABLE_BUFFER);
                return false;
            }
            final int check = sequence.check(message);
            if (check == SequenceCheck.GAP || check == SequenceCheck.NOT_BRIDGED) {
                return true;
            }
            late.removeFirst();
            venue.counters().sequenceReordered += check == SequenceCheck.NEXT ? 1 : 0;
            if (!apply(
                    message,
                    lateFrame,
                    core.readBack().buffer(),
                    core.readBack().payloadOffset())) {
                return false;
            }
        }
        core.timers().cancel(lateTimer);
        event(EventKind.SEQUENCE_HOLE_CLOSED, 0, waitsSince, "");
        if (!isCatchingUp() && condition.is(Condition.UNVERIFIED) && condition.proof() == ProofKind.NONE) {
            settleCaughtUp();
        }
        return true;
    }

    /** The first of what came early, read back; null where the journal does not hold it any more. */
    private Message readLate() {
        if (!core.readBack().seek(late.firstPosition())) {
            return null;
        }
        lateFrame = core.readBack().decode(venue.index());
        for (int i = 0; i < lateFrame.messageCount(); i++) {
            final Message message = lateFrame.message(i);
            if (venue.isDeltaOf(message, this) && message.lastId == late.firstId()) {
                return message;
            }
        }
        return null;
    }

    /** What is missing has not come in time. */
    private void lateTooLong() {
        venue.counters().sequenceGaps++;
        reportGap(late.firstReceived(), "waited for in vain");
        if (isBearable(Reason.GAP)) {
            passOverHoles();
        }
    }

    /** {@code onMismatch: warn}: what waits is applied in its order, whatever is missing between. */
    private void passOverHoles() {
        core.timers().cancel(lateTimer);
        while (!late.isEmpty()) {
            final Message message = readLate();
            late.removeFirst();
            if (message == null
                    || !applyLevels(
                            message,
                            lateFrame,
                            core.readBack().buffer(),
                            core.readBack().payloadOffset())) {
                late.clear();
                return;
            }
        }
    }

    /**
     * Judges the book after a message, publishes it and draws the consequences.
     *
     * @return false when the book cannot go on
     */
    private boolean settle(Message message, boolean snapshot) {
        final int check = levels.check(message);
        final boolean crossed = levels.book().isCrossed();
        final int fault = faultOf(check, crossed);
        if (fault != Reason.NONE) {
            condition.become(verdict());
        } else if (isCatchingUp()) {
            condition.become(Condition.SYNCING);
        } else if (!late.isEmpty()) {
            condition.become(Condition.UNVERIFIED);
        } else if (crossed) {
            condition.become(Condition.UNVERIFIED);
        } else {
            condition.settle(proofOf(check));
        }
        final boolean spanLeft = condition.is(Condition.LIVE) && hasLeftSpan();
        if (spanLeft) {
            condition.become(Condition.UNVERIFIED);
        }
        levels.publish(condition, message, sequence.lastId(), snapshot);
        count(check, message, snapshot);
        if (crossed) {
            venue.counters().crossed++;
            event(
                    EventKind.CROSSED,
                    levels.book().bids().price(0),
                    levels.book().asks().price(0),
                    "");
        }
        if (fault != Reason.NONE) {
            return isBearable(fault);
        }
        if (spanLeft) {
            return goOnOutsideSpan();
        }
        if (!crossed && !isCatchingUp() && late.isEmpty()) {
            stood();
        }
        condition.publish(crossed ? Reason.CROSSED : standingReason(snapshot));
        return true;
    }

    private int faultOf(int check, boolean crossed) {
        if (check == BookLevels.BAD && !trust.isLost()) {
            return Reason.CHECKSUM_MISMATCH;
        }
        // the venue's own book can be crossed for a moment, and its checksum says so
        return crossed && check != BookLevels.GOOD ? Reason.CROSSED : Reason.NONE;
    }

    private int standingReason(boolean snapshot) {
        if (!late.isEmpty()) {
            return Reason.REORDERING;
        }
        if (condition.proof() == ProofKind.NONE) {
            return Reason.NO_PROOF;
        }
        return snapshot ? Reason.SNAPSHOT : Reason.PROVEN;
    }

    private void settleCaughtUp() {
        if (!late.isEmpty()) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.REORDERING);
            return;
        }
        if (sequence.isBehind()) {
            snapshotTooOld(); // what was held before it had a hole, and was given up: the book must not stand before it
            return;
        }
        if (levels.book().isCrossed()) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.CROSSED);
            return;
        }
        condition.settle(proofOf(BookLevels.NOT_CHECKED));
        if (condition.is(Condition.LIVE) && hasLeftSpan()) {
            condition.become(Condition.UNVERIFIED);
            goOnOutsideSpan();
            return;
        }
        stood();
        condition.publish(standingReason(false));
    }

    private byte proofOf(int check) {
        return levels.proofOf(check, trust.isLost(), sequence.isHoled());
    }

    private boolean hasLeftSpan() {
        return condition.proof() == ProofKind.CHAIN && levels.hasLeftSpan();
    }

    /** No mismatch, but not one level is proven any more: a fresh snapshot is taken whatever onMismatch says. */
    private boolean goOnOutsideSpan() {
        if (venue.isPassive()) {
            condition.publish(Reason.SPAN_LEFT); // nobody can be asked: only the market may come back
            return true;
        }
        restart(Reason.SPAN_LEFT);
        return false;
    }

    private void stood() {
        requests.satisfied();
        if (resyncing) {
            resyncing = false;
            event(EventKind.RESYNC_COMPLETED, 0, 0, "");
        }
        if (stoodFor < STEADY_AFTER && ++stoodFor == STEADY_AFTER) {
            requests.steady();
            trust.steady();
        }
    }

    private void count(int check, Message message, boolean snapshot) {
        switch (check) {
            case BookLevels.GOOD -> {
                venue.counters().checksumsOk++;
                judge(trust.good(snapshot, message.checksum), message, "");
            }
            case BookLevels.BAD -> {
                venue.counters().checksumsBad++;
                event(EventKind.CHECKSUM_FAILED, message.checksum, levels.checksum(), "");
                final int verdict = trust.bad(snapshot, source(), message.checksum, levels.checksum());
                if (verdict != ChecksumTrust.NONE) {
                    judge(verdict, message, "not believed from here on; ");
                    core.event(
                            OutputType.ALERT,
                            venue,
                            EventKind.CHECKSUM_UNVERIFIABLE,
                            instrument.id(),
                            0,
                            ChecksumTrust.UNVERIFIABLE_AFTER,
                            "checksums fail again and again, the fault is " + ChecksumTrust.name(verdict)
                                    + "; the book goes on as UNVERIFIED");
                }
            }
            case BookLevels.ABSENT -> venue.counters().checksumsAbsent++;
            default -> {
                // no checksum to count
            }
        }
    }

    /** Publishes whose fault the mismatch was that is not judged yet, with where the evidence lies in the journal. */
    private void judge(int verdict, Message message, String remark) {
        if (verdict == ChecksumTrust.NONE) {
            return;
        }
        event(
                EventKind.MISMATCH_JUDGED,
                trust.doubtAt(),
                source(),
                ChecksumTrust.name(verdict) + ": " + remark + "at position " + trust.doubtAt() + " the venue had "
                        + trust.doubtExpected() + " and we " + trust.doubtActual() + "; at position " + source()
                        + " the venue has " + message.checksum + " and we " + levels.checksum());
        trust.judged();
    }

    /** What was held begins after the snapshot: it stays, and another snapshot is asked for. */
    private void snapshotTooOld() {
        stopWaiting();
        awaitingSnapshot = true;
        condition.become(Condition.SYNCING);
        event(EventKind.RESYNC_TRIGGERED, 0, Reason.SNAPSHOT_TOO_OLD, Reason.name(Reason.SNAPSHOT_TOO_OLD));
        requests.again();
    }

    private void reportNumbers() {
        venue.counters().malformed++;
        event(
                EventKind.MALFORMED,
                DecodedFrame.ERROR_NUMBER_RANGE,
                0,
                "a price or size does not fit the instrument's scale, priceScale=" + instrument.priceScale()
                        + ", sizeScale=" + instrument.sizeScale());
    }

    /** What {@code onMismatch} makes of a book that is not what the venue has. */
    private byte verdict() {
        return switch (reconciliation.onMismatch()) {
            case RESYNC -> Condition.SYNCING;
            case ERROR -> Condition.BROKEN;
            case WARN -> isCatchingUp() ? Condition.SYNCING : Condition.UNVERIFIED;
        };
    }

    /**
     * The book is not what the venue has: the condition changes at once, and {@code onMismatch} decides what follows.
     *
     * @return true when the book goes on as it is
     */
    private boolean isBearable(int reason) {
        switch (reconciliation.onMismatch()) {
            case WARN -> {
                if (reason == Reason.GAP || reason == Reason.NUMBER_RANGE) {
                    sequence.passOver();
                }
                condition.become(verdict());
                condition.publish(reason);
                return true;
            }
            case ERROR -> {
                broken(reason);
                core.event(
                        OutputType.ALERT,
                        venue,
                        EventKind.RESYNC_TRIGGERED,
                        instrument.id(),
                        0,
                        reason,
                        Reason.name(reason) + ": onMismatch is error, the book is BROKEN until 'resync'");
                return false;
            }
            default -> {
                restart(reason);
                return false;
            }
        }
    }

    /** The book must be made anew. */
    private void restart(int reason) {
        announceResync(reason);
        requests.again();
        if (rest && core.isFrame()) {
            hold(); // the delta that showed the hole may follow the next snapshot
        }
    }

    private void announceResync(int reason) {
        venue.counters().resyncs++;
        resyncing = true;
        awaitingSnapshot = true;
        held.clear();
        if (rest && reconciliation.bufferDeltas()) {
            // what came before its turn may follow the next snapshot
            for (long at = late.nextPosition(-1); at >= 0; at = late.nextPosition(at)) {
                held.adopt(at);
            }
        }
        stopWaiting();
        condition.startSyncing();
        condition.publish(reason);
        event(EventKind.RESYNC_TRIGGERED, 0, reason, Reason.name(reason));
    }

    private void startSyncing(int reason) {
        awaitSnapshot();
        condition.startSyncing();
        condition.publish(reason);
    }

    private void awaitSnapshot() {
        awaitingSnapshot = true;
        held.clear();
        stopWaiting();
    }

    private void stopWaiting() {
        late.clear();
        core.timers().cancel(lateTimer);
    }

    private void event(int kind, long expected, long actual, String text) {
        core.event(OutputType.EVENT, venue, kind, instrument.id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        awaitingSnapshot = v.visit(awaitingSnapshot);
        resyncing = v.visit(resyncing);
        stoodFor = v.visit(stoodFor);
        seen = v.visit(seen);
        waitsSince = v.visit(waitsSince);
        condition.visit(v);
        trust.visit(v);
        levels.visit(v);
        sequence.visit(v);
        held.visit(v);
        late.visit(v);
        requests.visit(v);
        liveness.visit(v);
    }
}
