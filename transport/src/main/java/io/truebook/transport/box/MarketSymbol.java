package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One symbol's random walk: quiet changes near the top, improvements, trades that eat the other side, sides that run
 * thin and fill again. Prices in ticks, quantities in units of the last decimal. Never crossed, never quite empty.
 */
final class MarketSymbol {
    /** A level's new quantity; 0 removes it. */
    record Change(boolean bid, long price, long size) {}

    /** A trade at the resting side's price. */
    record Trade(boolean takerBuys, long price, long size) {}

    private static final int MAX_CHANGES = 4;
    private static final int LEAST_LEVELS = 2;
    /** In ticks. */
    private static final int WIDE_SPREAD = 6;

    private final SplittableRandom random;
    private final int levels;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Trade> trades = new ArrayList<>();

    MarketSymbol(SplittableRandom random, long midTicks, int levels) {
        this.random = random;
        this.levels = levels;
        long bid = midTicks;
        long ask = midTicks + 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            bids.put(bid, size());
            asks.put(ask, size());
            bid -= 1 + random.nextInt(4);
            ask += 1 + random.nextInt(4);
        }
    }

    TreeMap<Long, Long> side(boolean bid) {
        return bid ? bids : asks;
    }

    /** The changes of the last step, in order; a price may come twice. */
    List<Change> changes() {
        return changes;
    }

    List<Trade> trades() {
        return trades;
    }

    void step() {
        changes.clear();
        trades.clear();
        boolean bid = random.nextBoolean();
        int what = random.nextInt(100);
        if (what < 70) {
            for (int i = 1 + random.nextInt(MAX_CHANGES); i > 0; i--) {
                quiet(random.nextBoolean());
            }
        } else if (what < 80) {
            improve(bid);
        } else if (what < 92) {
            trade(bid, 1 + random.nextInt(4));
        } else if (what < 94) {
            thin(bid);
        } else if (what < 98) {
            long price = nearTop(bid);
            set(bid, price, size());
            set(bid, price, random.nextInt(3) == 0 ? 0 : size());
        } else {
            unknownDelete(bid);
        }
        if (spread() > WIDE_SPREAD) {
            improve(bid); // somebody quotes inside a wide spread, or it would grow for ever
        }
        refill(true);
        refill(false);
    }

    private long spread() {
        return asks.firstKey() - bids.firstKey();
    }

    private void quiet(boolean bid) {
        long price = nearTop(bid);
        set(bid, price, side(bid).containsKey(price) && random.nextInt(5) < 2 ? 0 : size());
    }

    /** A price at the best level or behind it, closer ones more often. */
    private long nearTop(boolean bid) {
        int distance = 0;
        while (distance < 60 && random.nextInt(8) != 0) {
            distance++;
        }
        long best = side(bid).firstKey();
        return bid ? best - distance : best + distance;
    }

    private void improve(boolean bid) {
        long inside = Math.max(1, spread() / 3);
        long price = bid ? bids.firstKey() + inside : asks.firstKey() - inside;
        if (side(!bid).containsKey(price)) {
            trade(!bid, 1);
        } else {
            set(bid, price, size());
        }
    }

    /** The taker eats {@code count} levels of the given side, the last perhaps in part. */
    private void trade(boolean bidSide, int count) {
        TreeMap<Long, Long> side = side(bidSide);
        for (int i = 0; i < count && side.size() > LEAST_LEVELS; i++) {
            long price = side.firstKey();
            long resting = side.get(price);
            boolean partly = i == count - 1 && resting > 1 && random.nextBoolean();
            long taken = partly ? 1 + random.nextLong(resting - 1) : resting;
            trades.add(new Trade(!bidSide, price, taken));
            set(bidSide, price, resting - taken);
        }
    }

    private void thin(boolean bid) {
        int keep = LEAST_LEVELS + random.nextInt(6);
        while (side(bid).size() > keep) {
            set(bid, side(bid).lastKey(), 0);
        }
    }

    private void unknownDelete(boolean bid) {
        long price = nearTop(bid);
        while (side(bid).containsKey(price)) {
            price += bid ? -1 : 1;
        }
        changes.add(new Change(bid, price, 0));
    }

    /** Brings levels back at the far end, a few at a time, so that a thin side stays thin for a while. */
    private void refill(boolean bid) {
        TreeMap<Long, Long> side = side(bid);
        if (side.size() < levels && random.nextInt(4) == 0) {
            long worst = side.lastKey();
            int distance = 1 + random.nextInt(4);
            set(bid, bid ? worst - distance : worst + distance, size());
        }
        while (side.size() > 2 * levels) {
            set(bid, side.lastKey(), 0);
        }
    }

    private void set(boolean bid, long price, long size) {
        TreeMap<Long, Long> side = side(bid);
        if (size == 0) {
            if (side.size() <= LEAST_LEVELS && side.containsKey(price)) {
                return;
            }
            side.remove(price);
        } else {
            side.put(price, size);
        }
        changes.add(new Change(bid, price, size));
    }

    /** Mostly round figures of any magnitude, now and then all the digits or the smallest possible. */
    private long size() {
        int kind = random.nextInt(20);
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
