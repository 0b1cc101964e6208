package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/**
 * OKX's texts (okx.com/docs-v5, order book trading, read 2026-06): strings; a level is price, size, "0" and a count of
 * orders; the checksum is 0 and means none. The market speaks the channel {@code books} with keep-alives, sequence
 * resets and now and then a snapshot again.
 */
final class OkxWording implements Wording {
    static final String BOOKS = "books";
    static final int DEPTH = 400;

    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("BTC-USDT", 1, 8, 633_887),
                    new Market.Listing("ETH-USDT", 2, 6, 268_112),
                    new Market.Listing("XRP-USDT", 4, 6, 10_810),
                    new Market.Listing("BTC-USDT-SWAP", 1, 2, 634_015)),
            "T%03d-USDT",
            depth -> Math.min(depth, DEPTH),
            true,
            false);

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session(random, instruments.size());
    }

    /** The ids of one pass. */
    private static final class Session implements Words {
        private final SplittableRandom random;
        private final long[] ids;
        private long tradeId = 130_639_000;

        Session(SplittableRandom random, int symbols) {
            this.random = random;
            this.ids = new long[symbols];
            for (int i = 0; i < symbols; i++) {
                ids[i] = 100_000 + random.nextInt(100_000);
            }
        }

        @Override
        public void begin(Moment book, Out out) {
            out.frame(book(BOOKS, "snapshot", book, -1, ids[book.index()]));
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            int index = changes.index();
            long last = ids[index];
            int kind = random.nextInt(100);
            if (kind < 2) {
                Moment none = new Moment(index, book.instrument(), book.timeNs(), List.of(), List.of());
                out.frame(book(BOOKS, "update", none, last, last));
            }
            // A reset: the new id is smaller, and what follows counts on from it.
            ids[index] = kind >= 2 && kind < 4 ? last / 2 : last + 1 + random.nextInt(4);
            if (kind == 4 || kind == 5) {
                out.frame(book(BOOKS, "snapshot", book, -1, ids[index]));
            } else {
                out.frame(book(BOOKS, "update", changes, last, ids[index]));
            }
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            for (MarketSymbol.Trade trade : trades) {
                out.frame("{\"arg\":{\"channel\":\"trades\",\"instId\":\""
                        + book.instrument().symbol()
                        + "\"},\"data\":[{\"instId\":\"" + book.instrument().symbol() + "\",\"tradeId\":\"" + ++tradeId
                        + "\",\"px\":\""
                        + Market.decimal(trade.price(), book.instrument().priceDecimals())
                        + "\",\"sz\":\""
                        + size(Market.decimal(trade.size(), book.instrument().sizeDecimals()))
                        + "\",\"side\":\"" + (trade.takerBuys() ? "buy" : "sell") + "\",\"ts\":\""
                        + book.timeNs() / 1_000_000 + "\",\"count\":\"1\",\"source\":\"0\",\"seqId\":"
                        + ids[book.index()] + "}]}");
            }
        }
    }

    static String book(String channel, String action, Moment moment, long previous, long id) {
        StringBuilder text = new StringBuilder(
                192 + 40 * (moment.bids().size() + moment.asks().size()));
        text.append("{\"arg\":{\"channel\":\"").append(channel);
        text.append("\",\"instId\":\"").append(moment.instrument().symbol());
        text.append("\"},\"action\":\"").append(action).append("\",\"data\":[{\"asks\":");
        appendLevels(text, moment.asks());
        text.append(",\"bids\":");
        appendLevels(text, moment.bids());
        text.append(",\"ts\":\"").append(moment.timeNs() / 1_000_000);
        return text.append("\",\"checksum\":0,\"prevSeqId\":")
                .append(previous)
                .append(",\"seqId\":")
                .append(id)
                .append("}]}")
                .toString();
    }

    static void appendLevels(StringBuilder text, List<Level> levels) {
        text.append('[');
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            boolean gone = level.size().signum() == 0;
            text.append(i == 0 ? "[\"" : ",[\"").append(level.price().toPlainString());
            text.append("\",\"").append(size(level.size())).append("\",\"0\",\"");
            text.append(gone ? 0 : 1 + Math.floorMod(level.hashCode(), 9)).append("\"]");
        }
        text.append(']');
    }

    /** Without trailing zeros; a deletion is the text 0. */
    private static String size(java.math.BigDecimal size) {
        return size.signum() == 0 ? "0" : size.stripTrailingZeros().toPlainString();
    }
}
