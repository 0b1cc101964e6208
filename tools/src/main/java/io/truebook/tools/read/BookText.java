package io.truebook.tools.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;

/** A book as a ladder for people. */
public final class BookText {
    private BookText() {}

    /** Prints what {@link BookAt#json} says. */
    public static void print(ObjectNode book, PrintStream out) {
        final JsonNode evidence = book.get("evidence");
        out.printf(
                "%s  %s%n", book.get("symbol").asText(), book.get("condition").asText());
        out.printf(
                "proof %s, proven depth %s, proven at position %s, as of %s%n",
                book.get("proof").asText(),
                book.get("provenDepth").asText(),
                evidence.get("provenAt").asText(),
                book.get("asOf").asText("-"));
        out.printf(
                "evidence: snapshot at position %s, last change at %s, condition since %s (%s), last id %s%n",
                evidence.get("snapshotAt").asText(),
                evidence.get("changedAt").asText(),
                evidence.get("conditionAt").asText(),
                evidence.get("reason").asText(),
                evidence.get("lastId").asText());
        final JsonNode statistics = book.get("statistics");
        if (statistics != null) {
            out.printf(
                    "%s; %s snapshots, %s deltas, %s dropped, checksums %s good and %s bad, %s gaps, %s resyncs, %s held%n",
                    statistics.get("mode").asText(),
                    statistics.get("snapshotsReceived").asText(),
                    statistics.get("deltasApplied").asText(),
                    statistics.get("deltasDropped").asText(),
                    statistics.get("checksumValidations").asText(),
                    statistics.get("checksumFailures").asText(),
                    statistics.get("sequenceGaps").asText(),
                    statistics.get("resyncs").asText(),
                    statistics.get("queue").get("currentSize").asText());
        }
        final JsonNode bids = book.get("bids");
        final JsonNode asks = book.get("asks");
        out.printf(
                "%24s %24s  %-24s %-24s%n",
                book.get("bidLevels").asText() + " bids",
                "price",
                "price",
                book.get("askLevels").asText() + " asks");
        for (int i = 0; i < Math.max(bids.size(), asks.size()); i++) {
            out.printf(
                    Locale.ROOT,
                    "%24s %24s  %-24s %-24s%n",
                    cell(bids, i, 1),
                    cell(bids, i, 0),
                    cell(asks, i, 0),
                    cell(asks, i, 1));
        }
    }

    private static String cell(JsonNode side, int level, int column) {
        return level < side.size() ? side.get(level).get(column).asText() : "";
    }
}
