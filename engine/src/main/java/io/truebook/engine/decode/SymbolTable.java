package io.truebook.engine.decode;

import io.truebook.engine.state.StateVisitor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Symbols as the venue writes them (UTF-8) to dense ids, in the order of their arrival. Looks up bytes without
 * allocating; the last one found is tried first, because frames of one symbol come in runs. One thread.
 */
final class SymbolTable {
    private String[] names = new String[16];
    private byte[][] bytes = new byte[16][];
    private int count;
    /** Open addressing, id + 1; 0 is free. Size is a power of two, at least twice the count. */
    private int[] slots = new int[64];

    private int last;

    int count() {
        return count;
    }

    String name(int id) {
        if (id < 0 || id >= count) {
            throw new IndexOutOfBoundsException("symbol: id=" + id + ", count=" + count);
        }
        return names[id];
    }

    int add(String name) {
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        final int known = find(text, 0, text.length);
        return known >= 0 ? known : append(name, text);
    }

    /** Registers the symbol written in these bytes. */
    int add(byte[] source, int start, int length) {
        final byte[] text = Arrays.copyOfRange(source, start, start + length);
        return append(new String(text, StandardCharsets.UTF_8), text);
    }

    /** The id, or -1. */
    int find(byte[] source, int start, int length) {
        if (last < count && same(bytes[last], source, start, length)) {
            return last;
        }
        final int mask = slots.length - 1;
        int slot = hash(source, start, length) & mask;
        while (slots[slot] != 0) {
            final int id = slots[slot] - 1;
            if (same(bytes[id], source, start, length)) {
                last = id;
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    void visit(StateVisitor v) {
        final int size = v.visit(count);
        if (v.isRestore()) {
            count = 0;
            last = 0;
            Arrays.fill(slots, 0);
            for (int i = 0; i < size; i++) {
                final String name = v.visit((String) null);
                append(name, name.getBytes(StandardCharsets.UTF_8));
            }
        } else {
            for (int i = 0; i < size; i++) {
                v.visit(names[i]);
            }
        }
    }

    private int append(String name, byte[] text) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            bytes = Arrays.copyOf(bytes, count * 2);
        }
        names[count] = name;
        bytes[count] = text;
        count++;
        if (count * 2 > slots.length) {
            slots = new int[slots.length * 2];
            for (int id = 0; id < count; id++) {
                put(id);
            }
        } else {
            put(count - 1);
        }
        return count - 1;
    }

    private void put(int id) {
        final int mask = slots.length - 1;
        int slot = hash(bytes[id], 0, bytes[id].length) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id + 1;
    }

    private static boolean same(byte[] text, byte[] source, int start, int length) {
        return text.length == length && Arrays.equals(text, 0, length, source, start, start + length);
    }

    private static int hash(byte[] source, int start, int length) {
        int h = length;
        for (int i = start; i < start + length; i++) {
            h = h * 31 + source[i];
        }
        return h ^ (h >>> 15);
    }
}
