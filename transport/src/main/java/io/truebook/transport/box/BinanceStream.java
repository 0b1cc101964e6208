package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A feed's frame taken apart: the stream's name, the bytes of the data as they stand in the frame, and its tree.
 *
 * @param kind what follows the symbol, without a speed: {@code depth}, {@code bookTicker}, {@code trade}, …
 */
record BinanceStream(String name, String symbol, String kind, byte[] data, JsonNode tree) {
    /** The stream of a frame, combined or raw, or null when it is none (an acknowledgement, say). */
    static BinanceStream of(byte[] payload, JsonNode root) {
        if (root.has("stream") && root.path("data").isObject()) {
            String name = root.get("stream").asText();
            return new BinanceStream(name, symbolOf(name), kindOf(name), dataOf(payload, root), root.get("data"));
        }
        String symbol = root.path("s").asText();
        String event = root.path("e").asText();
        if (symbol.isEmpty()) {
            return null;
        }
        String kind = event.equals("depthUpdate")
                ? "depth"
                : event.isEmpty() && root.has("B") && root.has("A") ? "bookTicker" : event;
        String name = symbol.toLowerCase(Locale.ROOT) + '@' + kind;
        return kind.isEmpty() ? null : new BinanceStream(name, symbol, kind, payload, root);
    }

    static String symbolOf(String name) {
        int at = name.indexOf('@');
        return (at < 0 ? name : name.substring(0, at)).toUpperCase(Locale.ROOT);
    }

    /**
     * {@code btcusdt@depth@100ms} and {@code @depth} are one kind here, because a feed holds one speed; partial books
     * ({@code @depth20}) are another.
     */
    static String kindOf(String name) {
        String[] parts = name.split("@", -1);
        return parts.length < 2 ? "" : parts[1];
    }

    /** What {@code name} and this share: symbol and kind. */
    boolean answers(String subscribed) {
        return symbolOf(subscribed).equals(symbol) && kindOf(subscribed).equals(kind);
    }

    /** The wrapper around the data under the name that the client subscribed. */
    static byte[] wrap(String name, byte[] data) {
        byte[] head = ("{\"stream\":\"" + name + "\",\"data\":").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + data.length + 1);
        System.arraycopy(data, 0, whole, head.length, data.length);
        whole[whole.length - 1] = '}';
        return whole;
    }

    /** The data's own bytes where the wrapper is the usual one, else the tree written anew. */
    private static byte[] dataOf(byte[] payload, JsonNode root) {
        String text = new String(payload, StandardCharsets.UTF_8);
        int at = text.indexOf("\"data\":");
        if (text.startsWith("{\"stream\":") && at > 0 && text.endsWith("}}")) {
            return text.substring(at + 7, text.length() - 1).getBytes(StandardCharsets.UTF_8);
        }
        return Json.text(root.get("data")).getBytes(StandardCharsets.UTF_8);
    }
}
