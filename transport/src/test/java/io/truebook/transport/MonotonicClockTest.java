package io.truebook.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
    private long monotonicNs = 5_000;
    private long wallNs = 1_700_000_000_000_000_000L;

    private final MonotonicClock clock = new MonotonicClock(() -> monotonicNs, () -> wallNs, 1_000);

    @Test
    void shouldBeAnchoredToTheEpoch() {
        assertThat(clock.nowNs()).isEqualTo(1_700_000_000_000_000_000L);
        monotonicNs += 17;
        assertThat(clock.nowNs()).isEqualTo(1_700_000_000_000_000_017L);
    }

    @Test
    void shouldNotFollowTheWallClockButReportItsStepOnce() {
        monotonicNs += 100;
        wallNs += 100 - 60_000;

        assertThat(clock.nowNs()).isEqualTo(1_700_000_000_000_000_100L);
        assertThat(clock.stepNs()).isEqualTo(-60_000);
        assertThat(clock.stepNs()).isZero();
        wallNs += 60_000;
        assertThat(clock.stepNs()).isEqualTo(60_000);
    }

    @Test
    void shouldAddUpSmallMovementsUntilTheyReachTheLimit() {
        wallNs += 999;
        assertThat(clock.stepNs()).isZero();
        wallNs += 1;
        assertThat(clock.stepNs()).isEqualTo(1_000);
    }

    @Test
    void shouldAgreeWithTheSystemAtStart() {
        MonotonicClock system = new MonotonicClock();
        long offNs =
                system.nowNs() - TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli());

        assertThat(offNs).isBetween(-TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(1));
        long previous = system.nowNs();
        for (int i = 0; i < 10_000; i++) {
            long now = system.nowNs();
            assertThat(now).isGreaterThanOrEqualTo(previous);
            previous = now;
        }
    }
}
