package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The texts of Kraken's WebSocket v2 (docs.kraken.com/api/docs/websocket-v2, read 2026-05): numbers are JSON numbers
 * with all of the pair's decimals, times RFC 3339 with microseconds.
 */
final class KrakenText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private KrakenText() {}

    static String time(long epochNs) {
        return TIME.format(
                Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_SECOND), Math.floorMod(epochNs, NS_PER_SECOND)));
    }

    static String now() {
        return TIME.format(Instant.now());
    }

    static String status(long connectionId) {
        return "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\","
                + "\"api_version\":\"v2\",\"connection_id\":" + Long.toUnsignedString(connectionId) + "}]}";
    }

    static String success(String method, JsonNode requestId, ObjectNode result, String timeIn) {
        ObjectNode ack = Json.object().put("method", method);
        if (requestId != null) {
            ack.set("req_id", requestId);
        }
        ack.set("result", result);
        return Json.text(ack.put("success", true).put("time_in", timeIn).put("time_out", now()));
    }

    static String error(String method, JsonNode requestId, String error, String timeIn) {
        ObjectNode ack = Json.object().put("error", error);
        if (method != null) {
            ack.put("method", method);
        }
        if (requestId != null) {
            ack.set("req_id", requestId);
        }
        return Json.text(ack.put("success", false).put("time_in", timeIn).put("time_out", now()));
    }

    static String pong(JsonNode requestId, String timeIn) {
        ObjectNode pong = Json.object().put("method", "pong");
        if (requestId != null) {
            pong.set("req_id", requestId);
        }
        return Json.text(pong.put("time_in", timeIn).put("time_out", now()));
    }

    static String book(
            String type, Instrument pair, List<Level> bids, List<Level> asks, long checksum, String timestamp) {
        StringBuilder text = new StringBuilder(160 + 40 * (bids.size() + asks.size()));
        text.append("{\"channel\":\"book\",\"type\":\"").append(type);
        text.append("\",\"data\":[{\"symbol\":\"").append(pair.symbol());
        text.append("\",\"bids\":");
        appendLevels(text, pair, bids);
        text.append(",\"asks\":");
        appendLevels(text, pair, asks);
        text.append(",\"checksum\":").append(checksum);
        return text.append(",\"timestamp\":\"")
                .append(timestamp)
                .append("\"}]}")
                .toString();
    }

    private static void appendLevels(StringBuilder text, Instrument pair, List<Level> levels) {
        text.append('[');
        for (int i = 0; i < levels.size(); i++) {
            text.append(i == 0 ? "{\"price\":" : ",{\"price\":")
                    .append(number(levels.get(i).price(), pair.priceDecimals()))
                    .append(",\"qty\":")
                    .append(number(levels.get(i).size(), pair.sizeDecimals()))
                    .append('}');
        }
        text.append(']');
    }

    static String number(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
    }

    /** The instrument channel's snapshot; increments beyond four decimals in scientific notation, as the venue does. */
    static String instruments(Collection<Instrument> pairs) {
        StringBuilder text =
                new StringBuilder("{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[");
        List<String> assets = new ArrayList<>();
        for (Instrument pair : pairs) {
            for (String asset : pair.symbol().split("/", 2)) {
                if (!assets.contains(asset)) {
                    assets.add(asset);
                }
            }
        }
        for (int i = 0; i < assets.size(); i++) {
            text.append(i == 0 ? "" : ",").append("{\"id\":\"").append(assets.get(i));
            text.append("\",\"status\":\"enabled\",\"precision\":10,\"precision_display\":5,\"borrowable\":false,"
                    + "\"collateral_value\":0.0}");
        }
        text.append("],\"pairs\":[");
        String separator = "";
        for (Instrument pair : pairs) {
            String[] sides = pair.symbol().split("/", 2);
            text.append(separator).append("{\"symbol\":\"").append(pair.symbol());
            text.append("\",\"base\":\"").append(sides[0]);
            text.append("\",\"quote\":\"").append(sides.length > 1 ? sides[1] : "");
            text.append("\",\"status\":\"online\",\"qty_precision\":").append(pair.sizeDecimals());
            text.append(",\"qty_increment\":").append(increment(pair.sizeDecimals()));
            text.append(",\"price_precision\":").append(pair.priceDecimals());
            text.append(",\"price_increment\":").append(increment(pair.priceDecimals()));
            text.append(",\"cost_precision\":5,\"cost_min\":0.5,\"marginable\":false,\"has_index\":true,\"qty_min\":")
                    .append(increment(pair.sizeDecimals()))
                    .append('}');
            separator = ",";
        }
        return text.append("]}}").toString();
    }

    private static String increment(int decimals) {
        return decimals > 4
                ? "1e-" + (decimals < 10 ? "0" : "") + decimals
                : BigDecimal.ONE.movePointLeft(decimals).toPlainString();
    }
}
