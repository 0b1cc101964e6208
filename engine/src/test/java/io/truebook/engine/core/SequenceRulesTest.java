package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.RequestBody;
import org.junit.jupiter.api.Test;

/** Each venue's own rule of continuity, through the shipped definitions: okx, bybit, coinbase. */
class SequenceRulesTest {
    private static String profile(String venue, String channel, String symbols) {
        return """
                venues:
                  - id: %s
                    symbols: [%s]
                    channels: [%s]
                """.formatted(venue, symbols, channel);
    }

    // ---- okx

    private static String okx(String action, long previous, long id, String bids, String asks) {
        return "{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"action\":\"" + action
                + "\",\"data\":[{\"asks\":[" + asks + "],\"bids\":[" + bids
                + "],\"ts\":\"1700000000000\",\"checksum\":0,\"prevSeqId\":" + previous + ",\"seqId\":" + id + "}]}";
    }

    private static CoreRun okxLive() {
        final CoreRun run = CoreRun.started(Configs.of(profile("okx", "books", "BTC-USDT")));
        run.up(0);
        run.frame(
                0,
                "{\"id\":\"" + run.lastSent().requestId()
                        + "\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}}");
        run.frame(
                0,
                okx(
                        "snapshot",
                        -1,
                        10,
                        "[\"99\",\"1\",\"0\",\"1\"],[\"90\",\"1\",\"0\",\"1\"]",
                        "[\"101\",\"2\",\"0\",\"1\"],[\"110\",\"2\",\"0\",\"1\"]"));
        return run;
    }

    @Test
    void shouldFollowTheVenuesOwnExampleOfKeepAliveAndReset() {
        final CoreRun run = okxLive();
        run.frame(0, okx("update", 10, 15, "[\"99\",\"3\",\"0\",\"1\"]", ""));
        run.frame(0, okx("update", 15, 15, "", ""));
        run.frame(0, okx("update", 15, 3, "[\"98\",\"4\",\"0\",\"1\"]", ""));
        run.frame(0, okx("update", 3, 5, "[\"97\",\"5\",\"0\",\"1\"]", ""));

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
        assertThat(run.book(0, 0).bids().count()).isEqualTo(4);
        assertThat(run.counters(0).sequenceChecked).isEqualTo(4);
        assertThat(run.counters(0).sequenceGaps).isZero();
        assertThat(run.counters(0).checksumsAbsent).as("0 is not checked").isEqualTo(5);
        assertThat(run.counters(0).checksumsBad).isZero();
    }

    @Test
    void shouldResubscribeWhenAnUpdateIsMissingEvenThoughItsIdIsLow() {
        final CoreRun run = okxLive();
        run.frame(0, okx("update", 10, 15, "[\"99\",\"3\",\"0\",\"1\"]", ""));
        run.frame(0, okx("update", 3, 5, "[\"97\",\"5\",\"0\",\"1\"]", "")); // the reset 15 to 3 was lost

        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.SEQUENCE_GAP)).hasSize(1);
        assertThat(run.requests(RequestBody.SEND)).singleElement().asString().contains("unsubscribe");
    }

    @Test
    void shouldLeaveOutTheSecondCopyOfAnUpdateWithoutDoubtingTheBook() {
        final CoreRun run = okxLive();
        final String update = okx("update", 10, 15, "[\"99\",\"3\",\"0\",\"1\"]", "");
        run.frame(0, update);
        run.frame(0, update);

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceDuplicates).isEqualTo(1);
        assertThat(run.counters(0).deltas).isEqualTo(1);
    }

    @Test
    void shouldNotProveByAChainThatHasNoIds() {
        final CoreRun run = okxLive();
        run.frame(0, okx("update", 10, 15, "[\"99\",\"3\",\"0\",\"1\"]", "").replaceAll(",\"prevSeqId.*}]}", "}]}"));

        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.NONE);
    }

    // ---- bybit

    private static String bybit(String type, long id, String bids) {
        return "{\"topic\":\"orderbook.200.BTCUSDT\",\"type\":\"" + type
                + "\",\"ts\":1700000000000,\"data\":{\"s\":\"BTCUSDT\",\"b\":[" + bids
                + "],\"a\":[[\"101\",\"1\"]],\"u\":" + id + ",\"seq\":7},\"cts\":1700000000000}";
    }

    private static CoreRun bybitLive() {
        final CoreRun run = CoreRun.started(Configs.of(profile("bybit", "orderbook", "BTCUSDT")));
        run.up(0);
        assertThat(run.lastSent().requestText()).contains("orderbook.200.BTCUSDT");
        run.frame(
                0,
                "{\"success\":true,\"ret_msg\":\"\",\"conn_id\":\"x\",\"req_id\":\""
                        + run.lastSent().requestId() + "\",\"op\":\"subscribe\"}");
        run.frame(0, bybit("snapshot", 100, "[\"99\",\"1\"],[\"98\",\"1\"]"));
        return run;
    }

    @Test
    void shouldReplaceTheBookWheneverAWholeOneComes() {
        final CoreRun run = bybitLive();
        run.frame(0, bybit("delta", 101, "[\"97\",\"1\"]"));
        run.frame(0, bybit("snapshot", 300, "[\"50\",\"1\"]"));
        assertThat(run.book(0, 0).bids().count()).isEqualTo(1);
        run.frame(0, bybit("delta", 301, "[\"51\",\"1\"]"));
        assertThat(run.book(0, 0).bids().count()).isEqualTo(2);
        run.frame(0, bybit("delta", 1, "[\"60\",\"1\"]")); // the service was restarted
        assertThat(run.book(0, 0).bids().count()).isEqualTo(1);
        run.frame(0, bybit("delta", 2, "[\"61\",\"1\"]"));

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
        assertThat(run.book(0, 0).provenDepth()).isEqualTo(1);
        assertThat(run.counters(0).snapshots).isEqualTo(3);
        assertThat(run.counters(0).sequenceChecked).isEqualTo(3);
    }

    @Test
    void shouldDropAnOldDeltaAndResubscribeOverAHole() {
        final CoreRun run = bybitLive();
        run.frame(0, bybit("delta", 100, "[\"97\",\"1\"]"));
        assertThat(run.counters(0).sequenceStale).isEqualTo(1);
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);

        run.frame(0, bybit("delta", 102, "[\"97\",\"1\"]"));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.requests(RequestBody.SEND)).singleElement().asString().contains("unsubscribe");
    }

    @Test
    void shouldNotTakeTheDeltasAfterALostRestartForOldOnes() {
        final CoreRun run = bybitLive();
        run.frame(0, bybit("delta", 101, "[\"97\",\"1\"]"));
        run.frame(0, bybit("delta", 101, "[\"97\",\"1\"]"));
        assertThat(run.condition(0)).as("a second copy").isEqualTo(Condition.LIVE);
        assertThat(run.counters(0).sequenceGaps).isZero();

        run.frame(0, bybit("delta", 2, "[\"60\",\"1\"]")); // the snapshot with u 1 was lost
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.counters(0).sequenceGaps).isEqualTo(1);
        assertThat(run.book(0, 0).bids().count()).as("levels").isEqualTo(3);
    }

    // ---- coinbase

    private static String coinbase(long number, String type, String product, String price) {
        return "{\"channel\":\"l2_data\",\"client_id\":\"\",\"timestamp\":\"2026-04-07T14:30:01.456789Z\",\"sequence_num\":"
                + number + ",\"events\":[{\"type\":\"" + type + "\",\"product_id\":\"" + product
                + "\",\"updates\":[{\"side\":\"bid\",\"event_time\":\"2026-04-07T14:30:01Z\",\"price_level\":\"" + price
                + "\",\"new_quantity\":\"2.0\"},{\"side\":\"offer\",\"event_time\":\"2026-04-07T14:30:01Z\","
                + "\"price_level\":\"900.00\",\"new_quantity\":\"1.0\"}]}]}";
    }

    private static CoreRun coinbaseLive() {
        final CoreRun run = CoreRun.started(Configs.of(profile("coinbase", "level2", "BTC-USD, ETH-USD")));
        run.up(0);
        run.frame(0, coinbase(0, "snapshot", "BTC-USD", "100.00"));
        run.frame(0, coinbase(1, "snapshot", "ETH-USD", "200.00"));
        run.frame(0, coinbase(2, "update", "BTC-USD", "101.00"));
        return run;
    }

    private static void assertConditions(CoreRun run, byte first, byte second) {
        assertThat(run.book(0, 0).condition()).isEqualTo(first);
        assertThat(run.book(0, 1).condition()).isEqualTo(second);
    }

    @Test
    void shouldDoubtEveryBookOfAConnectionWhoseCounterHasAHole() {
        final CoreRun run = coinbaseLive();
        assertConditions(run, Condition.LIVE, Condition.LIVE);
        assertThat(run.counters(0).sequenceChecked).isEqualTo(2);

        run.frame(0, coinbase(4, "update", "BTC-USD", "102.00"));

        assertConditions(run, Condition.SYNCING, Condition.SYNCING);
        assertThat(run.events(EventKind.SEQUENCE_GAP)).singleElement().satisfies(gap -> {
            assertThat(gap.eventExpected()).isEqualTo(3);
            assertThat(gap.eventActual()).isEqualTo(4);
        });
        assertThat(run.requests(RequestBody.SEND))
                .asString()
                .contains("unsubscribe")
                .contains("BTC-USD", "ETH-USD");

        run.frame(0, coinbase(5, "snapshot", "BTC-USD", "102.00"));
        run.frame(0, coinbase(6, "snapshot", "ETH-USD", "202.00"));
        assertConditions(run, Condition.LIVE, Condition.LIVE);
    }

    @Test
    void shouldLeaveOutASecondOrLateFrameOfAConnection() {
        final CoreRun run = coinbaseLive();
        run.frame(0, coinbase(2, "update", "BTC-USD", "103.00"));

        assertConditions(run, Condition.LIVE, Condition.LIVE);
        assertThat(run.book(0, 0).bids().count()).isEqualTo(2);
        assertThat(run.counters(0).sequenceStale).isEqualTo(1);
        run.frame(0, coinbase(3, "update", "BTC-USD", "103.00"));
        assertThat(run.book(0, 0).bids().count()).isEqualTo(3);
    }

    @Test
    void shouldTakeTwoLowNumbersInARowForACounterThatBeganAnew() {
        final CoreRun run = coinbaseLive();
        for (int number = 3; number < 20; number++) {
            run.frame(0, coinbase(number, "update", "BTC-USD", "101.00"));
        }
        run.frame(0, coinbase(0, "update", "BTC-USD", "104.00"));
        assertConditions(run, Condition.LIVE, Condition.LIVE);
        run.frame(0, coinbase(1, "update", "BTC-USD", "105.00"));

        assertConditions(run, Condition.SYNCING, Condition.SYNCING);
    }

    @Test
    void shouldHashTheCounterOfAConnection() {
        final CoreRun one = coinbaseLive();
        final CoreRun other = coinbaseLive();
        assertThat(one.hash()).isEqualTo(other.hash());
        final String heartbeat =
                "{\"channel\":\"heartbeats\",\"client_id\":\"\",\"timestamp\":\"2026-04-07T14:30:01Z\",\"sequence_num\":NUMBER,"
                        + "\"events\":[]}";
        one.frame(0, heartbeat.replace("NUMBER", "3"));
        other.frame(0, heartbeat.replace("NUMBER", "3"));
        assertThat(one.hash()).isEqualTo(other.hash());
        one.frame(0, heartbeat.replace("NUMBER", "4"));
        other.frame(0, heartbeat.replace("NUMBER", "2"));
        assertThat(one.hash()).isNotEqualTo(other.hash());
    }

    @Test
    void shouldBeginAnewWithEachConnection() {
        final CoreRun run = coinbaseLive();
        run.down(0);
        run.fireNext();
        run.up(0);
        run.frame(0, coinbase(0, "snapshot", "BTC-USD", "100.00"));
        run.frame(0, coinbase(1, "snapshot", "ETH-USD", "200.00"));

        assertConditions(run, Condition.LIVE, Condition.LIVE);
        assertThat(run.counters(0).sequenceGaps).isZero();
    }
}
