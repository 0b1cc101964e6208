package io.truebook.tools.simulate;

import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A book as Kraken shows it in both of its protocols: the best levels of the depth subscribed; no deletion for a level
 * that leaves the depth, a level that enters it is sent; the checksum of the ten best of each side.
 */
final class KrakenWindow {
    private static final int CHECKSUM_LEVELS = 10;
    private static final int ODD_SHAPES_IN = 40;

    private final Changes bids = new Changes();
    private final Changes asks = new Changes();
    private final Changes done = new Changes();
    private final SplittableRandom random;
    private final Shapes shapes;
    private final Text digits = new Text();
    private final CRC32 crc = new CRC32();

    KrakenWindow(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
    }

    Changes side(boolean bid) {
        return bid ? bids : asks;
    }

    /** Finds what a client must be told who keeps {@code feed.depth} levels; false for nothing. */
    boolean collect(SymbolFeed feed) {
        collect(feed, true);
        collect(feed, false);
        if (bids.count() + asks.count() == 0) {
            shapes.drop();
            return false;
        }
        final boolean bid = random.nextBoolean();
        if (random.nextInt(ODD_SHAPES_IN) == 0 && side(bid).addUnknownDeletion(feed.market.side(bid), bid, random)) {
            shapes.saw(Shape.UNKNOWN_DELETE);
        }
        return true;
    }

    private void collect(SymbolFeed feed, boolean bid) {
        final Changes changes = side(bid);
        changes.clear();
        final Side before = feed.told.side(bid);
        final Side now = feed.market.side(bid);
        done.collect(
                feed.market.history(), feed.told.cursor(), feed.market.history().count(), bid);
        for (int i = 0; i < done.count(); i++) {
            final long price = done.price(i);
            changed(changes, feed.depth, before.find(price), now.find(price), price, done.size(i));
        }
        if (before.count() > feed.depth) {
            entered(changes, feed, before, now);
        }
    }

    private void changed(Changes changes, int depth, int rankBefore, int rank, long price, long size) {
        final boolean wasShown = rankBefore >= 0 && rankBefore < depth;
        final boolean isShown = rank >= 0 && rank < depth;
        final boolean odd = random.nextInt(ODD_SHAPES_IN) == 0;
        if (isShown || wasShown && rank < 0) {
            if (odd) {
                changes.add(price, 1 + random.nextInt(1000), false); // a price comes twice; the last one counts
                shapes.saw(Shape.REPEATED_PRICE);
            }
            changes.add(price, size, false);
        } else if (rank < 0 && random.nextBoolean()) {
            changes.add(price, 0, false); // beyond the depth: the client never saw it
            shapes.saw(Shape.UNKNOWN_DELETE);
        }
    }

    private void entered(Changes changes, SymbolFeed feed, Side before, Side now) {
        for (int rank = Math.min(feed.depth, now.count()) - 1; rank >= 0; rank--) {
            final long price = now.price(rank);
            final int rankBefore = before.find(price);
            if (rankBefore >= 0 && rankBefore < feed.depth) {
                break; // better ones were shown before, or have changed
            }
            if (rankBefore >= 0 && !done.holds(price)) {
                changes.add(price, now.size(rank), true);
                shapes.saw(Shape.LEVEL_COMES_BACK);
            }
        }
    }

    /** CRC-32 over ten asks and ten bids: price and quantity without point and leading zeros. */
    long checksum(Side bidSide, Side askSide, boolean wrong) {
        digits.clear();
        append(askSide);
        append(bidSide);
        final long right = digits.crc(crc);
        return wrong ? right ^ 1 + random.nextInt(1 << 20) : right;
    }

    private void append(Side side) {
        final int count = Math.min(CHECKSUM_LEVELS, side.count());
        for (int rank = 0; rank < count; rank++) {
            digits.add(side.price(rank)).add(side.size(rank));
        }
    }
}
