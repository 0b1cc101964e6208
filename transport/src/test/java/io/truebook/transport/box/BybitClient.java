package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

final class BybitClient extends VenueClient {
    private final int depth;
    private final Map<String, Long> last = new HashMap<>();

    BybitClient(int depth) {
        this.depth = depth;
    }

    @Override
    String path() {
        return "/v5/public/linear";
    }

    @Override
    List<String> subscribe(List<String> symbols) {
        return List.of("{\"req_id\":\"1\",\"op\":\"subscribe\",\"args\":["
                + symbols.stream()
                        .map(symbol -> "\"orderbook." + depth + '.' + symbol + "\",\"publicTrade." + symbol + '"')
                        .collect(Collectors.joining(","))
                + "]}");
    }

    @Override
    void read(JsonNode frame) {
        if (!frame.path("topic").asText().startsWith("orderbook.")) {
            shape(frame.path("success").asBoolean(), "acknowledgement");
            shape(frame.path("topic").asText().startsWith("publicTrade."), "trade");
            return;
        }
        JsonNode data = frame.path("data");
        String symbol = data.path("s").asText();
        boolean snapshot = frame.path("type").asText().equals("snapshot");
        long id = data.path("u").asLong();
        shape(snapshot && id != 1, "snapshot");
        shape(snapshot && id == 1, "restart");
        gaps += snapshot || id == last.getOrDefault(symbol, -2L) + 1 ? 0 : 1;
        last.put(symbol, id);
        Book book = book(symbol, snapshot);
        levels(book, true, data.path("b"));
        levels(book, false, data.path("a"));
    }
}
