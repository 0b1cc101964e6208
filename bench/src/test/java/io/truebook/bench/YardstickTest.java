package io.truebook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.bench.feed.Feeds;
import io.truebook.bench.yardstick.HandBinance;
import io.truebook.bench.yardstick.HandKraken;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The scanners written by hand read what the plans read, or the comparison says so instead of a figure. */
class YardstickTest {
    @Test
    void shouldReadTheSameByHandAndByPlan() throws IOException {
        final Yardstick.Times kraken = new Yardstick(Feeds.syntheticKraken(), new HandKraken()).measure(3);
        final Yardstick.Times binance = new Yardstick(Feeds.syntheticBinance(), new HandBinance()).measure(3);
        System.out.println("YardstickTest kraken=" + kraken + " binance=" + binance);
        // the limits are those of 'bench yardstick'; here a noisy machine must not decide
        assertThat(kraken.plan()).isLessThan(kraken.jackson());
        assertThat(binance.plan()).isLessThan(binance.jackson());
    }
}
