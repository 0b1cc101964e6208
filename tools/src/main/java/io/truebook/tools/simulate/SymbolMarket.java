package io.truebook.tools.simulate;

import java.util.SplittableRandom;

/**
 * One symbol's random walk: quiet changes near the top, quotes inside the spread, trades that eat levels, sides that run
 * thin and fill again. Never crossed, never quite empty. Writes its history.
 */
final class SymbolMarket {
    private static final int LEAST_LEVELS = 2;
    private static final int WIDE_SPREAD = 6;

    private final Listing listing;
    private final SplittableRandom random;
    private final int levels;
    private final int most;
    private final int idStep;
    private final History history = new History();
    private final Side bids = new Side(true);
    private final Side asks = new Side(false);
    private long nextId;

    /**
     * @param levels a side that has fewer fills again
     * @param most a side has no more: the last one gives way to a better one
     * @param idStep ids of changes rise by 1 to so much; 1 for a venue that leaves none out
     */
    SymbolMarket(Listing listing, SplittableRandom random, int levels, int most, int idStep) {
        this.listing = listing;
        this.random = random;
        this.levels = levels;
        this.most = most;
        this.idStep = idStep;
        nextId = 1_000 + random.nextInt(1_000_000);
        long bid = listing.firstPrice();
        long ask = bid + 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            set(true, bid, size());
            set(false, ask, size());
            bid -= 1 + random.nextInt(3);
            ask += 1 + random.nextInt(3);
        }
    }

    Listing listing() {
        return listing;
    }

    History history() {
        return history;
    }

    Side side(boolean bid) {
        return bid ? bids : asks;
    }

    void step() {
        final int what = random.nextInt(100);
        final boolean bid = random.nextBoolean();
        if (what < 73) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                quiet(random.nextBoolean());
            }
        } else if (what < 83) {
            improve(bid);
        } else if (what < 95) {
            trade(bid, 1 + random.nextInt(3));
        } else if (what < 97) {
            thin(bid);
        } else {
            final long price = nearTop(bid);
            set(bid, price, size());
            set(bid, price, random.nextInt(3) == 0 ? 0 : size());
        }
        if (spread() > WIDE_SPREAD) {
            improve(bid);
        }
        refill(true);
        refill(false);
    }

    private long spread() {
        return asks.price(0) - bids.price(0);
    }

    private void quiet(boolean bid) {
        final long price = nearTop(bid);
        set(bid, price, side(bid).find(price) >= 0 && random.nextInt(5) < 2 ? 0 : size());
    }

    private long nearTop(boolean bid) {
        int distance = 0;
        while (distance < 60 && random.nextInt(8) != 0) {
            distance++;
        }
        final long best = side(bid).price(0);
        return bid ? best - distance : best + distance;
    }

    private void improve(boolean bid) {
        if (spread() < 2) {
            trade(!bid, 1);
            return;
        }
        final long inside = Math.max(1, spread() / 3);
        set(bid, bid ? bids.price(0) + inside : asks.price(0) - inside, size());
    }

    private void trade(boolean bid, int count) {
        final Side side = side(bid);
        for (int i = 0; i < count && side.count() > LEAST_LEVELS; i++) {
            final long resting = side.size(0);
            final boolean partly = i == count - 1 && resting > 1 && random.nextBoolean();
            set(bid, side.price(0), partly ? 1 + random.nextLong(resting - 1) : 0);
        }
    }

    private void thin(boolean bid) {
        final int keep = LEAST_LEVELS + random.nextInt(6);
        final Side side = side(bid);
        // some at a time: a venue seldom empties a side in one message
        for (int i = 0; i < 12 && side.count() > keep; i++) {
            set(bid, side.price(side.count() - 1), 0);
        }
    }

    /** Brings levels back at the far end, a few at a time, so that a thin side stays thin for a while. */
    private void refill(boolean bid) {
        final Side side = side(bid);
        if (side.count() < levels && random.nextInt(4) == 0) {
            final long worst = side.price(side.count() - 1);
            final int distance = 1 + random.nextInt(3);
            set(bid, bid ? worst - distance : worst + distance, size());
        }
    }

    private void set(boolean bid, long price, long size) {
        final Side side = side(bid);
        final long before = side.sizeAt(price);
        if (before == size || size == 0 && side.count() <= LEAST_LEVELS) {
            return;
        }
        if (before == 0 && side.count() == most) {
            final long worst = side.price(most - 1);
            if (bid ? price < worst : price > worst) {
                return;
            }
            change(bid, worst, side.size(most - 1), 0);
        }
        change(bid, price, before, size);
    }

    private void change(boolean bid, long price, long before, long size) {
        side(bid).set(price, size);
        nextId += idStep == 1 ? 1 : 1 + random.nextInt(idStep);
        history.add(nextId, bid, price, before, size);
    }

    /** Mostly round figures of any magnitude, now and then all the digits or the smallest possible. */
    private long size() {
        final int kind = random.nextInt(20);
        if (kind == 0) {
            return 1 + random.nextInt(20);
        }
        long magnitude = 1;
        for (int i = random.nextInt(7); i > 0; i--) {
            magnitude *= 10;
        }
        return kind < 8 ? 1 + random.nextLong(100 * magnitude) : (1 + random.nextInt(99)) * magnitude;
    }
}
