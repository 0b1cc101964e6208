package io.truebook.transport.box;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All symbols of a synthetic market and its own clock: which symbol moves next and when depends on the seed alone. The
 * venue's market turns the steps into frames.
 */
final class Market {
    /** 2026-01-01T00:00:00Z: any fixed moment does. */
    private static final long START_NS = 1_767_225_600_000_000_000L;

    /** Names with decimals of prices and quantities and a first price in ticks. */
    record Listing(String symbol, int priceDecimals, int sizeDecimals, long midTicks) {}

    private final List<Listing> listings;
    private final List<MarketSymbol> symbols = new ArrayList<>();
    private final SplittableRandom random;
    private final long meanStepNs;
    private long timeNs = START_NS;

    Market(MarketOptions options, List<Listing> listings, int levels) {
        this.listings = listings;
        this.random = new SplittableRandom(options.seed());
        this.meanStepNs = 1_000_000_000L / options.eventsPerSecond();
        for (Listing listing : listings) {
            symbols.add(new MarketSymbol(random.split(), listing.midTicks(), levels));
        }
    }

    /** The first {@code count} of the familiar ones, then numbered ones. */
    static List<Listing> listings(List<Listing> familiar, int count, String pattern) {
        List<Listing> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(
                    i < familiar.size()
                            ? familiar.get(i)
                            : new Listing(String.format(java.util.Locale.ROOT, pattern, i), 4, 8, 50_000 + 137L * i));
        }
        return all;
    }

    static Map<String, Instrument> instruments(List<Listing> listings, int depth) {
        Map<String, Instrument> instruments = new LinkedHashMap<>();
        for (Listing listing : listings) {
            instruments.put(
                    listing.symbol(),
                    new Instrument(listing.symbol(), listing.priceDecimals(), listing.sizeDecimals(), depth));
        }
        return instruments;
    }

    int count() {
        return symbols.size();
    }

    Listing listing(int symbol) {
        return listings.get(symbol);
    }

    MarketSymbol symbol(int symbol) {
        return symbols.get(symbol);
    }

    SplittableRandom random() {
        return random;
    }

    long timeNs() {
        return timeNs;
    }

    /** Moves the clock and one symbol, and says which. */
    int step() {
        timeNs += 1 + random.nextLong(2 * meanStepNs);
        int symbol = random.nextInt(symbols.size());
        symbols.get(symbol).step();
        return symbol;
    }

    static BigDecimal decimal(long units, int decimals) {
        return BigDecimal.valueOf(units, decimals);
    }
}
