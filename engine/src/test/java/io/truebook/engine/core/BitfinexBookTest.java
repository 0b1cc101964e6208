package io.truebook.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.record.RequestBody;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A book with a counter over the connection and checksums in messages of their own, as on Bitfinex. The frames are vector
 * B1: bitfinex-api-go, tests/integration/v2/mock_ws_public_test.go, tXRPBTC P0 F0 25.
 */
class BitfinexBookTest {
    private static final String SNAPSHOT =
            "[81757,[[0.0000011,13,271510.49],[0.00000109,4,500793.10790141],[0.00000108,5,776367.43],"
                    + "[0.00000107,1,23329.54842056],[0.00000106,3,116868.87735849],[0.00000105,3,205000],"
                    + "[0.00000103,3,227308.25386407],[0.00000102,2,105000],[0.00000101,1,2970],[0.000001,2,21000],"
                    + "[7e-7,1,10000],[6.6e-7,1,10000],[6e-7,1,100000],[4.9e-7,1,10000],[2.5e-7,1,2000],[6e-8,1,100000],"
                    + "[5e-8,1,200000],[1e-8,4,640000],[0.00000111,1,-4847.13],[0.00000112,7,-528102.69042633],"
                    + "[0.00000113,5,-302397.07],[0.00000114,3,-339088.93],[0.00000126,4,-245944.06],"
                    + "[0.00000127,1,-5000],[0.0000013,1,-5000],[0.00000134,1,-8249.18938656],"
                    + "[0.00000136,1,-13161.25184766],[0.00000145,1,-2914],[0.0000015,3,-54448.5],"
                    + "[0.00000152,2,-5538.54849594],[0.00000153,1,-62691.75475079],[0.00000159,1,-2914],"
                    + "[0.0000016,1,-52631.10296831],[0.00000164,1,-4000],[0.00000166,1,-3831.46784605],"
                    + "[0.00000171,1,-14575.17730379],[0.00000174,1,-3124.81815395],[0.0000018,1,-18000],"
                    + "[0.00000182,1,-16000],[0.00000186,1,-4000],[0.00000189,1,-10000.686624],[0.00000191,1,-14500],"
                    + "[0.00000193,1,-2422]],1]";
    private static final String UPDATE = "[81757,[0.0000011,12,266122.94],2]";

    private static final String PROFILE = """
            venues:
              - id: bitfinex
                symbols: [tXRPBTC]
                channels: [book]
            """;

    private static String subscribed(long channel) {
        return "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":" + channel
                + ",\"symbol\":\"tXRPBTC\",\"prec\":\"P0\",\"freq\":\"F0\",\"len\":\"25\",\"pair\":\"XRPBTC\"}";
    }

    private static String checksum(long value, long number) {
        return "[81757,\"cs\"," + value + "," + number + "]";
    }

    private static CoreRun subscribed() {
        final CoreRun run = CoreRun.started(Configs.of(PROFILE));
        run.up(0);
        run.frame(0, subscribed(81757));
        return run;
    }

    @Test
    void shouldAskForNumbersAndChecksumsBeforeItSubscribes() {
        final CoreRun run = CoreRun.started(Configs.of(PROFILE));
        run.up(0);

        final List<Output> sent = run.requests(RequestBody.SEND);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).requestText()).isEqualTo("{\"event\":\"conf\",\"flags\":196608}");
        assertThat(sent.get(1).requestText()).contains("\"subscribe\"", "tXRPBTC", "\"len\":\"25\"");
    }

    @Test
    void shouldProveVectorB1FromTheTextsOfTheWire() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, UPDATE);
        assertThat(run.condition(0)).as("nothing says how old the snapshot is").isEqualTo(Condition.UNVERIFIED);

        run.frame(0, checksum(-1175357890, 3));

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.BOTH);
        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
        assertThat(run.counters(0).checksumsAbsent).isZero();
        assertThat(run.counters(0).sequenceChecked).isEqualTo(2);
    }

    @Test
    void shouldCheckTheBookAsItWasBeforeTheUpdateToo() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, checksum(1311645903, 2));

        assertThat(run.counters(0).checksumsOk).isEqualTo(1);
    }

    @Test
    void shouldRefuseVectorB1InFixedNotation() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, UPDATE);
        run.frame(0, checksum(1293492257, 3)); // what the same book gives with 0.0000007 for 7e-7

        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.counters(0).checksumsBad).isEqualTo(1);
    }

    @Test
    void shouldLeaveByTheIdOfTheChannelAndStillCountItsLateFrames() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, checksum(1, 2));
        assertThat(run.requests(RequestBody.SEND))
                .singleElement()
                .satisfies(sent ->
                        assertThat(sent.requestText()).isEqualTo("{\"event\":\"unsubscribe\",\"chanId\":81757}"));

        run.frame(0, "{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":81757}");
        assertThat(run.lastSent().requestText()).contains("\"subscribe\"");
        run.frame(0, "[81757,[0.0000011,12,266122.94],3]");
        run.frame(0, subscribed(90000));
        run.frame(0, SNAPSHOT.replace("[81757,", "[90000,").replace("]],1]", "]],4]"));

        assertThat(run.counters(0).sequenceGaps).isZero();
        assertThat(run.counters(0).sequenceChecked).isEqualTo(3);
        run.frame(0, checksum(1311645903, 5).replace("[81757,", "[90000,"));
        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
    }

    @Test
    void shouldProveByTheChainOnceAChecksumHasProvenTheSnapshot() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, checksum(1311645903, 2));
        run.frame(0, UPDATE.replace(",2]", ",3]"));

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHAIN);
    }

    @Test
    void shouldNotBelieveAnOldSnapshotUntilAChecksumTells() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT); // the venue's book is an update further on
        run.frame(0, "[81757,\"hb\",2]");
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        run.frame(0, checksum(-1175357890, 3));
        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
    }

    @Test
    void shouldNotLeaveByAnIdThatIsNobodysAnyMore() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, checksum(1, 2));
        run.frame(0, "{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":81757}");
        assertThat(run.lastSent().requestText()).contains("\"subscribe\"");

        run.command("resync bitfinex:tBTCUSD");
        run.after(1_000_000_000L);
        assertThat(run.all())
                .filteredOn(output -> output.isRequest(RequestBody.SEND)
                        && output.requestText().contains("unsubscribe"))
                .as("without an id there is nothing to leave")
                .hasSize(1);
    }

    @Test
    void shouldProveByTheChecksumAloneWhereNoNumbersCome() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT.replace("]],1]", "]]]"));
        assertThat(run.condition(0)).isEqualTo(Condition.UNVERIFIED);
        run.frame(0, "[81757,\"cs\",1311645903]");

        assertThat(run.condition(0)).isEqualTo(Condition.LIVE);
        assertThat(run.book(0, 0).proof()).isEqualTo(ProofKind.CHECKSUM);
        assertThat(run.book(0, 0).provenDepth()).isEqualTo(25);
        assertThat(run.counters(0).sequenceChecked + run.counters(0).sequenceGaps)
                .isZero();

        run.frame(0, "[81757,[0.0000011,12,266122.94]]");
        assertThat(run.condition(0)).as("nothing covers this update yet").isEqualTo(Condition.UNVERIFIED);
    }

    @Test
    void shouldDoubtTheBookWhenAHeartbeatIsMissing() {
        final CoreRun run = subscribed();
        run.frame(0, SNAPSHOT);
        run.frame(0, "[81757,\"hb\",3]");

        assertThat(run.condition(0)).isEqualTo(Condition.SYNCING);
        assertThat(run.events(EventKind.SEQUENCE_GAP)).hasSize(1);
    }
}
