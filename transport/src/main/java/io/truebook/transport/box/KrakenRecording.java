package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.recording.Recording;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Learns from a recording of Kraken v2 what an instrument frame would have said: decimals from the literals, where the
 * recording has no instrument frame of its own (quantities never less than eight, as all pairs have), depth from the
 * acknowledgements, else from the longest snapshot.
 */
final class KrakenRecording {
    private static final int USUAL_SIZE_DECIMALS = 8;
    private static final int[] DEPTHS = {10, 25, 100, 500, 1000};

    private final Map<String, int[]> learnt = new LinkedHashMap<>();
    private final Map<String, int[]> stated = new LinkedHashMap<>();
    private final Map<String, Integer> depths = new LinkedHashMap<>();

    private KrakenRecording() {}

    static Feed feed(Recording recording) {
        KrakenRecording scan = new KrakenRecording();
        RecordedFeed.scan(recording, scan::take);
        Map<String, Instrument> instruments = new LinkedHashMap<>();
        scan.learnt.forEach((symbol, seen) -> {
            int[] decimals = scan.stated.getOrDefault(symbol, seen);
            int depth = scan.depths.getOrDefault(symbol, atLeast(seen[2]));
            instruments.put(symbol, new Instrument(symbol, decimals[0], decimals[1], depth));
        });
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException("kraken: recording " + recording.files()
                    + " holds no book of WebSocket v2; give another venue or file");
        }
        return new RecordedFeed(recording, instruments);
    }

    private static int atLeast(int levels) {
        for (int depth : DEPTHS) {
            if (depth >= levels) {
                return depth;
            }
        }
        return levels;
    }

    private void take(FeedFrame frame) {
        JsonNode root = Json.parse(frame.payload());
        if (root == null) {
            return;
        }
        switch (root.path("channel").asText()) {
            case "book" -> root.path("data").forEach(this::takeBook);
            case "instrument" ->
                root.path("data")
                        .path("pairs")
                        .forEach(pair -> stated.put(pair.path("symbol").asText(), new int[] {
                            pair.path("price_precision").asInt(),
                            pair.path("qty_precision").asInt()
                        }));
            default -> {
                JsonNode result = root.path("result");
                if (result.path("channel").asText().equals("book") && result.has("depth")) {
                    depths.put(
                            result.path("symbol").asText(), result.get("depth").asInt());
                }
            }
        }
    }

    private void takeBook(JsonNode book) {
        int[] seen =
                learnt.computeIfAbsent(book.path("symbol").asText(), symbol -> new int[] {0, USUAL_SIZE_DECIMALS, 0});
        for (String side : new String[] {"bids", "asks"}) {
            for (JsonNode level : book.path(side)) {
                seen[0] = Math.max(seen[0], Json.decimal(level.path("price")).scale());
                seen[1] = Math.max(seen[1], Json.decimal(level.path("qty")).scale());
            }
            seen[2] = Math.max(seen[2], book.path(side).size());
        }
    }
}
