package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

final class OkxClient extends VenueClient {
    private final Map<String, Long> last = new HashMap<>();

    @Override
    String path() {
        return "/ws/v5/public";
    }

    @Override
    List<String> subscribe(List<String> symbols) {
        return List.of("{\"id\":\"7\",\"op\":\"subscribe\",\"args\":["
                + symbols.stream()
                        .map(symbol -> "{\"channel\":\"books\",\"instId\":\"" + symbol
                                + "\"},{\"channel\":\"trades\",\"instId\":\"" + symbol + "\"}")
                        .collect(Collectors.joining(","))
                + "]}");
    }

    @Override
    void read(JsonNode frame) {
        if (!frame.at("/arg/channel").asText().equals("books") || !frame.has("data")) {
            shape(frame.path("event").asText().equals("subscribe"), "acknowledgement");
            shape(frame.at("/arg/channel").asText().equals("trades") && frame.has("data"), "trade");
            return;
        }
        JsonNode data = frame.at("/data/0");
        String symbol = frame.at("/arg/instId").asText();
        boolean snapshot = frame.path("action").asText().equals("snapshot");
        long previous = data.path("prevSeqId").asLong();
        long id = data.path("seqId").asLong();
        shape(snapshot, "snapshot");
        shape(!snapshot && id == previous, "keep-alive");
        shape(!snapshot && id < previous, "sequence reset");
        gaps += snapshot ? (previous == -1 ? 0 : 1) : previous == last.getOrDefault(symbol, -2L) ? 0 : 1;
        last.put(symbol, id);
        Book book = book(symbol, snapshot);
        levels(book, true, data.path("bids"));
        levels(book, false, data.path("asks"));
    }
}
