package io.truebook.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/** One writer, the event loop; any reader. Values become visible soon, without a fence on the frame path. */
final class Counters {
    private final AtomicLongArray values = new AtomicLongArray(TransportCounter.values().length);

    void increment(TransportCounter counter) {
        add(counter, 1);
    }

    void add(TransportCounter counter, long delta) {
        int index = counter.ordinal();
        values.lazySet(index, values.getPlain(index) + delta);
    }

    long get(TransportCounter counter) {
        return values.get(counter.ordinal());
    }
}
