package io.truebook.engine.book;

import java.util.Arrays;

/**
 * The levels of one side by key: a hash table with linear probing over a pool of entries. An entry keeps its id while
 * its level lives, so what belongs to a level (its text) can be kept beside it under that id. Two thirds of all changes
 * on the wire set the size of a level that is there; those end here and never touch the sorted order.
 *
 * <pre>
 *   entry id × 4:  key | size | mix of both | unused        (32 bytes: never across two cache lines)
 * </pre>
 *
 * One thread; grows, keeps what it has grown to.
 */
final class LevelPool {
    /** What {@link #find} returns for an unknown key; ids count from 1. */
    static final int NONE = 0;

    private static final int WIDTH = 4;
    private static final int SIZE = 1;
    private static final int MIX = 2;
    /** 2^64 by the golden ratio: neighbouring prices land far apart. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] entries;
    private int[] table;
    private int shift;
    private int[] free;
    private int freeCount;

    LevelPool(int capacity) {
        entries = new long[WIDTH];
        free = new int[0];
        grow(capacity);
    }

    /** The level's id, {@link #NONE} for an unknown key. */
    int find(long key) {
        final int[] t = table;
        final long[] e = entries;
        final int mask = t.length - 1;
        int slot = (int) ((key * GOLDEN) >>> shift);
        while (true) {
            final int id = t[slot & mask];
            if (id == NONE || e[id * WIDTH] == key) {
                return id;
            }
            slot++;
        }
    }

    long size(int id) {
        return entries[id * WIDTH + SIZE];
    }

    /** Sets the size; returns by how much the hash over all levels rises. */
    long size(int id, long size) {
        final long[] e = entries;
        final int at = id * WIDTH;
        final long mix = mix(e[at], size);
        final long rise = mix - e[at + MIX];
        e[at + SIZE] = size;
        e[at + MIX] = mix;
        return rise;
    }

    /** The level's part of the hash over all levels. */
    long mix(int id) {
        return entries[id * WIDTH + MIX];
    }

    /** Adds a level that is not there; the caller has seen to it that there is room. */
    int add(long key, long size) {
        final int id = free[--freeCount];
        final int at = id * WIDTH;
        entries[at] = key;
        entries[at + SIZE] = size;
        entries[at + MIX] = mix(key, size);
        link(id, key);
        return id;
    }

    /** Removes a level that is there. */
    void remove(int id) {
        final int[] t = table;
        final long[] e = entries;
        final int mask = t.length - 1;
        int hole = (int) ((e[id * WIDTH] * GOLDEN) >>> shift) & mask;
        while (t[hole] != id) {
            hole = hole + 1 & mask;
        }
        // close the gap: who stands behind it and could have stood in it moves up
        int slot = hole;
        while (true) {
            slot = slot + 1 & mask;
            final int other = t[slot];
            if (other == NONE) {
                break;
            }
            final int home = (int) ((e[other * WIDTH] * GOLDEN) >>> shift) & mask;
            if ((slot - home & mask) >= (slot - hole & mask)) {
                t[hole] = other;
                hole = slot;
            }
        }
        t[hole] = NONE;
        free[freeCount++] = id;
    }

    void clear() {
        Arrays.fill(table, NONE);
        freeCount = 0;
        for (int id = free.length; id > 0; id--) {
            free[freeCount++] = id;
        }
    }

    /** Multiplies every level's key and size. */
    void rescale(long keyFactor, long sizeFactor) {
        final boolean[] idle = new boolean[free.length + 1];
        for (int i = 0; i < freeCount; i++) {
            idle[free[i]] = true;
        }
        Arrays.fill(table, NONE);
        for (int id = 1; id <= free.length; id++) {
            if (!idle[id]) {
                final int at = id * WIDTH;
                entries[at] *= keyFactor;
                entries[at + SIZE] *= sizeFactor;
                entries[at + MIX] = mix(entries[at], entries[at + SIZE]);
                link(id, entries[at]);
            }
        }
    }

    /** Makes room for so many levels; nothing moves to another id. */
    void grow(int capacity) {
        final int old = free.length;
        entries = Arrays.copyOf(entries, (capacity + 1) * WIDTH);
        free = Arrays.copyOf(free, capacity);
        final int[] before = table;
        // at most a quarter full: a probe rarely meets a stranger
        final int bits = 34 - Integer.numberOfLeadingZeros(capacity - 1);
        table = new int[1 << bits];
        shift = 64 - bits;
        if (before != null) {
            for (final int id : before) {
                if (id != NONE) {
                    link(id, entries[id * WIDTH]);
                }
            }
        }
        for (int id = capacity; id > old; id--) {
            free[freeCount++] = id;
        }
    }

    static long mix(long key, long size) {
        return Hash.mix(key * GOLDEN + size);
    }

    private void link(int id, long key) {
        final int mask = table.length - 1;
        int slot = (int) ((key * GOLDEN) >>> shift) & mask;
        while (table[slot] != NONE) {
            slot = slot + 1 & mask;
        }
        table[slot] = id;
    }
}
