package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import java.util.ArrayList;
import java.util.List;

/**
 * What the core has made while it runs, in the order of making: each of them took timers and ids. A restore makes the
 * same in the same order, so that timers and ids are the same again. One thread: the core's.
 */
final class Growth {
    /** An instrument with its book. */
    static final int INSTRUMENT = 0;
    /** A connection beyond those of the pool. */
    static final int SESSION = 1;
    /** A second leg of an instrument; named by the symbol's id. */
    static final int LEG = 2;

    private final List<Made> all = new ArrayList<>();

    /** Makes what an image has and the configuration alone has not. */
    @FunctionalInterface
    interface Maker {
        void make(int venue, int kind, String name);
    }

    void clear() {
        all.clear();
    }

    /** @return how many were made before */
    int add(int venue, int kind, String name) {
        all.add(new Made(venue, kind, name));
        return all.size() - 1;
    }

    /** A restore calls the maker for what is missing, which {@link #add adds} it. */
    void visit(StateVisitor v, Maker maker) {
        final int stored = v.visit(all.size());
        for (int i = 0; i < stored; i++) {
            final Made known = i < all.size() ? all.get(i) : null;
            final int venue = v.visit(known == null ? 0 : known.venue);
            final int kind = v.visit(known == null ? 0 : known.kind);
            final String name = v.visit(known == null ? "" : known.name);
            if (known == null) {
                maker.make(venue, kind, name);
            }
        }
    }

    private record Made(int venue, int kind, String name) {}
}
