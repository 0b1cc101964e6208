package io.truebook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.bench.feed.Feeds;
import io.truebook.engine.ring.RingOptions;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void shouldPublishABookForEveryFrameThatWasPlanned() {
        final Latency.Result result = new Latency(Feeds.syntheticKraken(), RingOptions.defaults()).run(500, 0, 2);
        // a slow machine may not keep the rate; every frame must come through all the same
        assertThat(result.faults())
                .satisfiesAnyOf(
                        faults -> assertThat(faults).isEmpty(),
                        faults -> assertThat(faults).contains("rate was not kept"));
        assertThat(result.histogram().getTotalCount()).isBetween(990L, 1000L);
    }
}
