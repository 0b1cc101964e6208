package io.truebook.engine.book;

import io.truebook.engine.state.StateVisitor;

/**
 * Levels of one instrument as scaled longs ({@code value × 10^-scale}). Knows nothing of where they come from or whether
 * they are true; that is the condition's business. One thread.
 */
public final class Book {
    private final BookSide bids;
    private final BookSide asks;

    /**
     * @param levels levels per side to make room for; more fit, at the cost of growing
     * @param keepsText true when a checksum needs the text of each level
     */
    public Book(int levels, boolean keepsText) {
        this(levels, keepsText, false);
    }

    /** @param wireText true when those texts come from the wire, and are content like prices and sizes */
    public Book(int levels, boolean keepsText, boolean wireText) {
        bids = new BookSide(true, levels * 2, keepsText, wireText);
        asks = new BookSide(false, levels * 2, keepsText, wireText);
    }

    /** The side of {@link io.truebook.engine.decode.DecodedFrame#BID} or {@code ASK}. */
    public BookSide side(byte side) {
        return side == 0 ? bids : asks;
    }

    public BookSide bids() {
        return bids;
    }

    public BookSide asks() {
        return asks;
    }

    public void clear() {
        bids.clear();
        asks.clear();
    }

    /** True when both sides have levels and the best bid is not below the best ask. */
    public boolean isCrossed() {
        return bids.count() > 0 && asks.count() > 0 && bids.price(0) >= asks.price(0);
    }

    /**
     * Multiplies all prices and sizes; for a scale that grows.
     *
     * @return false when a value would not fit; the book is unchanged then
     */
    public boolean rescale(long priceFactor, long sizeFactor) {
        if (!bids.fits(priceFactor, sizeFactor) || !asks.fits(priceFactor, sizeFactor)) {
            return false;
        }
        bids.rescale(priceFactor, sizeFactor);
        asks.rescale(priceFactor, sizeFactor);
        return true;
    }

    /** Hash over all levels of both sides, kept incrementally. */
    public long hash() {
        return bids.hash() + Long.rotateLeft(asks.hash(), 32);
    }

    /** The same hash from the levels alone; for tests. */
    public long recomputeHash() {
        return bids.recomputeHash() + Long.rotateLeft(asks.recomputeHash(), 32);
    }

    public void visit(StateVisitor v) {
        bids.visit(v);
        asks.visit(v);
    }
}
