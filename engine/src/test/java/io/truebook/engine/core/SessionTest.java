package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The connection: back-off, acknowledgements, pings, silence, limits, pauses, lag, restarts, and what books make of it. */
class SessionTest {
    private final KrakenFeed feed = KrakenFeed.btc(1);

    private CoreRun live() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        makeLive(run);
        return run;
    }

    private void makeLive(CoreRun run) {
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldConnectWhenTheRunStartsAndSubscribeWhenItIsUp() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
        assertThat(run.requests(RequestBody.CONNECT).get(0).requestText()).isEqualTo("wss://ws.kraken.com/v2");
        run.up(0);
        assertThat(run.lastSent().requestText())
                .contains("\"depth\":10")
                .contains("\"symbol\":[\"BTC/USD\"]")
                .contains("\"req_id\":" + run.lastSent().requestId());
        assertThat(run.transitions()).containsExactly("EMPTY -> SYNCING: subscribing");
    }

    @Test
    void shouldBackOffWithJitterWithinItsBoundsAndTellPeopleAfterFiveFailures() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        final List<Long> waits = new ArrayList<>();
        for (int attempt = 1; attempt <= 12; attempt++) {
            run.down(0, ConnectionDownBody.CONNECT_FAILED, 0);
            final long before = run.nowNs();
            final long retryAt = run.last().stream()
                    .filter(o -> o.type() == OutputType.SESSION)
                    .mapToLong(o -> SessionBody.retryAtNs(o.buffer(), o.body()))
                    .max()
                    .orElseThrow();
            assertThat(run.fireNext()).isEqualTo(retryAt);
            waits.add(run.nowNs() - before);
            assertThat(run.nowNs() - before)
                    .isBetween(1L, Math.min(60 * CoreRun.SECOND, CoreRun.SECOND << (attempt - 1)));
            assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
        }
        assertThat(waits).doesNotHaveDuplicates();
        assertThat(run.events(EventKind.UNHEALTHY)).hasSize(1);
        assertThat(run.counters(0).reconnects).isEqualTo(12);
    }

    @Test
    void shouldBeginTheBackOffAnewAfterAStableConnection() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        for (int i = 0; i < 6; i++) {
            run.down(0);
            run.fireNext();
        }
        run.up(0);
        for (int second = 0; second < 61; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
        }
        final long before = run.nowNs();
        run.down(0);
        run.fireNext();
        assertThat(run.nowNs() - before).isLessThanOrEqualTo(CoreRun.SECOND);
    }

    @Test
    void shouldMakeBooksStaleWhenTheConnectionIsLostAndSyncAgainOnTheNextOne() {
        final CoreRun run = live();
        run.down(0);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: connection down");
        assertThat(run.book(0, 0).bids().count())
                .as("what was right stays to be seen")
                .isEqualTo(10);
        final int old = run.connection(0);
        run.fireNext();
        assertThat(run.connection(0)).isNotEqualTo(old);
        run.feed(InputType.FRAME, old, 0, Output.utf8(feed.update()));
        assertThat(run.last()).as("a frame of the connection that was given up").isEmpty();
        run.up(0);
        assertThat(run.transitions()).containsExactly("STALE -> SYNCING: subscribing");
        run.down(0);
        assertThat(run.transitions()).containsExactly("SYNCING -> EMPTY: connection down");
    }

    @Test
    void shouldIgnoreUpAndDownOfAConnectionThatWasGivenUp() {
        final CoreRun run = live();
        run.feed(InputType.CONNECTION_UP, 99, 0, new byte[0]);
        run.feed(InputType.CONNECTION_DOWN, 99, 0, new byte[8]);
        run.feed(InputType.PONG, 99, 0, new byte[0]);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.last()).isEmpty();
    }

    @Test
    void shouldCoverBooksAndCloseWhenNothingComesForTooLong() {
        final CoreRun run = live();
        run.pass(3 * CoreRun.SECOND);
        run.frame(0, "{\"channel\":\"heartbeat\"}");
        run.after(4 * CoreRun.SECOND);
        assertThat(run.requests(RequestBody.CLOSE)).isEmpty();
        run.after(2 * CoreRun.SECOND);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: silent");
        assertThat(run.requests(RequestBody.CLOSE)).hasSize(1);
        assertThat(run.events(EventKind.SILENT)).hasSize(1);
        run.down(0, ConnectionDownBody.CLOSED_BY_US, 0);
        assertThat(run.condition(0)).isEqualTo(Condition.STALE);
        run.fireNext();
        makeLive(run);
    }

    @Test
    void shouldCountPingsAndPongsAsLife() {
        final CoreRun run = live();
        for (int i = 0; i < 7; i++) {
            run.pass(4 * CoreRun.SECOND);
            run.feed(i % 2 == 0 ? InputType.PING : InputType.PONG, run.connection(0), 0, new byte[0]);
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.all()).noneMatch(o -> o.isRequest(RequestBody.CLOSE));
    }

    @Test
    void shouldPingOnItsSchedule() {
        final CoreRun run = live();
        int pings = 0;
        for (int second = 0; second < 95; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
            for (Output sent : run.requests(RequestBody.SEND)) {
                pings += sent.requestText().startsWith("{\"method\":\"ping\",\"req_id\":") ? 1 : 0;
            }
        }
        assertThat(pings).isEqualTo(3);
    }

    @Test
    void shouldNotSendMoreThanTheWindowAllows() {
        final List<String> symbols =
                IntStream.range(0, 21).mapToObj(i -> "S" + i + "USDT").toList();
        final CoreRun run =
                CoreRun.started(Configs.of(Configs.binance("binance").replace("[BTCUSDT]", symbols.toString())));
        run.up(0);
        final List<Long> sent = new ArrayList<>();
        collectSends(run, sent);
        assertThat(sent).hasSize(4);
        while (sent.size() < 21) {
            run.fireNext();
            collectSends(run, sent);
        }
        for (int i = 4; i < sent.size(); i++) {
            assertThat(sent.get(i) - sent.get(i - 4)).as("frame %d", i).isGreaterThanOrEqualTo(CoreRun.SECOND);
        }
        assertThat(run.nowNs() - CoreRun.START_NS).isLessThan(8 * CoreRun.SECOND);
    }

    private static void collectSends(CoreRun run, List<Long> sent) {
        for (Output ignored : run.requests(RequestBody.SEND)) {
            sent.add(run.nowNs());
        }
    }

    @Test
    void shouldAskAgainWithoutAnAcknowledgementAndReconnectAfterThreeTries() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        int sent = 1;
        while (run.requests(RequestBody.CLOSE).isEmpty()) {
            run.frame(0, "{\"channel\":\"heartbeat\"}");
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
            sent += run.requests(RequestBody.SEND).stream()
                    .filter(o -> o.requestText().contains("subscribe"))
                    .count();
            assertThat(run.nowNs() - CoreRun.START_NS).isLessThan(60 * CoreRun.SECOND);
        }
        assertThat(sent).isEqualTo(3);
        assertThat(run.events(EventKind.ACK_TIMEOUT)).hasSize(3);
        assertThat(run.nowNs() - CoreRun.START_NS).isBetween(30 * CoreRun.SECOND, 45 * CoreRun.SECOND);
    }

    @Test
    void shouldResubscribeWhenAnAcknowledgedSnapshotNeverComes() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        for (int second = 0; second < 9; second++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, "{\"channel\":\"heartbeat\"}");
        }
        run.after(CoreRun.SECOND);
        assertThat(run.lastSent().requestText()).contains("unsubscribe");
    }

    @Test
    void shouldBreakARefusedBookUntilAnOperatorAsksForItAgain() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(
                0,
                "{\"error\":\"Currency pair not supported\",\"method\":\"subscribe\",\"req_id\":"
                        + run.lastSent().requestId() + ",\"success\":false}");
        assertThat(run.transitions()).containsExactly("SYNCING -> BROKEN: refused by venue");
        assertThat(run.events(EventKind.REFUSED).get(0).type()).isEqualTo(OutputType.ALERT);
        assertThat(run.events(EventKind.REFUSED).get(0).eventText()).isEqualTo("Currency pair not supported");
        run.command("resync kraken:BTC/USD");
        assertThat(run.requests(RequestBody.SEND)).hasSize(1);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldLeaveARefusedBookAloneOnTheNextConnection() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.frame(
                0,
                "{\"error\":\"no\",\"method\":\"subscribe\",\"req_id\":"
                        + run.lastSent().requestId() + ",\"success\":false}");
        run.down(0);
        run.fireNext();
        run.up(0);
        assertThat(run.requests(RequestBody.SEND)).isEmpty();
        assertThat(run.condition(0)).isEqualTo(Condition.BROKEN);
    }

    @Test
    void shouldResyncWhenAnOperatorSaysSo() {
        final CoreRun run = live();
        run.command("resync kraken:BTC/USD");
        assertThat(run.transitions()).containsExactly("LIVE -> SYNCING: operator");
        assertThat(run.lastSent().requestText()).contains("unsubscribe");
    }

    @Test
    void shouldSayWhichCommandItDoesNotUnderstand() {
        final CoreRun run = live();
        for (String text :
                List.of("resync kraken:DOGE/USD", "resync", "explode kraken:BTC/USD", "resyncs kraken:BTC/USD", "")) {
            run.command(text);
            assertThat(run.last()).hasSize(1);
            assertThat(run.last().get(0).isEvent(EventKind.BAD_COMMAND)).isTrue();
            assertThat(run.last().get(0).eventText()).isEqualTo(text);
        }
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldKeepBooksStaleFromAPauseUntilAQuietSecondAfterIt() {
        final CoreRun run = live();
        run.feed(InputType.PAUSED, run.connection(0), 0, new byte[0]);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: paused");
        run.frame(0, feed.update());
        run.feed(InputType.RESUMED, run.connection(0), 0, new byte[0]);
        run.frame(0, feed.update());
        assertThat(run.condition(0))
                .as("what was read right after a pause is as old as the pause")
                .isEqualTo(Condition.STALE);
        run.pass(CoreRun.SECOND / 2);
        run.feed(InputType.PAUSED, run.connection(0), 0, new byte[0]);
        run.feed(InputType.RESUMED, run.connection(0), 0, new byte[0]);
        run.after(CoreRun.SECOND - 1);
        assertThat(run.condition(0)).isEqualTo(Condition.STALE);
        run.after(1);
        assertThat(run.transitions()).containsExactly("STALE -> LIVE: caught up");
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldKeepBooksStaleWhileInputsLieTooLongBeforeTheJournal() {
        final CoreRun run = live();
        run.lag(251 * CoreRun.MS);
        run.frame(0, feed.update());
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: lagging");
        run.lag(200 * CoreRun.MS);
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.STALE);
        run.lag(10 * CoreRun.MS);
        run.frame(0, feed.update());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.all().stream()
                        .filter(o -> o.type() == OutputType.CONDITION)
                        .map(Output::transition))
                .endsWith("STALE -> LIVE: caught up");
    }

    @Test
    void shouldBeStaleAtOnceWhenASnapshotArrivesTooLate() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.kraken()));
        run.up(0);
        run.lag(300 * CoreRun.MS);
        run.frame(0, feed.snapshot());
        assertThat(run.transitions()).containsExactly("SYNCING -> STALE: lagging");
    }

    @Test
    void shouldBreakTheBooksOfAnInputThatIsLeftOut() {
        final CoreRun run = live();
        run.skip(0, 3);
        assertThat(run.transitions()).containsExactly("LIVE -> BROKEN: skipped input");
        assertThat(run.events(EventKind.SKIPPED_INPUT).get(0).eventActual()).isEqualTo(3);
        run.after(100 * CoreRun.SECOND);
        assertThat(run.condition(0)).isEqualTo(Condition.BROKEN);
        run.command("resync kraken:BTC/USD");
        assertThat(run.condition(0)).isNotEqualTo(Condition.BROKEN);
    }

    @Test
    void shouldBreakAllBooksWhenTheInputThatIsLeftOutConcernedNoVenue() {
        final CoreRun run = CoreRun.started(Configs.of(Configs.both()));
        run.skip(-1, 3);
        assertThat(run.transitions())
                .containsExactly("EMPTY -> BROKEN: skipped input", "EMPTY -> BROKEN: skipped input");
    }

    @Test
    void shouldReportAClockStepOnce() {
        final CoreRun run = live();
        run.feed(InputType.CLOCK_STEP, 0, -1, CoreRun.longBody(-5));
        assertThat(run.events(EventKind.CLOCK_STEP).get(0).eventActual()).isEqualTo(-5);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldKeepBooksStaleOverARestartWithTheSameConfiguration() {
        final CoreRun run = live();
        run.pass(3600 * CoreRun.SECOND);
        run.configure(Configs.of(Configs.kraken()));
        assertThat(run.last()).as("no timer of the old run fires").isEmpty();
        run.start(1);
        assertThat(run.transitions()).containsExactly("LIVE -> STALE: connection down");
        assertThat(run.book(0, 0).bids().count()).isEqualTo(10);
        assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
        run.after(3600 * CoreRun.SECOND);
        assertThat(run.requests(RequestBody.CONNECT)).as("and none later").isEmpty();
        makeLive(run);
    }

    @Test
    void shouldConnectOnceWhenTheOldRunEndedInItsBackOff() {
        final CoreRun run = live();
        run.down(0);
        run.pass(3600 * CoreRun.SECOND);
        run.configure(Configs.of(Configs.kraken()));
        run.start(1);
        run.after(120 * CoreRun.SECOND);
        assertThat(run.all().stream()
                        .filter(o -> o.isRequest(RequestBody.CONNECT))
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldMakeEverythingAnewAfterARestartWithAnotherConfiguration() {
        final CoreRun run = live();
        run.configure(Configs.of(Configs.kraken().replace("depth: 10", "depth: 25")));
        run.start(2);
        assertThat(run.book(0, 0).bids().count()).isZero();
        assertThat(run.condition(0)).isEqualTo(Condition.EMPTY);
        run.up(0);
        assertThat(run.lastSent().requestText()).contains("\"depth\":25");
    }

    @Test
    void shouldConcludeNothingFromAConfigurationThatLayLongBeforeTheJournal() {
        final CoreRun run = live();
        final int before = run.all().size();
        run.lag(300 * CoreRun.MS);
        run.configure(Configs.of(Configs.kraken()));
        assertThat(run.all()).as("their epoch would be that of the run before").hasSize(before);
    }

    @Test
    void shouldKeyTheOutputsOfAStartByItsOwnEpoch() {
        final CoreRun run = live();
        run.configure(Configs.of(Configs.kraken()));
        run.start(9);
        assertThat(run.last()).isNotEmpty().allMatch(output -> output.epoch() == 9);
    }
}
