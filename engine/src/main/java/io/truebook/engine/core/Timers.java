package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/**
 * Deadlines of the core. A timer is registered once, in an order that follows from the configuration, so its id is part
 * of the canonical state. Due timers come out in order of (deadline, id). A scan finds the earliest: there are a few per
 * connection and per book, and deadlines move rarely, because what moves with every frame (silence) is checked when its
 * timer fires. One thread.
 */
final class Timers {
    static final long NONE = Long.MAX_VALUE;

    /** Called when a timer is due. */
    interface Listener {
        void onTimer(int kind);
    }

    private long[] deadlines = new long[64];
    private Listener[] listeners = new Listener[64];
    private int[] kinds = new int[64];
    private int count;
    private int earliest = -1;

    /** Forgets all timers; before a new configuration registers its own. */
    void clear() {
        Arrays.fill(listeners, null);
        count = 0;
        earliest = -1;
    }

    /** @return the id of the new timer, which is not set */
    int register(Listener listener, int kind) {
        if (count == deadlines.length) {
            deadlines = Arrays.copyOf(deadlines, count * 2);
            listeners = Arrays.copyOf(listeners, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
        }
        deadlines[count] = NONE;
        listeners[count] = listener;
        kinds[count] = kind;
        return count++;
    }

    void set(int id, long deadlineNs) {
        deadlines[id] = deadlineNs;
        if (earliest < 0 || id == earliest || before(id, earliest)) {
            findEarliest();
        }
    }

    void cancel(int id) {
        deadlines[id] = NONE;
        if (id == earliest) {
            findEarliest();
        }
    }

    /** No timer is set any more; at the start of a run, when what they waited for is gone. */
    void cancelAll() {
        Arrays.fill(deadlines, 0, count, NONE);
        earliest = -1;
    }

    boolean isSet(int id) {
        return deadlines[id] != NONE;
    }

    /** When a timer is due, {@link #NONE} when it is not set. */
    long deadlineNs(int id) {
        return deadlines[id];
    }

    /** The earliest deadline, {@link #NONE} when no timer is set. */
    long nextNs() {
        return earliest < 0 ? NONE : deadlines[earliest];
    }

    /** Fires the earliest timer; call only when it is due. */
    void fireEarliest() {
        final int id = earliest;
        deadlines[id] = NONE;
        findEarliest();
        listeners[id].onTimer(kinds[id]);
    }

    void visit(StateVisitor v) {
        final int stored = v.visit(count);
        final long[] values = v.visit(deadlines, count);
        if (v.isRestore()) {
            if (stored != count) {
                throw new IllegalStateException("timers of the image do not fit the configuration: image=" + stored
                        + ", configuration=" + count);
            }
            System.arraycopy(values, 0, deadlines, 0, count);
            findEarliest();
        }
    }

    private boolean before(int a, int b) {
        return deadlines[a] < deadlines[b] || deadlines[a] == deadlines[b] && a < b;
    }

    private void findEarliest() {
        earliest = -1;
        for (int id = 0; id < count; id++) {
            if (deadlines[id] != NONE && (earliest < 0 || deadlines[id] < deadlines[earliest])) {
                earliest = id;
            }
        }
    }
}
