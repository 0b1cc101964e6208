package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * Positions in the input journal of the deltas that a book still has to apply: the journal is the buffer, so this is all
 * that is kept. Bounded; the oldest give way, which the caller must treat as a hole. One thread.
 */
final class PositionBuffer {
    private final int limit;
    private long[] positions;
    /** An id of each, for people. */
    private long[] ids;

    private int head;
    private int count;

    PositionBuffer(int limit) {
        this.limit = limit;
        positions = new long[Math.min(limit, 64)];
        ids = new long[positions.length];
    }

    /** @return false when the oldest position had to give way */
    boolean add(long position) {
        return add(position, 0);
    }

    /** As {@link #add(long)}, with an id that people know it by. */
    boolean add(long position, long id) {
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
        ids[(head + count) % positions.length] = id;
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

    /** The id of {@link #first}; 0 when there is none. */
    long firstId() {
        return count == 0 ? 0 : ids[head];
    }

    /** The id of {@link #last}; 0 when there is none. */
    long lastId() {
        return count == 0 ? 0 : ids[(head + count - 1) % positions.length];
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
                v.visit(ids[(head + i) % positions.length]);
            }
            return;
        }
        final long[] ordered = new long[count];
        final long[] orderedIds = new long[count];
        for (int i = 0; i < count; i++) {
            ordered[i] = positions[(head + i) % positions.length];
            orderedIds[i] = ids[(head + i) % positions.length];
        }
        final int stored = v.visit(count);
        final long[] values = v.visit(ordered, stored);
        final long[] storedIds = v.visit(orderedIds, stored);
        if (v.isRestore()) {
            clear();
            for (int i = 0; i < stored; i++) {
                add(values[i], storedIds[i]);
            }
        }
    }

    private void grow() {
        final long[] larger = new long[Math.min(limit, positions.length * 2)];
        final long[] largerIds = new long[larger.length];
        for (int i = 0; i < count; i++) {
            larger[i] = positions[(head + i) % positions.length];
            largerIds[i] = ids[(head + i) % positions.length];
        }
        positions = larger;
        ids = largerIds;
        head = 0;
    }
}
