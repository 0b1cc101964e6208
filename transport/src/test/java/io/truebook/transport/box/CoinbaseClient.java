package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

final class CoinbaseClient extends VenueClient {
    private long next;

    @Override
    String path() {
        return "";
    }

    @Override
    List<String> subscribe(List<String> symbols) {
        String products = symbols.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
        return List.of(
                "{\"type\":\"subscribe\",\"channel\":\"heartbeats\"}",
                "{\"type\":\"subscribe\",\"product_ids\":" + products + ",\"channel\":\"market_trades\"}",
                "{\"type\":\"subscribe\",\"product_ids\":" + products + ",\"channel\":\"level2\"}");
    }

    @Override
    void read(JsonNode frame) {
        gaps += frame.path("sequence_num").asLong() == next++ ? 0 : 1;
        String channel = frame.path("channel").asText();
        shape(channel.equals("market_trades"), "trade");
        shape(channel.equals("heartbeats"), "heartbeat");
        if (!channel.equals("l2_data")) {
            return;
        }
        for (JsonNode event : frame.path("events")) {
            boolean snapshot = event.path("type").asText().equals("snapshot");
            shape(snapshot, "snapshot");
            Book book = book(event.path("product_id").asText(), snapshot);
            List<String> prices = event.path("updates").findValuesAsText("price_level");
            shape(prices.size() > prices.stream().distinct().count(), "repeated price");
            for (JsonNode update : event.path("updates")) {
                set(
                        book,
                        update.path("side").asText().equals("bid"),
                        update.path("price_level"),
                        update.path("new_quantity"));
            }
        }
    }
}
