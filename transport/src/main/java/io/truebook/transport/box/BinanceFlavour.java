package io.truebook.transport.box;

import java.util.List;

/**
 * What differs between Binance's markets (binance-spot-api-docs of 2026-07; developers.binance.com, derivatives, read
 * 2026-01).
 */
enum BinanceFlavour {
    SPOT("/api/v3", false, 6000, 5, 20, 60, 100, 5000, List.of()),
    USDM("/fapi/v1", true, 2400, 10, 180, 600, 500, 1000, List.of(5, 10, 20, 50, 100, 500, 1000)),
    COINM("/dapi/v1", true, 2400, 10, 180, 600, 500, 1000, List.of(5, 10, 20, 50, 100, 500, 1000));

    /** Where REST begins. */
    final String rest;

    /** Chained by {@code pu}, and a diff that ends at the snapshot's id is its first valid one. */
    final boolean futures;

    final int weightPerMinute;
    final int messagesPerSecond;
    final int pingSeconds;
    final int pongSeconds;
    final int defaultLimit;
    final int maxLimit;

    /** The limits allowed; empty: any. */
    final List<Integer> limits;

    BinanceFlavour(
            String rest,
            boolean futures,
            int weightPerMinute,
            int messagesPerSecond,
            int pingSeconds,
            int pongSeconds,
            int defaultLimit,
            int maxLimit,
            List<Integer> limits) {
        this.rest = rest;
        this.futures = futures;
        this.weightPerMinute = weightPerMinute;
        this.messagesPerSecond = messagesPerSecond;
        this.pingSeconds = pingSeconds;
        this.pongSeconds = pongSeconds;
        this.defaultLimit = defaultLimit;
        this.maxLimit = maxLimit;
        this.limits = limits;
    }

    /** What a depth query of so many levels costs. */
    int depthWeight(int limit) {
        if (this == SPOT) {
            return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
        }
        return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
    }
}
