package io.truebook.engine.core;

import io.truebook.engine.checksum.BookChecksum;
import io.truebook.engine.state.StateVisitor;

/**
 * Whose fault a checksum's mismatch is, and whether a book's checksums are believed. Some venues send wrong ones for some
 * instruments (docs/conditions.md). A mismatch is in doubt until a fresh snapshot speaks: one that agrees with the
 * venue's checksum shows that ours was the wrong book, unless it has the very checksum that we had computed; snapshots
 * that disagree again and again, with no delta of ours between, show that the venue's checksums are wrong. Then the book
 * goes on without them rather than in circles, and so it does when updates fail after ever so many good snapshots. One
 * thread: the core's.
 */
final class ChecksumTrust {
    /** Mismatches without one good check between them, after which the venue's checksums are not believed. */
    static final int UNVERIFIABLE_AFTER = 3;
    /** Mismatches after which they are not, with good snapshots between but never a book that stood firmly. */
    static final int DOUBTED_AFTER = 10;
    /** Good checks in a row after which they are believed again. */
    static final int VERIFIABLE_AFTER = 50;

    /** Verdicts. */
    static final int NONE = 0;

    static final int OURS = 1;
    static final int VENUES = 2;
    static final int IN_DOUBT = 3;

    private static final String[] NAMES = {"none", "ours", "the venue's", "in doubt"};

    private int badInARow;
    /** Of these, snapshots: nothing that we applied can have made them bad. */
    private int badSnapshots;

    private int rounds;
    private int goodInARow;
    private boolean lost;

    /** Position of the mismatch that is not judged yet, 0 for none, and what was compared there. */
    private long doubtAt;

    private long doubtExpected;
    /** A snapshot came since; where it bears no checksum, what follows it speaks for it. */
    private boolean refreshed;

    private long doubtActual;

    static String name(int verdict) {
        return NAMES[verdict];
    }

    /** True when checksums are not believed. */
    boolean isLost() {
        return lost;
    }

    /** Position of the first mismatch since the last verdict, 0 for none. */
    long doubtAt() {
        return doubtAt;
    }

    /** The venue's checksum there. */
    long doubtExpected() {
        return doubtExpected;
    }

    /** Ours there. */
    long doubtActual() {
        return doubtActual;
    }

    /**
     * A check was good.
     *
     * @param snapshot it was that of a fresh snapshot
     * @return what this says of the mismatch before it; {@link #judged} ends that
     */
    int good(boolean snapshot, long checksum) {
        badInARow = 0;
        badSnapshots = 0;
        if (lost && ++goodInARow >= VERIFIABLE_AFTER) {
            lost = false;
            rounds = 0;
        }
        if (doubtAt == 0) {
            return NONE;
        }
        if (!snapshot && !refreshed) {
            return IN_DOUBT; // it went away by itself: the level may have left the depth, or the checksum was wrong
        }
        final boolean asOurs = BookChecksum.same(doubtActual, checksum);
        return snapshot && asOurs && !BookChecksum.same(doubtExpected, checksum) ? VENUES : OURS;
    }

    /**
     * A check was bad.
     *
     * @return the verdict when this mismatch was the last straw: checksums are not believed from here on
     */
    int bad(boolean snapshot, long position, long expected, long actual) {
        goodInARow = 0;
        if (doubtAt == 0) {
            doubtAt = position;
            refreshed = false;
            doubtExpected = expected;
            doubtActual = actual;
        }
        badInARow++;
        badSnapshots += snapshot ? 1 : 0;
        rounds += snapshot ? 0 : 1;
        if (lost || badInARow < UNVERIFIABLE_AFTER && rounds < DOUBTED_AFTER) {
            return NONE;
        }
        final int verdict = badSnapshots > 1 ? VENUES : IN_DOUBT;
        lost = true;
        badInARow = 0;
        rounds = 0;
        return verdict;
    }

    /** A fresh snapshot is there. */
    void refreshed() {
        refreshed = true;
    }

    /** The verdict has been published. */
    void judged() {
        doubtAt = 0;
        badSnapshots = 0;
    }

    /** The book has stood for a while. */
    void steady() {
        rounds = 0;
    }

    /** Somebody says so. */
    void restore() {
        lost = false;
        badInARow = 0;
        badSnapshots = 0;
        rounds = 0;
        goodInARow = 0;
        doubtAt = 0;
    }

    void visit(StateVisitor v) {
        badInARow = v.visit(badInARow);
        badSnapshots = v.visit(badSnapshots);
        rounds = v.visit(rounds);
        goodInARow = v.visit(goodInARow);
        lost = v.visit(lost);
        doubtAt = v.visit(doubtAt);
        refreshed = v.visit(refreshed);
        doubtExpected = v.visit(doubtExpected);
        doubtActual = v.visit(doubtActual);
    }
}
