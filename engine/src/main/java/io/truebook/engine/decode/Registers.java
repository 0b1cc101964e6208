package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * What a scan captured: a register per value that the plan asks for, and the elements of scopes in the order of the
 * frame. Grows and keeps what it has grown to. One thread.
 */
final class Registers {
    static final byte ABSENT = 0;
    static final byte TEXT = 1;
    /** A text with escapes; start and length are those on the wire. */
    static final byte ESCAPED = 2;
    /** A number that has been read: mantissa and decimals are set. */
    static final byte NUMBER = 3;
    /** A literal of the wire that has not been read as a number: true, false, or a number nobody wants as one. */
    static final byte LITERAL = 4;

    static final byte NULL = 5;
    /** An object or array where a scalar is asked for. */
    static final byte OTHER = 6;
    /** A number that does not fit. */
    static final byte RANGE = 7;
    /** Levels of a table: start and length hold from and to. */
    static final byte ROWS = 8;
    /** A table that could not be read: decimals hold the error, start the position. */
    static final byte BAD_ROWS = 9;

    /** The same value twice in one frame or element. */
    static final byte TWICE = 10;

    /** Flags of a table, in {@link #decimals}. */
    static final int NO_PRICE = 1;

    static final int NO_SIZE = 2;

    private static final int BITS = 28;
    private static final int MASK = (1 << BITS) - 1;

    /** Type, start and length of each register in one word: one store per value captured. */
    private long[] slot = new long[256];

    long[] mantissa = new long[256];
    int[] decimals = new int[256];

    /** Bits of the conditions that held, of the frame and of each element. */
    long frameSeen;

    int elements;
    int[] elementScope = new int[32];
    int[] elementBase = new int[32];
    int[] elementParent = new int[32];
    int[] elementAt = new int[32];
    long[] elementSeen = new long[32];

    private int top;

    void clear(int frameRegisters) {
        final long[] slots = slot;
        for (int i = 0; i < frameRegisters; i++) {
            slots[i] = 0;
        }
        top = frameRegisters;
        frameSeen = 0;
        elements = 0;
    }

    /** Opens an element and returns its index. */
    int open(int scope, int width, int parent, int at) {
        if (elements == elementScope.length) {
            growElements();
        }
        if (top + width > slot.length) {
            growRegisters(top + width);
        }
        final long[] slots = slot;
        for (int i = top; i < top + width; i++) {
            slots[i] = 0;
        }
        final int element = elements++;
        elementScope[element] = scope;
        elementBase[element] = top;
        elementParent[element] = parent;
        elementAt[element] = at;
        top += width;
        return element;
    }

    byte type(int register) {
        return (byte) (slot[register] >>> 2 * BITS);
    }

    int start(int register) {
        return (int) (slot[register] >>> BITS) & MASK;
    }

    int length(int register) {
        return (int) slot[register] & MASK;
    }

    void set(int register, byte type, int start, int length) {
        slot[register] = (long) type << 2 * BITS | (long) start << BITS | length;
    }

    /** As {@link #set}, but a value met twice says two things at once: neither is believed. */
    void capture(int register, byte type, int start, int length) {
        final byte known = slot[register] == 0 ? type : TWICE;
        slot[register] = (long) known << 2 * BITS | (long) start << BITS | length;
    }

    private void growElements() {
        final int size = elements * 2;
        elementScope = Arrays.copyOf(elementScope, size);
        elementBase = Arrays.copyOf(elementBase, size);
        elementParent = Arrays.copyOf(elementParent, size);
        elementAt = Arrays.copyOf(elementAt, size);
        elementSeen = Arrays.copyOf(elementSeen, size);
    }

    private void growRegisters(int needed) {
        final int size = Math.max(needed, slot.length * 2);
        slot = Arrays.copyOf(slot, size);
        mantissa = Arrays.copyOf(mantissa, size);
        decimals = Arrays.copyOf(decimals, size);
    }
}
