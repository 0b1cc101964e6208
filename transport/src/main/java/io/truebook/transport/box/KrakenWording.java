package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Kraken's WebSocket v2 in its words ({@link KrakenText}), at one depth: levels that leave the depth are not deleted,
 * those that come back are sent again, a price may stand twice in a message; the checksum with each message.
 */
final class KrakenWording implements Wording {
    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("BTC/USD", 1, 8, 633_887),
                    new Market.Listing("ETH/USD", 2, 8, 268_112),
                    new Market.Listing("XRP/USD", 5, 8, 108_100),
                    new Market.Listing("SOL/USD", 2, 8, 15_233),
                    new Market.Listing("ADA/USD", 6, 8, 345_678),
                    new Market.Listing("DOGE/USD", 7, 8, 1_234_567)),
            "T%03d/USD",
            depth -> depth,
            false,
            true);

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session();
    }

    static String book(String type, Moment changes, Moment book) {
        Instrument pair = book.instrument();
        long checksum = KrakenChecksum.of(book.levels(), pair.priceDecimals(), pair.sizeDecimals());
        return KrakenText.book(type, pair, changes.bids(), changes.asks(), checksum, KrakenText.time(book.timeNs()));
    }

    /** The counter of one pass. */
    private static final class Session implements Words {
        private long tradeId = 1_000;

        @Override
        public void begin(Moment book, Out out) {
            out.frame(book("snapshot", book, book));
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            out.frame(book("update", changes, book));
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            Instrument pair = book.instrument();
            String time = KrakenText.time(book.timeNs());
            StringBuilder text = new StringBuilder("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[");
            for (int i = 0; i < trades.size(); i++) {
                MarketSymbol.Trade trade = trades.get(i);
                text.append(i == 0 ? "" : ",").append("{\"symbol\":\"").append(pair.symbol());
                text.append("\",\"side\":\"").append(trade.takerBuys() ? "buy" : "sell");
                text.append("\",\"price\":").append(Market.decimal(trade.price(), pair.priceDecimals()));
                text.append(",\"qty\":")
                        .append(Market.decimal(trade.size(), pair.sizeDecimals())
                                .toPlainString());
                text.append(",\"ord_type\":\"market\",\"trade_id\":").append(tradeId++);
                text.append(",\"timestamp\":\"").append(time).append("\"}");
            }
            out.frame(text.append("]}").toString());
            out.frame(ticker(book, trades.get(trades.size() - 1)));
        }

        private static String ticker(Moment book, MarketSymbol.Trade last) {
            Instrument pair = book.instrument();
            String price = Market.decimal(last.price(), pair.priceDecimals()).toPlainString();
            Level bid = book.bids().get(0);
            Level ask = book.asks().get(0);
            return "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"" + pair.symbol()
                    + "\",\"bid\":" + bid.price().toPlainString() + ",\"bid_qty\":"
                    + bid.size().toPlainString() + ",\"ask\":" + ask.price().toPlainString() + ",\"ask_qty\":"
                    + ask.size().toPlainString() + ",\"last\":" + price + ",\"volume\":"
                    + Market.decimal(last.size(), pair.sizeDecimals()).toPlainString() + ",\"vwap\":" + price
                    + ",\"low\":" + price + ",\"high\":" + price + ",\"change\":0.0,\"change_pct\":0.00}]}";
        }
    }
}
