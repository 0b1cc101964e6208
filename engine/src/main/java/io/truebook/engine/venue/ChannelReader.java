package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.venue.VenueDefinition.AckBinding;
import io.truebook.engine.venue.VenueDefinition.Auth;
import io.truebook.engine.venue.VenueDefinition.AuthType;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code websocket.channels}: system A's channel model (row 106 and 109). A channel's variables end in its templates,
 * its message filter in the conditions of the messages that name it.
 */
final class ChannelReader {
    private static final long MS = 1_000_000L;
    private static final long REFRESH_MS = 1_800_000;

    private final JsonNode root;
    private final Problems problems;
    private final List<Channel> channels = new ArrayList<>();

    ChannelReader(JsonNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    List<Channel> read() {
        for (final JsonNode channel : root.get("websocket").path("channels")) {
            final String name = channel.get("name").asText();
            final String pointer = "/websocket/channels/" + channels.size();
            if (channels.stream().anyMatch(known -> known.name().equals(name))) {
                problems.at(pointer + "/name", "channel '" + name + "' stands twice, rename one");
            }
            channels.add(new Channel(
                    name,
                    DataType.valueOf(channel.get("type")
                            .asText()
                            .toUpperCase(Locale.ROOT)
                            .replace('-', '_')),
                    channel.path("access").asText("public").equals("public"),
                    channel.path("perSymbol").asBoolean(true),
                    template(channel, "subscribe", pointer),
                    template(channel, "unsubscribe", pointer),
                    switch (channel.path("acknowledgement").asText("none")) {
                        case "symbol" -> AckBinding.BY_SYMBOL;
                        case "request" -> AckBinding.BY_REQUEST;
                        default -> AckBinding.NONE;
                    },
                    auth(channel, pointer),
                    channel.path("optional").asBoolean(false),
                    channel.path("within").asText(null)));
            filter(name, channel.path("messageFilter"), pointer + "/messageFilter");
        }
        for (int i = 0; i < channels.size(); i++) {
            final String within = channels.get(i).within();
            if (within != null
                    && channels.stream().noneMatch(channel -> channel.name().equals(within))) {
                problems.at(
                        "/websocket/channels/" + i + "/within",
                        "unknown channel '" + within + "', name one of websocket.channels");
            }
        }
        return List.copyOf(channels);
    }

    private String template(JsonNode channel, String key, String pointer) {
        String text = PolicyReader.text(channel.path(key));
        if (text == null) {
            return null;
        }
        for (final var variable : channel.path("variables").properties()) {
            text = text.replace(
                    "${" + variable.getKey() + "}", replacement(variable.getKey(), variable.getValue(), pointer));
        }
        final String unknown = Templates.unknown(text);
        if (unknown != null) {
            problems.at(
                    pointer + '/' + key,
                    "unknown variable '" + unknown + "', name one of variables or of "
                            + Templates.NAMES.stream().sorted().toList());
        }
        return text;
    }

    /** What our own template says for the variable. */
    private String replacement(String name, JsonNode variable, String pointer) {
        final String at = YamlTree.member(pointer + "/variables", name);
        final String source = variable.get("source").asText();
        final String key = source.equals("computed") ? "compute" : "path";
        final String said = variable.path(key).asText("");
        final String known = source.equals("computed")
                ? switch (said) {
                    case "lower(symbol)" -> "symbol:lower";
                    case "upper(symbol)" -> "symbol:upper";
                    case "plain(symbol)" -> "symbol:plain";
                    default -> null;
                }
                : (source.equals("parameter")
                                        ? List.of("symbol", "depth", "trades", "snapshot")
                                        : List.of("id", "channelId"))
                                .contains(said)
                        ? said
                        : null;
        if (known == null) {
            problems.at(
                    at + '/' + key,
                    "'" + said
                            + "' is none; a parameter is symbol, depth, trades or snapshot, a context id or channelId,"
                            + " computed is lower(symbol), upper(symbol) or plain(symbol)");
            return "";
        }
        if (variable.has("default") && !known.equals("depth")) {
            problems.at(at + "/default", "only a depth may be unset, remove it");
        }
        return "${" + known
                + (variable.has("default") ? "=" + variable.get("default").asText() : "") + "}";
    }

    private Auth auth(JsonNode channel, String pointer) {
        final JsonNode auth = channel.path("auth");
        final boolean isPublic = channel.path("access").asText("public").equals("public");
        if (isPublic == !auth.isMissingNode()) {
            problems.at(
                    pointer + (isPublic ? "/auth" : "/access"),
                    isPublic
                            ? "a public channel needs none, remove it or say access: private"
                            : "private, so add auth");
        }
        if (auth.isMissingNode()) {
            return null;
        }
        final List<String> fields = new ArrayList<>();
        auth.path("signatureFields").forEach(field -> fields.add(field.asText()));
        return new Auth(
                switch (auth.get("type").asText()) {
                    case "listenKey" -> AuthType.LISTEN_KEY;
                    case "signature" -> AuthType.SIGNATURE;
                    case "token" -> AuthType.TOKEN;
                    default -> AuthType.CHALLENGE;
                },
                auth.path("listenKeyEndpoint").asText(null),
                auth.path("listenKeyRefreshInterval").asLong(REFRESH_MS) * MS,
                List.copyOf(fields),
                auth.path("challengeHandler").asText(null));
    }

    /** Messages of the channel that do not fit are known and of no interest. */
    private void filter(String channel, JsonNode filter, String pointer) {
        if (filter.isMissingNode()) {
            return;
        }
        final String path = PolicyReader.path(filter.get("field").asText(), pointer + "/field", problems);
        final ArrayNode messages = (ArrayNode) root.get("decode").get("frames").get("messages");
        final List<ObjectNode> others = new ArrayList<>();
        for (final JsonNode message : messages) {
            if (!message.path("channel").asText("").equals(channel)) {
                continue;
            }
            final ObjectNode other = ((ObjectNode) message).objectNode().put("kind", "ignored");
            for (final String kept : List.of("channel", "each", "when")) {
                if (message.has(kept)) {
                    other.set(kept, message.get(kept).deepCopy());
                }
            }
            others.add(other);
            final ObjectNode when = ((ObjectNode) message).withObjectProperty("when");
            if (when.has(path)) {
                problems.at(pointer + "/field", "a message of the channel has a condition on it already, keep one");
            } else if (filter.has("value")) {
                when.set(path, filter.get("value"));
            } else {
                when.putObject(path).set("pattern", filter.get("pattern"));
            }
        }
        if (others.isEmpty()) {
            problems.at(pointer, "no message of decode.frames names the channel, so nothing would be filtered");
        }
        others.forEach(messages::add);
    }
}
