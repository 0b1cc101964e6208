package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;

/** A client's side of a Kraken book: applies, truncates, checks. */
final class KrakenClientBook {
    private final int depth;
    private final int priceDecimals;
    private final int sizeDecimals;
    final Book levels = new Book();
    long snapshots;
    long deltas;
    long bad;

    KrakenClientBook(int depth, int priceDecimals, int sizeDecimals) {
        this.depth = depth;
        this.priceDecimals = priceDecimals;
        this.sizeDecimals = sizeDecimals;
    }

    /** Takes a book frame; other frames are left alone. */
    void take(JsonNode frame) {
        if (!frame.path("channel").asText().equals("book")) {
            return;
        }
        if (frame.path("type").asText().equals("snapshot")) {
            levels.clear();
            snapshots++;
        } else {
            deltas++;
        }
        JsonNode data = frame.path("data").path(0);
        data.path("bids")
                .forEach(level -> levels.set(
                        true,
                        level.get("price").decimalValue(),
                        level.get("qty").decimalValue()));
        data.path("asks")
                .forEach(level -> levels.set(
                        false,
                        level.get("price").decimalValue(),
                        level.get("qty").decimalValue()));
        levels.truncate(depth);
        if (KrakenChecksum.of(levels, priceDecimals, sizeDecimals)
                != data.path("checksum").asLong()) {
            bad++;
        }
    }

    boolean same(OracleBook oracle) {
        return Books.same(oracle.bids(), levels.bids(depth)) && Books.same(oracle.asks(), levels.asks(depth));
    }
}
