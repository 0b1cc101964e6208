package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Greetings, acknowledgements, refusals and heartbeats in each venue's words. */
@Timeout(120)
class VenueSessionsTest {
    @Test
    void shouldSpeakTheSessionOfBitfinex() throws Exception {
        try (ExchangeBox box = quiet("bitfinex");
                BoxClient client = BoxClient.connect(box.webSocketUrl("bitfinex") + "/ws/2")) {
            assertThat(client.nextTree().at("/platform/status").asInt()).isEqualTo(1);
            client.send("{\"event\":\"ping\",\"cid\":1234}");
            assertThat(client.nextTree().path("cid").asInt()).isEqualTo(1234);
            client.send("{\"event\":\"conf\",\"flags\":65536}");
            assertThat(client.next()).isEqualTo("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":65536}");
            String book = "{\"event\":\"subscribe\",\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"len\":\"25\"}";
            client.send(book);
            JsonNode subscribed = client.nextTree();
            assertThat(subscribed.path("event").asText()).isEqualTo("subscribed");
            assertThat(subscribed.path("pair").asText()).isEqualTo("BTCUSD");
            JsonNode snapshot = until(client, JsonNode::isArray);
            assertThat(snapshot.path(0).asLong())
                    .isEqualTo(subscribed.path("chanId").asLong());
            assertThat(snapshot.path(2).asLong())
                    .as("the first of the connection's counter")
                    .isEqualTo(1);
            client.send(book);
            assertThat(until(client, frame -> frame.path("event").asText().equals("error"))
                            .path("code")
                            .asInt())
                    .isEqualTo(10301);
            client.send(book.replace("tBTCUSD", "tNONE"));
            assertThat(until(client, frame -> frame.path("event").asText().equals("error"))
                            .path("code")
                            .asInt())
                    .isEqualTo(10001);
            client.send("{\"event\":\"unsubscribe\",\"chanId\":" + subscribed.path("chanId") + "}");
            assertThat(until(client, frame -> frame.path("event").asText().equals("unsubscribed"))
                            .path("status")
                            .asText())
                    .isEqualTo("OK");
        }
    }

    @Test
    void shouldSpeakTheSessionOfKrakenV1() throws Exception {
        try (ExchangeBox box = quiet("kraken-v1");
                BoxClient client = BoxClient.connect(box.webSocketUrl("kraken-v1"))) {
            assertThat(client.nextTree().path("event").asText()).isEqualTo("systemStatus");
            client.send("{\"event\":\"ping\",\"reqid\":42}");
            assertThat(client.next()).isEqualTo("{\"reqid\":42,\"event\":\"pong\"}");
            String book = "{\"event\":\"subscribe\",\"pair\":[\"XBT/USD\",\"NO/PAIR\"],\"reqid\":7,"
                    + "\"subscription\":{\"name\":\"book\",\"depth\":25}}";
            client.send(book);
            JsonNode subscribed = until(client, frame -> frame.has("status"));
            assertThat(subscribed.path("channelName").asText()).isEqualTo("book-25");
            assertThat(subscribed.path("status").asText()).isEqualTo("subscribed");
            JsonNode refused = until(client, frame -> frame.has("errorMessage"));
            assertThat(refused.path("errorMessage").asText()).isEqualTo("Currency pair not supported NO/PAIR");
            assertThat(refused.path("reqid").asInt()).isEqualTo(7);
            client.send(book.replace(":25", ":42"));
            assertThat(until(client, frame -> frame.has("errorMessage"))
                            .path("errorMessage")
                            .asText())
                    .isEqualTo("Subscription depth not supported");
            client.send(book.replace("\"subscribe\"", "\"unsubscribe\""));
            until(client, frame -> frame.path("status").asText().equals("unsubscribed"));
        }
    }

    @Test
    void shouldSpeakTheSessionOfCoinbase() throws Exception {
        try (ExchangeBox box = quiet("coinbase");
                BoxClient client = BoxClient.connect(box.webSocketUrl("coinbase"))) {
            client.send("{\"type\":\"subscribe\",\"product_ids\":[\"NO-USD\"],\"channel\":\"level2\"}");
            assertThat(client.nextTree().path("type").asText()).isEqualTo("error");
            client.send("{\"type\":\"subscribe\",\"channel\":\"heartbeats\"}");
            JsonNode first = client.nextTree();
            assertThat(first.path("channel").asText()).isEqualTo("subscriptions");
            assertThat(first.path("sequence_num").asLong()).isZero();
            JsonNode beat =
                    until(client, frame -> frame.path("channel").asText().equals("heartbeats"));
            assertThat(beat.at("/events/0/heartbeat_counter").asText()).isEqualTo("1");
            client.send("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channel\":\"level2\"}");
            JsonNode both =
                    until(client, frame -> frame.path("channel").asText().equals("subscriptions"));
            assertThat(both.at("/events/0/subscriptions/level2/0").asText()).isEqualTo("BTC-USD");
            assertThat(both.at("/events/0/subscriptions/heartbeats")).hasSize(1);
            JsonNode snapshot =
                    until(client, frame -> frame.path("channel").asText().equals("l2_data"));
            assertThat(snapshot.at("/events/0/type").asText()).isEqualTo("snapshot");
            assertThat(snapshot.at("/events/0/updates/0/event_time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        }
    }

    private static ExchangeBox quiet(String venue) {
        return ExchangeBox.start(BoxOptions.builder()
                .market(venue, MarketOptions.of(20_261_122).withEventsPerSecond(1))
                .build());
    }

    private static JsonNode until(BoxClient client, Predicate<JsonNode> wanted) throws InterruptedException {
        JsonNode frame = Json.parse(client.next().getBytes(StandardCharsets.UTF_8));
        while (!wanted.test(frame)) {
            frame = Json.parse(client.next().getBytes(StandardCharsets.UTF_8));
        }
        return frame;
    }
}
