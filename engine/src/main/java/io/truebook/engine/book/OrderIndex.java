package io.truebook.engine.book;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Ids of orders by slot, and slots by id: a hash table with linear probing over fixed words. An id is its text of at most
 * {@link #ID_BYTES} bytes, padded with zeros, and is compared as such: equal hashes alone are never believed. One thread;
 * grows, keeps what it has grown to.
 */
final class OrderIndex {
    /** Longest id: a UUID has 36 characters, other venues' ids fewer. */
    static final int ID_BYTES = 40;
    /** What {@link #find} returns for an unknown id; slots count from 1. */
    static final int NONE = 0;

    private static final int WORDS = ID_BYTES / Long.BYTES;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] sought = new byte[ID_BYTES];
    private long[] ids = new long[WORDS];
    private int[] table;
    private int shift;
    private int[] free = {};
    private int freeCount;

    OrderIndex(int capacity) {
        grow(capacity);
    }

    int capacity() {
        return free.length;
    }

    int count() {
        return free.length - freeCount;
    }

    /** The slot of that id, {@link #NONE} for an unknown one. The id is remembered for {@link #add}. */
    int find(DirectBuffer text, int start, int length) {
        Arrays.fill(sought, (byte) 0);
        text.getBytes(start, sought, 0, length);
        final int mask = table.length - 1;
        int at = home(word(0), word(1), word(2), word(3), word(4));
        while (true) {
            final int slot = table[at & mask];
            if (slot == NONE || isSought(slot)) {
                return slot;
            }
            at++;
        }
    }

    /** A slot for the id that {@link #find} has just not found; the caller has seen to it that there is room. */
    int add() {
        final int slot = free[--freeCount];
        for (int i = 0; i < WORDS; i++) {
            ids[slot * WORDS + i] = word(i);
        }
        link(slot);
        return slot;
    }

    void remove(int slot) {
        final int[] t = table;
        final int mask = t.length - 1;
        int hole = home(slot) & mask;
        while (t[hole] != slot) {
            hole = hole + 1 & mask;
        }
        // close the gap: who stands behind it and could have stood in it moves up
        int at = hole;
        while (true) {
            at = at + 1 & mask;
            final int other = t[at];
            if (other == NONE) {
                break;
            }
            if ((at - home(other) & mask) >= (at - hole & mask)) {
                t[hole] = other;
                hole = at;
            }
        }
        t[hole] = NONE;
        free[freeCount++] = slot;
    }

    void clear() {
        Arrays.fill(table, NONE);
        freeCount = 0;
        for (int slot = free.length; slot > 0; slot--) {
            free[freeCount++] = slot;
        }
    }

    /** Makes room for so many; nothing moves to another slot. */
    void grow(int capacity) {
        final int old = free.length;
        ids = Arrays.copyOf(ids, (capacity + 1) * WORDS);
        free = Arrays.copyOf(free, capacity);
        final int[] before = table;
        // at most a quarter full, as the levels' table
        final int bits = 34 - Integer.numberOfLeadingZeros(Math.max(1, capacity - 1));
        table = new int[1 << bits];
        shift = 64 - bits;
        if (before != null) {
            for (final int slot : before) {
                if (slot != NONE) {
                    link(slot);
                }
            }
        }
        for (int slot = capacity; slot > old; slot--) {
            free[freeCount++] = slot;
        }
    }

    /** Every slot that is taken, and {@link #NONE} now and then; in no order. */
    int[] slots() {
        return table;
    }

    /** Another slot's id by word, for an image. */
    long word(int slot, int index) {
        return ids[slot * WORDS + index];
    }

    static int words() {
        return WORDS;
    }

    /** A slot for an id from an image. */
    int add(long[] words) {
        for (int i = 0; i < WORDS; i++) {
            LONGS.set(sought, i * Long.BYTES, words[i]);
        }
        return add();
    }

    long mix(int slot) {
        long mix = 0;
        for (int i = 0; i < WORDS; i++) {
            mix = mix * GOLDEN + ids[slot * WORDS + i];
        }
        return mix;
    }

    /** True when the first id is the smaller number; ids are then digits without leading zeros. */
    boolean isBefore(int slot, int other) {
        final int length = length(slot);
        final int otherLength = length(other);
        if (length != otherLength) {
            return length < otherLength;
        }
        for (int i = 0; i < WORDS; i++) {
            final long a = Long.reverseBytes(ids[slot * WORDS + i]);
            final long b = Long.reverseBytes(ids[other * WORDS + i]);
            if (a != b) {
                return Long.compareUnsigned(a, b) < 0;
            }
        }
        return false;
    }

    private int length(int slot) {
        for (int i = WORDS - 1; i >= 0; i--) {
            final long word = ids[slot * WORDS + i];
            if (word != 0) {
                return i * Long.BYTES + (71 - Long.numberOfLeadingZeros(word)) / 8;
            }
        }
        return 0;
    }

    private long word(int index) {
        return (long) LONGS.get(sought, index * Long.BYTES);
    }

    private boolean isSought(int slot) {
        final int at = slot * WORDS;
        return ids[at] == word(0)
                && ids[at + 1] == word(1)
                && ids[at + 2] == word(2)
                && ids[at + 3] == word(3)
                && ids[at + 4] == word(4);
    }

    private int home(long a, long b, long c, long d, long e) {
        return (int) (Hash.mix(a ^ Long.rotateLeft(b * GOLDEN, 21) ^ Hash.mix(c ^ d * GOLDEN) ^ e * ~GOLDEN) >>> shift);
    }

    private int home(int slot) {
        final int at = slot * WORDS;
        return home(ids[at], ids[at + 1], ids[at + 2], ids[at + 3], ids[at + 4]);
    }

    private void link(int slot) {
        final int mask = table.length - 1;
        int at = home(slot) & mask;
        while (table[at] != NONE) {
            at = at + 1 & mask;
        }
        table[at] = slot;
    }
}
