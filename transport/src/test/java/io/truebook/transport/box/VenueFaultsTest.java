package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of fault really happens, is counted, and can be seen by a client of the venue. */
@Timeout(240)
class VenueFaultsTest {
    private static final long SEED = 20_261_122;

    @TempDir
    Path folder;

    @Test
    void shouldSendTheNextFrameOfTheSymbolFirstWhenFramesAreReordered() throws Exception {
        VenueClient client = new OkxClient();
        Path log = folder.resolve("delivered");
        BoxStats stats =
                run("okx", client, log, faults().fault(FaultKind.REORDER).at(100, 200));
        assertThat(stats.faults()).containsEntry(FaultKind.REORDER, 2L);
        assertThat(client.gaps)
                .as("one hole, one late frame and its follower, twice")
                .isEqualTo(6);
        List<DeliveryLog.Delivery> late = new ArrayList<>();
        List<DeliveryLog.Delivery> all = new ArrayList<>();
        DeliveryLog.read(log, all::add);
        all.stream().filter(line -> line.fault().equals("reorder")).forEach(late::add);
        assertThat(late).hasSize(2);
        int at = all.indexOf(late.get(0));
        assertThat(late.get(0).book())
                .as("the venue's book is already that of the frame that overtook")
                .isEqualTo(all.subList(0, at).stream()
                        .filter(line ->
                                line.book().symbol().equals(late.get(0).book().symbol()))
                        .reduce((one, other) -> other)
                        .orElseThrow()
                        .book());
    }

    @Test
    void shouldEndTextsTooEarlyWhenFramesAreTruncated() throws Exception {
        VenueClient client = new OkxClient();
        BoxStats stats =
                run("okx", client, null, faults().fault(FaultKind.TRUNCATE).every(50));
        assertThat(client.unreadable).isPositive().isEqualTo(stats.faults().get(FaultKind.TRUNCATE));
    }

    @Test
    void shouldLeaveOutASymbolForSomeFramesWhenItIsSilent() throws Exception {
        VenueClient whole = new BybitClient(50);
        BoxStats all = run("bybit", whole, null, faults());
        VenueClient client = new BybitClient(50);
        BoxStats stats = run(
                "bybit",
                client,
                null,
                faults().fault(FaultKind.SILENCE).symbol("BTCUSDT").at(60).forFrames(7));
        assertThat(stats.faults()).containsEntry(FaultKind.SILENCE, 1L);
        assertThat(all.bookFrames() - stats.bookFrames()).isBetween(1L, 7L);
        assertThat(client.gaps).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kraken-v1", "bitfinex"})
    void shouldSendAWrongChecksumThatTheClientFinds(String venue) throws Exception {
        VenueClient client = VenueClients.of(venue, 25);
        BoxStats stats = run(
                venue, client, null, faults().fault(FaultKind.WRONG_CHECKSUM).every(10));
        assertThat(client.bad).isPositive().isEqualTo(stats.faults().get(FaultKind.WRONG_CHECKSUM));
        assertThat(client.checked).isGreaterThan(client.bad);
    }

    @Test
    void shouldChangeADigitThatTheChecksumOfKrakenV1Shows() throws Exception {
        VenueClient client = VenueClients.of("kraken-v1", 10);
        BoxStats stats = run(
                "kraken-v1",
                client,
                null,
                10,
                faults().fault(FaultKind.CORRUPT).damage(Faults.Damage.DIGIT).at(50));
        assertThat(stats.faults()).containsEntry(FaultKind.CORRUPT, 1L);
        assertThat(client.unreadable).isZero();
        assertThat(client.bad).isPositive();
    }

    @Test
    void shouldBreakTheConnectionInsideAFrame() throws Exception {
        VenueClient client = new OkxClient();
        Path log = folder.resolve("delivered");
        try (ExchangeBox box = start(
                        "okx",
                        log,
                        25,
                        400,
                        faults().fault(FaultKind.MID_FRAME_CUT).at(20));
                BoxClient socket = BoxClient.connect(box.webSocketUrl("okx") + client.path())) {
            client.subscribe(box.symbols("okx")).forEach(socket::send);
            for (String frame = socket.next(); !frame.equals(BoxClient.CLOSED); frame = socket.next()) {
                client.take(frame);
            }
            assertThat(client.unreadable).isZero();
            assertThat(client.deltas).isEqualTo(19);
            assertThat(box.stats().faults()).containsEntry(FaultKind.MID_FRAME_CUT, 1L);
            assertThat(box.stats().framesSent()).isEqualTo(client.frames);
        }
    }

    @Test
    void shouldCutEveryConnectionAndTheNextOnesInAStorm() throws Exception {
        Faults.Builder storm = faults().fault(FaultKind.RECONNECT_STORM).at(20).connections(2);
        try (ExchangeBox box = start("okx", null, 25, 0, storm);
                BoxClient idle = BoxClient.connect(box.webSocketUrl("okx") + "/ws/v5/public");
                BoxClient busy = BoxClient.connect(box.webSocketUrl("okx") + "/ws/v5/public")) {
            new OkxClient().subscribe(box.symbols("okx")).forEach(busy::send);
            for (BoxClient cut : List.of(idle, busy)) {
                String frame = cut.next();
                while (!frame.equals(BoxClient.CLOSED)) {
                    frame = cut.next();
                }
            }
            for (int i = 0; i < 2; i++) {
                try (BoxClient next = BoxClient.connect(box.webSocketUrl("okx") + "/ws/v5/public")) {
                    assertThat(next.next()).isEqualTo(BoxClient.CLOSED);
                }
            }
            try (BoxClient calm = BoxClient.connect(box.webSocketUrl("okx") + "/ws/v5/public")) {
                assertThat(calm.send("ping").next()).isEqualTo("pong");
            }
            assertThat(box.stats().faults()).containsEntry(FaultKind.RECONNECT_STORM, 3L);
        }
    }

    @Test
    void shouldGiveAnOldSnapshotToAClientThatSubscribesLate() throws Exception {
        VenueClient early = new OkxClient();
        VenueClient late = new OkxClient();
        Faults.Builder stale =
                faults().fault(FaultKind.STALE_SNAPSHOT).symbol("BTC-USDT").at(1);
        try (ExchangeBox box = start("okx", null, 25, 0, stale);
                BoxClient first = BoxClient.connect(box.webSocketUrl("okx") + early.path());
                BoxClient second = BoxClient.connect(box.webSocketUrl("okx") + late.path())) {
            early.subscribe(box.symbols("okx")).forEach(first::send);
            while (early.deltas < 500) {
                early.take(first.next());
            }
            late.subscribe(List.of("BTC-USDT")).forEach(second::send);
            while (late.snapshots == 0 || late.deltas == 0) {
                late.take(second.next());
            }
            assertThat(box.stats().faults()).containsEntry(FaultKind.STALE_SNAPSHOT, 1L);
            assertThat(late.gaps)
                    .as("its id is not what the next frame goes on from")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatNoClientCouldFind() {
        assertThatThrownBy(() -> start(
                        "okx",
                        null,
                        25,
                        1,
                        faults().fault(FaultKind.WRONG_CHECKSUM).at(1)))
                .hasMessageContaining("WRONG_CHECKSUM: okx has no checksum");
        assertThatThrownBy(() -> start(
                        "coinbase",
                        null,
                        25,
                        1,
                        faults().fault(FaultKind.STALE_SNAPSHOT).at(1)))
                .hasMessageContaining("STALE_SNAPSHOT: coinbase has no id");
    }

    private static Faults.Builder faults() {
        return Faults.builder(SEED);
    }

    private static ExchangeBox start(String venue, Path log, int depth, long frames, Faults.Builder faults) {
        return ExchangeBox.start(BoxOptions.builder()
                .market(
                        venue,
                        MarketOptions.of(SEED)
                                .withDepth(depth)
                                .withFrames(frames)
                                .withEventsPerSecond(2_000))
                .speed(frames == 0 ? 1 : 0)
                .faults(faults.build())
                .deliveryLog(log)
                .build());
    }

    private static BoxStats run(String venue, VenueClient client, Path log, Faults.Builder faults) throws Exception {
        return run(venue, client, log, 25, faults);
    }

    private static BoxStats run(String venue, VenueClient client, Path log, int depth, Faults.Builder faults)
            throws Exception {
        try (ExchangeBox box = start(venue, log, depth, 800, faults);
                BoxClient socket = BoxClient.connect(box.webSocketUrl(venue) + client.path())) {
            client.subscribe(box.symbols(venue)).forEach(socket::send);
            assertThat(box.awaitFinished(Duration.ofSeconds(150)))
                    .as("%s", box.stats())
                    .isTrue();
            while (client.frames < box.stats().framesSent()) {
                client.take(socket.next());
            }
            return box.stats();
        }
    }
}
