package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.RequestBody;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A book that falls silent on a healthy socket. */
class LivenessTest {
    private static final long SEED = 20261122;
    private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
    private static final double DAY_S = 86_400;

    private final KrakenFeed feed = KrakenFeed.btc(1);

    private CoreRun live() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        return run;
    }

    /** Heartbeats each second until the book is not LIVE; how long that took. */
    private static long silenceUntilFlagged(CoreRun run, long atMostSeconds) {
        final long from = run.nowNs();
        for (int i = 0; i < atMostSeconds * 10; i++) {
            run.pass(CoreRun.SECOND / 10);
            run.frame(0, HEARTBEAT);
            if (run.condition(0) != Condition.LIVE) {
                return run.nowNs() - from;
            }
        }
        return Long.MAX_VALUE;
    }

    @Test
    void shouldFlagASilentBookAfterThirtySecondsWhileItsIntervalsAreUnknown() {
        final CoreRun run = live();
        assertThat(silenceUntilFlagged(run, 40)).isEqualTo(30 * CoreRun.SECOND);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: silent");
        final Output event = run.events(EventKind.BOOK_SILENT).get(0);
        assertThat(event.eventExpected()).isEqualTo(30 * CoreRun.SECOND);
        assertThat(event.eventActual()).isEqualTo(30 * CoreRun.SECOND);
        run.frame(0, feed.update());
        assertThat(run.transitions()).containsExactly("STALE -> LIVE: proven");
        assertThat(run.counters(0).silences).isEqualTo(1);
    }

    @Test
    void shouldFlagASilentBookWithinItsOwnLimitOnceAThousandIntervalsAreKnown() {
        final CoreRun run = live();
        updates(run, Liveness.KNOWN_AFTER, 20 * CoreRun.MS);
        assertThat(silenceUntilFlagged(run, 40)).isEqualTo(CoreRun.SECOND);
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        updates(run, 2_000, 900 * CoreRun.MS);
        final long flagged = silenceUntilFlagged(run, 40);
        assertThat(flagged)
                .as("four times 900 ms, to the bucket and the heartbeat")
                .isBetween(3_400 * CoreRun.MS, 3_600 * CoreRun.MS);
        assertThat(run.counters(0).silences).isEqualTo(2);
    }

    private void updates(CoreRun run, int count, long everyNs) {
        for (int i = 0; i < count; i++) {
            run.pass(everyNs);
            run.frame(0, feed.update());
        }
    }

    @Test
    void shouldJoinASilentBooksChannelAgainAndWaitTwiceAsLongEachTimeThatItBroughtNothing() {
        final CoreRun run = live();
        silenceUntilFlagged(run, 40);
        long last = run.nowNs();
        long wait = 30 * CoreRun.SECOND;
        for (int attempt = 0; attempt < 3; attempt++) {
            do {
                run.pass(CoreRun.SECOND);
                run.frame(0, HEARTBEAT);
            } while (run.transitions().isEmpty());
            assertThat(run.transitions()).containsExactly("STALE -> SYNCING: silent");
            assertThat(run.nowNs() - last).isBetween(wait, wait + CoreRun.SECOND);
            final Output leave = run.requests(RequestBody.SEND).stream()
                    .filter(o -> o.requestText().contains("unsubscribe"))
                    .findFirst()
                    .orElseThrow();
            run.frame(0, KrakenFeed.unsubscribed("BTC/USD", 10, leave.requestId()));
            run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
            run.frame(0, feed.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
            assertThat(silenceUntilFlagged(run, 40)).isEqualTo(30 * CoreRun.SECOND);
            last = run.nowNs();
            wait *= 2;
        }
    }

    @Test
    void shouldFlagTheSilentBookAloneWhenAnotherOneOfTheConnectionSpeaks() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()
                .replace("[BTC/USD]", "[BTC/USD, ETH/USD]")
                .replace("{BTC", "{ETH/USD: {priceDecimals: 1, sizeDecimals: 8}, BTC")));
        final KrakenFeed other = new KrakenFeed("ETH/USD", 10, 1, 8, 2);
        run.up(0);
        final List<Output> sent = run.requests(RequestBody.SEND);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, sent.get(0).requestId()));
        run.after(1);
        run.frame(0, KrakenFeed.subscribed("ETH/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        run.frame(0, other.snapshot());
        for (int i = 0; i < 400; i++) {
            run.pass(100 * CoreRun.MS);
            run.frame(0, other.update());
        }
        assertThat(run.book(0, 0).condition()).isEqualTo(Condition.STALE);
        assertThat(run.book(0, 1).condition()).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldNotTakeTheTimeWithoutAConnectionForAnInterval() {
        final CoreRun run = live();
        updates(run, 2 * Liveness.KNOWN_AFTER, 20 * CoreRun.MS);
        for (int i = 0; i < 20; i++) {
            run.down(0);
            run.fireNext();
            run.pass(40 * CoreRun.SECOND);
            run.up(0);
            run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
            run.frame(0, feed.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
        assertThat(silenceUntilFlagged(run, 40)).isEqualTo(CoreRun.SECOND);
    }

    /** One symbol of the simulation: what is drawn, and how it is to be counted. */
    private interface Law {
        /** An interval in seconds with mean 1. */
        double draw(Random random);
    }

    @Test
    void shouldRaiseAtMostOneFalseAlarmPerSymbolDayOverAHundredDaysWithHeavyTailsAndNights() {
        final Law[] laws = {
            random -> Math.exp(1.0 * random.nextGaussian() - 0.5),
            random -> Math.pow(-Math.log(1 - random.nextDouble()), 2) / 2,
            random -> -Math.log(1 - random.nextDouble()),
            // bursts: nine of ten come close upon another, the tenth after a pause
            random -> random.nextInt(10) > 0
                    ? -0.1 * Math.log(1 - random.nextDouble())
                    : -9.1 * Math.log(1 - random.nextDouble()),
        };
        final String[] names = {"lognormal, sigma 1", "Weibull, shape 1/2", "exponential", "bursts"};
        long alarms = 0;
        long messages = 0;
        int worst = 0;
        final StringBuilder figures = new StringBuilder();
        for (int law = 0; law < laws.length; law++) {
            int ofLaw = 0;
            for (int day = 0; day < 25; day++) {
                final Random random = new Random(SEED + 1000L * law + day);
                // one message in 4 s to 3 a second at noon, a tenth of it at midnight
                final double noonRate = 0.25 * Math.pow(12, day / 24.0);
                final IntervalQuantile intervals = new IntervalQuantile();
                int ofDay = 0;
                // the first day teaches, the second counts: the limit of 30 s before is a matter of its own
                for (double second = 0; second < 2 * DAY_S; messages++) {
                    final double rate = noonRate * Math.pow(10, (Math.cos(2 * Math.PI * second / DAY_S) - 1) / 2);
                    final double interval = laws[law].draw(random) / rate;
                    final long ns = (long) (interval * 1e9);
                    if (second > DAY_S && ns > Liveness.limitNs(intervals)) {
                        ofDay++;
                    }
                    intervals.record(ns);
                    second += interval;
                }
                ofLaw += ofDay;
                worst = Math.max(worst, ofDay);
            }
            alarms += ofLaw;
            figures.append(names[law]).append(' ').append(ofLaw).append("; ");
        }
        System.out.println("liveness: seed " + SEED + ", 100 symbol-days, " + messages + " intervals, false alarms "
                + alarms + " (" + figures + "worst symbol-day " + worst + ")");
        assertThat(alarms).isLessThanOrEqualTo(100);
    }
}
