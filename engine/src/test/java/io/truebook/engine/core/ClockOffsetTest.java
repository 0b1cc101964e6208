package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private static final long SEED = 20261122;
    private static final long MS = 1_000_000L;

    @Test
    void shouldFindTheOffsetThoughATenthOfTheFramesLieLongOnTheWay() {
        final Random random = new Random(SEED);
        final ClockOffset clock = new ClockOffset();
        long now = 1_700_000_000_000_000_000L;
        for (int i = 0; i < 400; i++) {
            now += 150 * MS;
            final long way = (5 + random.nextInt(4) + (random.nextInt(10) == 0 ? 5_000 : 0)) * MS;
            clock.sample(now, now - way + 40 * MS); // the venue's clock is ahead by 40 ms
        }
        assertThat(clock.samples()).isEqualTo(64);
        assertThat(clock.medianNs()).as("seed %d", SEED).isBetween(-35 * MS, -31 * MS);
        assertThat(clock.leastNs()).isEqualTo(-35 * MS);
    }

    @Test
    void shouldTakeNoSampleWithoutATimeAndFewFromABurst() {
        final ClockOffset clock = new ClockOffset();
        clock.sample(1_000 * MS, 0);
        assertThat(clock.samples()).isZero();
        assertThat(clock.medianNs()).isZero();
        assertThat(clock.leastNs()).isZero();
        for (int i = 0; i < 100; i++) {
            clock.sample((1_000 + i) * MS, 900 * MS);
        }
        assertThat(clock.samples()).isEqualTo(1);
        assertThat(clock.medianNs()).isEqualTo(100 * MS);
    }

    @Test
    void shouldFollowAClockThatWasSet() {
        final ClockOffset clock = new ClockOffset();
        for (int i = 1; i <= 100; i++) {
            clock.sample(i * 1_000 * MS, i * 1_000 * MS - 10 * MS);
        }
        for (int i = 101; i <= 140; i++) {
            clock.sample(i * 1_000 * MS, i * 1_000 * MS + 500 * MS);
        }
        assertThat(clock.medianNs()).isEqualTo(-500 * MS);
    }
}
