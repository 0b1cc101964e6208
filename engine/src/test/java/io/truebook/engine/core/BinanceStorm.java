package io.truebook.engine.core;

import io.truebook.engine.record.OutcomeBody;

/** Binance: 5 frames a second, weight 50 a snapshot; 429 beyond the weight, 418 for whoever does not heed it. */
final class BinanceStorm extends StormVenue {
    static final int WEIGHT = 50;
    private static final long BAN_NS = 120 * CoreRun.SECOND;
    /** Requests in spite of a 429 after which the address is banned. */
    private static final int PATIENCE = 3;

    final RollingLimit weights;
    int refused;
    /** Requests that came before the Retry-After had passed and after the client knew it. */
    int unheeded;

    int banned;

    private final BinanceFeed[] feeds;
    private final boolean header;
    private long refusedUntilNs;
    private long knownFromNs;

    BinanceStorm(int symbols, long seed, int weightLimit, boolean header) {
        super(symbols, seed, new RollingLimit(5, CoreRun.SECOND));
        this.header = header;
        weights = new RollingLimit(weightLimit, 60 * CoreRun.SECOND);
        feeds = new BinanceFeed[symbols];
        for (int i = 0; i < symbols; i++) {
            feeds[i] = new BinanceFeed(false, seed + i);
        }
    }

    static String symbol(int index) {
        return "S" + (1000 + index) + "USDT";
    }

    /** Diffs of all symbols, each every {@code everyMs} or so. */
    void trade(int everyMs) {
        for (int i = 0; i < symbols; i++) {
            final int symbol = i;
            after(random.nextInt(everyMs) * MS, () -> tradeOn(symbol, everyMs));
        }
    }

    private void tradeOn(int symbol, int everyMs) {
        tell(feeds[symbol].diff().replace("BTCUSDT", symbol(symbol)));
        after(everyMs * MS / 2 + random.nextInt(everyMs) * MS, () -> tradeOn(symbol, everyMs));
    }

    /** Every symbol loses a diff, and shows it at once. */
    void loseOneOfEach() {
        for (int i = 0; i < symbols; i++) {
            feeds[i].diff();
            tell(feeds[i].diff().replace("BTCUSDT", symbol(i)));
        }
    }

    @Override
    void onText(String text, long requestId) {
        tell(BinanceFeed.acknowledged(requestId));
    }

    @Override
    void onQuery(String url, long requestId) {
        final int at = url.indexOf("symbol=S") + 8;
        final int symbol = Integer.parseInt(url.substring(at, at + 4)) - 1000;
        final long now = run.nowNs();
        final boolean early = now < refusedUntilNs;
        if (early && now > knownFromNs) {
            unheeded++;
        }
        if (early || !weights.hasRoom(now, WEIGHT)) {
            refused++;
            final int status = unheeded > PATIENCE ? 418 : 429;
            banned += status == 418 ? 1 : 0;
            if (!early) {
                refusedUntilNs = now + (status == 418 ? BAN_NS : 10 * CoreRun.SECOND);
                knownFromNs = now + 200 * MS;
            }
            final int retry = (int) ((refusedUntilNs - now + CoreRun.SECOND - 1) / CoreRun.SECOND);
            answer(requestId, status, retry, "{\"code\":-1003,\"msg\":\"too much\"}");
            return;
        }
        weights.take(now, WEIGHT);
        // a little older than the newest diff, as real ones are
        answer(requestId, 200, -1, feeds[symbol].snapshot());
    }

    private void answer(long requestId, int status, int retry, String body) {
        final int used = header ? weights.used(run.nowNs()) : -1;
        after(latency(), () -> run.outcome(0, requestId, status, OutcomeBody.FAILURE_NONE, used, retry, "", body));
    }
}
