package io.truebook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.bench.baseline.Baseline;
import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * A short form of {@code truebook bench gate}: a few seconds instead of a minute, and so with a margin. The median of
 * interleaved rounds of time on a core varies by about a tenth from run to run on a busy two-core machine, and a short
 * warm-up leaves some of the engine to the quick compiler; hence 0.8 of the gate here. The gate itself is for the command.
 */
class GateTest {
    /**
     * The whole thresholds belong to {@code --full} and to {@code ./truebook bench gate} on a quiet machine. A few
     * seconds beside other work only show that the engine has not become slower than the plain baseline.
     */
    private static final boolean FULL = Boolean.getBoolean("truebook.full");

    private static final long WARM_NS = 1_000_000_000L;
    private static final long ROUND_NS = 50_000_000L;
    private static final int ROUNDS = 11;

    @Test
    void shouldBeFasterThanTheBaselineOnKrakenFrames() {
        final Gate.Result result = new Gate(Feeds.kraken()).run(WARM_NS, ROUNDS, ROUND_NS);
        System.out.println(result);
        assertThat(result.ratio()).as("%s", result).isGreaterThan(FULL ? Benchmarks.KRAKEN_GATE : 1.0);
    }

    @Test
    void shouldBeFasterThanTheBaselineOnBinanceDiffs() {
        final Gate.Result result = new Gate(Feeds.binanceUsdm()).run(WARM_NS, ROUNDS, ROUND_NS);
        System.out.println(result);
        assertThat(result.ratio()).as("%s", result).isGreaterThan(FULL ? Benchmarks.BINANCE_GATE : 1.0);
    }

    @Test
    void shouldHoldTheSameBookAsTheBaselineOnSyntheticKrakenFrames() {
        agree(Feeds.syntheticKraken());
    }

    @Test
    void shouldHoldTheSameBookAsTheBaselineOnSyntheticBinanceDiffs() {
        agree(Feeds.syntheticBinance());
    }

    @Test
    void shouldMakeTheSameFeedFromTheSameSeed() {
        assertThat(Arrays.deepEquals(bytes(Feeds.syntheticKraken()), bytes(Feeds.syntheticKraken())))
                .isTrue();
        assertThat(Arrays.deepEquals(bytes(Feeds.syntheticBinance()), bytes(Feeds.syntheticBinance())))
                .isTrue();
    }

    /** Twice over: a pass must start anew with its own snapshot. */
    private static void agree(Feed feed) {
        final EngineSide engine = new EngineSide(feed);
        final Baseline baseline = Baseline.of(feed);
        for (int pass = 1; pass <= 2; pass++) {
            engine.pass();
            baseline.pass();
            assertThat(SameBook.difference(engine.book(), baseline))
                    .as("%s, pass %d", feed.origin(), pass)
                    .isNull();
            assertThat(baseline.faults()).isZero();
            assertThat(engine.counters().checksumsBad).isZero();
            assertThat(engine.counters().sequenceGaps).isZero();
            assertThat(engine.counters().malformed).isZero();
            assertThat(engine.counters().crossed).isZero();
        }
        final long checks = engine.counters().checksumsOk + engine.counters().sequenceChecked;
        assertThat(checks).isGreaterThanOrEqualTo(2L * feed.frames() - 4);
    }

    private static byte[][] bytes(Feed feed) {
        return feed.payloads().toArray(byte[][]::new);
    }
}
