package io.truebook.engine.core;

import io.truebook.engine.book.Hash;
import io.truebook.engine.state.StateVisitor;

/** The core's random numbers: a counter through a mixer, seeded by an input. One thread. */
final class Generator {
    private long state;

    void seed(long seed) {
        state = seed;
    }

    /** A number from 0 to {@code bound - 1}. The bias for bounds far below 2^63 is of no matter for jitter. */
    long below(long bound) {
        state += 0x9E3779B97F4A7C15L;
        return (Hash.mix(state) >>> 1) % bound;
    }

    void visit(StateVisitor v) {
        state = v.visit(state);
    }
}
