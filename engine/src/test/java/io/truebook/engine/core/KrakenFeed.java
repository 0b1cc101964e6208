package io.truebook.engine.core;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A seeded market in Kraken's v2 frames, with a book of its own that shares no code with the engine: tree maps of
 * decimals, and the checksum by the venue's guide.
 */
public final class KrakenFeed {
    private final String symbol;
    private final int depth;
    private final int priceDecimals;
    private final int sizeDecimals;
    private final Random random;
    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Collections.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();

    public KrakenFeed(String symbol, int depth, int priceDecimals, int sizeDecimals, long seed) {
        this.symbol = symbol;
        this.depth = depth;
        this.priceDecimals = priceDecimals;
        this.sizeDecimals = sizeDecimals;
        random = new Random(seed);
        for (int i = 0; i < depth; i++) {
            bids.put(price(450_000 - i * 3), size());
            asks.put(price(450_001 + i * 3), size());
        }
    }

    /** BTC/USD with ten levels, one decimal of price and eight of size. */
    public static KrakenFeed btc(long seed) {
        return new KrakenFeed("BTC/USD", 10, 1, 8, seed);
    }

    public String snapshot() {
        return frame("snapshot", levels(bids), levels(asks));
    }

    /** The next update: sets, deletes, new levels at and behind the top, a price twice now and then. */
    public String update() {
        final List<String> bidRows = new ArrayList<>();
        final List<String> askRows = new ArrayList<>();
        final int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            final boolean bid = random.nextBoolean();
            change(bid ? bids : asks, bid, bid ? bidRows : askRows);
        }
        truncate(bids);
        truncate(asks);
        return frame("update", bidRows, askRows);
    }

    /** Sets one level and tells of it. */
    String set(boolean bid, String price, String size) {
        final TreeMap<BigDecimal, BigDecimal> side = bid ? bids : asks;
        final BigDecimal key = new BigDecimal(price).setScale(priceDecimals);
        final BigDecimal value = new BigDecimal(size).setScale(sizeDecimals);
        if (value.signum() == 0) {
            side.remove(key);
        } else {
            side.put(key, value);
        }
        truncate(side);
        final List<String> row = List.of(row(key, value));
        return frame("update", bid ? row : List.of(), bid ? List.of() : row);
    }

    private void change(TreeMap<BigDecimal, BigDecimal> side, boolean bid, List<String> rows) {
        final List<BigDecimal> prices = new ArrayList<>(side.keySet());
        final boolean delete = side.size() > depth / 2 && random.nextInt(5) == 0;
        if (delete || random.nextInt(3) > 0) {
            final BigDecimal price = prices.get(random.nextInt(prices.size()));
            final BigDecimal size = delete ? BigDecimal.ZERO.setScale(sizeDecimals) : size();
            if (delete) {
                side.remove(price);
            } else {
                side.put(price, size);
            }
            rows.add(row(price, size));
            return;
        }
        final int away = random.nextInt(60);
        final BigDecimal price = price(bid ? 450_000 - away : 450_001 + away);
        side.put(price, size());
        rows.add(row(price, side.get(price)));
    }

    private void truncate(TreeMap<BigDecimal, BigDecimal> side) {
        while (side.size() > depth) {
            side.pollLastEntry();
        }
    }

    private List<String> levels(TreeMap<BigDecimal, BigDecimal> side) {
        return side.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    }

    private static String row(BigDecimal price, BigDecimal size) {
        return "{\"price\":" + price.toPlainString() + ",\"qty\":" + size.toPlainString() + "}";
    }

    private String frame(String type, List<String> bidRows, List<String> askRows) {
        return "{\"channel\":\"book\",\"type\":\"" + type + "\",\"data\":[{\"symbol\":\"" + symbol + "\",\"bids\":["
                + String.join(",", bidRows) + "],\"asks\":[" + String.join(",", askRows) + "],\"checksum\":"
                + checksum() + ",\"timestamp\":\"2026-08-01T10:00:00.000000Z\"}]}";
    }

    long checksum() {
        final CRC32 crc = new CRC32();
        crc.update(Output.utf8(text(asks) + text(bids)));
        return crc.getValue();
    }

    private static String text(TreeMap<BigDecimal, BigDecimal> side) {
        final StringBuilder text = new StringBuilder();
        side.entrySet().stream()
                .limit(10)
                .forEach(level -> text.append(digits(level.getKey())).append(digits(level.getValue())));
        return text.toString();
    }

    private static String digits(BigDecimal value) {
        return value.toPlainString().replace(".", "").replaceFirst("^0+", "");
    }

    Map<BigDecimal, BigDecimal> bids() {
        return bids;
    }

    Map<BigDecimal, BigDecimal> asks() {
        return asks;
    }

    private BigDecimal price(long tenths) {
        return BigDecimal.valueOf(tenths, priceDecimals);
    }

    private BigDecimal size() {
        return BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), sizeDecimals);
    }

    /** The venue's yes to a subscription. */
    static String subscribed(String symbol, int depth, long id) {
        return "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":" + depth
                + ",\"snapshot\":true,\"symbol\":\"" + symbol + "\"},\"success\":true,\"req_id\":" + id + "}";
    }

    static String unsubscribed(String symbol, int depth, long id) {
        return subscribed(symbol, depth, id).replace("\"method\":\"subscribe\"", "\"method\":\"unsubscribe\"");
    }

    /** With another checksum. */
    static String corrupt(String frame) {
        return frame.replaceFirst("\"checksum\":\\d+", "\"checksum\":12345");
    }
}
