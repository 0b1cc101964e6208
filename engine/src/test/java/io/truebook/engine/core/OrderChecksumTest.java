package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vectors V4 and B3 of venues/README.md, expressed by the shipped definitions: checksums over single orders. */
class OrderChecksumTest {
    private static final long V4 = 1063832831L;
    /** Price at one decimal and size at eight, best first; docs.kraken.com guides/spot-ws-l3-v2. */
    private static final long[][] V4_ASKS = {
        {449395, 452308393}, {449395, 111261}, {449395, 100000}, {449395, 1000000}, {449500, 10334926},
        {449530, 64537}, {449550, 250000}, {449596, 35630000}, {449596, 35630000}, {449601, 338072},
        {449602, 88967575}, {449670, 314392283}, {449785, 6778960}, {449792, 35630000}
    };

    private static final long[][] V4_BIDS = {
        {449394, 88968699}, {449394, 45210000}, {449394, 10000000}, {449394, 14296323}, {449394, 25000000},
        {449394, 10292988}, {449394, 33880000}, {449394, 128140860}, {449371, 3346877}, {449347, 35630000},
        {449302, 22734299}, {449302, 1000000}, {449302, 5550000}, {449302, 70000000}, {449302, 15000000},
        {449280, 105240}, {449196, 33870000}, {449195, 7610000}, {449120, 35630000}, {449097, 6690000},
        {449019, 88982}
    };

    private static final String KRAKEN = """
            venues:
              - id: kraken
                symbols: [BTC/USD]
                webSocketUrl: ws://127.0.0.1:9000/v2
                depth: 10
                channels: [level3]
                instruments: {BTC/USD: {priceDecimals: 1, sizeDecimals: 8}}
            """;

    private static String id(String side, int index) {
        return "O" + side + "%04dY-ZZZZZ-BL5E7C".formatted(index);
    }

    private static List<String> orders(String side, long[][] orders, String event) {
        final List<String> rows = new ArrayList<>();
        for (int i = 0; i < orders.length; i++) {
            rows.add(order(event, id(side, i), orders[i][0], orders[i][1]));
        }
        return rows;
    }

    private static String order(String event, String id, long price, long size) {
        return "{" + event + "\"order_id\":\"" + id + "\",\"limit_price\":" + price / 10 + "." + price % 10
                + ",\"order_qty\":" + size / 100_000_000 + "." + "%08d".formatted(size % 100_000_000)
                + ",\"timestamp\":\"2023-10-06T17:35:55.440295Z\"}";
    }

    private static String frame(String type, List<String> bids, List<String> asks, long checksum) {
        return "{\"channel\":\"level3\",\"type\":\"" + type + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":["
                + String.join(",", bids) + "],\"asks\":[" + String.join(",", asks) + "],\"checksum\":" + checksum
                + "}]}";
    }

    private static CoreRun kraken() {
        final CoreRun run = CoreRun.started(Configs.of(KRAKEN));
        run.up(0);
        return run;
    }

    private static CoreRun withV4() {
        final CoreRun run = kraken();
        run.frame(0, frame("snapshot", orders("B", V4_BIDS, ""), orders("A", V4_ASKS, ""), V4));
        return run;
    }

    @Test
    void shouldProveVectorV4() {
        final CoreRun run = withV4();
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        assertThat(run.book(0, 0).provenDepth()).isEqualTo(10);
        assertThat(run.book(0, 0).bids().count()).isEqualTo(10);
    }

    @Test
    void shouldRefuseVectorV4WithTwoOrdersOfAQueueExchanged() {
        final CoreRun run = kraken();
        final List<String> bids = orders("B", V4_BIDS, "");
        bids.add(0, bids.remove(1));
        run.frame(0, frame("snapshot", bids, orders("A", V4_ASKS, ""), V4));
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldComeBackToVectorV4ByEventsAndKeepThePlaceOfAnOrderThatBecomesSmaller() {
        final CoreRun run = kraken();
        final List<String> bids = orders("B", V4_BIDS, "");
        bids.set(1, order("", id("B", 1), V4_BIDS[1][0], V4_BIDS[1][1] + 5));
        bids.add(3, order("", "OGONE-1", V4_BIDS[1][0], 7));
        bids.remove(bids.size() - 1);
        final String snapshot = frame("snapshot", bids, orders("A", V4_ASKS, ""), 1);
        run.frame(0, snapshot.replace(",\"checksum\":1}", ",\"checksum\":" + sum(run, snapshot) + "}"));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        run.frame(
                0,
                frame(
                        "update",
                        List.of(
                                order("\"event\":\"modify\",", id("B", 1), V4_BIDS[1][0], V4_BIDS[1][1]),
                                order("\"event\":\"delete\",", "OGONE-1", V4_BIDS[1][0], 7),
                                order("\"event\":\"delete\",", "ONEVER-SEEN", V4_BIDS[1][0], 7),
                                order("\"event\":\"add\",", id("B", 20), V4_BIDS[20][0], V4_BIDS[20][1])),
                        List.of(order("\"event\":\"add\",", "OBEYOND", 460_000, 5)),
                        V4));
        assertThat(run.counters(0).checksumsOk).isEqualTo(2);
        assertThat(run.book(0, 0).asks().count())
                .as("the eleventh level is ours to drop")
                .isEqualTo(10);
    }

    /** What we make of the frame ourselves: only the way back from it to the vector shows anything. */
    private static long sum(CoreRun run, String snapshot) {
        run.frame(0, snapshot);
        return run.events(EventKind.CHECKSUM_FAILED).get(0).eventActual();
    }

    @Test
    void shouldTruncateByLevelsAndTakeEventsInTheirOrder() {
        final CoreRun run = withV4();
        run.frame(
                0,
                frame(
                        "update",
                        List.of(
                                order("\"event\":\"add\",", "ONEW", V4_BIDS[0][0], 9),
                                order("\"event\":\"delete\",", "ONEW", V4_BIDS[0][0], 9)),
                        List.of(order("\"event\":\"add\",", "OBEYOND", 460_000, 5)),
                        V4));
        assertThat(run.counters(0).checksumsOk).isEqualTo(2);
        assertThat(run.book(0, 0).asks().count()).isEqualTo(10);
    }

    private static final String BITFINEX = """
            venues:
              - id: bitfinex
                symbols: [tBTCUSD]
                channels: [raw_book]
            """;

    private static CoreRun bitfinex() {
        final CoreRun run = CoreRun.started(Configs.of(BITFINEX));
        run.up(0);
        assertThat(run.lastSent().requestText()).contains("\"prec\":\"R0\"");
        run.frame(
                0,
                "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":17,\"symbol\":\"tBTCUSD\",\"prec\":\"R0\","
                        + "\"freq\":\"F0\",\"len\":\"25\",\"pair\":\"BTCUSD\"}");
        return run;
    }

    @Test
    void shouldProveVectorB3() {
        final CoreRun run = bitfinex();
        run.frame(0, "[17,[[100,6000,1],[101,5900,2],[102,6100,-3],[103,6200,-4]],1]");
        run.frame(0, "[17,\"cs\",1841538801,2]");
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.BOTH);
    }

    @Test
    void shouldOrderOrdersOfOnePriceByTheirIdsAndRemoveAtAPriceOfZero() {
        final CoreRun run = bitfinex();
        // 101 comes before 100 and at its price; 99 comes and goes
        run.frame(0, "[17,[[101,6000,2],[100,6000,1],[99,6000,0.5],[102,6100,-3],[103,6100,-4]],1]");
        run.frame(0, "[17,[99,0,1],2]");
        run.frame(0, "[17,\"cs\",1841538801,3]");
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
        assertThat(run.book(0, 0).bids().size(0)).isEqualTo(30);
        run.frame(0, "[17,[100,6000,7e-7],4]");
        run.frame(0, "[17,\"cs\",1841538801,5]");
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
    }
}
