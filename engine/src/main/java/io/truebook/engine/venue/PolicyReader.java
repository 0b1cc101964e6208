package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.venue.Policies.ConnectionLimits;
import io.truebook.engine.venue.Policies.Heartbeat;
import io.truebook.engine.venue.Policies.MessageCacheLimits;
import io.truebook.engine.venue.Policies.OnTimeout;
import io.truebook.engine.venue.Policies.PingPong;
import io.truebook.engine.venue.Policies.Reconnection;
import io.truebook.engine.venue.Policies.SnapshotOnConnect;
import io.truebook.engine.venue.Policies.Strategy;
import io.truebook.engine.venue.VenueDefinition.Channel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code websocket.reconnection}, {@code pingPong}, {@code heartbeat} and {@code connectionLimits}. Where {@code
 * websocket.session} has a short form of the same, it is read as that member, and saying it twice is a problem. What
 * marks an answer ({@code pongField}, {@code expectedResponse}) becomes a message of the decode part.
 */
final class PolicyReader {
    private static final long MS = 1_000_000L;
    private static final String RECONNECTION = "/websocket/reconnection";
    private static final String PING_PONG = "/websocket/pingPong";
    private static final String HEARTBEAT = "/websocket/heartbeat";
    private static final String SNAPSHOT = "/websocket/snapshotOnConnect";
    private static final String LIMITS = "/websocket/connectionLimits";

    private final JsonNode root;
    private final JsonNode webSocket;
    private final JsonNode session;
    private final Problems problems;

    PolicyReader(JsonNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
        webSocket = root.get("websocket");
        session = webSocket.get("session");
    }

    Policies read(List<Channel> channels) {
        return new Policies(
                reconnection(channels), pingPong(), heartbeat(), limits(), snapshotOnConnect(), messageCache());
    }

    /** How long nothing may come before the connection is dead. */
    long silenceMs() {
        return said(LIMITS, "idleTimeoutMs", "silenceMs").asLong(300_000);
    }

    private Reconnection reconnection(List<Channel> channels) {
        final JsonNode group = webSocket.path("reconnection");
        final long initial =
                said(RECONNECTION, "initialDelayMs", "reconnectBaseMs").asLong(1_000);
        final long cap = said(RECONNECTION, "maxDelayMs", "reconnectCapMs").asLong(60_000);
        if (cap < initial) {
            problems.at(
                    RECONNECTION + "/maxDelayMs", "must not be below initialDelayMs, is " + cap + " below " + initial);
        }
        final List<String> names = new ArrayList<>();
        for (final JsonNode name : group.path("channels")) {
            if (channels.stream().noneMatch(channel -> channel.name().equals(name.asText()))) {
                problems.at(
                        RECONNECTION + "/channels/" + names.size(),
                        "unknown channel '" + name.asText() + "', name one of websocket.channels");
            }
            names.add(name.asText());
        }
        final JsonNode tries = group.path("maxRetries");
        final BigDecimal multiplier =
                group.has("backoffMultiplier") ? group.get("backoffMultiplier").decimalValue() : BigDecimal.valueOf(2);
        return new Reconnection(
                group.path("enabled").asBoolean(true)
                        ? Strategy.valueOf(constant(group.path("strategy").asText("exponential-backoff")))
                        : Strategy.NONE,
                tries.isNull() ? Integer.MAX_VALUE : tries.asInt(10),
                initial * MS,
                cap * MS,
                multiplier.movePointRight(3).longValue(),
                said(RECONNECTION, "stableMs", "stableMs").asLong(60_000) * MS,
                List.copyOf(names),
                group.path("preserveSubscriptionState").asBoolean(true));
    }

    /** Without the group nothing is awaited; without any word of pings there are none, for the venue may ping us. */
    private PingPong pingPong() {
        final JsonNode group = webSocket.path("pingPong");
        final boolean strict = !group.isMissingNode();
        final JsonNode message = said(PING_PONG, "pingMessage", "pingText");
        final long interval = said(PING_PONG, "intervalMs", "pingIntervalMs").asLong(strict ? 30_000 : 0);
        final long timeout = group.path("timeoutMs").asLong(10_000);
        if (strict && timeout >= interval) {
            problems.at(
                    PING_PONG + "/timeoutMs", "must be below intervalMs, is " + timeout + " of " + interval + " ms");
        }
        if (group.has("pongField")) {
            addMessage("pong", group.get("pongField").asText(), PING_PONG + "/pongField");
        }
        final OnTimeout onTimeout =
                OnTimeout.valueOf(constant(group.path("onTimeout").asText("reconnect")));
        if (!message.isMissingNode() && strict && !hasMessage("pong")) {
            problems.at(
                    PING_PONG + "/pingMessage", "nothing decodes its answer, add pongField or a message of kind pong");
        }
        final boolean on = group.path("enabled").asBoolean(true);
        return new PingPong(on ? interval * MS : 0, on && strict ? timeout * MS : 0, text(message), onTimeout);
    }

    private Heartbeat heartbeat() {
        final JsonNode group = webSocket.path("heartbeat");
        final boolean on = group.path("enabled").asBoolean(false);
        if (on && !group.has("message")) {
            problems.at(HEARTBEAT + "/message", "missing, say what is sent");
        }
        final JsonNode answer = group.path("expectedResponse");
        if (on && answer.isTextual()) {
            ((ObjectNode) root.get("decode").get("frames"))
                    .withObjectProperty("texts")
                    .put(answer.asText(), "heartbeat_reply");
        } else if (on && answer.isObject()) {
            final ObjectNode added = addMessage("heartbeat_reply");
            answer.properties().forEach(member -> {
                final String path = path(
                        member.getKey(), YamlTree.member(HEARTBEAT + "/expectedResponse", member.getKey()), problems);
                added.withObjectProperty("when").set(path, member.getValue());
            });
        }
        return new Heartbeat(
                on ? group.path("intervalMs").asLong(30_000) * MS : 0,
                text(group.path("message")),
                !answer.isMissingNode());
    }

    private ConnectionLimits limits() {
        final JsonNode group = webSocket.path("connectionLimits");
        return new ConnectionLimits(
                group.path("maxConnections").asInt(5),
                group.path("maxSubscriptionsPerConnection").asInt(200),
                group.path("connectionTimeoutMs").asLong(30_000) * MS);
    }

    private MessageCacheLimits messageCache() {
        final JsonNode group = webSocket.path("messageCache");
        return new MessageCacheLimits(
                group.path("ttlMs").asLong(300_000) * MS,
                group.path("maxMessages").asInt(10_000));
    }

    private SnapshotOnConnect snapshotOnConnect() {
        final JsonNode group = webSocket.path("snapshotOnConnect");
        if (group.has("orderBookDepth") && root.path("book").has("defaultDepth")) {
            problems.at(SNAPSHOT + "/orderBookDepth", "stands as book.defaultDepth too, keep one of them");
        }
        return new SnapshotOnConnect(
                group.path("enabled").asBoolean(true),
                group.path("orderBookDepth").asInt(group.isMissingNode() ? 0 : 20),
                group.path("tradesLimit").asInt(50));
    }

    /** The member of the group, or its short form in {@code session}; both at once are a problem. */
    private JsonNode said(String group, String member, String shortForm) {
        final JsonNode own = root.at(group).path(member);
        final JsonNode other = session.path(shortForm);
        if (!own.isMissingNode() && !other.isMissingNode()) {
            problems.at(group + '/' + member, "stands as websocket.session." + shortForm + " too, keep one of them");
        }
        return own.isMissingNode() ? other : own;
    }

    private void addMessage(String kind, String field, String pointer) {
        final ObjectNode added = addMessage(kind);
        added.withObjectProperty("when")
                .putObject(path(field, pointer, problems))
                .put("present", true);
    }

    /** Behind the others: what the file itself says of a frame comes first. */
    private ObjectNode addMessage(String kind) {
        final ArrayNode messages = (ArrayNode) root.get("decode").get("frames").get("messages");
        return messages.addObject().put("kind", kind);
    }

    /** {@code $} and the first dot may be left out, as in the model. */
    static String path(String text, String pointer, Problems problems) {
        final String full = text.startsWith("$") ? text : text.startsWith("[") ? "$" + text : "$." + text;
        try {
            FieldPath.parse(full);
        } catch (IllegalArgumentException e) {
            problems.at(pointer, e.getMessage());
            return "$.none";
        }
        return full;
    }

    private boolean hasMessage(String kind) {
        final JsonNode frames = root.get("decode").get("frames");
        for (final JsonNode message : frames.get("messages")) {
            if (message.get("kind").asText().equals(kind)) {
                return true;
            }
        }
        for (final JsonNode text : frames.path("texts")) {
            if (text.asText().equals(kind)) {
                return true;
            }
        }
        return false;
    }

    /** A template as it is sent: a text as it stands, an object as JSON. */
    static String text(JsonNode template) {
        return template.isMissingNode() ? null : template.isTextual() ? template.asText() : template.toString();
    }

    private static String constant(String word) {
        return word.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
