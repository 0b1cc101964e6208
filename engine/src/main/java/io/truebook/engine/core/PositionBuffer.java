package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * Positions in the input journal of the deltas that a book still has to apply: the journal is the buffer, so this is all
 * that is kept. Bounded; the oldest give way, which the caller must treat as a hole. One thread.
 */
final class PositionBuffer {
    private final int limit;
    private long[] positions;
    private int head;
    private int count;

    PositionBuffer(int limit) {
        this.limit = limit;
        positions = new long[Math.min(limit, 64)];
    }

    /** @return false when the oldest position had to give way */
    boolean add(long position) {
        boolean kept = true;
        if (count == limit) {
            head = (head + 1) % positions.length;
            count--;
            kept = false;
        }
        if (count == positions.length) {
            grow();
        }
        positions[(head + count) % positions.length] = position;
        count++;
        return kept;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    long first() {
        return positions[head];
    }

    long last() {
        return positions[(head + count - 1) % positions.length];
    }

    void removeFirst() {
        head = (head + 1) % positions.length;
        count--;
    }

    void clear() {
        head = 0;
        count = 0;
    }

    void visit(StateVisitor v) {
        if (v.isHash()) {
            v.visit(count);
            for (int i = 0; i < count; i++) {
                v.visit(positions[(head + i) % positions.length]);
            }
            return;
        }
        final long[] ordered = new long[count];
        for (int i = 0; i < count; i++) {
            ordered[i] = positions[(head + i) % positions.length];
        }
        final int stored = v.visit(count);
        final long[] values = v.visit(ordered, stored);
        if (v.isRestore()) {
            clear();
            for (int i = 0; i < stored; i++) {
                add(values[i]);
            }
        }
    }

    private void grow() {
        final long[] larger = new long[Math.min(limit, positions.length * 2)];
        for (int i = 0; i < count; i++) {
            larger[i] = positions[(head + i) % positions.length];
        }
        positions = larger;
        head = 0;
    }
}
