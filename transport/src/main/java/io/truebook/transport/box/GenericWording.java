package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * The reconciliation model's own protocol (docs/reconciliation.md): the order book as deltas of one side in every form of
 * level data, and a ticker, trades and a balance beside it. A frame of those bears the whole document after it as {@code
 * state}; the dialect takes it out before a client sees the frame.
 */
final class GenericWording implements Wording {
    static final List<String> DOCUMENTS = List.of("ticker", "trades", "balance");
    static final String BOOK = "orderbook";

    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("BTC/USDT", 2, 6, 6_338_870),
                    new Market.Listing("ETH/USDT", 2, 5, 268_112),
                    new Market.Listing("XRP/USDT", 4, 2, 10_810)),
            "T%03d/USDT",
            depth -> 0,
            false,
            true);
    private static final int CHECKED = 10;
    private static final int MOST_TRADES = 20;
    private static final List<String> FIGURES = List.of("high", "low", "bid", "ask", "last", "volume");
    private static final List<String> CURRENCIES = List.of("BTC", "ETH", "USDT", "EUR");

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session(random, instruments.size());
    }

    static ObjectNode frame(String channel, String symbol) {
        return Json.object().put("channel", channel).put("symbol", symbol);
    }

    /** A snapshot's frame. */
    static ObjectNode snapshot(String channel, String symbol, JsonNode data, long timeMs, long id) {
        ObjectNode frame = frame(channel, symbol).put("type", channel.equals(BOOK) ? "orderBook" : channel);
        frame.set("data", data);
        frame.put("timestamp", timeMs).put("sequenceId", id);
        if (channel.equals("ticker")) {
            frame.put("checksum", tickerChecksum(data));
        }
        return frame;
    }

    static ObjectNode book(List<Level> bids, List<Level> asks) {
        ObjectNode data = Json.object();
        for (Level level : bids) {
            data.withArray("/bids").add(pair(level));
        }
        for (Level level : asks) {
            data.withArray("/asks").add(pair(level));
        }
        data.withArray("/bids");
        data.withArray("/asks");
        return data;
    }

    private static ArrayNode pair(Level level) {
        return Json.MAPPER
                .createArrayNode()
                .add(level.price().toPlainString())
                .add(level.size().toPlainString());
    }

    /** CRC-32 over price and amount, with a comma between, of the ten best asks and then the ten best bids. */
    static long checksum(List<Level> bids, List<Level> asks) {
        StringBuilder text = new StringBuilder();
        for (List<Level> side : List.of(asks, bids)) {
            side.stream()
                    .limit(CHECKED)
                    .forEach(level -> text.append(level.price().toPlainString())
                            .append(',')
                            .append(level.size().toPlainString()));
        }
        return crc(text.toString());
    }

    private static long tickerChecksum(JsonNode ticker) {
        return crc(ticker.get("bid").asText() + "," + ticker.get("ask").asText() + ","
                + ticker.get("last").asText());
    }

    private static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    /** The documents and ids of one pass. */
    private static final class Session implements Words {
        private final SplittableRandom random;
        private final long[] ids;
        private final List<Documents> documents = new ArrayList<>();

        Session(SplittableRandom random, int symbols) {
            this.random = random;
            this.ids = new long[symbols];
            for (int i = 0; i < symbols; i++) {
                ids[i] = 1_000 + random.nextInt(1_000);
                documents.add(new Documents(random));
            }
        }

        @Override
        public void begin(Moment book, Out out) {
            ObjectNode frame = snapshot(
                    BOOK,
                    book.instrument().symbol(),
                    GenericWording.book(book.bids(), book.asks()),
                    book.timeNs() / 1_000_000,
                    ids[book.index()]);
            out.frame(Json.text(frame.put("checksum", checksum(book.bids(), book.asks()))));
            documents.get(book.index()).begin(book, out);
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            boolean both = !changes.bids().isEmpty() && !changes.asks().isEmpty();
            if (!changes.bids().isEmpty()) {
                side(changes, book, true, !both, out);
            }
            if (!changes.asks().isEmpty()) {
                side(changes, book, false, true, out);
            }
            documents.get(changes.index()).change(book, out);
        }

        /** {@code last}: the book is what it says only after this frame, so only then it has a checksum. */
        private void side(Moment changes, Moment book, boolean bid, boolean last, Out out) {
            String side = bid ? "bids" : "asks";
            List<Level> levels = bid ? changes.bids() : changes.asks();
            long before = ids[changes.index()];
            long id = before + 1 + (random.nextInt(8) == 0 ? random.nextInt(3) : 0);
            ids[changes.index()] = id;
            ObjectNode frame = frame(BOOK, book.instrument().symbol());
            String[] paths = {side, "$." + side, side + "[0]", "$['" + side + "']"};
            frame.put("path", paths[random.nextInt(paths.length)]);
            if (levels.stream().allMatch(level -> level.size().signum() == 0) && random.nextBoolean()) {
                frame.put("type", "delete").set("data", prices(levels));
            } else {
                frame.put("type", random.nextInt(4) == 0 ? "insert" : "update").set("data", data(levels));
            }
            frame.put("sequenceId", id).put("previousSequenceId", before);
            if (id > before + 1) {
                frame.put("firstSequenceId", before + 1);
            }
            frame.put("timestamp", book.timeNs() / 1_000_000);
            if (last) {
                frame.put("checksum", Long.toString(checksum(book.bids(), book.asks())));
            }
            out.frame(Json.text(frame));
        }

        private JsonNode prices(List<Level> levels) {
            ArrayNode prices = Json.MAPPER.createArrayNode();
            levels.forEach(level -> prices.add(level.price()));
            return levels.size() == 1 && random.nextBoolean() ? prices.get(0) : prices;
        }

        private JsonNode data(List<Level> levels) {
            ArrayNode rows = Json.MAPPER.createArrayNode();
            for (Level level : levels) {
                boolean gone = level.size().signum() == 0;
                if (random.nextInt(3) == 0) {
                    ObjectNode row = Json.object().put("price", level.price());
                    rows.add(gone && random.nextBoolean() ? row.putNull("amount") : row.put("amount", level.size()));
                } else {
                    rows.add(pair(level));
                }
            }
            return levels.size() == 1 && random.nextBoolean() ? rows.get(0) : rows;
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            documents.get(book.index()).trades(book, trades, out);
        }
    }

    /** One symbol's documents, as trees that are changed in place. */
    private static final class Documents {
        private final SplittableRandom random;
        private final ObjectNode ticker = Json.object();
        private final ObjectNode trades = Json.object();
        private final ObjectNode balance = Json.object();
        private final long[] ids = {10, 20, 30};
        private long tradeId;

        Documents(SplittableRandom random) {
            this.random = random;
        }

        void begin(Moment book, Out out) {
            ticker.put("symbol", book.instrument().symbol());
            FIGURES.forEach(figure -> ticker.put(figure, figure()));
            ticker.put("timestamp", book.timeNs() / 1_000_000);
            trades.putArray("trades");
            balance.set("USDT", balance());
            for (int i = 0; i < 3; i++) {
                String channel = DOCUMENTS.get(i);
                say(
                        snapshot(
                                channel,
                                book.instrument().symbol(),
                                state(i).deepCopy(),
                                book.timeNs() / 1_000_000,
                                ids[i]),
                        i,
                        out);
            }
        }

        private ObjectNode state(int document) {
            return document == 0 ? ticker : document == 1 ? trades : balance;
        }

        private void say(ObjectNode frame, int document, Out out) {
            frame.set("state", state(document));
            out.frame(Json.text(frame));
        }

        private ObjectNode delta(int document, Moment book, String type, String path) {
            long before = ids[document]++;
            ObjectNode frame = frame(DOCUMENTS.get(document), book.instrument().symbol())
                    .put("type", type)
                    .put("path", path)
                    .put("sequenceId", ids[document])
                    .put("timestamp", book.timeNs() / 1_000_000);
            return random.nextBoolean() ? frame.put("previousSequenceId", before) : frame;
        }

        void change(Moment book, Out out) {
            if (random.nextInt(2) == 0) {
                String figure = FIGURES.get(random.nextInt(FIGURES.size()));
                ticker.put(figure, figure());
                ObjectNode frame = delta(0, book, "update", random.nextBoolean() ? figure : "$." + figure);
                frame.set("data", ticker.get(figure));
                say(frame.put("checksum", tickerChecksum(ticker)), 0, out);
            }
            if (random.nextInt(4) == 0) {
                String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
                boolean known = balance.has(currency);
                ObjectNode frame;
                if (known && random.nextInt(4) == 0) {
                    balance.remove(currency);
                    frame = delta(2, book, "delete", currency).putNull("data");
                } else if (known && random.nextBoolean()) {
                    ((ObjectNode) balance.get(currency)).put("free", figure());
                    frame = delta(2, book, "update", currency + ".free");
                    frame.set("data", balance.get(currency).get("free"));
                } else {
                    balance.set(currency, balance());
                    frame = delta(2, book, known ? "update" : "insert", "$['" + currency + "']");
                    frame.set("data", balance.get(currency).deepCopy());
                }
                say(frame, 2, out);
            }
        }

        void trades(Moment book, List<MarketSymbol.Trade> made, Out out) {
            ArrayNode list = (ArrayNode) trades.get("trades");
            for (MarketSymbol.Trade trade : made) {
                ObjectNode entry = Json.object()
                        .put("id", ++tradeId)
                        .put(
                                "price",
                                Market.decimal(trade.price(), book.instrument().priceDecimals()))
                        .put(
                                "amount",
                                Market.decimal(trade.size(), book.instrument().sizeDecimals()))
                        .put("side", trade.takerBuys() ? "buy" : "sell")
                        .put("timestamp", book.timeNs() / 1_000_000);
                list.insert(0, entry);
                ObjectNode frame = delta(1, book, "insert", "trades[0]");
                frame.set("data", entry.deepCopy());
                say(frame, 1, out);
                if (list.size() > MOST_TRADES) {
                    list.remove(MOST_TRADES);
                    say(delta(1, book, "delete", "trades[" + MOST_TRADES + "]").putNull("data"), 1, out);
                }
            }
        }

        private String figure() {
            return 100 + random.nextInt(900) + "." + random.nextInt(10) + "0";
        }

        private ObjectNode balance() {
            int free = random.nextInt(100);
            int used = random.nextInt(100);
            return Json.object().put("free", free + ".5").put("used", used).put("total", free + used + ".50");
        }
    }
}
