package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * Whether a book's checksums are believed. Some venues send wrong ones for some instruments (docs/conditions.md): a
 * mismatch is ours until it comes again and again right after fresh snapshots; then it is the venue's, and the book goes
 * on without them rather than in circles. One thread: the core's.
 */
final class ChecksumTrust {
    /** Mismatches without one good check between them, after which the venue's checksums are not believed. */
    static final int UNVERIFIABLE_AFTER = 3;
    /** Good checks in a row after which they are believed again. */
    static final int VERIFIABLE_AFTER = 50;

    private int badInARow;
    private int goodInARow;
    private boolean lost;

    /** True when checksums are not believed. */
    boolean isLost() {
        return lost;
    }

    void good() {
        badInARow = 0;
        if (lost && ++goodInARow >= VERIFIABLE_AFTER) {
            lost = false;
        }
    }

    /** @return true when this mismatch was the last straw */
    boolean bad() {
        goodInARow = 0;
        if (lost || ++badInARow < UNVERIFIABLE_AFTER) {
            return false;
        }
        lost = true;
        badInARow = 0;
        return true;
    }

    /** Somebody says so. */
    void restore() {
        lost = false;
        badInARow = 0;
        goodInARow = 0;
    }

    void visit(StateVisitor v) {
        badInARow = v.visit(badInARow);
        goodInARow = v.visit(goodInARow);
        lost = v.visit(lost);
    }
}
