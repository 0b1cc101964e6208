package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * Deltas that came before their turn, in order of their ids, as positions in the input journal. A few at most: whoever
 * waits for a late message does not wait for many. One thread: the core's.
 */
final class ReorderWindow {
    static final int MOST = 64;

    private final long[] ids = new long[MOST];
    /** What each was compared by, so that a report can name it. */
    private final long[] received = new long[MOST];

    private final long[] positions = new long[MOST];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MOST;
    }

    boolean holds(long id) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    void add(long id, long receivedId, long position) {
        int at = count++;
        while (at > 0 && ids[at - 1] > id) {
            ids[at] = ids[at - 1];
            received[at] = received[at - 1];
            positions[at] = positions[at - 1];
            at--;
        }
        ids[at] = id;
        received[at] = receivedId;
        positions[at] = position;
    }

    int count() {
        return count;
    }

    /** Of the one so far behind the first. */
    long id(int index) {
        return ids[index];
    }

    long received(int index) {
        return received[index];
    }

    long firstId() {
        return ids[0];
    }

    long firstReceived() {
        return received[0];
    }

    long firstPosition() {
        return positions[0];
    }

    void removeFirst() {
        count--;
        System.arraycopy(ids, 1, ids, 0, count);
        System.arraycopy(received, 1, received, 0, count);
        System.arraycopy(positions, 1, positions, 0, count);
    }

    /** The lowest position beyond {@code after}, -1 for none: the way back into the order of the journal. */
    long nextPosition(long after) {
        long next = -1;
        for (int i = 0; i < count; i++) {
            if (positions[i] > after && (next < 0 || positions[i] < next)) {
                next = positions[i];
            }
        }
        return next;
    }

    void clear() {
        count = 0;
    }

    void visit(StateVisitor v) {
        count = v.visit(count);
        copy(v.visit(ids, count), ids, v);
        copy(v.visit(received, count), received, v);
        copy(v.visit(positions, count), positions, v);
    }

    private void copy(long[] from, long[] to, StateVisitor v) {
        if (v.isRestore()) {
            System.arraycopy(from, 0, to, 0, count);
        }
    }
}
