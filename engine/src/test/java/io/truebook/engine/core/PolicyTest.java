package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each member of system A's runtime vocabulary has an effect: reconnection, pings, heartbeats, limits. */
class PolicyTest {
    private final KrakenFeed feed = KrakenFeed.btc(1);

    /** Kraken with groups under {@code websocket} in place of the short forms of its session. */
    private static ConfiguredBody kraken(String... groups) {
        return Configs.of(Configs.kraken(), text -> {
            final String bare = text.replaceAll("(?m)^    (reconnect|stable|pingInterval|pingText).*\n", "")
                    .replaceAll("(?m)^  (reconnection|pingPong|heartbeat|connectionLimits):.*\n(    .*\n)*", "");
            return Configs.replacing("\n  channels:\n", "\n  " + String.join("\n  ", groups) + "\n  channels:\n")
                    .apply(bare);
        });
    }

    private CoreRun live(String... groups) {
        final CoreRun run = CoreRun.started(kraken(groups));
        run.up(0);
        run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
        run.frame(0, feed.snapshot());
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        return run;
    }

    /** What each of so many failed attempts waits. */
    private static List<Long> waits(CoreRun run, int attempts) {
        final List<Long> waits = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            run.down(0, ConnectionDownBody.CONNECT_FAILED, 0);
            final long retryAt = run.last().stream()
                    .filter(o -> o.type() == OutputType.SESSION)
                    .mapToLong(o -> SessionBody.retryAtNs(o.buffer(), o.body()))
                    .max()
                    .orElseThrow();
            waits.add(retryAt - run.nowNs());
            while (run.nowNs() < retryAt) {
                run.fireNext();
            }
        }
        return waits;
    }

    /** A lively connection for so many seconds; answers to requests of ours come from {@code answer}, null for none. */
    private void seconds(CoreRun run, int seconds, String answer) {
        for (int i = 0; i < seconds; i++) {
            run.pass(CoreRun.SECOND);
            run.frame(0, feed.update()); // a book that fell silent would be joined again
            final boolean asked = !run.requests(RequestBody.SEND).isEmpty();
            if (asked && answer != null) {
                run.frame(0, answer);
            }
        }
    }

    private static long closes(CoreRun run) {
        return run.all().stream().filter(o -> o.isRequest(RequestBody.CLOSE)).count();
    }

    // ---- reconnection

    @Test
    void shouldTryAtOnceAsOftenAsTheImmediateStrategySaysAndSlowlyForEverAfter() {
        final CoreRun run =
                CoreRun.started(kraken("reconnection: {strategy: immediate, maxRetries: 3, maxDelayMs: 8000}"));
        final List<Long> waits = waits(run, 20);
        assertThat(waits.subList(0, 3)).containsOnly(1L);
        assertThat(waits.subList(3, 20))
                .allSatisfy(wait -> assertThat(wait).isBetween(4 * CoreRun.SECOND, 8 * CoreRun.SECOND + 1));
        assertThat(run.events(EventKind.UNHEALTHY))
                .as("told once, at the third")
                .hasSize(1);
        assertThat(run.events(EventKind.UNHEALTHY).get(0).eventActual()).isEqualTo(3);
    }

    @Test
    void shouldGrowByTheSameStepWhenTheStrategyIsLinear() {
        final CoreRun run = CoreRun.started(kraken("reconnection: {strategy: linear-backoff, maxRetries: null,"
                + " initialDelayMs: 2000, backoffMultiplier: 1.5, maxDelayMs: 20000}"));
        final List<Long> waits = waits(run, 300);
        for (int retry = 0; retry < waits.size(); retry++) {
            assertThat(waits.get(retry)).isBetween(1L, Math.min(20_000, 2_000 + retry * 3_000L) * CoreRun.MS);
        }
        assertThat(waits.stream().mapToLong(w -> w).max().orElseThrow())
                .as("the cap is used, with full jitter")
                .isGreaterThan(19_000 * CoreRun.MS);
    }

    @Test
    void shouldGrowByTheMultiplierWhenTheStrategyIsExponential() {
        final CoreRun run = CoreRun.started(kraken("reconnection: {strategy: exponential-backoff, maxRetries: null,"
                + " initialDelayMs: 1000, backoffMultiplier: 3, maxDelayMs: 60000}"));
        final List<Long> waits = waits(run, 300);
        long ceiling = CoreRun.SECOND;
        for (final long wait : waits) {
            assertThat(wait).isBetween(1L, ceiling);
            ceiling = Math.min(60 * CoreRun.SECOND, 3 * ceiling);
        }
        assertThat(waits.stream().mapToLong(w -> w).max().orElseThrow()).isGreaterThan(57 * CoreRun.SECOND);
    }

    @Test
    void shouldReconnectWithTheModelsDefaultsAndTellPeopleAfterFiveFailures() {
        final CoreRun run = CoreRun.started(kraken("reconnection: {}"));
        final List<Long> waits = waits(run, 40);
        for (int i = 0; i < 10; i++) {
            assertThat(waits.get(i)).isBetween(1L, Math.min(60, 1L << i) * CoreRun.SECOND);
        }
        assertThat(waits.subList(10, 40))
                .as("after ten tries: slow, for ever")
                .allSatisfy(wait -> assertThat(wait).isBetween(30 * CoreRun.SECOND, 60 * CoreRun.SECOND + 1));
        assertThat(run.events(EventKind.UNHEALTHY)).hasSize(1);
        assertThat(run.events(EventKind.UNHEALTHY).get(0).eventActual()).isEqualTo(5);
    }

    @Test
    void shouldStayDownAndSaySoWhenThereIsNoReconnectionUntilAnOperatorAsks() {
        for (final String policy : List.of("reconnection: {strategy: none}", "reconnection: {enabled: false}")) {
            final CoreRun run = live(policy);
            run.down(0);
            assertThat(run.condition(0)).isEqualTo(Condition.STALE);
            assertThat(run.events(EventKind.UNHEALTHY)).hasSize(1);
            assertThat(run.events(EventKind.UNHEALTHY).get(0).eventText()).contains("'resync'");
            run.down(0);
            run.after(3600 * CoreRun.SECOND);
            assertThat(run.all().stream().filter(o -> o.isRequest(RequestBody.CONNECT)))
                    .hasSize(1);
            run.command("resync kraken:BTC/USD");
            assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
            run.up(0);
            run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
            run.frame(0, feed.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
    }

    @Test
    void shouldJoinOnlyTheChannelsOfTheListAgainUntilAnOperatorAsks() {
        for (final String policy : List.of(
                "reconnection: {channels: [instrument, trade]}", "reconnection: {preserveSubscriptionState: false}")) {
            final CoreRun run = live(policy);
            run.down(0);
            run.fireNext();
            run.up(0);
            assertThat(run.requests(RequestBody.SEND)).isEmpty();
            assertThat(run.condition(0)).isEqualTo(Condition.STALE);
            run.command("resync kraken:BTC/USD");
            assertThat(run.lastSent().requestText()).contains("\"subscribe\"");
            run.frame(0, KrakenFeed.subscribed("BTC/USD", 10, run.lastSent().requestId()));
            run.frame(0, feed.snapshot());
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
        final CoreRun kept = live("reconnection: {channels: [book]}");
        kept.down(0);
        kept.fireNext();
        kept.up(0);
        assertThat(kept.requests(RequestBody.SEND)).hasSize(1);
    }

    @Test
    void shouldJoinWhatWasNeverReachedWhateverTheListSays() {
        final CoreRun run = CoreRun.started(kraken("reconnection: {channels: [trade]}"));
        run.down(0, ConnectionDownBody.CONNECT_FAILED, 0);
        run.fireNext();
        run.up(0);
        assertThat(run.requests(RequestBody.SEND)).hasSize(1);
    }

    // ---- pings

    @Test
    void shouldReconnectWhenThePongDoesNotComeAlthoughOtherFramesDo() {
        final CoreRun run = live(
                "pingPong: {intervalMs: 20000, timeoutMs: 5000, pingMessage: {method: ping}, onTimeout: reconnect}");
        seconds(run, 21, null);
        assertThat(run.lastSent().requestText()).isEqualTo("{\"method\":\"ping\"}");
        assertThat(closes(run)).isZero();
        seconds(run, 5, null);
        assertThat(closes(run)).isEqualTo(1);
        assertThat(run.events(EventKind.NO_ANSWER)).hasSize(1);
        assertThat(run.events(EventKind.NO_ANSWER).get(0).eventText()).isEqualTo("no pong");
        assertThat(run.condition(0)).as("in doubt at once").isEqualTo(Condition.STALE);
    }

    @Test
    void shouldGoOnWhenThePongComesAsMessageAsFrameOrByTheFieldThatMarksIt() {
        final CoreRun byMessage =
                live("pingPong: {intervalMs: 20000, timeoutMs: 5000, pingMessage: '{\"method\":\"ping\"}'}");
        seconds(byMessage, 130, "{\"method\":\"pong\",\"req_id\":1}");
        assertThat(closes(byMessage)).isZero();
        final CoreRun byField =
                live("pingPong: {intervalMs: 20000, timeoutMs: 5000, pingMessage: p, pongField: result.alive}");
        seconds(byField, 130, "{\"result\":{\"alive\":1}}");
        assertThat(closes(byField)).isZero();
        assertThat(byField.lastSent().requestText()).isEqualTo("p");
        final CoreRun byFrame = live("pingPong: {intervalMs: 20000, timeoutMs: 5000}");
        for (int i = 0; i < 130; i++) {
            seconds(byFrame, 1, null);
            if (!byFrame.requests(RequestBody.PING).isEmpty()) {
                byFrame.feed(InputType.PONG, byFrame.connection(0), 0, new byte[0]);
            }
        }
        assertThat(closes(byFrame)).isZero();
        assertThat(byFrame.all().stream().filter(o -> o.isRequest(RequestBody.PING)))
                .hasSize(6);
    }

    @Test
    void shouldOnlyTellPeopleWhenTheTimeOutIsAnErrorAndNotEvenThatWhenItIsIgnored() {
        final CoreRun error = live("pingPong: {intervalMs: 20000, timeoutMs: 5000, onTimeout: error}");
        seconds(error, 26, null);
        assertThat(error.events(EventKind.NO_ANSWER)).hasSize(1).allMatch(o -> o.type() == OutputType.ALERT);
        final CoreRun ignore = live("pingPong: {intervalMs: 20000, timeoutMs: 5000, onTimeout: ignore}");
        seconds(ignore, 26, null);
        assertThat(ignore.events(EventKind.NO_ANSWER)).hasSize(1).allMatch(o -> o.type() == OutputType.EVENT);
        for (final CoreRun run : List.of(error, ignore)) {
            assertThat(closes(run)).isZero();
            assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        }
    }

    @Test
    void shouldNotPingWhenPingsAreOff() {
        final CoreRun run = live("pingPong: {enabled: false, intervalMs: 2000, timeoutMs: 1000}");
        seconds(run, 60, null);
        assertThat(run.all()).noneMatch(o -> o.isRequest(RequestBody.PING));
        assertThat(closes(run)).isZero();
    }

    @Test
    void shouldNotBlameTheVenueForAPongThatOurOwnPauseHeldBack() {
        final CoreRun run = live("pingPong: {intervalMs: 20000, timeoutMs: 5000}");
        seconds(run, 21, null);
        run.feed(InputType.PAUSED, run.connection(0), 0, new byte[0]);
        seconds(run, 30, null);
        run.feed(InputType.RESUMED, run.connection(0), 0, new byte[0]);
        seconds(run, 5, null);
        assertThat(run.events(EventKind.NO_ANSWER)).isEmpty();
        seconds(run, 12, null);
        assertThat(run.events(EventKind.NO_ANSWER))
                .as("the ping after the pause counts again")
                .hasSize(1);
    }

    // ---- heartbeats

    @Test
    void shouldSendItsHeartbeatAndReconnectWhenTheExpectedResponseStaysAway() {
        for (final String expected : List.of("alive", "{op: alive}")) {
            final String policy =
                    "heartbeat: {enabled: true, intervalMs: 10000, message: {op: beat}, expectedResponse: " + expected
                            + "}";
            final String answer = expected.equals("alive") ? "alive" : "{\"op\":\"alive\"}";
            final CoreRun run = live(policy);
            seconds(run, 65, answer);
            assertThat(closes(run)).isZero();
            assertThat(run.lastSent().requestText()).isEqualTo("{\"op\":\"beat\"}");
            assertThat(run.counters(0).unknownFrames + run.counters(0).malformed)
                    .as("the answer is known")
                    .isZero();
            seconds(run, 20, null);
            assertThat(closes(run)).isEqualTo(1);
            assertThat(run.events(EventKind.NO_ANSWER).get(0).eventText()).isEqualTo("no answer to the heartbeat");
        }
    }

    @Test
    void shouldSendNoHeartbeatByDefaultAndAwaitNothingWhenNoResponseIsExpected() {
        final CoreRun off = live("heartbeat: {message: beat}");
        seconds(off, 65, null);
        assertThat(off.lastSent().requestText()).contains("subscribe");
        final CoreRun on = live("heartbeat: {enabled: true, message: beat}");
        seconds(on, 65, null);
        assertThat(on.lastSent().requestText()).isEqualTo("beat");
        assertThat(closes(on)).isZero();
    }

    // ---- limits

    @Test
    void shouldGiveUpAConnectionThatIsNotMadeInTime() {
        final CoreRun run = CoreRun.started(kraken("connectionLimits: {connectionTimeoutMs: 7000}"));
        run.after(7 * CoreRun.SECOND - 1);
        assertThat(closes(run)).isZero();
        run.after(1);
        assertThat(closes(run)).isEqualTo(1);
        assertThat(run.events(EventKind.NO_ANSWER).get(0).eventText()).isEqualTo("no connection");
        run.down(0, ConnectionDownBody.CLOSED_BY_US, 0);
        run.fireNext();
        assertThat(run.requests(RequestBody.CONNECT)).hasSize(1);
        run.up(0);
        seconds(run, 8, null);
        assertThat(closes(run)).as("made in time this time").isEqualTo(1);
    }

    @Test
    void shouldTakeTheModelsWordsForTheIdleTimeOutAndTheRateOfMessages() {
        final ConfiguredBody configured = Configs.of(
                Configs.kraken(),
                text -> Configs.replacing("\n  channels:\n", """

                          connectionLimits: {idleTimeoutMs: 12000, maxMessagesPerSecond: 2}
                          channels:
                        """)
                        .apply(text.replaceAll("(?m)^    (silence|heartbeat|sendLimit|sendWindow).*\n", "")));
        final CoreRun run = CoreRun.started(configured);
        run.up(0);
        run.after(12 * CoreRun.SECOND - 1);
        assertThat(run.events(EventKind.SILENT)).isEmpty();
        run.after(1);
        assertThat(run.events(EventKind.SILENT)).hasSize(1);
        assertThat(run.core().venues().get(0).definition().session().sendLimit())
                .isEqualTo(2);
        assertThat(run.core().venues().get(0).definition().session().sendWindowNs())
                .isEqualTo(CoreRun.SECOND);
    }

    // ---- snapshot on connect

    @Test
    void shouldAskForASnapshotOnConnectUnlessThePolicyLeavesItToAnOperator() {
        final BinanceFeed binance = new BinanceFeed(false, 5);
        for (final boolean enabled : List.of(true, false)) {
            final CoreRun run = CoreRun.started(Configs.of(
                    Configs.binance("binance"),
                    Configs.replacing(
                            "\n  channels:\n", "\n  snapshotOnConnect: {enabled: " + enabled + "}\n  channels:\n")));
            run.up(0);
            run.frame(0, BinanceFeed.acknowledged(run.lastSent().requestId()));
            run.frame(0, binance.diff());
            run.after(10 * CoreRun.SECOND);
            assertThat(run.queries()).isEqualTo(enabled ? 1 : 0);
            assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
            if (!enabled) {
                run.command("resync binance:BTCUSDT");
                assertThat(run.queries()).isEqualTo(1);
                run.answer(0, binance.snapshot());
                run.frame(0, binance.diff());
                assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
            }
        }
    }

    @Test
    void shouldSubscribeToTheDepthAndTheTradesThatThePolicyNames() {
        final String profile = Configs.kraken().replace("    depth: 10\n", "").replace("[book]", "[book, trade]");
        final CoreRun run = CoreRun.started(Configs.of(
                profile,
                text -> Configs.replacing(
                                "\n  channels:\n",
                                "\n  snapshotOnConnect: {orderBookDepth: 100, tradesLimit: 30}\n  channels:\n")
                        .apply(text.replace("  defaultDepth: 25\n", "")
                                .replace("\"channel\":\"trade\"", "\"channel\":\"trade\",\"last\":${trades}"))));
        run.up(0);
        final List<String> sent =
                run.requests(RequestBody.SEND).stream().map(Output::requestText).toList();
        assertThat(sent.get(0)).contains("\"depth\":100");
        assertThat(sent.get(1)).contains("\"last\":30");
    }
}
