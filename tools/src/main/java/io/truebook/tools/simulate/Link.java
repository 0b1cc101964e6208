package io.truebook.tools.simulate;

/** One connection. What is sent on it arrives in order, unless a fault holds a frame back. */
final class Link {
    private static final long LEAST_LATENCY_NS = 300_000;

    final int id;
    /** The venue sends on it. */
    boolean serving;
    /** The client has not been told of its end. */
    boolean open = true;

    private long lastArrivalNs;

    Link(int id) {
        this.id = id;
    }

    /** When something sent now arrives, {@code jitterNs} over the least latency; behind everything sent before. */
    long arrivalNs(long nowNs, long jitterNs) {
        lastArrivalNs = Math.max(lastArrivalNs + 1, nowNs + LEAST_LATENCY_NS + jitterNs);
        return lastArrivalNs;
    }

    /** Nothing arrives before then. */
    void holdUntil(long timeNs) {
        lastArrivalNs = Math.max(lastArrivalNs, timeNs);
    }
}
