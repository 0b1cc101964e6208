package io.truebook.tools.simulate;

import java.util.PriorityQueue;

/** What will happen, in order of simulated time; what falls on one moment happens in the order in which it was set. */
final class Schedule {
    private record Entry(long timeNs, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return timeNs != other.timeNs ? Long.compare(timeNs, other.timeNs) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowNs;
    private long order;

    Schedule(long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    void at(long timeNs, Runnable action) {
        entries.add(new Entry(Math.max(nowNs, timeNs), order++, action));
    }

    void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} for never. */
    long nextNs() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.peek().timeNs();
    }

    /** Time goes on, and nothing happens. */
    void advance(long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
    }

    void runNext() {
        final Entry next = entries.remove();
        advance(next.timeNs());
        next.action().run();
    }
}
