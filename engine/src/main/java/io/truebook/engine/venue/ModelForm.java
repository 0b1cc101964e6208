package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * A definition may hold nothing but {@code websocket.reconciliation}, as the model's own example does: what it leaves out
 * is the model's own protocol (docs/reconciliation.md), and is filled in here before the schema looks at the whole.
 */
final class ModelForm {
    private static final String URL = "ws://127.0.0.1:9000/generic";
    private static final int SILENCE_MS = 30_000;
    private static final Map<String, String> DATA_TYPES =
            Map.of("orderBook", "book", "trades", "trades", "ticker", "ticker", "balance", "other");

    private ModelForm() {}

    /** True where the file speaks of snapshots and says nothing of how frames are read. */
    static boolean is(JsonNode root) {
        return root.isObject()
                && !root.has("decode")
                && root.path("websocket")
                        .path("reconciliation")
                        .path("snapshots")
                        .isObject()
                && !root.path("websocket")
                        .path("reconciliation")
                        .path("snapshots")
                        .isEmpty();
    }

    /** @param fileName gives the id where the file names none */
    static void complete(ObjectNode root, String fileName) {
        final String id = root.path("id").asText(idOf(fileName));
        fill(root, "id", id);
        fill(root, "title", "Reconciliation model, " + root.get("id").asText());
        final ObjectNode webSocket = (ObjectNode) root.get("websocket");
        fill(webSocket, "url", URL);
        if (!webSocket.has("session")) {
            webSocket.putObject("session").put("silenceMs", SILENCE_MS);
        }
        final JsonNode model = webSocket.get("reconciliation");
        if (!webSocket.has("channels")) {
            channels(webSocket.putArray("channels"), model.get("snapshots"));
        }
        final ObjectNode decode = root.putObject("decode").put("model", true);
        decode.putObject("frames").putArray("messages").addObject().put("kind", "ignored"); // no plan is needed
        if (!root.has("book")) {
            book(root, model);
        }
    }

    private static void fill(ObjectNode node, String key, String value) {
        if (!node.has(key)) {
            node.put(key, value);
        }
    }

    private static String idOf(String fileName) {
        final String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        final int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    private static void channels(ArrayNode channels, JsonNode snapshots) {
        snapshots.properties().forEach(snapshot -> {
            final String type =
                    DATA_TYPES.getOrDefault(snapshot.getValue().path("type").asText(), "other");
            channels.addObject()
                    .put("name", snapshot.getKey())
                    .put("type", type)
                    .put("subscribe", request("subscribe", snapshot.getKey()))
                    .put("unsubscribe", request("unsubscribe", snapshot.getKey()))
                    .put("acknowledgement", "request");
        });
    }

    private static String request(String op, String channel) {
        return "{\"op\":\"" + op + "\",\"channel\":\"" + channel + "\",\"symbol\":\"${symbol}\",\"id\":${id}}";
    }

    /** Each delta names or implies the id before it, and every level that the book holds is told of. */
    private static void book(ObjectNode root, JsonNode model) {
        model.get("snapshots").properties().forEach(snapshot -> {
            if (snapshot.getValue().path("type").asText().equals("orderBook") && !root.has("book")) {
                final ObjectNode book = root.putObject("book");
                book.put("channel", snapshot.getKey());
                book.putObject("snapshot").put("source", "in-band");
                book.put("continuity", "previous");
                book.put("chainCovers", "all");
                book.put("proof", model.path("checksums").has(snapshot.getKey()) ? "both" : "chain");
            }
        });
    }
}
