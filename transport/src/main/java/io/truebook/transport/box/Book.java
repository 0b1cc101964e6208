package io.truebook.transport.box;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One symbol's levels, kept the simplest way there is: it is the oracle. */
final class Book {
    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();

    void clear() {
        bids.clear();
        asks.clear();
    }

    /** Sets the quantity at a price; zero removes the level, and one that is not there is no error. */
    void set(boolean bid, BigDecimal price, BigDecimal size) {
        TreeMap<BigDecimal, BigDecimal> side = bid ? bids : asks;
        // A tree map keeps the old key: remove first, so that the newest digits are the ones shown.
        side.remove(price);
        if (size.signum() != 0) {
            side.put(price, size);
        }
    }

    /** Becomes like the other. */
    void take(Book other) {
        clear();
        bids.putAll(other.bids);
        asks.putAll(other.asks);
    }

    /** Drops what lies beyond the best {@code depth} levels of each side. */
    void truncate(int depth) {
        while (bids.size() > depth) {
            bids.pollLastEntry();
        }
        while (asks.size() > depth) {
            asks.pollLastEntry();
        }
    }

    /** The quantity at a price; zero where there is no level. */
    BigDecimal size(boolean bid, BigDecimal price) {
        return (bid ? bids : asks).getOrDefault(price, BigDecimal.ZERO);
    }

    List<Level> bids(int most) {
        return top(bids, most);
    }

    List<Level> asks(int most) {
        return top(asks, most);
    }

    boolean isEmpty() {
        return bids.isEmpty() && asks.isEmpty();
    }

    private static List<Level> top(TreeMap<BigDecimal, BigDecimal> side, int most) {
        List<Level> levels = new ArrayList<>(Math.min(most, side.size()));
        for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
            if (levels.size() == most) {
                break;
            }
            levels.add(new Level(level.getKey(), level.getValue()));
        }
        return levels;
    }
}
