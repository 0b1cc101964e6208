package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;

/**
 * Judges one book after each message: compares checksums, looks whether it is crossed, gives it the condition that its
 * proof allows, and says whose fault a mismatch was. What follows from a fault is {@link BookSync}'s to decide. One
 * thread: the core's.
 */
final class BookJudge {
    private final Core core;
    private final Venue venue;
    private final BookSync sync;
    private final Instrument instrument;
    private final BookLevels levels;
    private final BookCondition condition;
    private final SequenceCheck sequence;
    private final ChecksumTrust trust = new ChecksumTrust();
    private final Doubt doubt;

    BookJudge(Core core, Venue venue, BookSync sync, BookLevels levels, SequenceCheck sequence) {
        this.core = core;
        this.venue = venue;
        this.sync = sync;
        this.levels = levels;
        this.sequence = sequence;
        instrument = sync.instrument();
        condition = sync.condition();
        doubt = new Doubt(core, venue, instrument);
    }

    /** Whether the venue's checksums are believed. */
    ChecksumTrust trust() {
        return trust;
    }

    /** What is wrong beside checksums. */
    Doubt doubt() {
        return doubt;
    }

    /** Ids are missing. */
    void gap(long received) {
        doubt.raise(Reason.GAP, sync.source(), sequence.expected(), received, sequence.isHoled());
    }

    /** A fresh snapshot is in the book. */
    void refreshed() {
        trust.refreshed();
        doubt.refreshed(levels.book().isCrossed());
    }

    /** The book stands, as far as its feed can prove it. */
    void stood() {
        doubt.stood();
    }

    /**
     * Judges the book after a message, publishes it and draws the consequences.
     *
     * @return false when the book cannot go on
     */
    boolean settle(Message message, boolean snapshot) {
        final int check = levels.check(message);
        final boolean crossed = levels.book().isCrossed();
        final int fault = conclude(check, crossed);
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
        if (fault == Reason.CROSSED) {
            final long bid = levels.book().bids().price(0);
            doubt.raise(fault, sync.source(), bid, levels.book().asks().price(0), sequence.isHoled());
        }
        if (fault != Reason.NONE) {
            return sync.isBearable(fault);
        }
        return spanLeft ? goOnOutsideSpan() : stand(snapshot, crossed);
    }

    /** As {@link #settle}, for a checksum in a message of its own: it covers every book message before it. */
    void settleChecksum(Message message) {
        final int check = levels.compare(message);
        if (check == BookLevels.NOT_CHECKED || check == BookLevels.ABSENT) {
            return;
        }
        final boolean crossed = levels.book().isCrossed();
        final int fault = conclude(check, crossed);
        count(check, message, false);
        if (fault != Reason.NONE) {
            sync.isBearable(fault);
        } else {
            stand(false, crossed);
        }
    }

    /** As {@link #settle}, after the last of what was held or waited for; the messages have been published. */
    void settleCaughtUp() {
        if (sync.isReordering()) {
            condition.become(Condition.UNVERIFIED);
            condition.publish(Reason.REORDERING);
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
        sync.stood();
        condition.publish(standingReason(false));
    }

    /** Gives the book the condition that a check allows; @return what is wrong, {@link Reason#NONE} for nothing */
    private int conclude(int check, boolean crossed) {
        final int fault = faultOf(check, crossed);
        if (fault != Reason.NONE) {
            condition.become(sync.verdict());
        } else if (sync.isCatchingUp()) {
            condition.become(Condition.SYNCING);
        } else if (sync.isReordering() || crossed) {
            condition.become(Condition.UNVERIFIED);
        } else {
            condition.settle(proofOf(check));
        }
        return fault;
    }

    private int faultOf(int check, boolean crossed) {
        if (check == BookLevels.BAD && !trust.isLost()) {
            return Reason.CHECKSUM_MISMATCH;
        }
        // the venue's own book can be crossed for a moment, and its checksum says so
        return crossed && check != BookLevels.GOOD ? Reason.CROSSED : Reason.NONE;
    }

    private boolean stand(boolean snapshot, boolean crossed) {
        if (!crossed && !sync.isCatchingUp() && !sync.isReordering()) {
            sync.stood();
        }
        condition.publish(crossed ? Reason.CROSSED : standingReason(snapshot));
        return true;
    }

    private int standingReason(boolean snapshot) {
        if (sync.isReordering()) {
            return Reason.REORDERING;
        }
        if (condition.proof() == ProofKind.NONE) {
            return Reason.NO_PROOF;
        }
        return snapshot ? Reason.SNAPSHOT : Reason.PROVEN;
    }

    private byte proofOf(int check) {
        return levels.proofOf(check, trust.isLost(), sequence.isHoled() || !sync.isChained());
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
        sync.restart(Reason.SPAN_LEFT);
        return false;
    }

    private void count(int check, Message message, boolean snapshot) {
        switch (check) {
            case BookLevels.GOOD -> {
                sync.stats().checksumOk();
                judge(trust.good(snapshot, message.checksum), message, "");
            }
            case BookLevels.BAD -> {
                sync.stats().checksumBad();
                event(EventKind.CHECKSUM_FAILED, message.checksum, levels.checksum(), "");
                final int verdict = trust.bad(snapshot, sync.source(), message.checksum, levels.checksum());
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
                sync.source(),
                ChecksumTrust.name(verdict) + ": " + remark + "at position " + trust.doubtAt() + " the venue had "
                        + trust.doubtExpected() + " and we " + trust.doubtActual() + "; at position " + sync.source()
                        + " the venue has " + message.checksum + " and we " + levels.checksum());
        trust.judged();
    }

    private void event(int kind, long expected, long actual, String text) {
        core.event(OutputType.EVENT, venue, kind, instrument.id(), expected, actual, text);
    }

    void visit(StateVisitor v) {
        trust.visit(v);
        doubt.visit(v);
    }
}
