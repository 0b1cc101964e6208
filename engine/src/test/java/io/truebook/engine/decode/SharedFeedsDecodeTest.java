package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.decode.Feeds.Tally;
import io.truebook.engine.recording.Entry;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Every message and level of the shared recordings, against the figures of their manifest. */
class SharedFeedsDecodeTest {
    private static final Feeds.Sight BLIND = (decoder, frame, entry) -> {};

    @Test
    void shouldDecodeEveryFrameOfKraken() {
        final Tally deep = Feeds.decode("kraken", BLIND, "kraken_v2/kraken_btcusd_sample.cbcap");
        assertThat(deep.odd).isEmpty();
        assertThat(deep.of("book_snapshot")).isEqualTo(1);
        assertThat(deep.of("book_delta")).isEqualTo(2051);
        assertThat(deep.of("subscribed")).isEqualTo(1);

        final Tally shallow = Feeds.decode("kraken", BLIND, "kraken_v2/kraken_btcusd_l2.cbcap");
        assertThat(shallow.odd).isEmpty();
        assertThat(shallow.of("book_snapshot")).isEqualTo(5);
        assertThat(shallow.of("book_delta")).isEqualTo(296);
        assertThat(shallow.of("unsubscribed")).isEqualTo(7);

        final Tally small = Feeds.decode("kraken", BLIND, "kraken_v2/kraken_xrpusd_sample.cbcap");
        assertThat(small.odd).isEmpty();
        assertThat(small.of("book_delta")).isEqualTo(1146);
    }

    @Test
    void shouldKeepTheChecksumOfEveryKrakenBookMessage() {
        Feeds.decode(
                "kraken",
                (decoder, frame, entry) -> {
                    for (int i = 0; i < frame.messageCount(); i++) {
                        final Message message = frame.message(i);
                        if (message.kind == MessageKind.BOOK_DELTA) {
                            assertThat(message.has(Message.HAS_CHECKSUM)).isTrue();
                            assertThat(entry.text()).contains("\"checksum\":" + message.checksum + ",");
                            assertThat(decoder.symbolName(message.symbol)).isEqualTo("BTC/USD");
                            assertThat(message.exchangeTimeNs).isGreaterThan(1_785_000_000_000_000_000L);
                        }
                    }
                },
                "kraken_v2/kraken_btcusd_l2.cbcap");
    }

    @Test
    void shouldDecodeSeveralPayloadObjectsAndASymbolAtTheEnd() {
        final Map<String, Integer> symbols = new HashMap<>();
        final Tally tally = Feeds.decode(
                "kraken-v1",
                (decoder, frame, entry) -> {
                    for (int i = 0; i < frame.messageCount(); i++) {
                        final Message message = frame.message(i);
                        if (message.kind == MessageKind.BOOK_DELTA) {
                            symbols.merge(decoder.symbolName(message.symbol), 1, Integer::sum);
                            assertThat(entry.text()).contains("\"c\":\"" + message.checksum + "\"");
                        }
                    }
                },
                "kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz");
        assertThat(tally.odd).isEmpty();
        assertThat(tally.of("book_snapshot")).isEqualTo(10);
        assertThat(tally.of("book_delta")).isEqualTo(14_496);
        assertThat(symbols).hasSize(10).containsEntry("XBT/USD", 5788);
    }

    @Test
    void shouldDecodeBinanceStreams() {
        final Tally spot = Feeds.decode("binance", BLIND, "binance/spot_btcusdt_20240808.gz");
        assertThat(spot.of("book_delta") + spot.of("ticker") + spot.of("trade")).isEqualTo(41_248);
        // The recorder wrote the answer to its REST query as a line among the frames.
        assertThat(spot.odd).singleElement().asString().contains("\"lastUpdateId\":50093239218");

        final Tally usdm = Feeds.decode("binance-usdm", BLIND, "binance/usdm_ethusdt_20240718.gz");
        assertThat(usdm.of("book_delta") + usdm.of("ticker") + usdm.of("trade")).isEqualTo(14_002);
        assertThat(usdm.odd).singleElement().asString().contains("\"lastUpdateId\":4984028386786");

        final Tally coinm = Feeds.decode("binance-coinm", BLIND, "binance/cm_ethusd_perp_20240808.gz");
        assertThat(coinm.of("book_delta") + coinm.of("ticker") + coinm.of("trade"))
                .isEqualTo(40_453);
        assertThat(coinm.odd).hasSize(1);
    }

    @Test
    void shouldChainTheIdsOfBinanceFutures() {
        final long[] last = {0, 0, 0};
        Feeds.decode(
                "binance-usdm",
                (decoder, frame, entry) -> {
                    for (int i = 0; i < frame.messageCount(); i++) {
                        final Message message = frame.message(i);
                        if (message.kind == MessageKind.BOOK_DELTA) {
                            last[1] += last[0] == message.previousId ? 1 : 0;
                            last[2]++;
                            last[0] = message.lastId;
                        }
                    }
                },
                "binance/usdm_ethusdt_20240718.gz");
        assertThat(last[1]).isEqualTo(last[2] - 1).isEqualTo(3272);
    }

    @Test
    void shouldDecodeRestAnswersAsSnapshots() {
        final Tally tally = Feeds.decode(
                "binance", BLIND, "binance/BINANCE_US.ws.1.0.98c8da2d.txt", "binance/BINANCE_US.http.0.0.8d2564b9.txt");
        assertThat(tally.odd).isEmpty();
        assertThat(tally.of("book_snapshot")).isEqualTo(4);
        final Decoder decoder = new Decoder(Feeds.venue("binance"), false);
        final DecodedFrame out = new DecodedFrame(16);
        for (final Entry entry : Feeds.entries("binance/spot_btcusdt_20240808.gz")) {
            if (entry.text().startsWith("{\"lastUpdateId\"")) {
                decoder.decodeAnswer(new UnsafeBuffer(entry.payload()), 0, entry.payload().length, out);
            }
        }
        assertThat(out.message(0).lastId).isEqualTo(50_093_239_218L);
        assertThat(out.message(0).symbol).isEqualTo(-1);
        assertThat(out.message(0).levelTo).isEqualTo(2000);
    }

    @Test
    void shouldBindBitfinexChannelsAndCountTheConnection() {
        final long[] counter = {0, 0};
        final Tally tally = Feeds.decode(
                "bitfinex",
                (decoder, frame, entry) -> {
                    if (frame.hasConnectionSequence) {
                        assertThat(frame.connectionSequence).isEqualTo(counter[0] + 1);
                        counter[0] = frame.connectionSequence;
                        counter[1]++;
                    }
                },
                "bitfinex/BITFINEX.ws.11.0.1d83642c.txt");
        assertThat(tally.odd).isEmpty();
        assertThat(counter[1]).isEqualTo(1670);
        assertThat(tally.of("subscribed")).isEqualTo(21);
        assertThat(tally.of("book_snapshot")).isEqualTo(7);
        assertThat(tally.of("book_delta")).isEqualTo(1593);
    }

    @Test
    void shouldDecodeABitfinexChecksumInAFrameOfItsOwn() {
        final long[] checksum = {0};
        final Tally tally = Feeds.decode(
                "bitfinex",
                (decoder, frame, entry) -> {
                    if (frame.message(0).kind == MessageKind.CHECKSUM) {
                        checksum[0] = frame.message(0).checksum;
                        assertThat(decoder.symbolName(frame.message(0).symbol)).isEqualTo("474371");
                    }
                },
                "bitfinex/bitfinex_xaut_book.json");
        assertThat(tally.odd).isEmpty();
        assertThat(tally.of("book_delta")).isEqualTo(9);
        assertThat(tally.levels).isEqualTo(59);
        assertThat(checksum[0]).isEqualTo(375_172_354L);
    }

    @Test
    void shouldDecodeAMillionBitfinexUpdates() {
        final Tally tally = Feeds.decode("bitfinex", BLIND, "bitfinex/bitfinex_raw_2018-11-12.txt.gz");
        assertThat(tally.odd).isEmpty();
        assertThat(tally.of("book_delta")).isEqualTo(1_043_118);
        assertThat(tally.of("book_snapshot")).isEqualTo(2);
        assertThat(tally.of("trade")).isEqualTo(4465);
        assertThat(tally.of("heartbeat")).isEqualTo(5638);
        assertThat(tally.levels).isEqualTo(1_043_118 + 400);
    }

    @Test
    void shouldDecodeRowsThatAreKnownByAnId() {
        final int[] rows = new int[3];
        final Tally tally = Feeds.decode(
                "bitmex",
                (decoder, frame, entry) -> {
                    for (int i = 0; i < frame.messageCount(); i++) {
                        final Message message = frame.message(i);
                        if (message.kind != MessageKind.BOOK_DELTA) {
                            continue;
                        }
                        for (int level = message.levelFrom; level < message.levelTo; level++) {
                            assertThat(frame.levelRowId[level]).isPositive();
                            rows[
                                    frame.levelOperation[level] == DecodedFrame.DELETE
                                            ? 2
                                            : frame.levelPriceDecimals[level] != Message.ABSENT ? 0 : 1]++;
                        }
                    }
                },
                "bitmex/BITMEX.ws.1.0.a2ca4c1e.txt.gz");
        assertThat(tally.odd).isEmpty();
        assertThat(tally.of("book_snapshot")).isEqualTo(10);
        assertThat(rows).containsExactly(554, 1490, 543);
    }

    @Test
    void shouldCountTheConnectionOfCoinbase() {
        final long[] counter = {-1};
        final Tally tally = Feeds.decode(
                "coinbase",
                (decoder, frame, entry) -> {
                    if (entry.kind() == Entry.Kind.FRAME) {
                        assertThat(frame.hasConnectionSequence).isTrue();
                        assertThat(frame.connectionSequence).isEqualTo(++counter[0]);
                    }
                },
                "coinbase/COINBASE_adv_20260809.jsonl.gz");
        assertThat(counter[0]).isEqualTo(1029);
        assertThat(tally.of("book_snapshot")).isEqualTo(2);
        assertThat(tally.of("book_delta")).isEqualTo(773);
        // The list of products, fetched over REST before the feed, is none of ours.
        assertThat(tally.odd).singleElement().asString().contains("\"products\"");
    }

    @Test
    void shouldChainTheChangesOfDeribit() {
        final Map<Integer, Long> last = new HashMap<>();
        final int[] chained = {0};
        final Tally tally = Feeds.decode(
                "deribit",
                (decoder, frame, entry) -> {
                    for (int i = 0; i < frame.messageCount(); i++) {
                        final Message message = frame.message(i);
                        if (message.has(Message.HAS_PREVIOUS_ID)) {
                            assertThat(message.previousId).isEqualTo(last.get(message.symbol));
                            chained[0]++;
                        }
                        if (message.has(Message.HAS_LAST_ID)) {
                            last.put(message.symbol, message.lastId);
                        }
                    }
                },
                "deribit/DERIBIT.ws.30.0.4f5c3752.txt");
        assertThat(tally.odd).isEmpty();
        assertThat(chained[0]).isEqualTo(46);
        assertThat(tally.of("book_snapshot")).isEqualTo(10);
    }
}
