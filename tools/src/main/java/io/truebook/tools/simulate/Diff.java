package io.truebook.tools.simulate;

import java.util.SplittableRandom;

/** What changed of a book since the client was told, on venues that tell all of it; now and then a deletion of nothing. */
final class Diff {
    private static final int UNKNOWN_IN = 40;

    final Changes bids = new Changes();
    final Changes asks = new Changes();
    private final SplittableRandom random;
    private final Shapes shapes;

    Diff(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
    }

    Changes side(boolean bid) {
        return bid ? bids : asks;
    }

    /** All that the client was not told. */
    void collect(SymbolFeed feed) {
        collect(feed, feed.told.cursor(), feed.market.history().count());
        if (random.nextInt(UNKNOWN_IN) == 0) {
            final boolean bid = random.nextBoolean();
            if (side(bid).addUnknownDeletion(feed.market.side(bid), bid, random)) {
                shapes.saw(Shape.UNKNOWN_DELETE);
            }
        }
    }

    /** A stretch of it. */
    void collect(SymbolFeed feed, int from, int to) {
        bids.collect(feed.market.history(), from, to, true);
        asks.collect(feed.market.history(), from, to, false);
    }
}
