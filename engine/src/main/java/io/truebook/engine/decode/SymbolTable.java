package io.truebook.engine.decode;

import io.truebook.engine.state.StateVisitor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Symbols as the venue writes them (UTF-8) to dense ids, in the order of their arrival. Looks up bytes without
 * allocating; the last one found is tried first, because frames of one symbol come in runs. One thread.
 */
final class SymbolTable {
    static final int UNKNOWN = -2;
    private static final int MAX_LENGTH = 256;
    private static final int MAX_DISCOVERED = 65_536;

    private final boolean discover;
    private String[] names = new String[16];
    private byte[][] bytes = new byte[16][];
    private int count;
    /** Open addressing, id + 1; 0 is free. Size is a power of two, at least twice the count. */
    private int[] slots = new int[64];

    private int last;
    /** The name resolved last, when it is short: its words and its length, -1 for none. */
    private int lastLength = -1;

    private long lastWord1;
    private long lastWord2;

    SymbolTable(boolean discover) {
        this.discover = discover;
    }

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

    /** The id of a name on the wire; unknown names are registered, or -2 where they are not welcome. */
    int resolve(JsonBytes json, int start, int end, boolean escaped) {
        byte[] source = json.data;
        int from = start;
        int length = end - start;
        if (!escaped && length == lastLength && isLast(source, start, length)) {
            return last;
        }
        if (escaped) {
            source = new byte[length];
            length = json.unescape(start, end, source);
            from = 0;
        }
        final int known = find(source, from, length);
        remember(known);
        return known >= 0 ? known : discover ? discover(source, from, length) : UNKNOWN;
    }

    /** The id of a name that is known, without escapes; negative otherwise. */
    int known(JsonBytes json, int start, int end) {
        final int length = end - start;
        if (length == lastLength && isLast(json.data, start, length)) {
            return last;
        }
        final int id = find(json.data, start, length);
        remember(id);
        return id;
    }

    /** Eight bytes at a time; the source is padded. */
    private boolean isLast(byte[] source, int start, int length) {
        return (((long) JsonBytes.LONGS.get(source, start) ^ lastWord1) & Plan.mask(length)) == 0
                && (((long) JsonBytes.LONGS.get(source, start + 8) ^ lastWord2) & Plan.mask(length - 8)) == 0;
    }

    private void remember(int id) {
        if (id >= 0 && bytes[id].length <= 16) {
            lastLength = bytes[id].length;
            lastWord1 = Plan.word(bytes[id], 0);
            lastWord2 = Plan.word(bytes[id], 8);
            last = id;
        } else {
            lastLength = -1;
        }
    }

    /** Registers a name that came by itself; -2 for one that is no name, or when there are too many. */
    int discover(byte[] source, int start, int length) {
        final byte[] text = Arrays.copyOfRange(source, start, start + length);
        final String name = new String(text, StandardCharsets.UTF_8);
        // A name must survive the way through the journal as a text.
        final boolean sound =
                length > 0 && length <= MAX_LENGTH && Arrays.equals(text, name.getBytes(StandardCharsets.UTF_8));
        return sound && count < MAX_DISCOVERED ? append(name, text) : UNKNOWN;
    }

    /** The id, or -1. */
    int find(byte[] source, int start, int length) {
        final int mask = slots.length - 1;
        int slot = hash(source, start, length) & mask;
        while (slots[slot] != 0) {
            final int id = slots[slot] - 1;
            if (same(bytes[id], source, start, length)) {
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
            lastLength = -1;
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
