package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.recording.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class KrakenBoxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "kraken_btcusd_sample.cbcap, BTC/USD, 25, 1, 1, 2051",
        "kraken_xrpusd_sample.cbcap, XRP/USD, 25, 5, 1, 1146",
        "kraken_btcusd_l2.cbcap, BTC/USD, 10, 1, 5, 296",
    })
    void shouldServeTheRecordingSoThatEveryChecksumHolds(
            String file, String symbol, int depth, int decimals, long snapshots, long deltas) throws Exception {
        Path logFile = folder.resolve("delivered");
        Recording recording = SharedFeeds.open("kraken_v2/" + file);
        KrakenClientBook book = new KrakenClientBook(depth, decimals, 8);
        OracleBook oracle;
        List<JsonNode> received = new ArrayList<>();
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .recording("kraken", recording)
                        .speed(0)
                        .deliveryLog(logFile)
                        .build());
                BoxClient client = BoxClient.connect(box.webSocketUrl("kraken") + "/v2")) {
            client.send(subscribe("book", symbol, depth));
            while (book.deltas < deltas) {
                JsonNode frame = Json.parse(client.next().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                received.add(frame);
                book.take(frame);
            }
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            oracle = box.oracleBook("kraken", symbol);
            assertThat(box.stats().feedChecksumsBad()).isZero();
            assertThat(box.stats().bookFrames()).isEqualTo(snapshots + deltas);
        }
        assertThat(book.snapshots).isEqualTo(snapshots);
        assertThat(book.bad).isZero();
        assertThat(book.same(oracle)).isTrue();

        List<DeliveryLog.Delivery> delivered = new ArrayList<>();
        DeliveryLog.read(logFile, delivered::add);
        assertThat(delivered).hasSize((int) (snapshots + deltas));
        KrakenClientBook again = new KrakenClientBook(depth, decimals, 8);
        for (DeliveryLog.Delivery line : delivered) {
            assertThat(line.connection()).isEqualTo(1);
            again.take(received.get((int) line.frame() - 1));
            assertThat(again.same(line.book())).as("frame %s", line.frame()).isTrue();
        }
    }

    @Test
    void shouldSpeakTheVenuesSession() throws Exception {
        try (ExchangeBox box = market(MarketOptions.of(1).withEventsPerSecond(1), Faults.none());
                BoxClient client = BoxClient.connect(box.webSocketUrl("kraken") + "/v2")) {
            JsonNode status = client.nextTree();
            assertThat(status.path("channel").asText()).isEqualTo("status");
            assertThat(status.at("/data/0/system").asText()).isEqualTo("online");
            assertThat(status.at("/data/0/connection_id").bigIntegerValue())
                    .isGreaterThan(java.math.BigInteger.valueOf(Long.MAX_VALUE));

            client.send("{\"method\":\"ping\",\"req_id\":101}");
            JsonNode pong = client.nextTree();
            assertThat(pong.path("method").asText()).isEqualTo("pong");
            assertThat(pong.path("req_id").asInt()).isEqualTo(101);
            assertThat(pong.path("time_in").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");

            client.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"instrument\"},\"req_id\":2}");
            assertThat(client.nextTree().at("/result/channel").asText()).isEqualTo("instrument");
            JsonNode pairs = client.nextTree().at("/data/pairs");
            assertThat(pairs).hasSize(3);
            assertThat(pairs.at("/0/symbol").asText()).isEqualTo("BTC/USD");
            assertThat(pairs.at("/0/price_precision").asInt()).isEqualTo(1);
            assertThat(pairs.at("/0/qty_increment").decimalValue()).isEqualByComparingTo("0.00000001");

            client.send(
                    "{\"method\":\"subscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\",\"XBT/USD\","
                            + "\"ETH/USD\"],\"depth\":25},\"req_id\":3}");
            JsonNode first = client.nextTree();
            assertThat(first.path("success").asBoolean()).isTrue();
            assertThat(first.path("req_id").asInt()).isEqualTo(3);
            assertThat(first.at("/result/symbol").asText()).isEqualTo("BTC/USD");
            assertThat(first.at("/result/depth").asInt()).isEqualTo(25);
            JsonNode second = client.nextTree();
            assertThat(second.path("success").asBoolean()).isFalse();
            assertThat(second.path("error").asText()).isEqualTo("Currency pair not supported XBT/USD");
            assertThat(client.nextTree().at("/result/symbol").asText()).isEqualTo("ETH/USD");
            assertThat(client.nextTree().path("type").asText()).isEqualTo("snapshot");
            assertThat(client.nextTree().path("type").asText()).isEqualTo("snapshot");

            client.send(subscribe("book", "XRP/USD", 100));
            assertThat(untilMethod(client, "subscribe").path("error").asText()).startsWith("Subscription depth not");
            client.send(subscribe("book", "BTC/USD", 25));
            assertThat(untilMethod(client, "subscribe").path("error").asText()).isEqualTo("Already subscribed");
            client.send(
                    "{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"book\",\"symbol\":[\"BTC/USD\"],\"depth\":25}}");
            JsonNode gone = untilMethod(client, "unsubscribe");
            assertThat(gone.path("success").asBoolean()).isTrue();
            assertThat(gone.path("result").has("snapshot")).isFalse();
            client.send("no JSON");
            assertThat(untilMethod(client, "").path("error").asText()).isEqualTo("Malformed request");
        }
    }

    @Test
    void shouldSendHeartbeatsWhenNothingElseIsSaid() throws Exception {
        try (ExchangeBox box = market(MarketOptions.of(1).withFrames(3), Faults.none());
                BoxClient client = BoxClient.connect("ws://127.0.0.1:" + box.port() + "/v2")) {
            client.send(subscribe("book", "BTC/USD", 25));
            String frame = client.next();
            while (!frame.equals("{\"channel\":\"heartbeat\"}")) {
                frame = client.next();
            }
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            assertThat(client.next()).isEqualTo("{\"channel\":\"heartbeat\"}");
        }
    }

    @Test
    void shouldGiveASnapshotOfTheMomentToAClientThatComesBack() throws Exception {
        Recording recording = SharedFeeds.open("kraken_v2/kraken_btcusd_sample.cbcap");
        Faults faults = Faults.builder(1).fault(FaultKind.DISCONNECT).at(700).build();
        KrakenClientBook book = new KrakenClientBook(25, 1, 8);
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                .recording("kraken", recording)
                .speed(0)
                .faults(faults)
                .build())) {
            try (BoxClient client = BoxClient.connect(box.webSocketUrl("kraken") + "/v2")) {
                client.send(subscribe("book", "BTC/USD", 25));
                for (String frame = client.next(); !frame.equals(BoxClient.CLOSED); frame = client.next()) {
                    book.take(Json.parse(frame.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                }
            }
            assertThat(book.deltas).isEqualTo(699);
            assertThat(box.awaitFinished(Duration.ofMillis(1)))
                    .as("the market goes on at its pace")
                    .isFalse();
            try (BoxClient client = BoxClient.connect(box.webSocketUrl("kraken") + "/v2")) {
                client.send(subscribe("book", "BTC/USD", 25));
                while (book.snapshots < 2) {
                    book.take(client.nextTree());
                }
                assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
                OracleBook oracle = box.oracleBook("kraken", "BTC/USD");
                long sent = box.stats().bookFrames();
                while (book.snapshots + book.deltas < sent) {
                    book.take(client.nextTree());
                }
                assertThat(book.bad).isZero();
                assertThat(book.deltas).isGreaterThan(1000);
                assertThat(book.same(oracle)).isTrue();
            }
            assertThat(box.stats().faults()).containsEntry(FaultKind.DISCONNECT, 1L);
            assertThat(box.stats().snapshots()).isEqualTo(1);
            assertThat(box.stats().connections()).isEqualTo(2);
        }
    }

    static String subscribe(String channel, String symbol, int depth) {
        return "{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel + "\",\"symbol\":[\"" + symbol
                + "\"],\"depth\":" + depth + "}}";
    }

    private static ExchangeBox market(MarketOptions market, Faults faults) {
        return ExchangeBox.start(
                BoxOptions.builder().market("kraken", market).faults(faults).build());
    }

    private static JsonNode untilMethod(BoxClient client, String method) throws InterruptedException {
        JsonNode frame = client.nextTree();
        while (!frame.path("method").asText().equals(method) || !frame.has("success")) {
            frame = client.nextTree();
        }
        return frame;
    }
}
