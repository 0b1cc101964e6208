package io.truebook.tools.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Json;
import java.io.PrintStream;

/** What happened while the view ran. */
public final class LiveSummary {
    private LiveSummary() {}

    static ObjectNode json(LiveState state) {
        final ObjectNode node = Json.object();
        final ArrayNode books = node.putArray("books");
        for (LiveBook book : state.books()) {
            books.addObject()
                    .put("symbol", book.symbol())
                    .put("condition", book.conditionName())
                    .put("proof", book.proofText())
                    .put("updates", book.updates())
                    .put("trades", book.trades())
                    .put("doubts", book.doubts())
                    .put("gaps", book.gaps())
                    .put("badChecksums", book.badChecksums())
                    .put("resyncs", book.resyncs());
        }
        final ArrayNode health = node.putArray("health");
        state.health().forEach(health::add);
        if (state.latency().getTotalCount() > 0) {
            node.putObject("latencyNs")
                    .put("p50", state.latency().getValueAtPercentile(50))
                    .put("p99", state.latency().getValueAtPercentile(99))
                    .put("max", state.latency().getMaxValue());
        }
        return node;
    }

    /** Prints a summary for people, a line a book. */
    public static void print(ObjectNode summary, PrintStream out) {
        for (JsonNode book : summary.get("books")) {
            out.printf(
                    "%s: %s, %s; %s updates, %s trades; in doubt %s times, %s gaps, %s bad checksums, %s resyncs%n",
                    book.get("symbol").asText(),
                    book.get("condition").asText(),
                    book.get("proof").asText(),
                    book.get("updates").asText(),
                    book.get("trades").asText(),
                    book.get("doubts").asText(),
                    book.get("gaps").asText(),
                    book.get("badChecksums").asText(),
                    book.get("resyncs").asText());
        }
        final JsonNode latency = summary.get("latencyNs");
        if (latency != null) {
            out.printf(
                    "receive to publish: p50 %s, p99 %s, max %s%n",
                    LiveText.duration(latency.get("p50").asLong()),
                    LiveText.duration(latency.get("p99").asLong()),
                    LiveText.duration(latency.get("max").asLong()));
        }
    }
}
