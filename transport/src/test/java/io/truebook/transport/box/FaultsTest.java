package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class FaultsTest {
    private static final long SEED = 20_261_121;

    @TempDir
    Path folder;

    @Test
    void shouldDoAndCountWhatIsAskedFor() throws Exception {
        Path logFile = folder.resolve("delivered");
        Faults faults = Faults.builder(SEED)
                .fault(FaultKind.DROP)
                .at(10, 20)
                .fault(FaultKind.DUPLICATE)
                .every(100)
                .symbol("BTC/USD")
                .fault(FaultKind.DELAY)
                .at(30)
                .forMillis(300)
                .fault(FaultKind.CORRUPT)
                .probability("0.02")
                .venue("kraken")
                .build();
        long[] unparsable = {0};
        List<String> received = new ArrayList<>();
        BoxStats stats;
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market("kraken", MarketOptions.of(SEED).withSymbols(1).withFrames(2000))
                        .speed(0)
                        .faults(faults)
                        .deliveryLog(logFile)
                        .build());
                BoxClient client = BoxClient.connect(box.webSocketUrl("kraken") + "/v2")) {
            client.send(KrakenBoxTest.subscribe("book", "BTC/USD", 25));
            assertThat(box.awaitFinished(Duration.ofSeconds(150)))
                    .as("%s", box.stats())
                    .isTrue();
            stats = box.stats();
            while (received.size() < stats.framesSent()) {
                received.add(client.next());
            }
        }
        long bookFrames = received.stream()
                .filter(f -> f.startsWith("{\"channel\":\"book\""))
                .count();
        received.forEach(f -> unparsable[0] += Json.parse(f.getBytes(StandardCharsets.UTF_8)) == null ? 1 : 0);
        assertThat(unparsable[0]).isZero();
        assertThat(stats.faults().get(FaultKind.DROP)).isEqualTo(2);
        assertThat(stats.faults().get(FaultKind.DELAY)).isEqualTo(1);
        assertThat(stats.faults().get(FaultKind.DUPLICATE)).isBetween(5L, 19L);
        assertThat(stats.faults().get(FaultKind.CORRUPT)).isBetween(5L, 80L);
        assertThat(stats.bookFrames()).isEqualTo(bookFrames);

        List<DeliveryLog.Delivery> delivered = new ArrayList<>();
        DeliveryLog.read(logFile, delivered::add);
        assertThat(delivered).hasSize((int) bookFrames);
        assertThat(delivered.stream().filter(d -> d.fault().equals("corrupt")).count())
                .isEqualTo(stats.faults().get(FaultKind.CORRUPT));
    }

    @Test
    void shouldBreakTheJsonWhereNoChecksumCouldTell() throws Exception {
        Faults faults = Faults.builder(SEED).fault(FaultKind.CORRUPT).every(7).build();
        try (ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .market("binance", MarketOptions.of(SEED).withSymbols(1).withFrames(1000))
                        .speed(0)
                        .faults(faults)
                        .build());
                BoxClient client = BoxClient.connect(box.webSocketUrl("binance") + "/stream?streams=btcusdt@depth")) {
            assertThat(box.awaitFinished(Duration.ofSeconds(150)))
                    .as("%s", box.stats())
                    .isTrue();
            BoxStats stats = box.stats();
            long broken = 0;
            for (long i = 0; i < stats.framesSent(); i++) {
                broken += Json.parse(client.next().getBytes(StandardCharsets.UTF_8)) == null ? 1 : 0;
            }
            assertThat(broken).isEqualTo(stats.faults().get(FaultKind.CORRUPT)).isEqualTo(stats.framesSent() / 7);
        }
    }

    @Test
    void shouldChangeOneDigitAndKeepTheFrameWellFormed() {
        SplittableRandom random = new SplittableRandom(SEED);
        String text =
                "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":63381.0,"
                        + "\"qty\":0.00000000}],\"asks\":[],\"checksum\":3726153463}]}";
        for (int i = 0; i < 1000; i++) {
            String changed = new String(
                    Corrupter.digit(text.getBytes(StandardCharsets.UTF_8), Damage.KRAKEN.levelNumber(), random),
                    StandardCharsets.UTF_8);
            int differences = 0;
            for (int at = 0; at < text.length(); at++) {
                differences += changed.charAt(at) == text.charAt(at) ? 0 : 1;
            }
            assertThat(differences).isEqualTo(1);
            assertThat(changed).hasSameSizeAs(text).contains("3726153463");
            assertThat(Json.parse(changed.getBytes(StandardCharsets.UTF_8))).isNotNull();
            assertThat(Json.parse(Corrupter.json(text.getBytes(StandardCharsets.UTF_8), random)))
                    .isNull();
        }
        assertThat(Corrupter.digit(
                        "{\"bids\":[]}".getBytes(StandardCharsets.UTF_8), Damage.KRAKEN.levelNumber(), random))
                .isNull();
    }

    @Test
    void shouldStrikeInTurnAndWaitForWhatLasts() {
        FaultPlan plan = new FaultPlan(Faults.builder(SEED)
                .fault(FaultKind.DROP)
                .inTurn(2)
                .fault(FaultKind.STALE_SNAPSHOT)
                .inTurn(1)
                .fault(FaultKind.SILENCE)
                .inTurn(1)
                .fault(FaultKind.DELAY)
                .inTurn(3)
                .build());
        assertThat(next(plan)).isNull();
        assertThat(next(plan)).isNull();
        FaultRule drop = plan.next(FaultKind.Target.DELTA, "okx", "A");
        assertThat(drop.kind()).isEqualTo(FaultKind.DROP);
        assertThat(next(plan)).as("the frame did not suit").isEqualTo(FaultKind.DROP);
        plan.struck(drop);
        assertThat(next(plan)).isNull();
        FaultRule silence = plan.next(FaultKind.Target.DELTA, "okx", "A");
        assertThat(silence.kind()).as("a snapshot's turn is its own").isEqualTo(FaultKind.SILENCE);
        plan.begins(silence);
        for (int i = 0; i < 10; i++) {
            assertThat(next(plan)).as("the silence lasts").isNull();
        }
        plan.lapsed(silence);
        assertThat(next(plan)).as("the client went before it could notice").isEqualTo(FaultKind.SILENCE);
        plan.struck(silence);
        for (int i = 0; i < 3; i++) {
            assertThat(next(plan)).isNull();
        }
        plan.struck(plan.next(FaultKind.Target.DELTA, "okx", "A"));
        assertThat(plan.next(FaultKind.Target.SNAPSHOT, "okx", "A")).isNull();
        assertThat(plan.complete()).isFalse();
        plan.struck(plan.next(FaultKind.Target.SNAPSHOT, "okx", "A"));
        assertThat(plan.complete()).isTrue();
    }

    private static FaultKind next(FaultPlan plan) {
        FaultRule rule = plan.next(FaultKind.Target.DELTA, "okx", "A");
        return rule == null ? null : rule.kind();
    }

    @Test
    void shouldReadAFileAndNameWhatIsWrongInIt() throws Exception {
        Path good = Files.writeString(
                folder.resolve("faults.yaml"),
                "seed: 7\nfaults:\n  - {kind: drop, venue: kraken, every: 100}\n  - {kind: corrupt, probability: 0.01,"
                        + " damage: digit}\n  - {kind: delay, at: [50, 90], forMillis: 250}\n");
        Faults faults = Faults.read(good);
        assertThat(faults.seed()).isEqualTo(7);
        assertThat(faults.rules()).hasSize(3);
        assertThat(faults.rules().get(1).perMillion()).isEqualTo(10_000);
        assertThat(faults.rules().get(2).at()).containsExactly(50L, 90L);

        Path json = Files.writeString(
                folder.resolve("faults.json"), "{\"seed\":1,\"faults\":[{\"kind\":\"drop\",\"every\":2}]}");
        assertThat(Faults.read(json).rules()).hasSize(1);

        Path turns = Files.writeString(
                folder.resolve("turns.yaml"),
                "seed: 1\nfaults:\n  - {kind: drop, inTurn: 5}\n  - {kind: silence, inTurn: 7, untilJoined: true}\n");
        assertThat(Faults.read(turns).rules().get(1).inTurn()).isEqualTo(7);
        assertThat(Faults.read(turns).rules().get(1).forFrames()).isEqualTo(FaultRule.UNTIL_JOINED);

        assertThatThrownBy(() -> Faults.read(write("seed: 1\nfaults:\n  - {kind: dorp, every: 1}\n")))
                .hasMessageContaining("fault 1: kind is 'dorp'");
        assertThatThrownBy(() -> Faults.read(write("seed: 1\nfaults:\n  - {kind: drop, evry: 1}\n")))
                .hasMessageContaining("unknown key 'evry'");
        assertThatThrownBy(() -> Faults.read(write("seed: 1\nfaults:\n  - {kind: drop}\n")))
                .hasMessageContaining("exactly one of every, at, probability, inTurn");
        assertThatThrownBy(() -> ExchangeBox.start(BoxOptions.builder()
                        .market("binance", MarketOptions.of(1))
                        .faults(faults)
                        .build()))
                .hasMessageContaining("venue 'kraken' is not served");
        Faults invisible = Faults.builder(1)
                .fault(FaultKind.CORRUPT)
                .damage(Faults.Damage.DIGIT)
                .every(2)
                .build();
        assertThatThrownBy(() -> ExchangeBox.start(BoxOptions.builder()
                        .market("binance", MarketOptions.of(1))
                        .faults(invisible)
                        .build()))
                .hasMessageContaining("no checksum");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("bad.yaml"), text);
    }
}
