package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.recording.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every venue has in common: its plain client, believing the box, ends with the box's books. */
@Timeout(240)
class DialectBoxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final long SEED = 20_261_122;
    private static final int FRAMES = 4_000;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "okx, 25, keep-alive;sequence reset;snapshot;trade;delete of an unknown level",
        "bybit, 50, restart;snapshot;trade;delete of an unknown level",
        "bitfinex, 25, te;tu;checksum;e-notation;delete;delete of an unknown level",
        "kraken-v1, 25, two payload objects;one payload object;republished level;repeated price;thin side;trade",
        "coinbase, 25, snapshot;trade;repeated price;delete of an unknown level",
    })
    void shouldGiveClientsTheBoxesBooksAndEveryShapeOfFrame(String venue, int depth, String shapes) throws Exception {
        VenueClient early = VenueClients.of(venue, depth);
        VenueClient late = VenueClients.of(venue, depth);
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market(venue, MarketOptions.of(SEED).withFrames(FRAMES))
                        .speed(0)
                        .build());
                BoxClient first = BoxClient.connect(box.webSocketUrl(venue) + early.path());
                BoxClient second = BoxClient.connect(box.webSocketUrl(venue) + late.path())) {
            List<String> symbols = box.symbols(venue);
            early.subscribe(symbols).forEach(first::send);
            while (early.deltas < 500) {
                early.take(first.next());
            }
            late.subscribe(symbols).forEach(second::send);
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            take(box, first, early, second, late);
            for (String symbol : symbols) {
                assertThat(early.same(box.oracleBook(venue, symbol)))
                        .as("seed %s: %s", SEED, symbol)
                        .isTrue();
                assertThat(late.same(box.oracleBook(venue, symbol)))
                        .as("seed %s: %s, late", SEED, symbol)
                        .isTrue();
            }
            assertThat(box.stats().feedMalformed()).isZero();
            assertThat(box.stats().feedChecksumsBad()).isZero();
            assertThat(box.stats().bookFrames())
                    .isGreaterThanOrEqualTo(early.snapshots + early.deltas + late.snapshots + late.deltas);
        }
        for (VenueClient client : List.of(early, late)) {
            assertThat(client.gaps).as("seed %s", SEED).isZero();
            assertThat(client.bad).as("seed %s", SEED).isZero();
            assertThat(client.unreadable).isZero();
        }
        for (String shape : shapes.split(";")) {
            assertThat(early.shapes.getOrDefault(shape, 0))
                    .as("seed %s: frames of the shape %s of %s, all: %s", SEED, shape, early.frames, early.shapes)
                    .isGreaterThan((int) (early.frames / 100));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "okx, okx/OKX.ws.1.0.c62f7421.txt, 0, 3, 287",
        "bybit, bybit/BYBIT_v5_linear_20260809.jsonl.gz, 200, 4, 1594",
        "bitfinex, bitfinex/BITFINEX.ws.11.0.1d83642c.txt, 100, 7, 1593",
        "kraken-v1, kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz, 1000, 10, 14496",
        "coinbase, coinbase/COINBASE_adv_20260809.jsonl.gz, 0, 2, 773",
    })
    void shouldServeARecordingSoThatThePlainClientEndsWithItsBooks(
            String venue, String file, int depth, long snapshots, long deltas) throws Exception {
        Recording recording = SharedFeeds.open(file);
        VenueClient client = VenueClients.of(venue, depth);
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .recording(venue, recording)
                        .speed(0)
                        .build());
                BoxClient socket = BoxClient.connect(box.webSocketUrl(venue) + client.path())) {
            List<String> symbols = box.symbols(venue);
            client.subscribe(symbols).forEach(socket::send);
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            while (client.frames < box.stats().framesSent()) {
                client.take(socket.next());
            }
            for (String symbol : symbols) {
                assertThat(client.same(box.oracleBook(venue, symbol)))
                        .as(symbol)
                        .isTrue();
            }
            assertThat(box.stats().feedMalformed()).isZero();
            assertThat(box.stats().feedChecksumsBad()).isZero();
        }
        assertThat(client.snapshots).isEqualTo(snapshots);
        if (venue.equals("bitfinex")) {
            // Its books are asked for one by one, and the recording runs from the first on: what passes before the
            // others
            // is in their snapshots.
            assertThat(client.deltas).isPositive().isLessThanOrEqualTo(deltas);
        } else {
            assertThat(client.deltas).isEqualTo(deltas);
        }
        assertThat(client.bad).isZero();
    }

    private static void take(ExchangeBox box, BoxClient one, VenueClient first, BoxClient other, VenueClient second)
            throws InterruptedException {
        while (first.frames + second.frames < box.stats().framesSent()) {
            for (String frame = one.poll(); frame != null; frame = one.poll()) {
                first.take(frame);
            }
            for (String frame = other.poll(); frame != null; frame = other.poll()) {
                second.take(frame);
            }
        }
    }

    @Test
    void shouldSpeakTheSessionOfOkx() throws Exception {
        try (ExchangeBox box = quiet("okx");
                BoxClient client = BoxClient.connect(box.webSocketUrl("okx") + "/ws/v5/public")) {
            assertThat(client.send("ping").next()).isEqualTo("pong");
            client.send(
                    "{\"id\":\"1512\",\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},"
                            + "{\"channel\":\"books\",\"instId\":\"NO-SUCH\"}]}");
            assertThat(client.next())
                    .startsWith("{\"id\":\"1512\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\","
                            + "\"instId\":\"BTC-USDT\"},\"connId\":\"");
            assertThat(client.nextTree().path("code").asText()).isEqualTo("60018");
            assertThat(client.nextTree().path("action").asText()).isEqualTo("snapshot");
            client.send("nonsense");
            String answer = client.next();
            while (!answer.contains("\"event\":\"error\"")) {
                answer = client.next();
            }
            assertThat(answer).contains("\"code\":\"60012\"");
            client.send("{\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}");
            while (!answer.contains("\"event\":\"unsubscribe\"")) {
                answer = client.next();
            }
            OracleBook oracle = box.oracleBook("okx", "BTC-USDT");
            var rest = Json.parse(BoxClient.get(box.restUrl("okx") + "/api/v5/market/books?instId=BTC-USDT&sz=400")
                    .body()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(rest.at("/data/0/bids")).hasSize(oracle.bids().size());
            assertThat(rest.at("/data/0/seqId").asLong()).isEqualTo(oracle.updateId());
        }
    }

    @Test
    void shouldSpeakTheSessionOfBybit() throws Exception {
        try (ExchangeBox box = quiet("bybit");
                BoxClient client = BoxClient.connect(box.webSocketUrl("bybit") + "/v5/public/spot")) {
            client.send("{\"req_id\":\"100001\",\"op\":\"ping\"}");
            assertThat(client.next()).contains("\"success\":true,\"ret_msg\":\"pong\"", "\"op\":\"ping\"");
            client.send(
                    "{\"req_id\":\"a\",\"op\":\"subscribe\",\"args\":[\"orderbook.50.BTCUSDT\",\"orderbook.50.NO\"]}");
            assertThat(client.next())
                    .as("one bad topic fails the whole request")
                    .contains("\"success\":false", "topic:orderbook.50.NO", "\"req_id\":\"a\"");
            client.send("{\"req_id\":\"b\",\"op\":\"subscribe\",\"args\":[\"orderbook.50.BTCUSDT\"]}");
            assertThat(client.next()).contains("\"success\":true", "\"req_id\":\"b\",\"op\":\"subscribe\"");
            assertThat(client.nextTree().path("type").asText()).isEqualTo("snapshot");
            var rest = Json.parse(BoxClient.get(box.restUrl("bybit") + "/v5/market/orderbook?symbol=BTCUSDT&limit=200")
                    .body()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(rest.at("/result/b"))
                    .hasSize(box.oracleBook("bybit", "BTCUSDT").bids().size());
        }
    }

    private static ExchangeBox quiet(String venue) {
        return ExchangeBox.start(BoxOptions.builder()
                .market(venue, MarketOptions.of(SEED).withEventsPerSecond(1))
                .build());
    }
}
