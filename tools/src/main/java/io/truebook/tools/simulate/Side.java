package io.truebook.tools.simulate;

import java.util.Arrays;

/** One side of a book, best level first, in two sorted arrays: the plainest thing that is still fast. */
final class Side {
    private final boolean bid;
    private long[] prices = new long[64];
    private long[] sizes = new long[64];
    private int count;

    Side(boolean bid) {
        this.bid = bid;
    }

    int count() {
        return count;
    }

    long price(int rank) {
        return prices[rank];
    }

    long size(int rank) {
        return sizes[rank];
    }

    /** Index of the price, or {@code -(place to insert) - 1}. */
    int find(long price) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final long there = prices[middle];
            if (there == price) {
                return middle;
            }
            if (bid ? there > price : there < price) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
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
            System.arraycopy(prices, at + 1, prices, at, count - at);
            System.arraycopy(sizes, at + 1, sizes, at, count - at);
        } else if (size != 0) {
            insert(-at - 1, price, size);
        }
    }

    void clear() {
        count = 0;
    }

    private void insert(int at, long price, long size) {
        if (count == prices.length) {
            prices = Arrays.copyOf(prices, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        System.arraycopy(prices, at, prices, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        prices[at] = price;
        sizes[at] = size;
        count++;
    }
}
