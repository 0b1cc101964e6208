package io.truebook.tools.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One connection, and what the venue's protocol remembers of it. What is sent on it arrives in order, unless a fault holds
 * a frame back.
 */
final class Link {
    private static final long LEAST_LATENCY_NS = 300_000;

    final int id;
    /** The venue sends on it. */
    boolean serving;
    /** The client has not been told of its end. */
    boolean open = true;

    private long lastArrivalNs;
    private long lastHeardNs;
    private long counted;
    private long lastChannel;
    private final Map<String, Long> channels = new LinkedHashMap<>();

    Link(int id) {
        this.id = id;
    }

    /** When something sent now arrives, {@code jitterNs} over the least latency; behind everything sent before. */
    long arrivalNs(long nowNs, long jitterNs) {
        lastArrivalNs = Math.max(lastArrivalNs + 1, nowNs + LEAST_LATENCY_NS + jitterNs);
        return lastArrivalNs;
    }

    /** When the venue hears what the client sends now: in the order in which it was sent. */
    long heardNs(long nowNs, long latencyNs) {
        lastHeardNs = Math.max(lastHeardNs + 1, nowNs + latencyNs);
        return lastHeardNs;
    }

    /** When something arrives that falls behind by so much, where what is sent later does not wait for it. */
    long lateNs(long nowNs, long delayNs) {
        return Math.max(lastArrivalNs, nowNs + LEAST_LATENCY_NS) + delayNs;
    }

    /** Nothing arrives before then. */
    void holdUntil(long timeNs) {
        lastArrivalNs = Math.max(lastArrivalNs, timeNs);
    }

    /** The next number of those that count all frames. */
    long count() {
        return counted++;
    }

    /** The number by which the venue calls a symbol's channel; a new one where it has none. */
    long channel(String symbol) {
        final Long known = channels.get(symbol);
        return known != null ? known : openChannel(symbol);
    }

    /** Gives the symbol's channel a new number. */
    long openChannel(String symbol) {
        lastChannel += 11;
        channels.put(symbol, lastChannel);
        return lastChannel;
    }

    /** The symbol whose channel that was. */
    String closeChannel(long channel) {
        for (Map.Entry<String, Long> entry : channels.entrySet()) {
            if (entry.getValue() == channel) {
                channels.remove(entry.getKey());
                return entry.getKey();
            }
        }
        throw new IllegalStateException("the core closes a channel that it does not have: channel=" + channel);
    }

    /** Any open channel, 0 for none. */
    long anyChannel() {
        return channels.isEmpty() ? 0 : channels.values().iterator().next();
    }
}
