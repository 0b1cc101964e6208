package io.truebook.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.recording.Entry.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts and order against the table of the shared recordings (MANIFEST.md there). */
class SharedRecordingsTest {
    @ParameterizedTest
    @CsvSource({
        "kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz, CRYPTOFEED_TEXT, 14636, 0",
        "kraken_v2/kraken_btcusd_sample.cbcap, CBCAP, 2104, 0",
        "kraken_v2/kraken_btcusd_l2.cbcap, CBCAP, 377, 0",
        "kraken_v2/kraken_xrpusd_sample.cbcap, CBCAP, 1192, 0",
        "okx/OKX.ws.1.0.c62f7421.txt, CRYPTOFEED_TEXT, 410, 0",
        "okx/OKEX.ws.1.0.88c5acf9.txt, CRYPTOFEED_TEXT, 1616, 0",
        "okx/okx_btcusdt_seqid_updates_20260824.excerpt.jsonl, PLAIN_LINES, 5, 0",
        "bitget/BITGET.ws.1.0.50991039.txt.gz, CRYPTOFEED_TEXT, 684, 0",
        "bitget/BITGET.ws.2.0.459499bc.txt, CRYPTOFEED_TEXT, 473, 0",
        "bitfinex/bitfinex_xaut_book.json, DOCUMENT, 11, 0",
        "bitfinex/BITFINEX.ws.11.0.1d83642c.txt, CRYPTOFEED_TEXT, 1693, 0",
        "bitfinex/bitfinex_raw_2018-11-12.txt.gz, JOINED, 1057704, 0",
        "binance/spot_btcusdt_20240808.gz, STAMPED_LINES, 41249, 0",
        "binance/usdm_ethusdt_20240718.gz, STAMPED_LINES, 14003, 0",
        "binance/cm_ethusd_perp_20240808.gz, STAMPED_LINES, 40454, 0",
        "binance/BINANCE_US.ws.1.0.98c8da2d.txt, CRYPTOFEED_TEXT, 480, 0",
        "binance/BINANCE_US.http.0.0.8d2564b9.txt, CRYPTOFEED_TEXT, 0, 4",
        "bybit/BYBIT_v5_linear_20260809.jsonl.gz, CRYPTOFEED_JSON, 2546, 2",
        "bybit/xrpusdt-ob500.data.zip, PLAIN_LINES, 50, 0",
        "coinbase/COINBASE_adv_20260809.jsonl.gz, CRYPTOFEED_JSON, 1030, 1",
        "deribit/DERIBIT.ws.30.0.4f5c3752.txt, CRYPTOFEED_TEXT, 149, 0",
        "bitmex/BITMEX.ws.1.0.a2ca4c1e.txt.gz, CRYPTOFEED_TEXT, 2120, 0",
        "kucoin/KUCOIN.ws.1.0.e903acad.txt.gz, CRYPTOFEED_TEXT, 4721, 0",
        "kucoin/KUCOIN.http.0.0.5c2a833c.txt, CRYPTOFEED_TEXT, 0, 9",
        "gate/GATEIO.ws.1.0.286c90be.txt, CRYPTOFEED_TEXT, 239, 0",
        "gate/GATEIO.http.0.0.d4e8eb50.txt, CRYPTOFEED_TEXT, 0, 10",
        "kraken_futures/KRAKEN_FUTURES.ws.1.0.69944d32.txt.gz, CRYPTOFEED_TEXT, 7175, 0",
    })
    void shouldGiveEveryFrameOfTheRecording(String name, Container container, long frames, long answers) {
        Recording recording = Recording.open(SharedFeeds.file(name));
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);

        List<String> notes = recording.forEach(entry -> {
            counts.merge(entry.kind(), 1L, Long::sum);
            byte first = entry.kind() == Kind.FRAME ? entry.payload()[0] : (byte) '{';
            assertThat(first == '{' || first == '[').as("%s", entry).isTrue();
        });

        assertThat(notes).isEmpty();
        assertThat(recording.containers()).containsExactly(container);
        assertThat(counts.getOrDefault(Kind.FRAME, 0L)).isEqualTo(frames);
        assertThat(counts.getOrDefault(Kind.ANSWER, 0L)).isEqualTo(answers);
    }

    @Test
    void shouldMergeASessionInTwoFilesByTime() {
        Recording recording = Recording.parse(SharedFeeds.file("binance/BINANCE_US.ws.1.0.98c8da2d.txt") + ","
                + SharedFeeds.file("binance/BINANCE_US.http.0.0.8d2564b9.txt"));
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        long[] last = {0};

        recording.forEach(entry -> {
            assertThat(entry.timeNs()).isGreaterThanOrEqualTo(last[0]);
            last[0] = entry.timeNs();
            counts.merge(entry.kind(), 1L, Long::sum);
            if (entry.kind() == Kind.ANSWER) {
                assertThat(entry.url()).contains("/api/v3/depth?symbol=");
                assertThat(entry.text()).startsWith("{\"lastUpdateId\":").endsWith("]}");
            }
        });

        assertThat(counts).containsEntry(Kind.FRAME, 480L).containsEntry(Kind.ANSWER, 4L);
    }

    @Test
    void shouldMoveMonotonicStampsOntoTheStartOfTheCapture() {
        try (RecordingReader reader = Recording.open(SharedFeeds.file("kraken_v2/kraken_btcusd_l2.cbcap"))
                .read()) {
            assertThat(reader.next().timeNs()).isEqualTo(1785552832693693000L);
            assertThat(reader.next().timeNs()).isEqualTo(1785552832693693000L + 201603845874000L - 201603688723400L);
        }
    }
}
