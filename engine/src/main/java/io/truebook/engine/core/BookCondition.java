package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;

/**
 * What one book may be used for: what its own messages make of it, what of the connection covers that, and the proof.
 * Publishes each change of the condition once, with its reason. docs/conditions.md has the transitions. One thread: the
 * core's.
 */
final class BookCondition {
    /** Why a book that is right as of earlier is STALE; bits. */
    static final int DOWN = 1;

    static final int SILENT = 2;
    static final int PAUSED = 4;
    static final int LAGGING = 8;
    /** This book is silent, whatever its connection does. */
    static final int QUIET = 16;

    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final Instrument instrument;
    private final BookLevels levels;

    private byte base = Condition.EMPTY;
    private byte published = Condition.EMPTY;
    private int staleBits;
    private byte proof = ProofKind.NONE;
    private long provenAt;
    /** This book is not the one that readers see. */
    private boolean muted;

    BookCondition(Core core, Venue venue, BookSync sync, BookLevels levels) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        instrument = sync.instrument();
        this.levels = levels;
    }

    /** What the book's own messages make of it, whatever the connection does. */
    boolean is(byte condition) {
        return base == condition;
    }

    /** Changes the condition without a proof; {@link #publish} tells the readers. */
    void become(byte condition) {
        base = condition;
        proof = ProofKind.NONE;
    }

    /** Waits for a snapshot; without a connection there is none to wait for. */
    void startSyncing() {
        become(isStale(DOWN) ? Condition.EMPTY : Condition.SYNCING);
    }

    /** What was right stays to be seen, as STALE; what was half made is nothing. */
    void connectionLost() {
        uncover(SILENT | PAUSED | QUIET);
        cover(DOWN);
        become(base == Condition.SYNCING ? Condition.EMPTY : base);
        publish(Reason.CONNECTION_DOWN);
    }

    /** The book is right as of this input; LIVE, or UNVERIFIED where {@code kind} is none. */
    void settle(byte kind) {
        proof = kind;
        if (kind == ProofKind.NONE) {
            base = Condition.UNVERIFIED;
        } else {
            base = Condition.LIVE;
            provenAt = core.position();
        }
    }

    boolean isStale(int bit) {
        return (staleBits & bit) != 0;
    }

    void cover(int bit) {
        staleBits |= bit;
    }

    void uncover(int bits) {
        staleBits &= ~bits;
    }

    byte proof() {
        return proof;
    }

    long provenAt() {
        return provenAt;
    }

    /** Levels per side for which the proof holds; 0 where none does. */
    int provenDepth() {
        return proof == ProofKind.NONE ? 0 : levels.provenDepth(proof);
    }

    boolean isMuted() {
        return muted;
    }

    /** Readers see another book of the instrument. */
    void mute() {
        muted = true;
        published = Condition.EMPTY;
    }

    /** Readers, who knew another book in that condition, see this one from now on; {@link #publish} must follow. */
    void unmute(byte known) {
        muted = false;
        published = known;
    }

    /** The condition that readers know. */
    byte published() {
        return published;
    }

    /** The condition as it is to be published: STALE covers what was right before. */
    byte effective() {
        final boolean usable = base == Condition.LIVE || base == Condition.UNVERIFIED;
        return usable && staleBits != 0 ? Condition.STALE : base;
    }

    /** Publishes the condition where it changed. What covers the book is the reason of every STALE. */
    void publish(int reason) {
        final byte condition = effective();
        if (condition == published || muted) {
            return;
        }
        instrument.announce();
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.CONDITION, venue.index(), ConditionBody.BYTES);
        ConditionBody.instrument(out.buffer(), body, instrument.id());
        ConditionBody.reason(out.buffer(), body, condition == Condition.STALE ? staleReason() : reason);
        ConditionBody.from(out.buffer(), body, published);
        ConditionBody.to(out.buffer(), body, condition);
        ConditionBody.proof(out.buffer(), body, proof);
        ConditionBody.reserved(out.buffer(), body, (byte) 0);
        ConditionBody.provenDepth(out.buffer(), body, provenDepth());
        ConditionBody.provenAt(out.buffer(), body, provenAt);
        out.close(ConditionBody.BYTES);
        published = condition;
        sync.stats().publish();
    }

    private int staleReason() {
        if (isStale(DOWN)) {
            return Reason.CONNECTION_DOWN;
        }
        return isStale(SILENT | QUIET) ? Reason.SILENT : isStale(PAUSED) ? Reason.PAUSED : Reason.LAGGING;
    }

    void visit(StateVisitor v) {
        base = v.visit(base);
        published = v.visit(published);
        staleBits = v.visit(staleBits);
        proof = v.visit(proof);
        provenAt = v.visit(provenAt);
        muted = v.visit(muted);
    }
}
