package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.HealthBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.venue.DefinitionException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** HEALTHY, DEGRADED, UNHEALTHY; defects H-1 to H-7 of system B. */
class ConnectionHealthTest {
    private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
    private static final UnaryOperator<String> PATIENT = Configs.replacing("silenceMs: 5000", "silenceMs: 30000");

    /** The model's own thresholds: 15 s and 30 s. */
    private static CoreRun patient() {
        return CoreRun.started(Configs.of(Configs.kraken(), PATIENT));
    }

    private static CoreRun healthy() {
        final CoreRun run = patient();
        run.up(0);
        run.frame(0, HEARTBEAT);
        assertThat(health(run)).isEqualTo("HEALTHY: none");
        return run;
    }

    private static ConnectionHealth of(CoreRun run) {
        return run.core().venues().get(0).sessions().get(0).health();
    }

    private static String health(CoreRun run) {
        return Health.name(of(run).health()) + ": " + Health.reasonName(of(run).reason());
    }

    private static List<String> changes(CoreRun run) {
        return records(run).stream()
                .filter(o -> HealthBody.previous(o.buffer(), o.body()) != HealthBody.health(o.buffer(), o.body()))
                .map(o -> Health.name(HealthBody.health(o.buffer(), o.body())) + ": "
                        + Health.reasonName(HealthBody.reason(o.buffer(), o.body())))
                .toList();
    }

    private static List<Output> records(CoreRun run) {
        return run.all().stream().filter(o -> o.type() == OutputType.HEALTH).toList();
    }

    private static Output newest(CoreRun run) {
        return records(run).get(records(run).size() - 1);
    }

    // ---- H-1: a connection that never received a message is healthy for ever

    @Test
    void shouldNotBeHealthyBeforeAnythingCameAndReconnectWhenNothingComes() {
        final CoreRun run = patient();
        assertThat(health(run)).isEqualTo("UNHEALTHY: nothing heard yet");
        run.up(0);
        assertThat(health(run)).isEqualTo("DEGRADED: nothing heard yet");
        run.after(30 * CoreRun.SECOND + 1);
        assertThat(health(run)).isEqualTo("UNHEALTHY: silent");
        assertThat(run.requests(RequestBody.CLOSE)).isNotEmpty();
        assertThat(changes(run)).containsExactly("DEGRADED: nothing heard yet", "UNHEALTHY: silent");
    }

    // ---- H-2: sending refreshes the time of the last message

    @Test
    void shouldTakeOnlyWhatComesInForLife() {
        final CoreRun run = CoreRun.started(Configs.of(
                Configs.kraken(),
                text -> PATIENT.apply(text).replace("pingIntervalMs: 30000", "pingIntervalMs: 1000")));
        run.up(0);
        run.frame(0, HEARTBEAT);
        for (int second = 0; second < 15; second++) {
            run.after(CoreRun.SECOND);
            assertThat(health(run)).as("%d s", second + 1).isEqualTo("HEALTHY: none");
        }
        run.after(1);
        assertThat(health(run)).isEqualTo("DEGRADED: silent");
        assertThat(HealthBody.sent(newest(run).buffer(), newest(run).body())).isGreaterThanOrEqualTo(15);
        assertThat(HealthBody.received(newest(run).buffer(), newest(run).body()))
                .isEqualTo(1);
        run.feed(InputType.PONG, run.connection(0), 0, new byte[0]);
        assertThat(health(run)).as("the pong to our ping counts").isEqualTo("HEALTHY: none");
        run.pass(14 * CoreRun.SECOND);
        run.feed(InputType.PING, run.connection(0), 0, new byte[0]);
        run.after(14 * CoreRun.SECOND);
        assertThat(health(run)).isEqualTo("HEALTHY: none");
    }

    // ---- H-3: errors without messages are healthy; the ratio is of the whole life

    @Test
    void shouldBeDegradedByErrorsAtOnceAndRecoverWhenTheyAreOver() {
        final CoreRun run = healthy();
        for (int i = 0; i < 100_000 / 50; i++) {
            run.frame(0, HEARTBEAT);
        }
        for (int second = 0; second < 60; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, HEARTBEAT);
        }
        int bad = 0;
        while (of(run).health() == Health.HEALTHY) {
            run.frame(0, "nonsense");
            bad++;
        }
        assertThat(bad).as("of the newest 10 to 20, not of 2,000").isLessThanOrEqualTo(3);
        assertThat(health(run)).isEqualTo("DEGRADED: errors");
        assertThat(run.events(EventKind.DEGRADED)).hasSize(1).allMatch(o -> o.type() == OutputType.ALERT);
        for (int second = 0; second < 30; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, HEARTBEAT);
        }
        assertThat(health(run)).isEqualTo("HEALTHY: none");
    }

    @Test
    void shouldNotBeHealthyWithErrorsAlone() {
        final CoreRun run = patient();
        run.up(0);
        for (int i = 0; i < 10; i++) {
            run.frame(0, "nonsense");
        }
        assertThat(health(run)).isEqualTo("DEGRADED: errors");
    }

    // ---- H-4: rates of the whole life, a time up that runs on without a connection, counts that a reconnect wipes

    @Test
    void shouldStopTheTimeUpWithTheConnectionAndKeepTheCounts() {
        final CoreRun run = healthy();
        for (int second = 0; second < 20; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, HEARTBEAT);
        }
        final Output check = newest(run);
        assertThat(HealthBody.windowNs(check.buffer(), check.body())).isEqualTo(10 * CoreRun.SECOND);
        assertThat(HealthBody.windowReceived(check.buffer(), check.body())).isBetween(9L, 11L);
        run.down(0);
        run.pass(20 * CoreRun.SECOND);
        run.fireNext();
        run.up(0);
        run.frame(0, HEARTBEAT);
        final Output after = newest(run);
        assertThat(HealthBody.upTotalNs(after.buffer(), after.body())).isEqualTo(20 * CoreRun.SECOND);
        assertThat(HealthBody.disconnections(after.buffer(), after.body())).isEqualTo(1);
        assertThat(HealthBody.received(after.buffer(), after.body())).isEqualTo(22);
        assertThat(HealthBody.windowReceived(after.buffer(), after.body())).isEqualTo(1);
        assertThat(HealthBody.upSinceNs(after.buffer(), after.body())).isEqualTo(run.nowNs());
    }

    // ---- H-5: gives up for good after five

    @Test
    void shouldBeUnhealthyAfterFiveFailuresInARowTellPeopleOnceAndGoOnForEver() {
        final CoreRun run = healthy();
        for (int attempt = 1; attempt <= 200; attempt++) {
            run.down(0, ConnectionDownBody.CONNECT_FAILED, 0);
            if (attempt == 4) {
                assertThat(of(run).health()).isEqualTo(Health.DEGRADED);
            }
            if (attempt >= 5) {
                assertThat(of(run).health()).as("attempt %d", attempt).isEqualTo(Health.UNHEALTHY);
            }
            final long before = run.nowNs();
            int inputs = 0;
            do {
                run.fireNext();
            } while (run.requests(RequestBody.CONNECT).isEmpty() && ++inputs < 5);
            assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
            assertThat(run.nowNs() - before).isLessThanOrEqualTo(60 * CoreRun.SECOND);
        }
        assertThat(run.events(EventKind.UNHEALTHY).stream()
                        .filter(o -> o.eventText().contains("attempts failed"))
                        .toList())
                .hasSize(1)
                .allMatch(o -> o.type() == OutputType.ALERT);
        run.up(0);
        run.frame(0, HEARTBEAT);
        assertThat(health(run)).isEqualTo("HEALTHY: none");
    }

    // ---- H-6: wall clock, no events on a change, no freshness of a channel; LivenessTest has the last of these

    @Test
    void shouldPublishEachChangeOnceAndTheFiguresEveryTenSeconds() {
        final CoreRun run = healthy();
        for (int second = 0; second < 60; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, HEARTBEAT);
        }
        assertThat(changes(run)).containsExactly("DEGRADED: nothing heard yet", "HEALTHY: none");
        assertThat(records(run)).hasSize(2 + 6);
        run.after(15 * CoreRun.SECOND + 1);
        run.after(15 * CoreRun.SECOND + 1);
        assertThat(changes(run)).endsWith("HEALTHY: none", "DEGRADED: silent", "UNHEALTHY: silent");
    }

    // ---- H-7: fed by nobody, acts on nothing

    @Test
    void shouldCloseASilentConnectionAndMakeAnother() {
        final CoreRun run = healthy();
        run.after(31 * CoreRun.SECOND);
        assertThat(run.requests(RequestBody.CLOSE)).isNotEmpty();
        run.down(0, ConnectionDownBody.CLOSED_BY_US, 0);
        do {
            run.fireNext();
        } while (run.requests(RequestBody.CONNECT).isEmpty());
        run.up(0);
        run.frame(0, HEARTBEAT);
        assertThat(health(run)).isEqualTo("HEALTHY: none");
    }

    @Test
    void shouldNeverJudgeUnderTwiceTheVenuesHeartbeat() {
        for (String id : Set.of("binance", "binance-usdm", "binance-coinm")) {
            final CoreRun run = CoreRun.started(Configs.of(Configs.binance(id)));
            final long twice = (id.equals("binance") ? 40 : 360) * CoreRun.SECOND;
            run.up(0);
            run.feed(InputType.PING, run.connection(0), 0, new byte[0]);
            run.after(twice);
            assertThat(health(run)).as(id).isEqualTo("HEALTHY: none");
            run.after(1);
            assertThat(health(run)).as(id).isEqualTo("DEGRADED: silent");
        }
    }

    @Test
    void shouldRefuseADefinitionThatJudgesUnderTwiceTheHeartbeat() {
        for (String wrong : List.of("silenceMs: 1999", "silenceMs: 5000\n    degradedMs: 1999")) {
            assertThatThrownBy(() ->
                            CoreRun.started(Configs.of(Configs.kraken(), Configs.replacing("silenceMs: 5000", wrong))))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("kraken.yaml")
                    .hasMessageContaining("twice the heartbeat, which is 1000");
        }
    }

    @Test
    void shouldPublishTheClockOffsetOfTheVenue() {
        final CoreRun run = healthy();
        final KrakenFeed feed = KrakenFeed.btc(1);
        run.frame(0, feed.snapshot());
        for (int i = 0; i < 120; i++) {
            run.pass(100 * CoreRun.MS);
            run.frame(0, feed.update());
        }
        final Output record = newest(run);
        assertThat(HealthBody.clockSamples(record.buffer(), record.body())).isEqualTo(64);
        // the feed says 2026-08-01T10:00:00Z in every frame, so the offset moves with our time
        final long stated = 1_785_578_400_000_000_000L;
        assertThat(HealthBody.clockOffsetNs(record.buffer(), record.body()))
                .isBetween(CoreRun.START_NS - stated, run.nowNs() - stated);
    }
}
