package io.truebook.engine.venue;

import java.util.List;

/**
 * How a connection behaves: system A's runtime vocabulary (reconnection, pingPong, heartbeat, connectionLimits,
 * snapshotOnConnect; rows 101 to 105) and system B's message cache, merged with its defaults member by member. Durations in ns. Immutable.
 */
public record Policies(
        Reconnection reconnection,
        PingPong pingPong,
        Heartbeat heartbeat,
        ConnectionLimits connectionLimits,
        SnapshotOnConnect snapshotOnConnect,
        MessageCacheLimits messageCache) {

    /** How long the next attempt waits. */
    public enum Strategy {
        /** Not at all, as far as the venue's connect limit allows. */
        IMMEDIATE,
        /** {@code initial + retry × initial × multiplier} at most, at most the cap; full jitter below that. */
        LINEAR_BACKOFF,
        /** {@code initial × multiplier^retry} at most, at most the cap; full jitter below that. */
        EXPONENTIAL_BACKOFF,
        /** No attempt until an operator asks for a book of the venue. */
        NONE
    }

    /**
     * What follows when a connection is lost or could not be made.
     *
     * @param maxRetries attempts that the strategy spaces; later ones go on for ever, half the cap to the cap apart.
     *     {@link Integer#MAX_VALUE} for all of them
     * @param multiplierMilli in thousandths
     * @param stableNs a connection that stood for so long begins the strategy anew
     * @param channels names of those that are joined again by themselves; empty for all
     * @param preserveSubscriptionState false: what was subscribed is joined again only when an operator asks
     */
    public record Reconnection(
            Strategy strategy,
            int maxRetries,
            long initialDelayNs,
            long maxDelayNs,
            long multiplierMilli,
            long stableNs,
            List<String> channels,
            boolean preserveSubscriptionState) {

        /** True when the channel is joined again by itself on the next connection. */
        public boolean rejoins(String channel) {
            return preserveSubscriptionState && (channels.isEmpty() || channels.contains(channel));
        }
    }

    /** What follows when no answer comes in time. */
    public enum OnTimeout {
        /** The connection is closed and another one made. */
        RECONNECT,
        /** People are told, and the connection's health counts an error. */
        ERROR,
        /** An event, and nothing else. */
        IGNORE
    }

    /**
     * Our pings.
     *
     * @param intervalNs 0 for no pings
     * @param timeoutNs the pong takes longest so long; 0 when it is not awaited
     * @param message template of a text frame ({@code ${id}}), null for a WebSocket ping frame
     */
    public record PingPong(long intervalNs, long timeoutNs, String message, OnTimeout onTimeout) {}

    /**
     * A message that the application sends on its own schedule, where the venue wants one.
     *
     * @param intervalNs 0 for none
     * @param message template of a text frame
     * @param answered true when the venue answers each; without the answer by the next one the connection is dead
     */
    public record Heartbeat(long intervalNs, String message, boolean answered) {}

    /**
     * What a venue allows, or we allow ourselves.
     *
     * @param maxConnections connections of a venue at the same time
     * @param maxSubscriptionsPerConnection subscriptions that one connection carries
     * @param connectionTimeoutNs a connection is made and shaken hands on within so long, or is given up
     */
    public record ConnectionLimits(int maxConnections, int maxSubscriptionsPerConnection, long connectionTimeoutNs) {}

    /**
     * What is asked for as soon as a connection stands.
     *
     * @param enabled false: books wait for their next periodic snapshot, or for an operator
     * @param orderBookDepth levels a side to subscribe to, 0 where the file names none
     * @param tradesLimit trades that a subscription asks for, where the venue sends past ones
     */
    public record SnapshotOnConnect(boolean enabled, int orderBookDepth, int tradesLimit) {}

    /**
     * How long messages that stand alone are remembered, so that a second copy is known for one (rows 149 to 151).
     *
     * @param ttlNs since the first copy came
     * @param maxMessages of a venue; the oldest leaves first
     */
    public record MessageCacheLimits(long ttlNs, int maxMessages) {}
}
