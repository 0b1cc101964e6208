package io.truebook.transport.box;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * A synthetic market seen through the window that a venue shows, in the venue's words. Levels that leave the window are
 * deleted or not, as the venue has it; those that come back are sent again; a level nobody had may be deleted.
 */
final class WindowMarket implements Feed {
    /** Levels of each side kept beyond those that are shown. */
    private static final int HIDDEN = 15;

    private final MarketOptions options;
    private final Wording wording;
    private final Wording.Habits habits;
    private final List<Market.Listing> listings;
    private final Map<String, Instrument> instruments;
    private final int window;

    WindowMarket(MarketOptions options, Wording wording) {
        this.options = options;
        this.wording = wording;
        this.habits = wording.habits();
        this.listings = Market.listings(habits.familiar(), options.symbols(), habits.pattern());
        this.window = habits.window().applyAsInt(options.depth());
        this.instruments = Market.instruments(listings, window);
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
        private final Market market = new Market(options, listings, Math.max(window, options.depth()) + HIDDEN);
        private final Wording.Words words = wording.open(market.random(), List.copyOf(instruments.values()));
        private final List<Book> views = new ArrayList<>();
        private final Queue<FeedFrame> ready = new ArrayDeque<>();
        private long given;

        MarketPass() {
            for (int i = 0; i < market.count(); i++) {
                views.add(moment(i, top(i, true), top(i, false)).levels());
                words.begin(shown(i), this::add);
            }
        }

        private void add(String text) {
            ready.add(new FeedFrame(market.timeNs(), text));
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
                if (window > 0) {
                    view.truncate(window);
                }
                words.update(moment(symbol, bids, asks), shown(symbol), this::add);
            }
            if (!market.symbol(symbol).trades().isEmpty()) {
                words.trades(shown(symbol), market.symbol(symbol).trades(), this::add);
            }
        }

        private Wording.Moment shown(int symbol) {
            Book view = views.get(symbol);
            return moment(symbol, view.bids(Integer.MAX_VALUE), view.asks(Integer.MAX_VALUE));
        }

        private Wording.Moment moment(int symbol, List<Level> bids, List<Level> asks) {
            Instrument instrument = instruments.get(listings.get(symbol).symbol());
            return new Wording.Moment(symbol, instrument, market.timeNs(), bids, asks);
        }

        /** What turns the client's view into the new best levels. */
        private List<Level> changes(int symbol, boolean bid) {
            Market.Listing listing = market.listing(symbol);
            TreeMap<Long, Long> side = market.symbol(symbol).side(bid);
            Book view = views.get(symbol);
            List<Level> after = top(symbol, bid);
            List<Level> changes = new ArrayList<>();
            for (Level level : bid ? view.bids(Integer.MAX_VALUE) : view.asks(Integer.MAX_VALUE)) {
                Long ticks = level.price().unscaledValue().longValueExact();
                boolean left = habits.deletesLeaving()
                        && !after.isEmpty()
                        && level.price().compareTo(after.get(after.size() - 1).price()) * (bid ? -1 : 1) > 0;
                if (!side.containsKey(ticks) || left) {
                    add(changes, listing, new Level(level.price(), Market.decimal(0, listing.sizeDecimals())));
                }
            }
            for (Level level : after) {
                if (view.size(bid, level.price()).compareTo(level.size()) != 0) {
                    add(changes, listing, level);
                }
            }
            for (MarketSymbol.Change change : market.symbol(symbol).changes()) {
                if (change.bid() == bid && change.size() == 0 && !side.containsKey(change.price())) {
                    Level gone = new Level(
                            Market.decimal(change.price(), listing.priceDecimals()),
                            Market.decimal(0, listing.sizeDecimals()));
                    if (changes.stream().noneMatch(other -> other.price().equals(gone.price()))) {
                        changes.add(gone);
                    }
                }
            }
            return changes;
        }

        /** Now and then a price stands twice; the later one holds. */
        private void add(List<Level> changes, Market.Listing listing, Level level) {
            if (habits.repeatsPrices() && market.random().nextInt(40) == 0) {
                changes.add(new Level(
                        level.price(), Market.decimal(market.random().nextInt(5_000), listing.sizeDecimals())));
            }
            changes.add(level);
        }

        private List<Level> top(int symbol, boolean bid) {
            Market.Listing listing = market.listing(symbol);
            List<Level> levels = new ArrayList<>();
            for (Map.Entry<Long, Long> level : market.symbol(symbol).side(bid).entrySet()) {
                if (window > 0 && levels.size() == window) {
                    break;
                }
                levels.add(new Level(
                        Market.decimal(level.getKey(), listing.priceDecimals()),
                        Market.decimal(level.getValue(), listing.sizeDecimals())));
            }
            return levels;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
