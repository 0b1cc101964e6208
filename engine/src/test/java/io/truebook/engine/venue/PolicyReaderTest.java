package io.truebook.engine.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.venue.Policies.ConnectionLimits;
import io.truebook.engine.venue.Policies.Heartbeat;
import io.truebook.engine.venue.Policies.OnTimeout;
import io.truebook.engine.venue.Policies.PingPong;
import io.truebook.engine.venue.Policies.Reconnection;
import io.truebook.engine.venue.Policies.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policies of connections: defaults, bounds, what may not be combined; every problem with its file, line and key. */
class PolicyReaderTest {
    private static final long MS = 1_000_000L;
    private static final String HEAD = """
            id: some-venue
            title: Some venue
            websocket:
              url: wss://example.com/ws
              session: {SESSION}
            POLICY
              channels:
                - {name: book, type: book}
            decode:
              frames:
                messages:
                  - kind: heartbeat
                    when: {'$.type': beat}
            """;

    private static String file(String session, String... policies) {
        return HEAD.replace("SESSION", session)
                .replace(
                        "POLICY",
                        policies.length == 0 ? "  maxFrameBytes: 8192" : "  " + String.join("\n  ", policies));
    }

    private static Policies read(String... policies) {
        return VenueLoader.parse("v.yaml", file("silenceMs: 5000", policies))
                .session()
                .policies();
    }

    private static List<String> errors(String... policies) {
        return errorsOf(file("silenceMs: 5000", policies));
    }

    private static List<String> errorsOf(String text) {
        try {
            VenueLoader.parse("v.yaml", text);
            return List.of();
        } catch (DefinitionException e) {
            return e.errors();
        }
    }

    @Test
    void shouldHaveTheModelsDefaultsWhereTheFileSaysNothing() {
        final Policies policies = read();
        assertThat(policies.reconnection())
                .isEqualTo(new Reconnection(
                        Strategy.EXPONENTIAL_BACKOFF,
                        10,
                        1_000 * MS,
                        60_000 * MS,
                        2_000,
                        60_000 * MS,
                        List.of(),
                        true));
        assertThat(policies.connectionLimits()).isEqualTo(new ConnectionLimits(5, 200, 30_000 * MS));
        assertThat(policies.heartbeat()).isEqualTo(new Heartbeat(0, null, false));
        assertThat(policies.pingPong().intervalNs())
                .as("a venue that pings us itself may not know pings of ours")
                .isZero();
        assertThat(read("pingPong: {}").pingPong())
                .isEqualTo(new PingPong(30_000 * MS, 10_000 * MS, null, OnTimeout.RECONNECT));
        assertThat(read("heartbeat: {enabled: true, message: x}").heartbeat())
                .isEqualTo(new Heartbeat(30_000 * MS, "x", false));
        assertThat(VenueLoader.parse("v.yaml", file("")).session().silenceNs()).isEqualTo(300_000 * MS);
    }

    @Test
    void shouldMergeMemberByMember() {
        final Reconnection merged = read("reconnection: {maxRetries: null, backoffMultiplier: 1.25}")
                .reconnection();
        assertThat(merged.maxRetries()).isEqualTo(Integer.MAX_VALUE);
        assertThat(merged.multiplierMilli()).isEqualTo(1_250);
        assertThat(merged.maxDelayNs()).isEqualTo(60_000 * MS);
        assertThat(read("connectionLimits: {maxConnections: 10, maxSubscriptionsPerConnection: 50}")
                        .connectionLimits())
                .isEqualTo(new ConnectionLimits(10, 50, 30_000 * MS));
    }

    @Test
    void shouldTakeTheShortFormsOfTheSessionForTheSameMembers() {
        final Policies policies = VenueLoader.parse(
                        "v.yaml",
                        file("silenceMs: 5000, reconnectBaseMs: 2000, reconnectCapMs: 9000, stableMs: 7000,"
                                + " pingIntervalMs: 3000, pingText: hello"))
                .session()
                .policies();
        assertThat(policies.reconnection().initialDelayNs()).isEqualTo(2_000 * MS);
        assertThat(policies.reconnection().maxDelayNs()).isEqualTo(9_000 * MS);
        assertThat(policies.reconnection().stableNs()).isEqualTo(7_000 * MS);
        assertThat(policies.pingPong())
                .as("what awaits no pong")
                .isEqualTo(new PingPong(3_000 * MS, 0, "hello", OnTimeout.RECONNECT));
    }

    @Test
    void shouldRefuseWhatStandsTwice() {
        assertThat(errorsOf(file(
                        "silenceMs: 5000, reconnectBaseMs: 2000, sendLimit: 3, sendWindowMs: 10",
                        "reconnection: {initialDelayMs: 2000}",
                        "connectionLimits: {idleTimeoutMs: 5000, maxMessagesPerSecond: 3}")))
                .containsExactlyInAnyOrder(
                        "v.yaml:6: websocket.reconnection.initialDelayMs: stands as websocket.session.reconnectBaseMs"
                                + " too, keep one of them",
                        "v.yaml:7: websocket.connectionLimits.idleTimeoutMs: stands as websocket.session.silenceMs too,"
                                + " keep one of them",
                        "v.yaml:7: websocket.connectionLimits.maxMessagesPerSecond: stands as"
                                + " websocket.session.sendLimit too, keep one of them");
    }

    @Test
    void shouldNameLineAndKeyOfEachBoundThatIsBroken() {
        assertThat(errors("reconnection: {strategy: sometimes}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:6: websocket.reconnection.strategy: ");
        assertThat(errors("reconnection: {maxRetries: -1}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:6: websocket.reconnection.maxRetries: ");
        assertThat(errors("reconnection: {backoffMultiplier: 0}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:6: websocket.reconnection.backoffMultiplier: ");
        assertThat(errors("reconnection: {initialDelayMs: 5000, maxDelayMs: 4999}"))
                .containsExactly("v.yaml:6: websocket.reconnection.maxDelayMs: must not be below initialDelayMs, is"
                        + " 4999 below 5000");
        assertThat(errors("reconnection: {channels: [books]}"))
                .containsExactly("v.yaml:6: websocket.reconnection.channels.0: unknown channel 'books', name one of"
                        + " websocket.channels");
        assertThat(errors("pingPong: {intervalMs: 10000}"))
                .containsExactly(
                        "v.yaml:6: websocket.pingPong.timeoutMs: must be below intervalMs, is 10000 of 10000 ms");
        assertThat(errors("pingPong: {onTimeout: panic}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:6: websocket.pingPong.onTimeout: ");
        assertThat(errors("pingPong: {pingMessage: hello}"))
                .containsExactly(
                        "v.yaml:6: websocket.pingPong.pingMessage: nothing decodes its answer, add pongField or"
                                + " a message of kind pong");
        assertThat(errors("pingPong: {pingMessage: hello, pongField: 'a[x]'}").toString())
                .contains("v.yaml:6: websocket.pingPong.pongField: path '$.a[x]'");
        assertThat(errors("heartbeat: {enabled: true}"))
                .containsExactly("v.yaml:6: websocket.heartbeat.message: missing, say what is sent");
        assertThat(errors("heartbeat: {intervalMs: 0}"))
                .singleElement()
                .asString()
                .startsWith("v.yaml:6: websocket.heartbeat.intervalMs: ");
        for (final String limit : List.of(
                "maxConnections", "maxSubscriptionsPerConnection", "maxMessagesPerSecond", "connectionTimeoutMs")) {
            assertThat(errors("connectionLimits: {" + limit + ": 0}"))
                    .singleElement()
                    .asString()
                    .startsWith("v.yaml:6: websocket.connectionLimits." + limit + ": ");
        }
        assertThat(errors("pingpong: {}")).singleElement().asString().contains("pingpong: unknown key");
    }
}
