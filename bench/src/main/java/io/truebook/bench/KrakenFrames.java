package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;

/** Kraken v2 book frames, depth 25: decode, apply, truncate, CRC after every frame. */
public class KrakenFrames extends FeedBenchmark {
    @Override
    Feed feed() {
        return Feeds.kraken();
    }
}
