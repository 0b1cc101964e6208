package io.truebook.transport.box;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * A synthetic market in Kraken's words, at one depth: what the venue would send to a subscription of that depth. Levels
 * that leave the depth are not deleted, those that come back are sent again, a price may stand twice in a message, a
 * level nobody had may be deleted.
 */
final class KrakenMarket implements Feed {
    private static final List<Market.Listing> FAMILIAR = List.of(
            new Market.Listing("BTC/USD", 1, 8, 633_887),
            new Market.Listing("ETH/USD", 2, 8, 268_112),
            new Market.Listing("XRP/USD", 5, 8, 108_100),
            new Market.Listing("SOL/USD", 2, 8, 15_233),
            new Market.Listing("ADA/USD", 6, 8, 345_678),
            new Market.Listing("DOGE/USD", 7, 8, 1_234_567));

    private final MarketOptions options;
    private final List<Market.Listing> listings;
    private final Map<String, Instrument> instruments;

    KrakenMarket(MarketOptions options) {
        this.options = options;
        this.listings = Market.listings(FAMILIAR, options.symbols(), "T%03d/USD");
        this.instruments = Market.instruments(listings, options.depth());
    }

    @Override
    public Map<String, Instrument> instruments() {
        return instruments;
    }

    @Override
    public Pass open() {
        return new MarketPass();
    }

    private final class MarketPass implements Pass {
        private final Market market = new Market(options, listings, options.depth() + 15);
        private final List<Book> views = new ArrayList<>();
        private final Queue<FeedFrame> ready = new ArrayDeque<>();
        private long given;
        private long tradeId = 1_000;

        MarketPass() {
            for (int i = 0; i < market.count(); i++) {
                Book view = new Book();
                for (Level level : top(i, true)) {
                    view.set(true, level.price(), level.size());
                }
                for (Level level : top(i, false)) {
                    view.set(false, level.price(), level.size());
                }
                views.add(view);
                ready.add(bookFrame("snapshot", i, top(i, true), top(i, false)));
            }
        }

        @Override
        public FeedFrame next() {
            if (options.frames() > 0 && given >= options.frames()) {
                return null;
            }
            while (ready.isEmpty()) {
                step();
            }
            given++;
            return ready.poll();
        }

        private void step() {
            int symbol = market.step();
            List<Level> bids = changes(symbol, true);
            List<Level> asks = changes(symbol, false);
            if (!bids.isEmpty() || !asks.isEmpty()) {
                Book view = views.get(symbol);
                bids.forEach(level -> view.set(true, level.price(), level.size()));
                asks.forEach(level -> view.set(false, level.price(), level.size()));
                view.truncate(options.depth());
                ready.add(bookFrame("update", symbol, bids, asks));
            }
            addTrades(symbol);
        }

        /** What turns the client's view into the new best levels. */
        private List<Level> changes(int symbol, boolean bid) {
            Market.Listing listing = market.listing(symbol);
            TreeMap<Long, Long> side = market.symbol(symbol).side(bid);
            List<Level> before = bid
                    ? views.get(symbol).bids(options.depth())
                    : views.get(symbol).asks(options.depth());
            List<Level> after = top(symbol, bid);
            List<Level> changes = new ArrayList<>();
            for (Level level : before) {
                long ticks = level.price().unscaledValue().longValueExact();
                if (!side.containsKey(ticks)) {
                    add(changes, symbol, new Level(level.price(), Market.decimal(0, listing.sizeDecimals())));
                }
            }
            for (Level level : after) {
                if (views.get(symbol).size(bid, level.price()).compareTo(level.size()) != 0) {
                    add(changes, symbol, level);
                }
            }
            for (MarketSymbol.Change change : market.symbol(symbol).changes()) {
                if (change.bid() == bid && change.size() == 0 && !side.containsKey(change.price())) {
                    Level gone = new Level(
                            Market.decimal(change.price(), listing.priceDecimals()),
                            Market.decimal(0, listing.sizeDecimals()));
                    if (changes.stream().noneMatch(other -> other.price().equals(gone.price()))
                            && market.random().nextInt(2) == 0) {
                        changes.add(gone);
                    }
                }
            }
            return changes;
        }

        /** Now and then a price stands twice; the later one holds. */
        private void add(List<Level> changes, int symbol, Level level) {
            if (market.random().nextInt(40) == 0) {
                int decimals = market.listing(symbol).sizeDecimals();
                changes.add(
                        new Level(level.price(), Market.decimal(market.random().nextInt(5_000), decimals)));
            }
            changes.add(level);
        }

        private List<Level> top(int symbol, boolean bid) {
            Market.Listing listing = market.listing(symbol);
            List<Level> levels = new ArrayList<>();
            for (Map.Entry<Long, Long> level : market.symbol(symbol).side(bid).entrySet()) {
                if (levels.size() == options.depth()) {
                    break;
                }
                levels.add(new Level(
                        Market.decimal(level.getKey(), listing.priceDecimals()),
                        Market.decimal(level.getValue(), listing.sizeDecimals())));
            }
            return levels;
        }

        private FeedFrame bookFrame(String type, int symbol, List<Level> bids, List<Level> asks) {
            Market.Listing listing = market.listing(symbol);
            Instrument pair = instruments.get(listing.symbol());
            long checksum = KrakenChecksum.of(views.get(symbol), listing.priceDecimals(), listing.sizeDecimals());
            String time = KrakenText.time(market.timeNs());
            return new FeedFrame(market.timeNs(), KrakenText.book(type, pair, bids, asks, checksum, time));
        }

        private void addTrades(int symbol) {
            List<MarketSymbol.Trade> trades = market.symbol(symbol).trades();
            if (trades.isEmpty()) {
                return;
            }
            Market.Listing listing = market.listing(symbol);
            String time = KrakenText.time(market.timeNs());
            StringBuilder text = new StringBuilder("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[");
            for (int i = 0; i < trades.size(); i++) {
                MarketSymbol.Trade trade = trades.get(i);
                text.append(i == 0 ? "" : ",").append("{\"symbol\":\"").append(listing.symbol());
                text.append("\",\"side\":\"").append(trade.takerBuys() ? "buy" : "sell");
                text.append("\",\"price\":").append(Market.decimal(trade.price(), listing.priceDecimals()));
                text.append(",\"qty\":")
                        .append(Market.decimal(trade.size(), listing.sizeDecimals())
                                .toPlainString());
                text.append(",\"ord_type\":\"market\",\"trade_id\":").append(tradeId++);
                text.append(",\"timestamp\":\"").append(time).append("\"}");
            }
            ready.add(new FeedFrame(market.timeNs(), text.append("]}").toString()));
            ready.add(new FeedFrame(market.timeNs(), ticker(symbol, trades.get(trades.size() - 1))));
        }

        private String ticker(int symbol, MarketSymbol.Trade last) {
            Market.Listing listing = market.listing(symbol);
            Level bid = top(symbol, true).get(0);
            Level ask = top(symbol, false).get(0);
            String price = Market.decimal(last.price(), listing.priceDecimals()).toPlainString();
            return "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"" + listing.symbol()
                    + "\",\"bid\":" + bid.price().toPlainString() + ",\"bid_qty\":"
                    + bid.size().toPlainString() + ",\"ask\":" + ask.price().toPlainString() + ",\"ask_qty\":"
                    + ask.size().toPlainString() + ",\"last\":" + price + ",\"volume\":"
                    + Market.decimal(last.size(), listing.sizeDecimals()).toPlainString() + ",\"vwap\":" + price
                    + ",\"low\":" + price + ",\"high\":" + price + ",\"change\":0.0,\"change_pct\":0.00}]}";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
