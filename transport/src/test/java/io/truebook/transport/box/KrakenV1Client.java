package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Truncates by itself and takes the checksum over the digits as they came. */
final class KrakenV1Client extends VenueClient {
    private final int depth;
    private final Map<String, Integer> pairs = new HashMap<>();

    KrakenV1Client(int depth) {
        this.depth = depth;
    }

    @Override
    String path() {
        return "";
    }

    @Override
    List<String> subscribe(List<String> symbols) {
        String pair = symbols.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
        return List.of(
                "{\"event\":\"subscribe\",\"pair\":" + pair + ",\"subscription\":{\"name\":\"trade\"}}",
                "{\"event\":\"subscribe\",\"reqid\":42,\"pair\":" + pair
                        + ",\"subscription\":{\"name\":\"book\",\"depth\":" + depth + "}}");
    }

    @Override
    void read(JsonNode frame) {
        String channel = frame.path(frame.size() - 2).asText();
        shape(channel.equals("trade"), "trade");
        if (!channel.equals("book-" + depth)) {
            return;
        }
        boolean snapshot = frame.path(1).has("as");
        shape(frame.size() == 5, "two payload objects");
        shape(!snapshot && frame.size() == 4, "one payload object");
        shape(raw.contains(",\"r\"]"), "republished level");
        Book book = book(frame.path(frame.size() - 1).asText(), snapshot);
        JsonNode expected = null;
        for (int i = 1; i < frame.size() - 2; i++) {
            levels(book, true, frame.get(i).path(snapshot ? "bs" : "b"));
            levels(book, false, frame.get(i).path(snapshot ? "as" : "a"));
            expected = frame.get(i).has("c") ? frame.get(i).get("c") : expected;
        }
        book.truncate(depth);
        shape(book.bids(10).size() < 10 || book.asks(10).size() < 10, "thin side");
        if (!snapshot) {
            checked++;
            bad += expected != null && Long.parseLong(expected.asText()) == checksum(book) ? 0 : 1;
        }
    }

    private static long checksum(Book book) {
        StringBuilder text = new StringBuilder();
        for (List<Level> side : List.of(book.asks(10), book.bids(10))) {
            for (Level level : side) {
                for (var number : List.of(level.price(), level.size())) {
                    text.append(number.toPlainString().replace(".", "").replaceFirst("^0+", ""));
                }
            }
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
