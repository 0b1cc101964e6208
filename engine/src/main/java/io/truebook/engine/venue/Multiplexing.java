package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How a venue's instruments are spread over connections (row 108). All channels of an instrument go over one connection.
 * Without {@code websocket.multiplexing} and {@code websocket.connectionLimits} one connection carries everything.
 * Immutable.
 *
 * @param maxSymbolsPerConnection instruments that one connection carries
 * @param maxSubscriptionsPerConnection channels of instruments that one connection carries
 * @param poolSize connections that share the load before one is full
 * @param maxConnections connections that carry something at the same time
 */
public record Multiplexing(
        int maxSymbolsPerConnection,
        int maxSubscriptionsPerConnection,
        int poolSize,
        int maxConnections,
        Balancing balancing,
        Overflow overflow) {

    /** Which connection of the pool an instrument goes to. */
    public enum Balancing {
        /** One after the other. */
        ROUND_ROBIN,
        /** By a hash of the symbol, so that it goes to the same one in every run. */
        HASH_BASED,
        /** To the one that carries the fewest. */
        LEAST_CONNECTIONS
    }

    /** What follows when every connection is full. */
    public enum Overflow {
        /** Another connection, up to {@code maxConnections}; past that as {@link #REJECT}. */
        CREATE_CONNECTION,
        /** The instrument is refused: its book is BROKEN, and people are told. */
        REJECT,
        /** The instrument waits for another to be removed. */
        QUEUE
    }

    static Multiplexing read(JsonNode webSocket) {
        final JsonNode group = webSocket.path("multiplexing");
        final JsonNode limits = webSocket.path("connectionLimits");
        final int most = Integer.MAX_VALUE;
        final int pool = group.path("connectionPoolSize").asInt(1);
        return new Multiplexing(
                group.path("maxSymbolsPerConnection").asInt(group.isMissingNode() ? most : 100),
                limits.path("maxSubscriptionsPerConnection").asInt(limits.isMissingNode() ? most : 200),
                pool,
                Math.max(
                        pool, limits.path("maxConnections").asInt(limits.isMissingNode() ? Math.max(10, 2 * pool) : 5)),
                Balancing.valueOf(constant(group.path("loadBalancing").asText("round-robin"))),
                Overflow.valueOf(constant(group.path("overflow").asText("create-connection"))));
    }

    private static String constant(String word) {
        return word.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
