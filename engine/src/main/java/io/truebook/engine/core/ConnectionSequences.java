package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import java.util.ArrayList;
import java.util.List;

/**
 * The counters that some venues (bitfinex, coinbase) send over all frames of a connection, whatever their channel. The
 * first number seen is the base; each further one must be the next. One thread: the core's.
 */
final class ConnectionSequences {
    /** The first number of a connection: nothing was compared. */
    static final int FIRST = 0;
    /** Follows the last one. */
    static final int NEXT = 1;
    /** Not above the last one: a second copy, or one that came late. */
    static final int STALE = 2;
    /** Numbers are missing, or the venue counts anew. */
    static final int GAP = 3;

    private final List<Counter> counters = new ArrayList<>();
    private long expected;

    /** Takes the number of a frame and says how it joins. */
    int take(int connection, long number) {
        final Counter counter = counter(connection);
        if (counter == null) {
            counters.add(new Counter(connection, number));
            return FIRST;
        }
        expected = counter.last + 1;
        if (number == expected) {
            counter.last = number;
            return NEXT;
        }
        if (number > expected || number == counter.low + 1) {
            // two low numbers in a row are no late frames: the venue counts anew, and what was lost nobody knows
            counter.last = number;
            counter.low = Counter.NONE;
            return GAP;
        }
        counter.low = number;
        return STALE;
    }

    /** The number that had to follow when {@link #take} was called last. */
    long expected() {
        return expected;
    }

    /** The connection is gone, and its counter with it. */
    void forget(int connection) {
        for (int i = counters.size() - 1; i >= 0; i--) {
            if (counters.get(i).connection == connection) {
                counters.remove(i);
            }
        }
    }

    private Counter counter(int connection) {
        for (int i = 0; i < counters.size(); i++) {
            if (counters.get(i).connection == connection) {
                return counters.get(i);
            }
        }
        return null;
    }

    void visit(StateVisitor v) {
        expected = v.visit(expected);
        final int stored = v.visit(counters.size());
        for (int i = 0; i < stored; i++) {
            if (i == counters.size()) {
                counters.add(new Counter(0, 0));
            }
            counters.get(i).visit(v);
        }
        while (v.isRestore() && counters.size() > stored) {
            counters.remove(counters.size() - 1);
        }
    }

    private static final class Counter {
        private static final long NONE = Long.MIN_VALUE;

        private int connection;
        private long last;
        /** The low number that came last, {@link #NONE} for none. */
        private long low = NONE;

        Counter(int connection, long first) {
            this.connection = connection;
            last = first;
        }

        void visit(StateVisitor v) {
            connection = v.visit(connection);
            last = v.visit(last);
            low = v.visit(low);
        }
    }
}
