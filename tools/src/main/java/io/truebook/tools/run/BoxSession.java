package io.truebook.tools.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.BoxStats;
import io.truebook.transport.box.ExchangeBox;
import java.util.Locale;
import java.util.Map;

/** An exchange-in-a-box from start to stop, and what it says of itself. */
final class BoxSession implements AutoCloseable {
    /** What a venue's own address has after the host. */
    private static final Map<String, String> SOCKET_PATHS = Map.of(
            "kraken", "/v2",
            "kraken-v1", "/",
            "okx", "/ws/v5/public",
            "bybit", "/v5/public/linear",
            "bitfinex", "/ws/2",
            "coinbase", "/",
            "coinbase-exchange", "/",
            "generic", "/");

    private static final String STREAM_PATH = "/stream";

    private final ExchangeBox box;

    /**
     * Starts.
     *
     * @throws ToolException when the venue, the recording or the faults do not fit (exit code 2), or the port is taken
     *     (exit code 3)
     */
    BoxSession(BoxOptions options) {
        try {
            box = ExchangeBox.start(options);
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw ToolException.missing(e.getMessage(), e);
        }
    }

    ExchangeBox box() {
        return box;
    }

    /** The address that a profile gives as {@code webSocketUrl}. */
    String webSocketUrl(String venue) {
        return box.webSocketUrl(venue) + SOCKET_PATHS.getOrDefault(venue, STREAM_PATH);
    }

    /** Where clients find a venue. */
    ObjectNode address(String venue) {
        final ObjectNode node = Json.object()
                .put("venue", venue)
                .put("port", box.port())
                .put("webSocketUrl", webSocketUrl(venue))
                .put("restUrl", box.restUrl(venue));
        final ArrayNode symbols = node.putArray("symbols");
        box.symbols(venue).forEach(symbols::add);
        return node;
    }

    /** What was served and which faults really happened. */
    ObjectNode stats() {
        final BoxStats stats = box.stats();
        final ObjectNode node = Json.object()
                .put("connections", stats.connections())
                .put("feedFrames", stats.feedFrames())
                .put("framesSent", stats.framesSent())
                .put("bookFrames", stats.bookFrames())
                .put("snapshots", stats.snapshots())
                .put("queries", stats.queries())
                .put("finished", stats.finished());
        final ObjectNode faults = node.putObject("faults");
        stats.faults().forEach((kind, count) -> faults.put(kind.name().toLowerCase(Locale.ROOT), count));
        return node;
    }

    /** {@link #stats} in one line. */
    static String line(ObjectNode stats) {
        final StringBuilder faults = new StringBuilder();
        stats.get("faults")
                .properties()
                .forEach(fault -> faults.append(faults.length() == 0 ? "" : ", ")
                        .append(fault.getKey())
                        .append(' ')
                        .append(fault.getValue().asText()));
        return "exchange: " + stats.get("connections").asText() + " connections, "
                + stats.get("framesSent").asText() + " frames sent, "
                + stats.get("bookFrames").asText() + " of them books, "
                + stats.get("queries").asText()
                + " queries; faults that happened: " + (faults.length() == 0 ? "none" : faults);
    }

    @Override
    public void close() {
        box.close();
    }
}
