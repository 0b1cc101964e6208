package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class MarketTest {
    @Test
    void shouldGiveTheSameFramesForTheSameSeed() {
        for (long seed = 1; seed <= 3; seed++) {
            MarketOptions options = MarketOptions.of(seed).withFrames(1000);
            assertThat(texts(new WindowMarket(options, new KrakenWording())))
                    .isEqualTo(texts(new WindowMarket(options, new KrakenWording())));
            assertThat(texts(new WindowMarket(options, new KrakenWording())))
                    .isNotEqualTo(
                            texts(new WindowMarket(MarketOptions.of(seed + 1).withFrames(1000), new KrakenWording())));
            for (BinanceFlavour flavour : BinanceFlavour.values()) {
                assertThat(texts(new BinanceMarket(flavour, options)))
                        .isEqualTo(texts(new BinanceMarket(flavour, options)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 25, 100})
    void shouldSendWhatAKrakenClientOfThatDepthNeeds(int depth) {
        WindowMarket market = new WindowMarket(
                MarketOptions.of(depth).withDepth(depth).withSymbols(8).withFrames(30_000), new KrakenWording());
        Map<String, KrakenClientBook> books = new HashMap<>();
        market.instruments()
                .forEach((symbol, pair) ->
                        books.put(symbol, new KrakenClientBook(depth, pair.priceDecimals(), pair.sizeDecimals())));
        int thin = 0;
        int repeated = 0;
        int trades = 0;
        for (String text : texts(market)) {
            JsonNode frame = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            String symbol = frame.at("/data/0/symbol").asText();
            KrakenClientBook book = books.get(symbol);
            book.take(frame);
            assertThat(book.bad).as("seed %s: %s", depth, text).isZero();
            List<Level> bids = book.levels.bids(depth);
            List<Level> asks = book.levels.asks(depth);
            assertThat(bids.get(0).price()).isLessThan(asks.get(0).price());
            thin += bids.size() < 10 || asks.size() < 10 ? 1 : 0;
            trades += frame.path("channel").asText().equals("trade") ? 1 : 0;
            List<String> prices = frame.at("/data/0/bids").findValuesAsText("price");
            repeated += prices.size() > prices.stream().distinct().count() ? 1 : 0;
        }
        assertThat(thin).as("seed %s", depth).isPositive();
        assertThat(repeated).isPositive();
        assertThat(trades).isPositive();
    }

    @ParameterizedTest
    @EnumSource(BinanceFlavour.class)
    void shouldChainBinanceDiffsWhoseTopIsTheTicker(BinanceFlavour flavour) {
        BinanceMarket market = new BinanceMarket(flavour, MarketOptions.of(9).withFrames(10_000));
        Counters counters = new Counters();
        Map<String, BinanceBook> books = new HashMap<>();
        market.instruments().keySet().forEach(symbol -> books.put(symbol, new BinanceBook(flavour.futures, counters)));
        market.firstSnapshots().forEach((symbol, body) -> books.get(symbol).snapshot(Json.parse(body)));
        long tickers = 0;
        for (String text : texts(market)) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            JsonNode root = Json.parse(payload);
            BinanceStream stream = BinanceStream.of(payload, root);
            if (stream == null) {
                continue;
            }
            BinanceBook book = books.get(stream.symbol());
            if (stream.kind().equals("depth")) {
                book.diff(stream.tree());
            } else if (stream.kind().equals("bookTicker")) {
                tickers++;
                assertThat(stream.tree().path("u").asLong()).isEqualTo(book.lastId());
                assertThat(stream.tree().path("b").asText())
                        .isEqualTo(book.levels().bids(1).get(0).price().toPlainString());
                assertThat(stream.tree().path("A").asText())
                        .isEqualTo(book.levels().asks(1).get(0).size().toPlainString());
            }
        }
        assertThat(counters.feedGaps).isZero();
        assertThat(tickers).isGreaterThan(1000);
    }

    @Test
    void shouldWaitForAClientThatDoesNotRead() throws Exception {
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market("kraken", MarketOptions.of(11).withSymbols(1).withFrames(90_000))
                        .speed(0)
                        .build());
                BoxClient client = BoxClient.connectWithoutReading(box.webSocketUrl("kraken") + "/v2")) {
            client.send(KrakenBoxTest.subscribe("book", "BTC/USD", 25));
            // About 18 MB, far more than the sockets' buffers take: the feed has to come to a stand.
            long before = -1;
            while (box.stats().feedFrames() == 0 || box.stats().feedFrames() != before) {
                before = box.stats().feedFrames();
                assertThat(box.awaitFinished(Duration.ofMillis(500))).isFalse();
            }
            client.read();
            assertThat(box.awaitFinished(Duration.ofSeconds(150))).isTrue();
        }
    }

    private static List<String> texts(Feed feed) {
        List<String> texts = new ArrayList<>();
        try (Feed.Pass pass = feed.open()) {
            for (FeedFrame frame = pass.next(); frame != null; frame = pass.next()) {
                texts.add(new String(frame.payload(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
