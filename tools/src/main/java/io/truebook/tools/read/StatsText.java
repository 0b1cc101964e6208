package io.truebook.tools.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;

/** Counts and rates for people. */
public final class StatsText {
    private static final String ROW = "%-28s %-10s %9s %9s %9s %9s %6s %9s %7s%n";

    private StatsText() {}

    /** Prints what {@link Stats#json} says. */
    public static void print(ObjectNode stats, PrintStream out) {
        half("inputs", stats.get("inputs"), out);
        half("outputs", stats.get("outputs"), out);
        final JsonNode latency = stats.get("latencyNs");
        if (latency != null) {
            out.printf(
                    "receive to publish: p50 %s ns, p99 %s ns, max %s ns%n",
                    latency.get("p50").asText(),
                    latency.get("p99").asText(),
                    latency.get("max").asText());
        }
        counts("requests", stats.get("requests"), out);
        counts("events", stats.get("events"), out);
        for (JsonNode venue : stats.get("venues")) {
            out.printf(
                    "%s: %s%s, up %s s; %s received, %s sent, %s errors, %s disconnections, %s silent books%s%n",
                    venue.get("venue").asText(),
                    venue.get("health").asText(),
                    venue.has("reason") ? " (" + venue.get("reason").asText() + ")" : "",
                    venue.get("upSeconds").asText(),
                    venue.get("received").asText(),
                    venue.get("sent").asText(),
                    venue.get("errors").asText(),
                    venue.get("disconnections").asText(),
                    venue.get("silentBooks").asText(),
                    venue.has("clockOffsetNs")
                            ? "; clock offset " + venue.get("clockOffsetNs").asLong() / 1000 + " us, least "
                                    + venue.get("clockLeastNs").asLong() / 1000 + " us"
                            : "");
        }
        final JsonNode instruments = stats.get("instruments");
        if (instruments.size() > 0) {
            out.printf(
                    ROW,
                    "SYMBOL",
                    "CONDITION",
                    "SNAPSHOTS",
                    "DELTAS",
                    "TRADES",
                    "TICKERS",
                    "GAPS",
                    "CHECKSUMS",
                    "RESYNCS");
        }
        for (JsonNode instrument : instruments) {
            out.printf(
                    ROW,
                    instrument.get("symbol").asText(),
                    instrument.get("condition").asText(),
                    instrument.get("snapshots").asText(),
                    instrument.get("deltas").asText(),
                    instrument.get("trades").asText(),
                    instrument.get("tickers").asText(),
                    instrument.get("gaps").asText(),
                    instrument.get("checksumFailures").asText(),
                    instrument.get("resyncs").asText());
        }
    }

    private static void counts(String name, JsonNode counts, PrintStream out) {
        if (counts.isEmpty()) {
            return;
        }
        out.print(name + ":");
        counts.properties()
                .forEach(count ->
                        out.print(" " + count.getKey() + " " + count.getValue().asText()));
        out.println();
    }

    private static void half(String name, JsonNode half, PrintStream out) {
        out.printf(
                "%s: %s records, %s bytes",
                name, half.get("records").asText(), half.get("bytes").asText());
        if (half.has("firstPosition")) {
            out.printf(
                    ", positions %s to %s, %s to %s, %s a second",
                    half.get("firstPosition").asText(),
                    half.get("lastPosition").asText(),
                    half.get("firstTime").asText(),
                    half.get("lastTime").asText(),
                    half.get("perSecond").asText());
        }
        out.println();
        half.get("types")
                .properties()
                .forEach(type -> out.printf(
                        "  %-18s %12s%n", type.getKey(), type.getValue().asText()));
    }
}
