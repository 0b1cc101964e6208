package io.truebook.engine.core;

/** Kraken: snapshots in band, so many frames a second. */
final class KrakenStorm extends StormVenue {
    static final int FRAMES_A_SECOND = 50;

    private final KrakenFeed[] feeds;
    private final boolean[] subscribed;

    KrakenStorm(int symbols, long seed) {
        super(symbols, seed, new RollingLimit(FRAMES_A_SECOND, CoreRun.SECOND));
        subscribed = new boolean[symbols];
        feeds = new KrakenFeed[symbols];
        for (int i = 0; i < symbols; i++) {
            feeds[i] = new KrakenFeed(symbol(i), 10, 1, 8, seed + i);
        }
    }

    static String symbol(int index) {
        return "S" + (1000 + index) + "/USD";
    }

    void trade(int everyMs) {
        for (int i = 0; i < symbols; i++) {
            final int symbol = i;
            after(random.nextInt(everyMs) * MS, () -> tradeOn(symbol, everyMs));
        }
    }

    private void tradeOn(int symbol, int everyMs) {
        final String update = feeds[symbol].update();
        if (subscribed[symbol]) {
            tell(update);
        }
        after(everyMs * MS / 2 + random.nextInt(everyMs) * MS, () -> tradeOn(symbol, everyMs));
    }

    /** Every symbol loses an update, and shows it at once. */
    void loseOneOfEach() {
        for (int i = 0; i < symbols; i++) {
            feeds[i].set(true, "45000.0", "12.34567" + (i % 10));
            feeds[i].set(false, "45000.1", "12.34567" + (i % 10));
            tell(feeds[i].update());
        }
    }

    @Override
    void onText(String text, long requestId) {
        if (text.contains("\"ping\"")) {
            tell("{\"method\":\"pong\",\"req_id\":" + requestId + "}");
            return;
        }
        final int at = text.indexOf("\"S") + 2;
        final int symbol = Integer.parseInt(text.substring(at, at + 4)) - 1000;
        if (text.contains("unsubscribe")) {
            subscribed[symbol] = false;
            tell(KrakenFeed.unsubscribed(symbol(symbol), 10, requestId));
        } else {
            subscribed[symbol] = true;
            tell(KrakenFeed.subscribed(symbol(symbol), 10, requestId));
            tell(feeds[symbol].snapshot());
        }
    }

    @Override
    void onQuery(String url, long requestId) {
        throw new AssertionError("no query is needed: " + url);
    }
}
