package io.truebook.transport.box;

/**
 * A synthetic market. Immutable.
 *
 * @param seed the same seed gives the same frames, byte for byte
 * @param symbols how many symbols, 1 to 1000; the first have familiar names
 * @param depth levels of each side that a venue with subscription depths (kraken) serves
 * @param eventsPerSecond market events a second over all symbols, in the market's own time
 * @param frames frames until the market ends; 0 means that it does not
 */
public record MarketOptions(long seed, int symbols, int depth, int eventsPerSecond, long frames) {
    public MarketOptions {
        check(symbols >= 1 && symbols <= 1000, "symbols: value=" + symbols + ", limits=1 to 1000");
        check(
                depth == 10 || depth == 25 || depth == 100 || depth == 500 || depth == 1000,
                "depth: value=" + depth + ", expected 10, 25, 100, 500 or 1000");
        check(
                eventsPerSecond >= 1 && eventsPerSecond <= 1_000_000,
                "eventsPerSecond: value=" + eventsPerSecond + ", limits=1 to 1000000");
        check(frames >= 0, "frames: value=" + frames + ", expected 0 or more");
    }

    /** Three symbols at depth 25, 200 events a second, without end. */
    public static MarketOptions of(long seed) {
        return new MarketOptions(seed, 3, 25, 200, 0);
    }

    public MarketOptions withSymbols(int count) {
        return new MarketOptions(seed, count, depth, eventsPerSecond, frames);
    }

    public MarketOptions withDepth(int levels) {
        return new MarketOptions(seed, symbols, levels, eventsPerSecond, frames);
    }

    public MarketOptions withEventsPerSecond(int rate) {
        return new MarketOptions(seed, symbols, depth, rate, frames);
    }

    public MarketOptions withFrames(long count) {
        return new MarketOptions(seed, symbols, depth, eventsPerSecond, count);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
