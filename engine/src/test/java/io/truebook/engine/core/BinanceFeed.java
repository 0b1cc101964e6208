package io.truebook.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A seeded market in Binance's depth diffs and REST answers, spot or futures, with a book of its own. */
public final class BinanceFeed {
    private final boolean futures;
    private final Random random;
    private final TreeMap<Long, Long> bids = new TreeMap<>();
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private long lastId = 1000;

    public BinanceFeed(boolean futures, long seed) {
        this.futures = futures;
        random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            bids.put(6_000_000L - i * 7, 100_000L + i);
            asks.put(6_000_001L + i * 7, 200_000L + i);
        }
    }

    public long lastId() {
        return lastId;
    }

    /** The REST answer as of now. */
    public String snapshot() {
        return "{\"lastUpdateId\":" + lastId + ",\"bids\":[" + rows(bids, true) + "],\"asks\":[" + rows(asks, false)
                + "]}";
    }

    /** The next diff. */
    public String diff() {
        final long previous = lastId;
        final long first = futures ? lastId + 5 : lastId + 1;
        lastId = first + random.nextInt(4);
        final List<String> bidRows = new ArrayList<>();
        final List<String> askRows = new ArrayList<>();
        final int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            final boolean bid = random.nextBoolean();
            final long price = bid ? 6_000_000L - random.nextInt(200) : 6_000_001L + random.nextInt(200);
            final long size = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(1_000_000);
            final TreeMap<Long, Long> side = bid ? bids : asks;
            if (size == 0) {
                side.remove(price);
            } else {
                side.put(price, size);
            }
            (bid ? bidRows : askRows).add(row(price, size));
        }
        return diff(first, lastId, previous, String.join(",", bidRows), String.join(",", askRows));
    }

    /** A diff of these ids and rows, told and not remembered. */
    String diff(long first, long last, long previous, String bidRows, String askRows) {
        return "{\"e\":\"depthUpdate\",\"E\":1700000000000,\"T\":1700000000000,\"s\":\"BTCUSDT\",\"U\":" + first
                + ",\"u\":" + last + (futures ? ",\"pu\":" + previous : "") + ",\"b\":[" + bidRows + "],\"a\":["
                + askRows + "]}";
    }

    TreeMap<Long, Long> bids() {
        return bids;
    }

    TreeMap<Long, Long> asks() {
        return asks;
    }

    private static String rows(TreeMap<Long, Long> side, boolean descending) {
        final List<String> rows = new ArrayList<>();
        (descending ? side.descendingMap() : side).forEach((price, size) -> rows.add(row(price, size)));
        return String.join(",", rows);
    }

    static String row(long price, long size) {
        return "[\"" + price / 100 + "." + two(price % 100) + "\",\"" + size / 100_000 + "." + five(size % 100_000)
                + "\"]";
    }

    private static String two(long value) {
        return (value < 10 ? "0" : "") + value;
    }

    private static String five(long value) {
        return ("00000" + value).substring(Long.toString(value).length());
    }

    /** The venue's yes to a request. */
    static String acknowledged(long id) {
        return "{\"result\":null,\"id\":" + id + "}";
    }
}
