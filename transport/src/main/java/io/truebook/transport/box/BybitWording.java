package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Bybit v5's texts (bybit-exchange/docs, v5/websocket/public/orderbook, 2026-07): strings; the deltas' ids count up by
 * one; a snapshot may come again, and one with the id 1 tells of a restart of the service. The order of {@code ts} and
 * {@code type} differs from frame to frame.
 */
final class BybitWording implements Wording {
    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("BTCUSDT", 2, 6, 6_338_870),
                    new Market.Listing("ETHUSDT", 2, 5, 268_112),
                    new Market.Listing("XRPUSDT", 4, 2, 10_810),
                    new Market.Listing("DOGEUSDT", 5, 1, 12_345)),
            "T%03dUSDT",
            Habits.leastOf(50, 200, 1000),
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
        private long sequence = 7_961_638_000L;
        private long trades = 1;

        Session(SplittableRandom random, int symbols) {
            this.random = random;
            this.ids = new long[symbols];
            for (int i = 0; i < symbols; i++) {
                ids[i] = 18_521_000 + random.nextInt(100_000);
            }
        }

        @Override
        public void begin(Moment book, Out out) {
            out.frame(book("snapshot", book, ids[book.index()], sequence++, false));
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            int index = changes.index();
            int kind = random.nextInt(100);
            sequence += 1 + random.nextInt(3);
            // A restart of the service begins its ids anew, with a snapshot.
            ids[index] = kind < 2 ? 1 : ids[index] + 1;
            boolean snapshot = kind < 4;
            out.frame(book(
                    snapshot ? "snapshot" : "delta",
                    snapshot ? book : changes,
                    ids[index],
                    sequence,
                    random.nextInt(4) == 0));
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> made, Out out) {
            String symbol = book.instrument().symbol();
            long timeMs = book.timeNs() / 1_000_000;
            StringBuilder text = new StringBuilder("{\"topic\":\"publicTrade.").append(symbol);
            text.append("\",\"type\":\"snapshot\",\"ts\":").append(timeMs).append(",\"data\":[");
            String separator = "";
            for (MarketSymbol.Trade trade : made) {
                text.append(separator).append("{\"T\":").append(timeMs);
                text.append(",\"s\":\"").append(symbol);
                text.append("\",\"S\":\"").append(trade.takerBuys() ? "Buy" : "Sell");
                text.append("\",\"v\":\"")
                        .append(size(
                                Market.decimal(trade.size(), book.instrument().sizeDecimals())));
                text.append("\",\"p\":\"")
                        .append(Market.decimal(trade.price(), book.instrument().priceDecimals()));
                text.append("\",\"L\":\"PlusTick\",\"i\":\"").append(new java.util.UUID(book.index(), trades++));
                text.append("\",\"BT\":false,\"seq\":").append(sequence).append('}');
                separator = ",";
            }
            out.frame(text.append("]}").toString());
        }
    }

    static String book(String type, Moment moment, long id, long sequence, boolean timeFirst) {
        long timeMs = moment.timeNs() / 1_000_000;
        StringBuilder text = new StringBuilder(
                192 + 30 * (moment.bids().size() + moment.asks().size()));
        text.append("{\"topic\":\"orderbook.").append(moment.instrument().depth());
        text.append('.').append(moment.instrument().symbol()).append("\",");
        if (timeFirst) {
            text.append("\"ts\":")
                    .append(timeMs)
                    .append(",\"type\":\"")
                    .append(type)
                    .append("\",");
        } else {
            text.append("\"type\":\"")
                    .append(type)
                    .append("\",\"ts\":")
                    .append(timeMs)
                    .append(',');
        }
        text.append("\"data\":{\"s\":\"").append(moment.instrument().symbol()).append("\",\"b\":");
        appendLevels(text, moment.bids());
        text.append(",\"a\":");
        appendLevels(text, moment.asks());
        return text.append(",\"u\":")
                .append(id)
                .append(",\"seq\":")
                .append(sequence)
                .append("},\"cts\":")
                .append(timeMs - 2)
                .append('}')
                .toString();
    }

    static void appendLevels(StringBuilder text, List<Level> levels) {
        text.append('[');
        for (int i = 0; i < levels.size(); i++) {
            text.append(i == 0 ? "[\"" : ",[\"")
                    .append(levels.get(i).price().toPlainString())
                    .append("\",\"")
                    .append(size(levels.get(i).size()))
                    .append("\"]");
        }
        text.append(']');
    }

    private static String size(java.math.BigDecimal size) {
        return size.signum() == 0 ? "0" : size.toPlainString();
    }
}
