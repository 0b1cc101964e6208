package io.truebook.tools.simulate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Levels of one side that a frame tells, in the order of the frame; reused from frame to frame. */
final class Changes {
    private static final int FAR = 9;

    private long[] prices = new long[64];
    private long[] sizes = new long[64];
    private boolean[] back = new boolean[64];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    long price(int at) {
        return prices[at];
    }

    /** 0 for a level that is gone. */
    long size(int at) {
        return sizes[at];
    }

    /** True for a level that did not change and is shown again. */
    boolean isBack(int at) {
        return back[at];
    }

    boolean holds(long price) {
        return find(price) < count;
    }

    /** Another level, whatever there is. */
    void add(long price, long size, boolean isBack) {
        if (count == prices.length) {
            prices = Arrays.copyOf(prices, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
            back = Arrays.copyOf(back, 2 * count);
        }
        prices[count] = price;
        sizes[count] = size;
        back[count++] = isBack;
    }

    /** What happened to one side from the change {@code from} up to, not with, {@code to}: each price once. */
    void collect(History history, int from, int to, boolean bid) {
        count = 0;
        for (int change = from; change < to; change++) {
            if (history.bid(change) == bid) {
                final int at = find(history.price(change));
                if (at < count) {
                    sizes[at] = history.size(change);
                } else {
                    add(history.price(change), history.size(change), false);
                }
            }
        }
    }

    /** Adds the deletion of a price that nobody has, beyond the side's last level; false where there is none. */
    boolean addUnknownDeletion(Side side, boolean bid, SplittableRandom random) {
        final long distance = 1 + random.nextInt(FAR);
        final long worst = side.price(side.count() - 1);
        final long price = bid ? worst - distance : worst + distance;
        if (price <= 0 || holds(price)) {
            return false;
        }
        add(price, 0, false);
        return true;
    }

    private int find(long price) {
        int at = 0;
        while (at < count && prices[at] != price) {
            at++;
        }
        return at;
    }
}
