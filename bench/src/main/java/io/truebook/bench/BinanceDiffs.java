package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;

/** Binance USD-M diffs: decode, chain, apply. */
public class BinanceDiffs extends FeedBenchmark {
    @Override
    Feed feed() {
        return Feeds.binanceUsdm();
    }
}
