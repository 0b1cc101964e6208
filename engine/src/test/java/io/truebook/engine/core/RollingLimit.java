package io.truebook.engine.core;

import java.util.ArrayDeque;

/** A venue's own count of what reaches it within any window of a length; shares no code with the engine's. */
final class RollingLimit {
    private final ArrayDeque<long[]> entries = new ArrayDeque<>();
    private final int limit;
    private final long windowNs;
    private long used;

    RollingLimit(int limit, long windowNs) {
        this.limit = limit;
        this.windowNs = windowNs;
    }

    /** Counts it, and says whether it is within the limit. */
    boolean take(long atNs, int weight) {
        expire(atNs);
        entries.add(new long[] {atNs, weight});
        used += weight;
        return used <= limit;
    }

    boolean hasRoom(long atNs, int weight) {
        expire(atNs);
        return used + weight <= limit;
    }

    int used(long atNs) {
        expire(atNs);
        return (int) used;
    }

    /** The least time from the first of so many to the last, all of one weight. */
    long leastNs(int count, int weight) {
        return (count - 1) / (limit / weight) * windowNs;
    }

    private void expire(long atNs) {
        while (!entries.isEmpty() && entries.peek()[0] + windowNs <= atNs) {
            used -= entries.remove()[1];
        }
    }
}
