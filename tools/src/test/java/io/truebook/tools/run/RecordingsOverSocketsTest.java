package io.truebook.tools.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.truebook.engine.recording.Recording;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings served by the box and taken by the engine over real sockets; local test input, skipped where absent. */
final class RecordingsOverSocketsTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} {3} {4}")
    @CsvSource({
        "kraken, /v2, 25, kraken_v2/kraken_btcusd_sample.cbcap, FUSED",
        "kraken, /v2, 10, kraken_v2/kraken_btcusd_l2.cbcap, STAGED",
        "kraken, /v2, 25, kraken_v2/kraken_xrpusd_sample.cbcap, STAGED",
        "binance, /stream, 0, binance/spot_btcusdt_20240808.gz, FUSED",
        "binance-usdm, /stream, 0, binance/usdm_ethusdt_20240718.gz, STAGED",
        "binance-coinm, /stream, 0, binance/cm_ethusd_perp_20240808.gz, FUSED",
    })
    void shouldKeepTheVenuesBookWhenARecordingIsServedOverSockets(
            String venue, String path, int depth, String file, Layout layout) throws Exception {
        final BoxRun run = BoxRun.run(folder, venue, path, depth, box(venue, file, 0), layout);
        assertThat(run.oracle.wrongInstants()).isEmpty();
        assertThat(run.oracle.deeper()).isZero();
        assertThat(run.oracle.compared()).isGreaterThan(100);
        assertThat(run.oracle.unjudged()).isLessThan(5);
        assertThat(run.unequal).isEmpty();
        assertVerified(run);
    }

    @ParameterizedTest(name = "{0} {3} with faults, {4}")
    @CsvSource({
        "kraken, /v2, 25, kraken_v2/kraken_btcusd_sample.cbcap, FUSED",
        "kraken, /v2, 25, kraken_v2/kraken_xrpusd_sample.cbcap, STAGED",
        "binance, /stream, 0, binance/spot_btcusdt_20240808.gz, STAGED",
        "binance-usdm, /stream, 0, binance/usdm_ethusdt_20240718.gz, FUSED",
        "binance-coinm, /stream, 0, binance/cm_ethusd_perp_20240808.gz, STAGED",
    })
    void shouldNeverBeLiveAndWrongWhenFaultsAreInjected(
            String venue, String path, int depth, String file, Layout layout) throws Exception {
        final BoxOptions.Builder box = box(venue, file, 60)
                .faults(Faults.builder(20261121)
                        .fault(FaultKind.DROP)
                        .every(97)
                        .fault(FaultKind.CORRUPT)
                        .every(211)
                        .fault(FaultKind.DUPLICATE)
                        .every(53)
                        .fault(FaultKind.DISCONNECT)
                        .every(701)
                        .build());
        final BoxRun run = BoxRun.run(folder, venue, path, depth, box, layout);
        System.out.println(venue + " " + file + ": faults=" + run.stats.faults() + ", instants compared="
                + run.oracle.compared() + ", below the proven depth=" + run.oracle.deeper() + " levels at "
                + run.oracle.deeperInstants() + " instants");
        assertThat(run.oracle.wrongInstants()).isEmpty();
        assertThat(run.unequal).isEmpty();
        assertThat(run.stats.faults()).containsKeys(FaultKind.DROP, FaultKind.CORRUPT, FaultKind.DUPLICATE);
        assertVerified(run);
    }

    private static void assertVerified(BoxRun run) {
        assertThat(run.verified.difference()).isNull();
        assertThat(run.verified.missing()).isZero();
        assertThat(run.verified.compared()).isPositive();
    }

    private static BoxOptions.Builder box(String venue, String file, double speed) {
        final Path recording = BoxRun.root().resolve("../shared/feeds").resolve(file);
        assumeTrue(Files.exists(recording), "local test input is absent: " + recording);
        return BoxOptions.builder().speed(speed).recording(venue, Recording.open(List.of(recording)));
    }
}
