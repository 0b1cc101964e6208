package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Coinbase Advanced Trade's texts (docs.cdp.coinbase.com, advanced-trade-apis, websocket, 2026): the whole book; asks
 * are called offers; a deletion is a quantity of zero, with or without decimals; the snapshot's times are the epoch.
 */
final class CoinbaseWording implements Wording {
    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("BTC-USD", 2, 8, 6_338_870),
                    new Market.Listing("ETH-USD", 2, 8, 268_112),
                    new Market.Listing("XRP-USD", 4, 6, 10_810),
                    new Market.Listing("DOGE-USD", 5, 1, 12_345)),
            "T%03d-USD",
            depth -> 0,
            false,
            true);

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session(random);
    }

    /** The counters of one pass. */
    private static final class Session implements Words {
        private final SplittableRandom random;
        private long sequence;
        private long tradeId = 880_000_000;

        Session(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void begin(Moment book, Out out) {
            out.frame(frame("l2_data", KrakenText.time(book.timeNs()), sequence++, event("snapshot", book)));
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            // Delivery is guaranteed, but a snapshot may come again and replaces the book.
            boolean snapshot = random.nextInt(100) < 2;
            String event = snapshot ? event("snapshot", book) : event("update", changes);
            out.frame(frame("l2_data", KrakenText.time(book.timeNs()), sequence++, event));
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            String time = KrakenText.time(book.timeNs());
            StringBuilder text = new StringBuilder("{\"type\":\"update\",\"trades\":[");
            String separator = "";
            for (MarketSymbol.Trade trade : trades) {
                text.append(separator)
                        .append("{\"product_id\":\"")
                        .append(book.instrument().symbol());
                text.append("\",\"trade_id\":\"").append(++tradeId);
                text.append("\",\"price\":\"")
                        .append(Market.decimal(trade.price(), book.instrument().priceDecimals()));
                text.append("\",\"size\":\"")
                        .append(Market.decimal(trade.size(), book.instrument().sizeDecimals())
                                .toPlainString());
                // The maker's side.
                text.append("\",\"time\":\"").append(time).append("\",\"side\":\"");
                text.append(trade.takerBuys() ? "SELL" : "BUY").append("\"}");
                separator = ",";
            }
            out.frame(frame("market_trades", time, sequence++, text.append("]}").toString()));
        }
    }

    static String frame(String channel, String time, long sequence, String event) {
        return "{\"channel\":\"" + channel + "\",\"client_id\":\"\",\"timestamp\":\"" + time + "\",\"sequence_num\":"
                + sequence + ",\"events\":[" + event + "]}";
    }

    static String event(String type, Moment moment) {
        String time = type.equals("snapshot") ? "1970-01-01T00:00:00Z" : KrakenText.time(moment.timeNs());
        StringBuilder text = new StringBuilder(
                128 + 120 * (moment.bids().size() + moment.asks().size()));
        text.append("{\"type\":\"").append(type);
        text.append("\",\"product_id\":\"").append(moment.instrument().symbol());
        text.append("\",\"updates\":[");
        int start = text.length();
        for (boolean bid : new boolean[] {true, false}) {
            for (Level level : bid ? moment.bids() : moment.asks()) {
                text.append(text.length() == start ? "{\"side\":\"" : ",{\"side\":\"");
                text.append(bid ? "bid" : "offer");
                text.append("\",\"event_time\":\"").append(time);
                text.append("\",\"price_level\":\"").append(level.price().toPlainString());
                text.append("\",\"new_quantity\":\"").append(quantity(level)).append("\"}");
            }
        }
        return text.append("]}").toString();
    }

    /** Of a deletion's two forms, one for every other price. */
    private static String quantity(Level level) {
        boolean bare =
                level.size().signum() == 0 && level.price().unscaledValue().testBit(0);
        return bare ? "0" : level.size().toPlainString();
    }
}
