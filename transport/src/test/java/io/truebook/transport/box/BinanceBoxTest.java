package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.truebook.engine.recording.Recording;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
class BinanceBoxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    Path folder;

    /** Stitches as the venue describes it and counts what it compared. */
    private static final class Stitcher {
        private final boolean futures;
        private final Book levels = new Book();
        private final List<JsonNode> early = new ArrayList<>();
        private boolean known;
        private boolean bridged;
        private long last;
        private long checked;
        private long gaps;

        Stitcher(boolean futures) {
            this.futures = futures;
        }

        void snapshot(JsonNode body) {
            levels.clear();
            apply(body.path("bids"), body.path("asks"));
            last = body.path("lastUpdateId").asLong();
            known = true;
            bridged = false;
            List<JsonNode> buffered = List.copyOf(early);
            early.clear();
            buffered.forEach(this::diff);
        }

        void diff(JsonNode data) {
            if (!known) {
                early.add(data);
                return;
            }
            long first = data.path("U").asLong();
            long end = data.path("u").asLong();
            if (futures ? end < last : end <= last) {
                return;
            }
            if (bridged) {
                checked++;
                gaps += (futures ? data.path("pu").asLong() == last : first == last + 1) ? 0 : 1;
            } else {
                gaps += (futures ? first <= last : first <= last + 1) ? 0 : 1;
                bridged = true;
            }
            last = end;
            apply(data.path("b"), data.path("a"));
        }

        private void apply(JsonNode bids, JsonNode asks) {
            bids.forEach(l -> levels.set(true, Json.decimal(l.get(0)), Json.decimal(l.get(1))));
            asks.forEach(l -> levels.set(false, Json.decimal(l.get(0)), Json.decimal(l.get(1))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "binance, spot_btcusdt_20240808.gz, BTCUSDT, btcusdt@depth@100ms, /api/v3/depth, 5000, 3448",
        "binance-usdm, usdm_ethusdt_20240718.gz, ETHUSDT, ethusdt@depth@0ms, /fapi/v1/depth, 1000, 3267",
        "binance-coinm, cm_ethusd_perp_20240808.gz, ETHUSD_PERP, ethusd_perp@depth, /dapi/v1/depth, 1000, 22886",
    })
    void shouldLetAClientStitchJustAsTheRecorderDid(
            String venue, String file, String symbol, String stream, String path, int limit, long checked)
            throws Exception {
        Recording recording = SharedFeeds.open("binance/" + file);
        Path logFile = folder.resolve("delivered");
        boolean futures = !venue.equals("binance");
        Stitcher stitcher = new Stitcher(futures);
        OracleBook oracle;
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .recording(venue, recording)
                        .speed(0)
                        .deliveryLog(logFile)
                        .build());
                BoxClient client = BoxClient.connect(box.webSocketUrl(venue) + "/stream?streams=" + stream)) {
            JsonNode first = client.nextTree();
            assertThat(first.path("stream").asText()).isEqualTo(stream);
            stitcher.diff(first.path("data"));
            HttpResponse<String> answer =
                    BoxClient.get(box.restUrl(venue) + path + "?symbol=" + symbol + "&limit=" + limit);
            assertThat(answer.statusCode()).isEqualTo(200);
            stitcher.snapshot(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)));

            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            oracle = box.oracleBook(venue, symbol);
            while (stitcher.last < oracle.updateId()) {
                stitcher.diff(client.nextTree().path("data"));
            }
            assertThat(box.stats().feedGaps()).isZero();
        }
        assertThat(stitcher.gaps).isZero();
        assertThat(stitcher.checked).isEqualTo(checked);
        assertThat(Books.same(oracle.bids(), stitcher.levels.bids(Integer.MAX_VALUE)))
                .isTrue();
        assertThat(Books.same(oracle.asks(), stitcher.levels.asks(Integer.MAX_VALUE)))
                .isTrue();

        List<DeliveryLog.Delivery> delivered = new ArrayList<>();
        DeliveryLog.read(logFile, delivered::add);
        assertThat(delivered).anyMatch(line -> line.kind().equals("rest") && line.query() == 1);
        DeliveryLog.Delivery last = delivered.get(delivered.size() - 1);
        assertThat(last.book().updateId()).isEqualTo(oracle.updateId());
        assertThat(Books.same(last.book().bids(), oracle.bids().subList(0, 20))).isTrue();
    }

    @Test
    void shouldAnswerWithItsOwnBookAfterAReconnect() throws Exception {
        Recording recording = SharedFeeds.open("binance/usdm_ethusdt_20240718.gz");
        Faults faults = Faults.builder(3).fault(FaultKind.DISCONNECT).at(1000).build();
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                .recording("binance-usdm", recording)
                .speed(0)
                .snapshotPatience(Duration.ofMillis(50))
                .faults(faults)
                .build())) {
            String depth = box.restUrl("binance-usdm") + "/fapi/v1/depth?symbol=ETHUSDT&limit=1000";
            try (BoxClient client = BoxClient.connect(box.webSocketUrl("binance-usdm") + "/ws")) {
                client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"ethusdt@depth@0ms\"],\"id\":1}");
                assertThat(client.next()).isEqualTo("{\"result\":null,\"id\":1}");
                assertThat(client.nextTree().path("e").asText()).isEqualTo("depthUpdate");
                String frame = client.next();
                while (!frame.equals(BoxClient.CLOSED)) {
                    frame = client.next();
                }
            }
            Stitcher stitcher = new Stitcher(true);
            try (BoxClient client =
                    BoxClient.connect("ws://127.0.0.1:" + box.port() + "/public/stream?streams=ethusdt@depth@100ms")) {
                stitcher.diff(client.nextTree().path("data"));
                stitcher.snapshot(Json.parse(BoxClient.get(depth).body().getBytes(StandardCharsets.UTF_8)));
                assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
                OracleBook oracle = box.oracleBook("binance-usdm", "ETHUSDT");
                while (stitcher.last < oracle.updateId()) {
                    stitcher.diff(client.nextTree().path("data"));
                }
                assertThat(stitcher.gaps).isZero();
                assertThat(Books.same(oracle.bids().subList(0, 100), stitcher.levels.bids(100)))
                        .isTrue();
            }
            assertThat(box.stats().faults()).containsEntry(FaultKind.DISCONNECT, 1L);
        }
    }

    @Test
    void shouldMergeAnswersFromAFileOfTheirOwn() throws Exception {
        Recording recording =
                SharedFeeds.open("binance/BINANCE_US.ws.1.0.98c8da2d.txt", "binance/BINANCE_US.http.0.0.8d2564b9.txt");
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .recording("binance-us", recording)
                        .speed(0)
                        .snapshotPatience(Duration.ofMillis(50))
                        .build());
                BoxClient client =
                        BoxClient.connect(box.webSocketUrl("binance-us") + "/stream?streams=compusdt@depth@100ms")) {
            assertThat(client.nextTree().path("stream").asText()).isEqualTo("compusdt@depth@100ms");
            assertThat(box.symbols("binance-us")).hasSize(4);
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            assertThat(box.stats().feedGaps()).isZero();
            assertThat(box.oracleBook("binance-us", "ZRXUSDT").bids()).isNotEmpty();
        }
    }

    @Test
    void shouldSpeakTheVenuesSessionAndCountWeights() throws Exception {
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market("binance", MarketOptions.of(5).withEventsPerSecond(100))
                        .pingEvery(Duration.ofMillis(200))
                        .build());
                BoxClient client = BoxClient.connect(box.webSocketUrl("binance") + "/ws/btcusdt@bookTicker")) {
            String url = box.restUrl("binance") + "/api/v3";
            assertThat(BoxClient.get(url + "/depth?symbol=NOPE").body())
                    .isEqualTo("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
            assertThat(BoxClient.get(url + "/depth").statusCode()).isEqualTo(400);
            HttpResponse<String> early = BoxClient.get(url + "/depth?symbol=BTCUSDT&limit=5000");
            assertThat(early.headers().firstValue("X-MBX-USED-WEIGHT-1M")).hasValue("252");
            assertThat(Json.parse(early.body().getBytes(StandardCharsets.UTF_8)).path("bids"))
                    .hasSize(150);
            assertThat(BoxClient.get(url + "/exchangeInfo").body()).contains("\"tickSize\":\"0.01\"");

            client.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"x\"}");
            assertThat(answer(client)).isEqualTo("{\"result\":[\"btcusdt@bookTicker\"],\"id\":\"x\"}");
            client.send("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":5}");
            assertThat(answer(client)).isEqualTo("{\"result\":null,\"id\":5}");
            client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth\",\"none@depth\"],\"id\":6}");
            assertThat(answer(client)).isEqualTo("{\"result\":null,\"id\":6}");
            boolean depth = false;
            boolean ticker = false;
            boolean ping = false;
            while (!depth || !ticker || !ping) {
                String frame = client.next();
                depth |= frame.startsWith("{\"stream\":\"btcusdt@depth\",\"data\":{\"e\":\"depthUpdate\"");
                ticker |= frame.startsWith("{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":");
                ping |= frame.equals(BoxClient.PING);
            }
            client.send("{broken");
            String frame = client.next();
            while (!frame.startsWith("{\"code\":3,")) {
                frame = client.next();
            }
            sendTooMuch(client);
            while (!frame.equals(BoxClient.CLOSED)) {
                frame = client.next();
            }
            assertThat(box.stats().closedByLimit()).isEqualTo(1);
            for (int i = 0; i < 24; i++) {
                early = BoxClient.get(url + "/depth?symbol=BTCUSDT&limit=5000");
            }
            // A minute may have passed in between: then the count began anew.
            assertThat(early.statusCode()).isIn(200, 429);
        }
    }

    @Test
    void shouldServeSeveralVenuesOnOnePort() throws Exception {
        MarketOptions market = MarketOptions.of(7).withFrames(300);
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market("kraken", market)
                        .market("binance", market)
                        .market("binance-usdm", market)
                        .market("binance-coinm", market)
                        .speed(0)
                        .build());
                BoxClient kraken = BoxClient.connect("ws://127.0.0.1:" + box.port() + "/v2");
                BoxClient spot = BoxClient.connect(box.webSocketUrl("binance") + "/ws/btcusdt@depth");
                BoxClient usdm = BoxClient.connect(box.webSocketUrl("binance-usdm") + "/public/ws/btcusdt@depth");
                BoxClient coinm = BoxClient.connect(box.webSocketUrl("binance-coinm") + "/ws/btcusd_perp@depth")) {
            assertThat(kraken.nextTree().path("channel").asText()).isEqualTo("status");
            kraken.send(KrakenBoxTest.subscribe("book", "BTC/USD", 25));
            assertThat(spot.nextTree().has("pu")).isFalse();
            assertThat(usdm.nextTree().has("pu")).isTrue();
            assertThat(coinm.nextTree().path("ps").asText()).isEqualTo("BTCUSD");
            assertThat(box.awaitFinished(PATIENCE)).as("%s", box.stats()).isTrue();
            String url = "http://127.0.0.1:" + box.port();
            for (String path : List.of(
                    "/api/v3/depth?symbol=BTCUSDT",
                    "/fapi/v1/depth?symbol=BTCUSDT",
                    "/dapi/v1/depth?symbol=BTCUSD_PERP&limit=5")) {
                assertThat(BoxClient.get(url + path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(BoxClient.get(url + "/fapi/v1/depth?symbol=BTCUSDT&limit=7")
                            .body())
                    .contains("-4021");
            assertThat(BoxClient.get(url + "/elsewhere").statusCode()).isEqualTo(404);
        }
    }

    /** The next frame that is no ping. */
    private static String answer(BoxClient client) throws InterruptedException {
        String frame = client.next();
        while (frame.equals(BoxClient.PING)) {
            frame = client.next();
        }
        return frame;
    }

    /** More messages than the venue allows in a second, however slow the machine is. */
    private static void sendTooMuch(BoxClient client) {
        try {
            for (int i = 0; i < 500; i++) {
                client.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
            }
        } catch (UncheckedIOException e) {
            // Closed already, as it should be.
        }
    }
}
