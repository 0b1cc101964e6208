package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;

/**
 * Whose fault a gap or a crossed book was, told when there is evidence: the fresh snapshot, or that it went away by
 * itself. A connection loses nothing and reorders nothing between the venue and the journal, and every frame is read or
 * counted as unreadable: so ids that never came are the venue's fault, unless a frame since the last good message could
 * not be read. Checksums have {@link ChecksumTrust}. One thread: the core's.
 */
final class Doubt {
    private final Core core;
    private final Venue venue;
    private final Instrument instrument;

    private int reason;
    /** Position of what showed it, and what was compared there. */
    private long at;

    private long expected;
    private long actual;
    /** A frame of the venue could not be read between the last good message and this. */
    private boolean unread;
    /** The chain had a hole before. */
    private boolean holed;
    /** A snapshot came since. */
    private boolean refreshed;
    /** Frames that could not be read, as of the last good message. */
    private long unreadBefore;

    Doubt(Core core, Venue venue, Instrument instrument) {
        this.core = core;
        this.venue = venue;
        this.instrument = instrument;
    }

    /** Something is wrong; while it is not judged, what follows from it is no second doubt. */
    void raise(int newReason, long position, long newExpected, long newActual, boolean chainHoled) {
        if (reason != Reason.NONE) {
            return;
        }
        reason = newReason;
        at = position;
        expected = newExpected;
        actual = newActual;
        unread = venue.counters().malformed != unreadBefore;
        holed = chainHoled;
        refreshed = false;
    }

    /** A fresh snapshot is there. */
    void refreshed(boolean crossed) {
        refreshed = true;
        if (reason == Reason.CROSSED && crossed) {
            judged(ChecksumTrust.VENUES, "its own snapshot is crossed");
        }
    }

    /** The book stands. */
    void stood() {
        unreadBefore = venue.counters().malformed;
        if (reason != Reason.NONE) {
            judge();
        }
    }

    private void judge() {
        if (reason == Reason.CROSSED) {
            if (!refreshed) {
                judged(ChecksumTrust.IN_DOUBT, "it went away by itself");
            } else if (holed) {
                judged(ChecksumTrust.OURS, "the book had gone on over a hole, and the fresh snapshot is not crossed");
            } else {
                judged(ChecksumTrust.IN_DOUBT, "no id was missing, and the fresh snapshot is not crossed");
            }
        } else if (unread) {
            judged(ChecksumTrust.IN_DOUBT, "a frame that could not be read came before it, and may have held the ids");
        } else {
            judged(ChecksumTrust.VENUES, "every frame of the connection was read, and the ids were in none");
        }
    }

    private void judged(int verdict, String why) {
        core.event(
                OutputType.EVENT,
                venue,
                EventKind.MISMATCH_JUDGED,
                instrument.id(),
                at,
                core.position(),
                ChecksumTrust.name(verdict) + ": " + Reason.name(reason) + " at position " + at + ", "
                        + (reason == Reason.CROSSED ? "bid " : "expected id ") + expected
                        + (reason == Reason.CROSSED ? ", ask " : ", came ") + actual + "; " + why);
        forget();
    }

    /** The connection is gone: nothing that comes on the next one is evidence. */
    void forget() {
        reason = Reason.NONE;
    }

    void visit(StateVisitor v) {
        reason = v.visit(reason);
        at = v.visit(at);
        expected = v.visit(expected);
        actual = v.visit(actual);
        unread = v.visit(unread);
        holed = v.visit(holed);
        refreshed = v.visit(refreshed);
        unreadBefore = v.visit(unreadBefore);
    }
}
