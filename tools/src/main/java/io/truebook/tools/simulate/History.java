package io.truebook.tools.simulate;

import java.util.Arrays;

/**
 * Everything that ever changed in one venue's book, one level a change, each with an id that rises: the truth. A
 * {@link Replica} of it stands at any moment of its past.
 */
final class History {
    private long[] ids = new long[4096];
    private long[] prices = new long[4096];
    private long[] before = new long[4096];
    private long[] after = new long[4096];
    private boolean[] bids = new boolean[4096];
    private int count;

    int count() {
        return count;
    }

    void add(long id, boolean bid, long price, long sizeBefore, long sizeAfter) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            prices = Arrays.copyOf(prices, 2 * count);
            before = Arrays.copyOf(before, 2 * count);
            after = Arrays.copyOf(after, 2 * count);
            bids = Arrays.copyOf(bids, 2 * count);
        }
        ids[count] = id;
        prices[count] = price;
        before[count] = sizeBefore;
        after[count] = sizeAfter;
        bids[count++] = bid;
    }

    long id(int change) {
        return ids[change];
    }

    boolean bid(int change) {
        return bids[change];
    }

    long price(int change) {
        return prices[change];
    }

    long size(int change) {
        return after[change];
    }

    /** Id of the last change, 0 before the first. */
    long lastId() {
        return count == 0 ? 0 : ids[count - 1];
    }

    /** The book at one moment of its history. */
    final class Replica {
        private final Side bidSide = new Side(true);
        private final Side askSide = new Side(false);
        private int cursor;

        Side side(boolean bid) {
            return bid ? bidSide : askSide;
        }

        /** How many changes are in it. */
        int cursor() {
            return cursor;
        }

        /** Id of the last change in it, 0 for none. */
        long lastId() {
            return cursor == 0 ? 0 : ids[cursor - 1];
        }

        /** Goes to just after so many changes, forth or back. */
        void seek(int changes) {
            while (cursor < changes) {
                side(bids[cursor]).set(prices[cursor], after[cursor]);
                cursor++;
            }
            while (cursor > changes) {
                cursor--;
                side(bids[cursor]).set(prices[cursor], before[cursor]);
            }
        }

        /**
         * Goes to just after the change with that id.
         *
         * @return false, and it stands somewhere near, when no change has it
         */
        boolean seekId(long id) {
            while (cursor < count && lastId() < id) {
                seek(cursor + 1);
            }
            while (cursor > 0 && lastId() > id) {
                seek(cursor - 1);
            }
            return lastId() == id;
        }
    }
}
