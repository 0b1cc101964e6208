package io.truebook.tools.simulate;

import java.util.Arrays;

/**
 * One side of a book, best level first, in two sorted arrays: the plainest thing that is still fast. A bid's price is kept
 * with its sign turned, so that both sides rise.
 */
final class Side {
    /** Most of what happens happens near the top: so many levels are looked through before the rest is halved. */
    private static final int NEAR = 12;

    private final boolean bid;
    private long[] keys = new long[64];
    private long[] sizes = new long[64];
    private int count;

    Side(boolean bid) {
        this.bid = bid;
    }

    int count() {
        return count;
    }

    long price(int rank) {
        return bid ? -keys[rank] : keys[rank];
    }

    long size(int rank) {
        return sizes[rank];
    }

    /** Index of the price, or {@code -(place to insert) - 1}. */
    int find(long price) {
        final long key = bid ? -price : price;
        final long[] sorted = keys;
        final int near = Math.min(NEAR, count);
        int at = 0;
        while (at < near && sorted[at] < key) {
            at++;
        }
        if (at < near) {
            return sorted[at] == key ? at : -at - 1;
        }
        return Arrays.binarySearch(sorted, at, count, key);
    }

    long sizeAt(long price) {
        final int at = find(price);
        return at < 0 ? 0 : sizes[at];
    }

    /** Sets the size at a price, 0 removes the level. */
    void set(long price, long size) {
        final int at = find(price);
        if (at >= 0) {
            if (size != 0) {
                sizes[at] = size;
                return;
            }
            count--;
            System.arraycopy(keys, at + 1, keys, at, count - at);
            System.arraycopy(sizes, at + 1, sizes, at, count - at);
        } else if (size != 0) {
            insert(-at - 1, price, size);
        }
    }

    void clear() {
        count = 0;
    }

    private void insert(int at, long price, long size) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        System.arraycopy(keys, at, keys, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        keys[at] = bid ? -price : price;
        sizes[at] = size;
        count++;
    }
}
