package io.truebook.engine.book;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/**
 * One side of a book: the order of its levels in flat arrays, the worst first and the best last, so that the changes
 * near the top, which are nearly all, move few elements; sizes by key in a {@link LevelPool}, so that a new size of a
 * known level needs no search and moves nothing. Free room at both ends: dropping the worst level moves nothing. Prices
 * are kept as keys that rise from worst to best (a bid's price, an ask's price negated).
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
    private final LevelPool levels;
    private final boolean wireText;
    private long[] keys;
    /** Ids in the same order, where texts are asked for by rank; else null, and an id is looked up by its key. */
    private int[] ids;

    private int from;
    private int to;
    /** Where the last search ended: the next level of a message is mostly not far from it. */
    private int lastFound;

    /** How many levels were beyond the price that {@link #countWithin} was asked for last: where it looks first. */
    private int beyond;

    private long hash;

    /** Greatest key that changed since {@link #untouch}; least for none, greatest for all. */
    private long touchedKey = Long.MAX_VALUE;

    private byte[] texts;
    private byte[] textLengths;

    BookSide(boolean bid, int capacity, boolean keepsText, boolean wireText) {
        this.bid = bid;
        this.keepsText = keepsText;
        this.wireText = wireText;
        final int size = Math.max(16, capacity);
        keys = new long[size];
        ids = keepsText ? new int[size] : null;
        levels = new LevelPool(size);
        from = size / 2;
        to = from;
        lastFound = from;
        if (keepsText) {
            makeTexts(size);
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
        return levels.size(idAt(to - 1 - rank));
    }

    /** Size at that price, 0 when there is no such level. */
    public long sizeAt(long price) {
        final int id = levels.find(bid ? price : -price);
        return id == LevelPool.NONE ? 0 : levels.size(id);
    }

    /** How many levels are not worse than {@code price}. */
    public int countWithin(long price) {
        // Asked after every message, mostly of the same price: that of the snapshot's worst level. As few levels as
        // before lie beyond it, or the search says how many.
        final long key = bid ? price : -price;
        final int guess = Math.min(from + beyond, to);
        if ((guess > from && keys[guess - 1] >= key) || (guess < to && keys[guess] < key)) {
            beyond = search(key, from, to) - from;
        } else {
            beyond = guess - from;
        }
        return to - from - beyond;
    }

    /**
     * Sets the level's size; 0 removes it.
     *
     * @return false when nothing changed (a delete of an unknown level)
     */
    public boolean set(long price, long size) {
        final long key = bid ? price : -price;
        final int id = levels.find(key);
        if (size == 0) {
            if (id == LevelPool.NONE) {
                return false;
            }
            remove(find(key), id);
        } else if (id != LevelPool.NONE) {
            hash += levels.size(id, size);
            if (keepsText) {
                textLengths[id] = 0;
            }
        } else {
            insert(find(key), key, size);
        }
        if (key > touchedKey) {
            touchedKey = key;
        }
        return true;
    }

    /** Price of the worst level; the side must not be empty. */
    public long worstPrice() {
        return bid ? keys[from] : -keys[from];
    }

    /** Drops the worst level; the side must not be empty. */
    public void removeWorst() {
        if (keys[from] > touchedKey) {
            touchedKey = keys[from];
        }
        remove(from, idAt(from));
    }

    public void clear() {
        levels.clear();
        from = keys.length / 2;
        to = from;
        lastFound = from;
        hash = 0;
        touchedKey = Long.MAX_VALUE;
    }

    /** Hash over all levels, kept incrementally. */
    public long hash() {
        return hash;
    }

    /** The same hash from the levels alone; for tests and restore. */
    public long recomputeHash() {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += LevelPool.mix(keys[i], levels.size(idAt(i)));
        }
        return sum;
    }

    /** True when one of the {@code depth} best levels may have changed since {@link #untouch}. */
    public boolean isTouched(int depth) {
        return touchedKey != Long.MIN_VALUE && (to - from < depth || touchedKey >= keys[to - depth]);
    }

    /** Starts to look for changes anew. */
    public void untouch() {
        touchedKey = Long.MIN_VALUE;
    }

    /** True when every price and size can be multiplied without overflow. */
    boolean fits(long priceFactor, long sizeFactor) {
        for (int i = from; i < to; i++) {
            if (overflows(keys[i], priceFactor) || overflows(levels.size(idAt(i)), sizeFactor)) {
                return false;
            }
        }
        return true;
    }

    /** Multiplies all prices and sizes, which must fit; for a scale that grows. */
    void rescale(long priceFactor, long sizeFactor) {
        levels.rescale(priceFactor, sizeFactor);
        for (int i = from; i < to; i++) {
            keys[i] *= priceFactor;
            if (keepsText) {
                textLengths[ids[i]] = 0;
            }
        }
        hash = recomputeHash();
        touchedKey = Long.MAX_VALUE;
    }

    private static boolean overflows(long value, long factor) {
        return Math.multiplyHigh(value, factor) != (value * factor) >> 63;
    }

    /** Slot of the text of the level at {@code rank}. */
    public int textSlot(int rank) {
        return ids[to - 1 - rank];
    }

    /** Slot of the text of the level at that price, -1 when there is no such level. */
    public int textSlotAt(long price) {
        final int id = levels.find(bid ? price : -price);
        return id == LevelPool.NONE ? -1 : id;
    }

    /** All texts; slot {@code s} starts at {@code s × TEXT_BYTES}. */
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
            if (wireText) {
                hashTexts(v);
            }
            return;
        }
        final int count = v.visit(count());
        final long[] sizes = new long[v.isRestore() ? 0 : count];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = levels.size(idAt(from + i));
        }
        final long[] outKeys = v.visit(Arrays.copyOfRange(keys, from, to), count);
        final long[] outSizes = v.visit(sizes, count);
        if (v.isRestore()) {
            clear();
            for (int i = 0; i < count; i++) {
                insert(to, outKeys[i], outSizes[i]);
            }
        }
        visitTexts(v, count);
    }

    /** The same price may stand on the wire as 0.5 and 5e-1, and a checksum tells them apart. */
    private void hashTexts(StateVisitor v) {
        for (int i = from; i < to; i++) {
            final int at = ids[i] * TEXT_BYTES;
            final int length = v.visit((int) textLengths[ids[i]]);
            for (int b = 0; b < length; b++) {
                v.visit(texts[at + b]);
            }
        }
    }

    /** Texts are content where they came from the wire; elsewhere they are rendered again from price and size. */
    private void visitTexts(StateVisitor v, int count) {
        if (!wireText) {
            return;
        }
        for (int i = 0; i < count; i++) {
            final int slot = ids[from + i];
            final int at = slot * TEXT_BYTES;
            final int length = v.visit((int) textLengths[slot]);
            final byte[] text = v.visit(Arrays.copyOfRange(texts, at, at + Math.max(0, textLengths[slot])), length);
            if (v.isRestore()) {
                System.arraycopy(text, 0, texts, at, length);
                textLengths[slot] = (byte) length;
            }
        }
    }

    /** Index of the first level whose key is not below {@code key}. */
    private int find(long key) {
        final long[] k = keys;
        int high = to;
        if (high - from <= NEAR || k[high - NEAR] < key) {
            while (high > from && k[high - 1] >= key) {
                high--;
            }
            lastFound = high;
            return high;
        }
        lastFound = gallop(key, Math.min(Math.max(lastFound, from), high - 1));
        return lastFound;
    }

    /** In growing steps away from {@code start}, which is a level, then by halves. */
    private int gallop(long key, int start) {
        final long[] k = keys;
        int step = 4;
        if (k[start] < key) {
            int low = start + 1;
            int probe = start + step;
            while (probe < to && k[probe] < key) {
                low = probe + 1;
                step <<= 1;
                probe += step;
            }
            return search(key, low, Math.min(probe, to));
        }
        int high = start;
        int probe = start - step;
        while (probe >= from && k[probe] >= key) {
            high = probe;
            step <<= 1;
            probe -= step;
        }
        return search(key, Math.max(probe + 1, from), high);
    }

    /** Keys below {@code low} are smaller, those from {@code high} on are not: the answer is in [low, high]. */
    private int search(long key, int low, int high) {
        final long[] k = keys;
        int base = low;
        int count = high - low;
        // no branch depends on the keys, which nobody could predict
        while (count > 1) {
            final int half = count >>> 1;
            base = k[base + half - 1] < key ? base + half : base;
            count -= half;
        }
        return count == 1 && k[base] < key ? base + 1 : base;
    }

    private void insert(int at, long key, long size) {
        int index = at;
        if (from == 0 || to == keys.length) {
            final int rank = to - index;
            makeRoom();
            index = to - rank;
        }
        if (index - from < to - index) {
            move(from, from - 1, index - from);
            from--;
            index--;
        } else {
            move(index, index + 1, to - index);
            to++;
        }
        final int id = levels.add(key, size);
        keys[index] = key;
        hash += levels.mix(id);
        if (keepsText) {
            ids[index] = id;
            textLengths[id] = 0;
        }
    }

    private int idAt(int index) {
        return keepsText ? ids[index] : levels.find(keys[index]);
    }

    private void remove(int index, int id) {
        hash -= levels.mix(id);
        levels.remove(id);
        if (index - from < to - 1 - index) {
            move(from, from + 1, index - from);
            from++;
        } else {
            move(index + 1, index, to - 1 - index);
            to--;
        }
    }

    private void move(int source, int target, int count) {
        System.arraycopy(keys, source, keys, target, count);
        if (keepsText) {
            System.arraycopy(ids, source, ids, target, count);
        }
    }

    /** Moves the levels to the middle of their arrays, or of arrays twice as long when those are half full. */
    private void makeRoom() {
        final int count = to - from;
        final int size = count > keys.length / 2 ? keys.length * 2 : keys.length;
        final int start = (size - count) / 2;
        final long[] newKeys = size == keys.length ? keys : new long[size];
        System.arraycopy(keys, from, newKeys, start, count);
        if (keepsText) {
            final int[] newIds = size == ids.length ? ids : new int[size];
            System.arraycopy(ids, from, newIds, start, count);
            ids = newIds;
        }
        if (size > keys.length) {
            levels.grow(size);
            if (keepsText) {
                makeTexts(size);
            }
        }
        keys = newKeys;
        from = start;
        to = start + count;
        lastFound = start;
    }

    /** Makes room for the texts of ids 1 to {@code size}. */
    private void makeTexts(int size) {
        texts = texts == null ? new byte[(size + 1) * TEXT_BYTES] : Arrays.copyOf(texts, (size + 1) * TEXT_BYTES);
        textLengths = textLengths == null ? new byte[size + 1] : Arrays.copyOf(textLengths, size + 1);
    }
}
