package io.truebook.transport.box;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/**
 * A synthetic market in Binance's words: for each symbol first the book as a REST answer, then diffs of the whole book
 * (whose chain follows the market's flavour), bookTicker after each diff, and trades.
 */
final class BinanceMarket implements Feed {
    private static final int LEVELS = 150;
    private static final List<Market.Listing> SPOT = List.of(
            new Market.Listing("BTCUSDT", 2, 5, 6_183_763),
            new Market.Listing("ETHUSDT", 2, 4, 268_112),
            new Market.Listing("XRPUSDT", 4, 1, 10_810),
            new Market.Listing("SOLUSDT", 2, 3, 15_233));
    private static final List<Market.Listing> COINM =
            List.of(new Market.Listing("BTCUSD_PERP", 1, 0, 618_376), new Market.Listing("ETHUSD_PERP", 2, 0, 268_112));

    private final BinanceFlavour flavour;
    private final MarketOptions options;
    private final List<Market.Listing> listings;
    private final Map<String, Instrument> instruments;

    BinanceMarket(BinanceFlavour flavour, MarketOptions options) {
        this.flavour = flavour;
        this.options = options;
        boolean coins = flavour == BinanceFlavour.COINM;
        this.listings = Market.listings(coins ? COINM : SPOT, options.symbols(), coins ? "T%03dUSD_PERP" : "T%03dUSDT");
        this.instruments = Market.instruments(listings, 0);
    }

    @Override
    public Map<String, Instrument> instruments() {
        return instruments;
    }

    /** The books before the first diff, as REST answers. */
    Map<String, byte[]> firstSnapshots() {
        Map<String, byte[]> snapshots = new HashMap<>();
        try (MarketPass pass = new MarketPass()) {
            for (FeedFrame frame : pass.ready) {
                snapshots.put(frame.url().substring(frame.url().indexOf('=') + 1), frame.payload());
            }
        }
        return snapshots;
    }

    @Override
    public Pass open() {
        return new MarketPass();
    }

    private final class MarketPass implements Pass {
        private final Market market = new Market(options, listings, LEVELS);
        private final long[] lastId = new long[listings.size()];
        private final long[] tradeId = new long[listings.size()];
        private final Queue<FeedFrame> ready = new ArrayDeque<>();
        private long given;

        MarketPass() {
            for (int i = 0; i < lastId.length; i++) {
                lastId[i] = 1_000_000L * (i + 1);
                StringBuilder body = new StringBuilder("{\"lastUpdateId\":")
                        .append(lastId[i])
                        .append(",\"bids\":");
                Json.appendPairs(body, side(i, true));
                body.append(",\"asks\":");
                Json.appendPairs(body, side(i, false));
                String url = flavour.rest + "/depth?symbol=" + listings.get(i).symbol();
                byte[] payload = body.append('}').toString().getBytes(StandardCharsets.UTF_8);
                ready.add(new FeedFrame(market.timeNs(), payload, url));
            }
        }

        private List<Level> side(int symbol, boolean bid) {
            Market.Listing listing = listings.get(symbol);
            List<Level> levels = new ArrayList<>();
            market.symbol(symbol)
                    .side(bid)
                    .forEach((price, size) -> levels.add(new Level(
                            Market.decimal(price, listing.priceDecimals()),
                            Market.decimal(size, listing.sizeDecimals()))));
            return levels;
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
            Market.Listing listing = listings.get(symbol);
            MarketSymbol state = market.symbol(symbol);
            for (MarketSymbol.Trade trade : state.trades()) {
                add(listing, "trade", tradeText(symbol, listing, trade));
            }
            List<MarketSymbol.Change> changes = state.changes();
            if (changes.isEmpty()) {
                return;
            }
            long previous = lastId[symbol];
            // On futures ids jump between diffs, on spot they do not.
            long first = previous + 1 + (flavour.futures ? market.random().nextInt(50) : 0);
            lastId[symbol] = first + changes.size() - 1;
            add(listing, depthStream(), diffText(symbol, listing, previous, first));
            add(listing, "bookTicker", tickerText(symbol, listing));
        }

        private String depthStream() {
            return flavour.futures ? "depth@0ms" : "depth@100ms";
        }

        private void add(Market.Listing listing, String stream, String data) {
            String name = listing.symbol().toLowerCase(Locale.ROOT) + '@' + stream;
            ready.add(new FeedFrame(market.timeNs(), "{\"stream\":\"" + name + "\",\"data\":" + data + '}'));
        }

        private String head(String event, Market.Listing listing) {
            long ms = market.timeNs() / 1_000_000;
            return "{\"e\":\"" + event + "\",\"E\":" + ms + (flavour.futures ? ",\"T\":" + ms : "") + ",\"s\":\""
                    + listing.symbol() + '"';
        }

        private String diffText(int symbol, Market.Listing listing, long previous, long first) {
            StringBuilder text = new StringBuilder(head("depthUpdate", listing));
            if (flavour == BinanceFlavour.COINM) {
                text.append(",\"ps\":\"")
                        .append(listing.symbol().split("_", 2)[0])
                        .append('"');
            }
            text.append(",\"U\":").append(first).append(",\"u\":").append(lastId[symbol]);
            if (flavour.futures) {
                text.append(",\"pu\":").append(previous);
            }
            text.append(",\"b\":");
            Json.appendPairs(text, lastOfEach(symbol, listing, true));
            text.append(",\"a\":");
            Json.appendPairs(text, lastOfEach(symbol, listing, false));
            return text.append('}').toString();
        }

        /** A price once, with its last quantity: the venue merges the changes of an interval. */
        private List<Level> lastOfEach(int symbol, Market.Listing listing, boolean bid) {
            Map<Long, Long> sizes = new LinkedHashMap<>();
            for (MarketSymbol.Change change : market.symbol(symbol).changes()) {
                if (change.bid() == bid) {
                    sizes.put(change.price(), change.size());
                }
            }
            List<Level> levels = new ArrayList<>();
            sizes.forEach((price, size) -> levels.add(new Level(
                    Market.decimal(price, listing.priceDecimals()), Market.decimal(size, listing.sizeDecimals()))));
            levels.sort(Collections.reverseOrder((x, y) -> x.price().compareTo(y.price())));
            return levels;
        }

        private String tickerText(int symbol, Market.Listing listing) {
            Level bid = side(symbol, true).get(0);
            Level ask = side(symbol, false).get(0);
            String head = flavour.futures
                    ? head("bookTicker", listing) + ",\"u\":" + lastId[symbol]
                    : "{\"u\":" + lastId[symbol] + ",\"s\":\"" + listing.symbol() + '"';
            return head + ",\"b\":\"" + bid.price().toPlainString() + "\",\"B\":\""
                    + bid.size().toPlainString() + "\",\"a\":\"" + ask.price().toPlainString() + "\",\"A\":\""
                    + ask.size().toPlainString() + "\"}";
        }

        private String tradeText(int symbol, Market.Listing listing, MarketSymbol.Trade trade) {
            long ms = market.timeNs() / 1_000_000;
            return "{\"e\":\"trade\",\"E\":" + ms + ",\"T\":" + ms + ",\"s\":\"" + listing.symbol() + "\",\"t\":"
                    + ++tradeId[symbol] + ",\"p\":\""
                    + Market.decimal(trade.price(), listing.priceDecimals()).toPlainString() + "\",\"q\":\""
                    + Market.decimal(trade.size(), listing.sizeDecimals()).toPlainString() + "\",\"m\":"
                    + !trade.takerBuys() + ",\"M\":true}";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
