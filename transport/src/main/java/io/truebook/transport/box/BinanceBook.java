package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One symbol's book from diffs and a REST snapshot: diffs before the snapshot are kept, then stitched by the venue's
 * rules. Once known it follows the feed whatever comes; a hole in the feed itself is counted.
 */
final class BinanceBook {
    private static final int MAX_PENDING = 100_000;

    private final boolean futures;
    private final Counters counters;
    private final Book levels = new Book();
    private final List<JsonNode> pending = new ArrayList<>();
    private boolean known;
    private boolean bridged;
    private long lastId;
    private long eventMs;
    private long transactionMs;
    private boolean remembers;
    private int changes;
    private BinanceBook aged;
    private BinanceBook older;

    BinanceBook(boolean futures, Counters counters) {
        this.futures = futures;
        this.counters = counters;
    }

    boolean known() {
        return known;
    }

    /** Whether diffs wait for a snapshot. */
    boolean waiting() {
        return !pending.isEmpty();
    }

    /** The last update id in the book. */
    long lastId() {
        return lastId;
    }

    long eventMs() {
        return eventMs;
    }

    long transactionMs() {
        return transactionMs;
    }

    Book levels() {
        return levels;
    }

    /** From now on older states are kept. */
    void remember() {
        remembers = true;
    }

    /** The book as it was 32 to 64 diffs ago, or null so early or when it does not remember. */
    BinanceBook older() {
        return older;
    }

    private BinanceBook copy() {
        BinanceBook copy = new BinanceBook(futures, counters);
        copy.levels.take(levels);
        copy.known = true;
        copy.lastId = lastId;
        copy.eventMs = eventMs;
        copy.transactionMs = transactionMs;
        return copy;
    }

    void snapshot(JsonNode body) {
        levels.clear();
        apply(body.path("bids"), body.path("asks"));
        lastId = body.path("lastUpdateId").asLong();
        known = true;
        bridged = false;
        for (JsonNode diff : pending) {
            diff(diff);
        }
        pending.clear();
    }

    void diff(JsonNode data) {
        if (!known) {
            if (pending.size() < MAX_PENDING) {
                pending.add(data);
            }
            return;
        }
        long last = data.path("u").asLong();
        if (futures ? last < lastId : last <= lastId) {
            return;
        }
        boolean follows = futures
                ? data.path("pu").asLong() == lastId
                        || (!bridged && data.path("U").asLong() <= lastId)
                : data.path("U").asLong() <= lastId + 1;
        if (!follows) {
            counters.feedGaps++;
        }
        if (remembers && changes++ % BoxBook.GENERATION == 0) {
            older = aged;
            aged = copy();
        }
        bridged = true;
        lastId = last;
        eventMs = data.path("E").asLong();
        transactionMs = data.path("T").asLong();
        apply(data.path("b"), data.path("a"));
    }

    private void apply(JsonNode bids, JsonNode asks) {
        for (JsonNode level : bids) {
            levels.set(true, Json.decimal(level.path(0)), Json.decimal(level.path(1)));
        }
        for (JsonNode level : asks) {
            levels.set(false, Json.decimal(level.path(0)), Json.decimal(level.path(1)));
        }
    }
}
