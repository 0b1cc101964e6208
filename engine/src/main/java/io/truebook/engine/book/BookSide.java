package io.truebook.engine.book;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/**
 * One side of a book: levels in flat arrays, the worst first and the best last, so that the changes near the top, which
 * are nearly all, move few elements. Free room at both ends: dropping the worst level moves nothing. Prices are kept as
 * keys that rise from worst to best (a bid's price, an ask's price negated).
 *
 * <p>A hash over all levels is kept as a sum of mixed levels, so that it costs the same for 10 levels as for 10,000.
 *
 * <p>Where a checksum is computed, each level keeps its rendered text in a slot; a slot stays with its level while the
 * level moves.
 */
public final class BookSide {
    /** Longest text of a level; a longer one is refused by the checksum's compiler or renderer. */
    public static final int TEXT_BYTES = 48;

    private static final int NEAR = 8;

    private final boolean bid;
    private final boolean keepsText;
    private long[] keys;
    private long[] sizes;
    private int[] slots;
    private int from;
    private int to;

    private long hash;

    /** Levels from the best down to here may differ from what the last checksum saw. */
    private int touchedRank;

    private byte[] texts;
    private byte[] textLengths;
    private int[] freeSlots;
    private int freeCount;

    BookSide(boolean bid, int capacity, boolean keepsText) {
        this.bid = bid;
        this.keepsText = keepsText;
        final int size = Math.max(16, capacity);
        keys = new long[size];
        sizes = new long[size];
        from = size / 2;
        to = from;
        if (keepsText) {
            slots = new int[size];
            makeSlots(size);
        }
    }

    public int count() {
        return to - from;
    }

    /** Price of the level at {@code rank}, 0 being the best. */
    public long price(int rank) {
        final long key = keys[to - 1 - rank];
        return bid ? key : -key;
    }

    /** Size of the level at {@code rank}, 0 being the best. */
    public long size(int rank) {
        return sizes[to - 1 - rank];
    }

    /** Size at that price, 0 when there is no such level. */
    public long sizeAt(long price) {
        final long key = bid ? price : -price;
        final int index = find(key);
        return index < to && keys[index] == key ? sizes[index] : 0;
    }

    /** How many levels are not worse than {@code price}. */
    public int countWithin(long price) {
        return to - find(bid ? price : -price);
    }

    /**
     * Sets the level's size; 0 removes it.
     *
     * @return false when nothing changed (a delete of an unknown level)
     */
    public boolean set(long price, long size) {
        final long key = bid ? price : -price;
        final int index = find(key);
        final boolean known = index < to && keys[index] == key;
        if (size == 0) {
            if (!known) {
                return false;
            }
            remove(index);
            return true;
        }
        if (known) {
            hash += level(key, size) - level(key, sizes[index]);
            sizes[index] = size;
            touch(to - 1 - index);
            if (keepsText) {
                textLengths[slots[index]] = 0;
            }
        } else {
            insert(index, key, size);
        }
        return true;
    }

    /** Price of the worst level; the side must not be empty. */
    public long worstPrice() {
        return bid ? keys[from] : -keys[from];
    }

    /** Drops the worst level; the side must not be empty. */
    public void removeWorst() {
        remove(from);
    }

    public void clear() {
        if (keepsText) {
            for (int i = from; i < to; i++) {
                freeSlots[freeCount++] = slots[i];
            }
        }
        from = keys.length / 2;
        to = from;
        hash = 0;
        touchedRank = 0;
    }

    /** Hash over all levels, kept incrementally. */
    public long hash() {
        return hash;
    }

    /** The same hash from the levels alone; for tests and restore. */
    public long recomputeHash() {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += level(keys[i], sizes[i]);
        }
        return sum;
    }

    /** Best level that changed since {@link #untouch}, as a rank; {@link Integer#MAX_VALUE} for none. */
    public int touchedRank() {
        return touchedRank;
    }

    public void untouch() {
        touchedRank = Integer.MAX_VALUE;
    }

    /** True when every price and size can be multiplied without overflow. */
    boolean fits(long priceFactor, long sizeFactor) {
        for (int i = from; i < to; i++) {
            if (overflows(keys[i], priceFactor) || overflows(sizes[i], sizeFactor)) {
                return false;
            }
        }
        return true;
    }

    /** Multiplies all prices and sizes, which must fit; for a scale that grows. */
    void rescale(long priceFactor, long sizeFactor) {
        for (int i = from; i < to; i++) {
            keys[i] *= priceFactor;
            sizes[i] *= sizeFactor;
            if (keepsText) {
                textLengths[slots[i]] = 0;
            }
        }
        hash = recomputeHash();
        touchedRank = 0;
    }

    private static boolean overflows(long value, long factor) {
        return Math.multiplyHigh(value, factor) != (value * factor) >> 63;
    }

    /** Slot of the text of the level at {@code rank}. */
    public int textSlot(int rank) {
        return slots[to - 1 - rank];
    }

    /** Slot of the text of the level at that price, -1 when there is no such level. */
    public int textSlotAt(long price) {
        final long key = bid ? price : -price;
        final int index = find(key);
        return index < to && keys[index] == key ? slots[index] : -1;
    }

    /** All texts; slot {@code s} starts at {@code s × TEXT_BYTES}. The array has {@link #TEXT_BYTES} spare at its end. */
    public byte[] texts() {
        return texts;
    }

    /** Length of the text in a slot, 0 when it must be rendered. */
    public int textLength(int slot) {
        return textLengths[slot];
    }

    public void textLength(int slot, int length) {
        textLengths[slot] = (byte) length;
    }

    void visit(StateVisitor v) {
        if (v.isHash()) {
            v.visit(count());
            v.visit(hash);
            return;
        }
        final int count = v.visit(count());
        final long[] outKeys = v.visit(Arrays.copyOfRange(keys, from, to), count);
        final long[] outSizes = v.visit(Arrays.copyOfRange(sizes, from, to), count);
        if (v.isRestore()) {
            clear();
            for (int i = count - 1; i >= 0; i--) {
                insert(find(outKeys[i]), outKeys[i], outSizes[i]);
            }
            touchedRank = 0;
        }
        visitTexts(v, count);
    }

    /** Texts are content where they came from the wire; elsewhere they are rendered again from price and size. */
    private void visitTexts(StateVisitor v, int count) {
        final boolean stored = v.visit(keepsText);
        if (!stored) {
            return;
        }
        for (int i = 0; i < count; i++) {
            final int slot = slots[from + i];
            final int at = slot * TEXT_BYTES;
            final int length = v.visit((int) textLengths[slot]);
            final byte[] text = v.visit(Arrays.copyOfRange(texts, at, at + Math.max(0, textLengths[slot])), length);
            if (v.isRestore()) {
                System.arraycopy(text, 0, texts, at, length);
                textLengths[slot] = (byte) length;
            }
        }
    }

    /** Index of the first level whose key is not below {@code key}. Near the best first, then in growing steps. */
    private int find(long key) {
        final long[] k = keys;
        int high = to;
        final int near = Math.max(from, high - NEAR);
        while (high > near && k[high - 1] >= key) {
            high--;
        }
        if (high > near || high == from) {
            return high;
        }
        int step = NEAR;
        int low = high;
        while (low > from && k[low - 1] >= key) {
            high = low - 1;
            low = Math.max(from, low - step);
            step <<= 1;
        }
        // keys below low are smaller; the answer is in [low, high]
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (k[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, long key, long size) {
        int index = at;
        if (from == 0 || to == keys.length) {
            final int rank = to - index;
            makeRoom();
            index = to - rank;
        }
        if (index - from < to - index) {
            System.arraycopy(keys, from, keys, from - 1, index - from);
            System.arraycopy(sizes, from, sizes, from - 1, index - from);
            if (keepsText) {
                System.arraycopy(slots, from, slots, from - 1, index - from);
            }
            from--;
            index--;
        } else {
            System.arraycopy(keys, index, keys, index + 1, to - index);
            System.arraycopy(sizes, index, sizes, index + 1, to - index);
            if (keepsText) {
                System.arraycopy(slots, index, slots, index + 1, to - index);
            }
            to++;
        }
        keys[index] = key;
        sizes[index] = size;
        if (keepsText) {
            final int slot = freeSlots[--freeCount];
            slots[index] = slot;
            textLengths[slot] = 0;
        }
        hash += level(key, size);
        touch(to - 1 - index);
    }

    private void remove(int index) {
        hash -= level(keys[index], sizes[index]);
        touch(to - 1 - index);
        if (keepsText) {
            freeSlots[freeCount++] = slots[index];
        }
        if (index - from < to - 1 - index) {
            System.arraycopy(keys, from, keys, from + 1, index - from);
            System.arraycopy(sizes, from, sizes, from + 1, index - from);
            if (keepsText) {
                System.arraycopy(slots, from, slots, from + 1, index - from);
            }
            from++;
        } else {
            System.arraycopy(keys, index + 1, keys, index, to - 1 - index);
            System.arraycopy(sizes, index + 1, sizes, index, to - 1 - index);
            if (keepsText) {
                System.arraycopy(slots, index + 1, slots, index, to - 1 - index);
            }
            to--;
        }
    }

    private void touch(int rank) {
        if (rank < touchedRank) {
            touchedRank = rank;
        }
    }

    /** Moves the levels to the middle of their arrays, or of arrays twice as long when those are half full. */
    private void makeRoom() {
        final int count = to - from;
        final int size = count > keys.length / 2 ? keys.length * 2 : keys.length;
        final int start = (size - count) / 2;
        keys = moved(keys, size, start, count);
        sizes = moved(sizes, size, start, count);
        if (keepsText) {
            final int[] newSlots = size == slots.length ? slots : new int[size];
            System.arraycopy(slots, from, newSlots, start, count);
            slots = newSlots;
            if (size > textLengths.length) {
                makeSlots(size);
            }
        }
        from = start;
        to = start + count;
    }

    private long[] moved(long[] values, int size, int start, int count) {
        final long[] target = size == values.length ? values : new long[size];
        System.arraycopy(values, from, target, start, count);
        return target;
    }

    /** Makes or adds text slots up to {@code size}. */
    private void makeSlots(int size) {
        final int old = textLengths == null ? 0 : textLengths.length;
        texts = texts == null ? new byte[(size + 1) * TEXT_BYTES] : Arrays.copyOf(texts, (size + 1) * TEXT_BYTES);
        textLengths = textLengths == null ? new byte[size] : Arrays.copyOf(textLengths, size);
        freeSlots = freeSlots == null ? new int[size] : Arrays.copyOf(freeSlots, size);
        for (int slot = size - 1; slot >= old; slot--) {
            freeSlots[freeCount++] = slot;
        }
    }

    private static long level(long key, long size) {
        return Hash.mix(key ^ Hash.mix(size));
    }
}
