package io.truebook.engine.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A seeded venue in the reconciliation model's own protocol: one symbol's order book, ticker, trades and balance, in
 * every form of delta. Its documents are mutable trees of another library, so that they share no code with the engine's.
 */
final class ModelFeed {
    static final String SYMBOL = "BTC/USDT";
    static final List<String> DOCUMENTS = List.of("ticker", "trades", "balance");

    private static final ObjectMapper JSON =
            // numbers must leave with the digits they came with: the checksum covers them
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
    private static final List<String> FIGURES = List.of("high", "low", "bid", "ask", "last", "volume");
    private static final List<String> CURRENCIES = List.of("BTC", "USDT", "EUR", "DOGE");

    private final Random random;
    private final Map<String, ObjectNode> trees = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    /** State by channel and id. */
    private final Map<String, Map<Long, JsonNode>> history = new HashMap<>();
    /** The book: price to the texts of price and amount as they were last sent. */
    private final TreeMap<BigDecimal, String[]> bids = new TreeMap<>(Collections.reverseOrder());

    private final TreeMap<BigDecimal, String[]> asks = new TreeMap<>();
    private final Map<Long, String> books = new HashMap<>();
    private int tradeId;

    ModelFeed(long seed) {
        random = new Random(seed);
        final ObjectNode ticker = JSON.createObjectNode().put("symbol", SYMBOL);
        FIGURES.forEach(figure -> ticker.put(figure, figure()));
        ticker.put("timestamp", 1_700_000_000_000L);
        trees.put("ticker", ticker);
        final ObjectNode trades = JSON.createObjectNode();
        trades.putArray("trades").add(trade()).add(trade());
        trees.put("trades", trades);
        final ObjectNode balance = JSON.createObjectNode();
        balance.set("BTC", balance());
        trees.put("balance", balance);
        for (final String channel : List.of("orderbook", "ticker", "trades", "balance")) {
            ids.put(channel, 100L);
            history.put(channel, new HashMap<>());
        }
        for (int i = 0; i < 12; i++) {
            put(bids, 1000 - i * 2);
            put(asks, 1001 + i * 2);
        }
        DOCUMENTS.forEach(this::remember);
        books.put(100L, levels(bids) + levels(asks));
    }

    // ---- what the oracle says

    long id(String channel) {
        return ids.get(channel);
    }

    /** The document as of an id, as JSON. */
    String document(String channel, long id) {
        return String.valueOf(history.get(channel).get(id));
    }

    /** The book as of an id: price and amount of each level, plain, best first, bids then asks. */
    String book(long id) {
        return books.get(id);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    // ---- frames

    String snapshot(String channel) {
        final ObjectNode frame = JSON.createObjectNode().put("channel", channel).put("symbol", SYMBOL);
        frame.put("type", channel.equals("orderbook") ? "orderBook" : channel);
        frame.set("data", channel.equals("orderbook") ? parse(bookJson()) : trees.get(channel));
        frame.put("timestamp", 1_700_000_000_000L);
        frame.put(random.nextBoolean() ? "sequenceId" : "nonce", id(channel));
        checksum(channel, frame);
        return frame.toString();
    }

    /** The next change of a channel. */
    String delta(String channel) {
        final ObjectNode frame = JSON.createObjectNode().put("channel", channel).put("symbol", SYMBOL);
        final long before = id(channel);
        final long first = before + 1;
        final long id = before + (random.nextInt(6) == 0 ? 3 : 1);
        ids.put(channel, id);
        switch (channel) {
            case "orderbook" -> levels(frame);
            case "ticker" -> ticker(frame);
            case "trades" -> trades(frame);
            default -> balance(frame);
        }
        frame.put("sequenceId", id);
        if (id > first) {
            frame.put("firstSequenceId", first);
        }
        if (random.nextBoolean()) {
            frame.put("previousSequenceId", before);
        }
        checksum(channel, frame);
        if (channel.equals("orderbook")) {
            books.put(id, levels(bids) + levels(asks));
        } else {
            remember(channel);
        }
        return frame.toString();
    }

    private void remember(String channel) {
        history.get(channel).put(id(channel), trees.get(channel).deepCopy());
    }

    private void checksum(String channel, ObjectNode frame) {
        final CRC32 crc = new CRC32();
        if (channel.equals("ticker")) {
            final JsonNode ticker = trees.get(channel);
            crc.update((ticker.get("bid").asText() + "," + ticker.get("ask").asText() + ","
                            + ticker.get("last").asText())
                    .getBytes(StandardCharsets.US_ASCII));
        } else if (channel.equals("orderbook")) {
            final StringBuilder text = new StringBuilder();
            for (final TreeMap<BigDecimal, String[]> side : List.of(asks, bids)) {
                side.values().stream().limit(10).forEach(level -> text.append(level[0] + "," + level[1]));
            }
            crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        } else {
            return;
        }
        if (random.nextInt(10) > 0) {
            if (random.nextBoolean()) {
                frame.put("checksum", Long.toString(crc.getValue()));
            } else {
                frame.put("checksum", random.nextBoolean() ? (int) crc.getValue() : crc.getValue());
            }
        }
    }

    // ---- the documents

    private String figure() {
        return (100 + random.nextInt(900)) + "." + random.nextInt(10) + "0";
    }

    private void ticker(ObjectNode frame) {
        final ObjectNode ticker = trees.get("ticker");
        switch (random.nextInt(8)) {
            case 0 -> {
                final ObjectNode stats = JSON.createObjectNode();
                stats.putObject("day").put("trades", random.nextInt(9));
                ticker.set("stats", stats);
                frame.put("type", "insert").put("path", "$.stats").set("data", stats.deepCopy());
            }
            case 1 -> {
                frame.put("type", "delete").put("path", "stats.day['trades']").putNull("data");
                if (ticker.path("stats").path("day").isObject()) {
                    ((ObjectNode) ticker.get("stats").get("day")).remove("trades");
                }
            }
            case 2 -> {
                ticker.put("last", figure());
                frame.put("type", "snapshot").put("path", "").set("data", ticker.deepCopy());
            }
            case 3 -> {
                ticker.put("last", figure());
                frame.set("data", ticker.get("last")); // type and path as the definition has them
            }
            default -> {
                final String name = FIGURES.get(random.nextInt(FIGURES.size()));
                ticker.put(name, figure());
                frame.put("type", "update").put("path", name).set("data", ticker.get(name));
            }
        }
    }

    private ObjectNode trade() {
        final ObjectNode trade = JSON.createObjectNode();
        if (tradeId % 2 == 0) {
            trade.put("id", ++tradeId);
        } else {
            trade.put("id", "t" + ++tradeId);
        }
        return trade.put("price", figure())
                .put("amount", 1 + random.nextInt(9))
                .put("side", random.nextBoolean() ? "buy" : "sell")
                .put("timestamp", 1_700_000_000_000L + tradeId);
    }

    private void trades(ObjectNode frame) {
        final ArrayNode trades = (ArrayNode) trees.get("trades").get("trades");
        final int kind = random.nextInt(10);
        if (trades.size() > 8 || kind == 0 && trades.size() > 0) {
            final int at = random.nextInt(trades.size());
            trades.remove(at);
            frame.put("type", "delete").put("path", "trades[" + at + "]").putNull("data");
        } else if (kind < 3 && trades.size() > 0) {
            final int at = random.nextInt(trades.size());
            ((ObjectNode) trades.get(at)).put("amount", random.nextInt(9));
            frame.put("type", "update")
                    .put("path", "trades[" + at + "].amount")
                    .set("data", trades.get(at).get("amount"));
        } else if (kind < 5) {
            final ObjectNode trade = trade();
            trades.add(trade);
            frame.put("type", "insert").put("path", "trades.end").set("data", trade.deepCopy());
        } else {
            final ObjectNode trade = trade();
            final int at = random.nextInt(trades.size() + 1);
            trades.insert(at, trade);
            frame.put("type", "insert").put("path", "$.trades[" + at + "]").set("data", trade.deepCopy());
        }
    }

    private ObjectNode balance() {
        final int free = random.nextInt(100);
        final int used = random.nextInt(100);
        return JSON.createObjectNode()
                .put("free", free + ".5")
                .put("used", used)
                .put("total", (free + used) + ".50");
    }

    private void balance(ObjectNode frame) {
        final ObjectNode balances = trees.get("balance");
        final String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        if (balances.has(currency) && random.nextInt(4) == 0) {
            balances.remove(currency);
            frame.put("type", "delete").put("path", currency).putNull("data");
        } else if (balances.has(currency) && random.nextBoolean()) {
            ((ObjectNode) balances.get(currency)).put("free", figure());
            frame.put("type", "update")
                    .put("path", "$['" + currency + "'].free")
                    .set("data", balances.get(currency).get("free"));
        } else {
            final String type = balances.has(currency) ? "update" : "insert";
            balances.set(currency, balance());
            frame.put("type", type)
                    .put("path", currency)
                    .set("data", balances.get(currency).deepCopy());
        }
    }

    // ---- the book

    private void put(TreeMap<BigDecimal, String[]> side, int cents) {
        final BigDecimal price = BigDecimal.valueOf(cents, 1);
        side.put(price, new String[] {price.toPlainString(), amount()});
    }

    private String amount() {
        return 1 + random.nextInt(50) + "." + random.nextInt(10) + "0";
    }

    private String bookJson() {
        return "{\"bids\":" + rows(bids) + ",\"asks\":" + rows(asks) + ",\"nonce\":1}";
    }

    private static String rows(TreeMap<BigDecimal, String[]> side) {
        final List<String> rows = new ArrayList<>();
        side.values().forEach(level -> rows.add("[\"" + level[0] + "\",\"" + level[1] + "\"]"));
        return "[" + String.join(",", rows) + "]";
    }

    private static String levels(TreeMap<BigDecimal, String[]> side) {
        final StringBuilder text = new StringBuilder();
        side.forEach((price, level) -> text.append(price.stripTrailingZeros().toPlainString())
                .append('x')
                .append(new BigDecimal(level[1]).stripTrailingZeros().toPlainString())
                .append(' '));
        return text.append("| ").toString();
    }

    /** Levels in every form of decision 6. */
    private void levels(ObjectNode frame) {
        final boolean bid = random.nextBoolean();
        final TreeMap<BigDecimal, String[]> side = bid ? bids : asks;
        final String name = bid ? "bids" : "asks";
        final String[] paths = {
            name, "$." + name, name + "[0]", "$['" + name + "']", name + "[" + random.nextInt(20) + "]"
        };
        frame.put("path", paths[random.nextInt(paths.length)]);
        if (random.nextInt(30) == 0) {
            put(side, level(bid));
            frame.put("type", "snapshot").set("data", parse(bookJson()));
            return;
        }
        if (side.size() > 20 || side.size() > 4 && random.nextInt(5) == 0) {
            frame.put("type", "delete").set("data", parse(deletion(side)));
            return;
        }
        final List<String> rows = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            final int cents = level(bid);
            final BigDecimal price = BigDecimal.valueOf(cents, 1);
            final boolean gone = side.size() > 4 && random.nextInt(6) == 0;
            final String[] zeros = {"0", "\"0.00000000\"", "0.0", "null"};
            final String amount = gone ? zeros[random.nextInt(4)] : quoted(amount());
            if (gone) {
                side.remove(price);
            } else {
                side.put(price, new String[] {price.toPlainString(), amount.replace("\"", "")});
            }
            final String text = quoted(price.toPlainString());
            rows.add(
                    random.nextBoolean()
                            ? "[" + text + "," + amount + "]"
                            : "{\"price\":" + text + ",\"amount\":" + amount + "}");
        }
        frame.put("type", random.nextBoolean() ? "insert" : "update");
        // the tree would write 5.10 as it is: big decimals keep their scale
        frame.set("data", parse(rows.size() == 1 ? rows.get(0) : "[" + String.join(",", rows) + "]"));
    }

    private int level(boolean bid) {
        final int distance = random.nextInt(20) * 2;
        return bid ? 1000 - distance : 1001 + distance;
    }

    private String quoted(String number) {
        return random.nextBoolean() ? '"' + number + '"' : number;
    }

    private String deletion(TreeMap<BigDecimal, String[]> side) {
        final List<BigDecimal> prices = new ArrayList<>(side.keySet());
        final BigDecimal one = prices.get(random.nextInt(prices.size()));
        final BigDecimal other = prices.get(random.nextInt(prices.size()));
        side.remove(one);
        switch (random.nextInt(4)) {
            case 0:
                return quoted(one.toPlainString());
            case 1:
                side.remove(other);
                return "[" + one.toPlainString() + "," + quoted(other.toPlainString()) + "]";
            case 2:
                return "{\"price\":" + one.toPlainString() + "}";
            default:
                return "[[" + one.toPlainString() + ",1]]";
        }
    }
}
