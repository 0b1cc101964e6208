package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.recording.Recording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns from a recording of Binance streams the symbols and their decimals, and keeps each symbol's first REST
 * snapshot, which is what a query made before it in the recording's time is answered.
 */
final class BinanceRecording {
    private static final Pattern SYMBOL = Pattern.compile("[?&]symbol=([^&]+)");

    private final Map<String, int[]> decimals = new LinkedHashMap<>();
    private final Map<String, byte[]> snapshots = new LinkedHashMap<>();
    private byte[] unnamed;

    /** The feed and the first snapshots by symbol. */
    record Scanned(Feed feed, Map<String, byte[]> snapshots) {}

    private BinanceRecording() {}

    static Scanned scan(String venue, Recording recording) {
        BinanceRecording scan = new BinanceRecording();
        RecordedFeed.scan(recording, scan::take);
        Map<String, Instrument> instruments = new LinkedHashMap<>();
        scan.decimals.forEach((symbol, seen) -> instruments.put(symbol, new Instrument(symbol, seen[0], seen[1], 0)));
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException(
                    venue + ": recording " + recording.files() + " holds no depth stream; give another venue or file");
        }
        if (scan.unnamed != null) {
            if (instruments.size() != 1) {
                throw new IllegalArgumentException(venue + ": recording " + recording.files()
                        + " holds a REST snapshot without its address among several symbols " + instruments.keySet()
                        + "; give the answers in a file of their own");
            }
            scan.snapshots.putIfAbsent(instruments.keySet().iterator().next(), scan.unnamed);
        }
        for (String symbol : instruments.keySet()) {
            if (!scan.snapshots.containsKey(symbol)) {
                throw new IllegalArgumentException(venue + ": recording " + recording.files()
                        + " holds no REST snapshot of " + symbol + "; add the file with the answers: A,B");
            }
        }
        return new Scanned(new RecordedFeed(recording, instruments), scan.snapshots);
    }

    /** The symbol that a frame answers over REST: null when it is no depth answer, empty when it does not say. */
    static String answeredSymbol(FeedFrame frame, JsonNode root) {
        if (!root.has("lastUpdateId")) {
            return null;
        }
        if (frame.url() == null) {
            return root.path("symbol").asText();
        }
        Matcher symbol = SYMBOL.matcher(frame.url());
        return symbol.find() ? symbol.group(1) : "";
    }

    private void take(FeedFrame frame) {
        JsonNode root = Json.parse(frame.payload());
        if (root == null) {
            return;
        }
        String answered = answeredSymbol(frame, root);
        if (answered != null) {
            if (answered.isEmpty()) {
                unnamed = unnamed == null ? frame.payload() : unnamed;
            } else {
                snapshots.putIfAbsent(answered, frame.payload());
            }
            return;
        }
        BinanceStream stream = frame.url() == null ? BinanceStream.of(frame.payload(), root) : null;
        if (stream != null && stream.kind().equals("depth")) {
            int[] seen = decimals.computeIfAbsent(stream.symbol(), symbol -> new int[2]);
            for (String side : List.of("b", "a")) {
                for (JsonNode level : stream.tree().path(side)) {
                    seen[0] = Math.max(seen[0], Json.decimal(level.path(0)).scale());
                    seen[1] = Math.max(seen[1], Json.decimal(level.path(1)).scale());
                }
            }
        }
    }
}
