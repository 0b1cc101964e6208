package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Continuity;
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
    /** Why a book that is right as of earlier is STALE; bits of {@link #staleBits}. */
    static final int DOWN = 1;

    static final int PAUSED = 2;
    static final int LAGGING = 4;
    /** The socket is read again; the next proof, or a quiet second, ends PAUSED. */
    static final int RESUMING = 8;

    /** Checksum mismatches without one good check between them, after which the venue's checksums are not believed. */
    private static final int UNVERIFIABLE_AFTER = 3;
    /** Good checks in a row after which they are believed again. */
    private static final int VERIFIABLE_AFTER = 50;

    private static final int APPLIED = 0;
    private static final int REFUSED = 1;

    private final Core core;
    private final Venue venue;
    private final Instrument instrument;
    private final BookRules rules;
    private final Reconciliation reconciliation;
    private final BookLevels levels;
    private final SequenceCheck sequence;
    private final PositionBuffer positions;
    private final SnapshotRequests requests;

    private byte base = Condition.EMPTY;
    private byte published = Condition.EMPTY;
    private int staleBits;
    private boolean awaitingSnapshot = true;
    private byte proof = ProofKind.NONE;
    private long provenAt;
    private int mismatchesInARow;
    private int goodChecksInARow;
    private boolean checksumUnverifiable;
    private boolean seen;

    BookSync(Core core, Venue venue, Instrument instrument) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
        rules = venue.definition().book();
        reconciliation = rules.reconciliation();
        levels = new BookLevels(core, venue, instrument);
        sequence = new SequenceCheck(rules);
        positions = new PositionBuffer(Math.max(1, reconciliation.maxBufferSize()));
        requests = new SnapshotRequests(core, venue, this);
    }

    Instrument instrument() {
        return instrument;
    }

    Book book() {
        return levels.book();
    }

    byte condition() {
        return published;
    }

    byte proof() {
        return proof;
    }

    /** Levels per side for which the proof holds; 0 where none does. */
    int provenDepth() {
        return proof == ProofKind.NONE ? 0 : levels.provenDepth(proof);
    }

    /** True once a book message of this instrument has been seen. */
    boolean isSeen() {
        return seen;
    }

    SnapshotRequests requests() {
        return requests;
    }

    boolean isAwaitingSnapshot() {
        return awaitingSnapshot;
    }

    boolean hasBufferedDeltas() {
        return !positions.isEmpty();
    }

    boolean isCatchingUp() {
        return !awaitingSnapshot && !positions.isEmpty();
    }

    // ---- what the session tells

    /** The subscription was sent on a connection that is up. */
    void subscribing() {
        if (base == Condition.BROKEN) {
            return;
        }
        staleBits &= ~(DOWN | PAUSED | RESUMING);
        startSyncing(Reason.SUBSCRIBING);
    }

    void connectionDown() {
        staleBits = staleBits & LAGGING | DOWN;
        positions.clear();
        awaitingSnapshot = true;
        requests.done();
        proof = ProofKind.NONE;
        if (base == Condition.SYNCING) {
            base = Condition.EMPTY;
        }
        publishCondition(Reason.CONNECTION_DOWN);
    }

    void refused() {
        base = Condition.BROKEN;
        publishCondition(Reason.REFUSED);
    }

    void broken(int reason) {
        base = Condition.BROKEN;
        proof = ProofKind.NONE;
        publishCondition(reason);
    }

    void stale(int bit, int reason) {
        staleBits |= bit;
        if (bit == PAUSED) {
            staleBits &= ~RESUMING;
        }
        publishCondition(reason);
    }

    void fresh(int bits) {
        if ((staleBits & bits) != 0) {
            staleBits &= ~bits;
            publishCondition(Reason.CAUGHT_UP);
        }
    }

    /** Something on the connection could not be read and may have concerned this book. */
    void doubt() {
        if (base == Condition.LIVE) {
            base = Condition.UNVERIFIED;
            proof = ProofKind.NONE;
            publishCondition(Reason.MALFORMED_FRAME);
        }
    }

    /** Starts over; by an operator or by the session. */
    void resync(int reason) {
        checksumUnverifiable = false;
        mismatchesInARow = 0;
        mismatch(reason, true);
    }

    /** New scales from the venue; where the levels do not fit them, the book is made anew. */
    void changeScales(int priceScale, int sizeScale) {
        final boolean kept = levels.changeScales(priceScale, sizeScale);
        if (!kept) {
            levels.clear();
        }
        instrument.scales(priceScale, sizeScale, Instrument.FROM_FRAME);
        if (!kept && base != Condition.EMPTY && !awaitingSnapshot) {
            mismatch(Reason.NUMBER_RANGE, true);
        }
    }

    /** Grows inferred scales to at least these. */
    void widen(int priceScale, int sizeScale) {
        levels.widen(priceScale, sizeScale);
    }

    // ---- what the venue tells

    void onSnapshot(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        if (base == Condition.BROKEN) {
            venue.counters().dropped++;
            return;
        }
        if (levels.replace(message, frame, payload, payloadOffset) == REFUSED) {
            refuseNumbers();
            return;
        }
        venue.counters().snapshots++;
        requests.answered();
        awaitingSnapshot = false;
        sequence.anchor(message);
        if (rules.source() == SnapshotSource.REST) {
            if (positions.isEmpty()) {
                settle(message, true);
            } else {
                base = Condition.SYNCING;
                proof = ProofKind.NONE;
                levels.publishSnapshot(this, message);
                publishCondition(Reason.SNAPSHOT);
                catchUp();
            }
        } else {
            positions.clear();
            settle(message, true);
        }
    }

    void onDelta(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        seen = true;
        if (base == Condition.BROKEN) {
            venue.counters().dropped++;
            return;
        }
        if (awaitingSnapshot || !positions.isEmpty()) {
            if (base == Condition.EMPTY) {
                base = Condition.SYNCING;
                publishCondition(Reason.SUBSCRIBING);
            }
            buffer();
            return;
        }
        apply(message, frame, payload, payloadOffset);
    }

    /**
     * Applies buffered deltas in one forward scan of the input journal, at most 256 records a call.
     */
    void catchUp() {
        final ReadBack readBack = core.readBack();
        if (!readBack.seek(positions.first())) {
            mismatch(Reason.UNREADABLE_BUFFER, true);
            return;
        }
        for (int records = 0; records < ReadBack.RECORDS_PER_STEP; records++) {
            if (readBack.position() == positions.first() && !applyReadBack(readBack)) {
                return;
            }
            if (positions.isEmpty()) {
                settleCaughtUp();
                return;
            }
            if (!readBack.next()) {
                mismatch(Reason.UNREADABLE_BUFFER, true);
                return;
            }
        }
        core.continueLater();
    }

    // ---- inside

    /** @return false when catching up ended early, because the snapshot does not fit or a delta is wrong */
    private boolean applyReadBack(ReadBack readBack) {
        final DecodedFrame frame = readBack.decode(venue.index());
        for (int i = 0; i < frame.messageCount(); i++) {
            final Message message = frame.message(i);
            if (venue.bookOf(message) != this || !venue.isBookMessage(message)) {
                continue;
            }
            if (apply(message, frame, readBack.buffer(), readBack.payloadOffset()) == REFUSED) {
                return false;
            }
        }
        positions.removeFirst();
        return true;
    }

    private void buffer() {
        if (!core.isFrame()) {
            return; // a hole seen while catching up: what follows is buffered as it comes
        }
        final boolean buffering = rules.source() == SnapshotSource.REST && reconciliation.bufferDeltas();
        if (!buffering) {
            venue.counters().dropped++;
            return;
        }
        if (!positions.isEmpty() && positions.last() == core.position()) {
            return; // a second message of the same frame
        }
        if (!positions.add(core.position())) {
            venue.counters().bufferOverflows++;
            venue.counters().dropped++;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.BUFFER_OVERFLOW,
                    instrument.id(),
                    0,
                    venue.counters().bufferOverflows,
                    "oldest delta dropped; a fresh snapshot will be needed");
        }
        requests.deltaBuffered();
    }

    private int apply(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        switch (sequence.check(message)) {
            case SequenceCheck.STALE -> {
                venue.counters().sequenceStale++;
                return APPLIED;
            }
            case SequenceCheck.NOT_BRIDGED -> {
                snapshotTooOld(message);
                return REFUSED;
            }
            case SequenceCheck.GAP -> {
                venue.counters().sequenceChecked++;
                venue.counters().sequenceGaps++;
                core.event(
                        OutputType.EVENT,
                        venue,
                        EventKind.SEQUENCE_GAP,
                        instrument.id(),
                        sequence.expected(),
                        sequence.received(message),
                        "");
                mismatch(Reason.GAP, false);
                return REFUSED;
            }
            case SequenceCheck.NEXT -> venue.counters().sequenceChecked++;
            default -> {
                // bridges the snapshot, or the venue sends no ids: no comparison is counted
            }
        }
        if (levels.apply(message, frame, payload, payloadOffset) == REFUSED) {
            refuseNumbers();
            return REFUSED;
        }
        sequence.advance(message);
        venue.counters().deltas++;
        return settle(message, false) ? APPLIED : REFUSED;
    }

    /**
     * Judges the book after a message, publishes it and draws the consequences.
     *
     * @return false when the book must be made anew
     */
    private boolean settle(Message message, boolean snapshot) {
        final int check = levels.check(message);
        final boolean crossed = levels.book().isCrossed();
        int reason = snapshot ? Reason.SNAPSHOT : Reason.PROVEN;
        boolean bad = false;
        proof = ProofKind.NONE;
        if (check == BookLevels.BAD && !checksumUnverifiable) {
            reason = Reason.CHECKSUM_MISMATCH;
            bad = true;
        } else if (crossed && check != BookLevels.GOOD) {
            reason = Reason.CROSSED;
            bad = true;
        } else if (crossed) {
            reason = Reason.CROSSED;
            base = Condition.UNVERIFIED;
        } else {
            proof = levels.proofOf(check, checksumUnverifiable);
            reason = proof == ProofKind.NONE ? Reason.NO_PROOF : reason;
            if (proof == ProofKind.CHAIN && levels.hasLeftSpan()) {
                proof = ProofKind.NONE;
                reason = Reason.SPAN_LEFT;
                bad = !venue.isPassive(); // a passive run can only wait for the market to come back
            }
            base = proof == ProofKind.NONE ? Condition.UNVERIFIED : Condition.LIVE;
        }
        if (bad) {
            base = reconciliation.onMismatch() == OnMismatch.WARN ? Condition.UNVERIFIED : Condition.SYNCING;
        } else if (isCatchingUp()) {
            base = Condition.SYNCING;
            proof = ProofKind.NONE;
        } else if (proof != ProofKind.NONE) {
            provenAt = core.position();
            if ((staleBits & RESUMING) != 0) {
                staleBits &= ~(RESUMING | PAUSED);
            }
        }
        levels.publish(this, message, snapshot);
        count(check, message);
        if (crossed) {
            venue.counters().crossed++;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.CROSSED,
                    instrument.id(),
                    levels.book().bids().price(0),
                    levels.book().asks().price(0),
                    "");
        }
        if (bad) {
            mismatch(reason, false);
            return false;
        }
        if (snapshot) {
            requests.done();
        }
        publishCondition(reason);
        return true;
    }

    private void settleCaughtUp() {
        proof = levels.proofOf(BookLevels.NOT_CHECKED, checksumUnverifiable);
        base = proof == ProofKind.NONE ? Condition.UNVERIFIED : Condition.LIVE;
        provenAt = core.position();
        requests.done();
        publishCondition(proof == ProofKind.NONE ? Reason.NO_PROOF : Reason.PROVEN);
    }

    private void count(int check, Message message) {
        if (check == BookLevels.GOOD) {
            venue.counters().checksumsOk++;
            mismatchesInARow = 0;
            if (checksumUnverifiable && ++goodChecksInARow >= VERIFIABLE_AFTER) {
                checksumUnverifiable = false;
            }
        } else if (check == BookLevels.BAD) {
            venue.counters().checksumsBad++;
            goodChecksInARow = 0;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.CHECKSUM_FAILED,
                    instrument.id(),
                    message.checksum,
                    levels.checksum(),
                    "");
        } else if (check == BookLevels.ABSENT) {
            venue.counters().checksumsAbsent++;
        }
    }

    private void snapshotTooOld(Message message) {
        if (!isCatchingUp()) {
            // nothing was buffered when the snapshot came, so the stream itself has a hole
            venue.counters().sequenceGaps++;
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.SEQUENCE_GAP,
                    instrument.id(),
                    sequence.expected(),
                    sequence.received(message),
                    "the first delta does not bridge the snapshot");
            mismatch(Reason.GAP, false);
            return;
        }
        awaitingSnapshot = true;
        base = Condition.SYNCING;
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.RESYNC_TRIGGERED,
                instrument.id(),
                0,
                Reason.SNAPSHOT_TOO_OLD,
                Reason.name(Reason.SNAPSHOT_TOO_OLD));
        requests.again();
    }

    private void refuseNumbers() {
        venue.counters().malformed++;
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.MALFORMED,
                instrument.id(),
                DecodedFrame.ERROR_NUMBER_RANGE,
                0,
                "a price or size does not fit the instrument's scale, priceScale=" + instrument.priceScale()
                        + ", sizeScale=" + instrument.sizeScale());
        mismatch(Reason.NUMBER_RANGE, false);
    }

    /** The book is not what the venue has: the condition changes at once, then {@code onMismatch} decides. */
    private void mismatch(int reason, boolean always) {
        proof = ProofKind.NONE;
        if (reason == Reason.CHECKSUM_MISMATCH && ++mismatchesInARow >= UNVERIFIABLE_AFTER) {
            checksumUnverifiable = true;
            goodChecksInARow = 0;
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.CHECKSUM_UNVERIFIABLE,
                    instrument.id(),
                    0,
                    mismatchesInARow,
                    "checksums fail after fresh snapshots; the book goes on as UNVERIFIED");
            mismatchesInARow = 0;
        }
        if (!always && reconciliation.onMismatch() == OnMismatch.WARN) {
            base = Condition.UNVERIFIED;
            publishCondition(reason);
            return;
        }
        if (!always && reconciliation.onMismatch() == OnMismatch.ERROR) {
            broken(reason);
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.RESYNC_TRIGGERED,
                    instrument.id(),
                    0,
                    reason,
                    Reason.name(reason) + ": onMismatch is error, the book is BROKEN until 'resync'");
            return;
        }
        venue.counters().resyncs++;
        startSyncing(reason);
        if (rules.continuity() != Continuity.NONE && rules.source() == SnapshotSource.REST) {
            buffer(); // the delta that showed the hole may follow the next snapshot
        }
        core.event(
                OutputType.EVENT, venue, EventKind.RESYNC_TRIGGERED, instrument.id(), 0, reason, Reason.name(reason));
        requests.resync();
    }

    private void startSyncing(int reason) {
        base = Condition.SYNCING;
        proof = ProofKind.NONE;
        awaitingSnapshot = true;
        positions.clear();
        publishCondition(reason);
    }

    /** The condition as published: STALE covers what was right before. */
    byte effective() {
        final boolean usable = base == Condition.LIVE || base == Condition.UNVERIFIED;
        return usable && staleBits != 0 ? Condition.STALE : base;
    }

    long provenAt() {
        return provenAt;
    }

    long lastId() {
        return sequence.lastId();
    }

    private void publishCondition(int reason) {
        final byte condition = effective();
        if (condition == published) {
            return;
        }
        instrument.announce();
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.CONDITION, venue.index(), ConditionBody.BYTES);
        ConditionBody.instrument(out.buffer(), body, instrument.id());
        ConditionBody.reason(out.buffer(), body, reason);
        ConditionBody.from(out.buffer(), body, published);
        ConditionBody.to(out.buffer(), body, condition);
        ConditionBody.proof(out.buffer(), body, proof);
        ConditionBody.reserved(out.buffer(), body, (byte) 0);
        ConditionBody.provenDepth(out.buffer(), body, provenDepth());
        ConditionBody.provenAt(out.buffer(), body, provenAt);
        out.close(ConditionBody.BYTES);
        published = condition;
    }

    void visit(StateVisitor v) {
        base = v.visit(base);
        published = v.visit(published);
        staleBits = v.visit(staleBits);
        awaitingSnapshot = v.visit(awaitingSnapshot);
        proof = v.visit(proof);
        provenAt = v.visit(provenAt);
        mismatchesInARow = v.visit(mismatchesInARow);
        goodChecksInARow = v.visit(goodChecksInARow);
        checksumUnverifiable = v.visit(checksumUnverifiable);
        seen = v.visit(seen);
        levels.visit(v);
        sequence.visit(v);
        positions.visit(v);
        requests.visit(v);
    }
}
