package io.truebook.tools.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded markets served by the box in each venue's protocol and taken by the engine over real sockets. */
final class MarketsOverSocketsTest {
    private static final long SEED = 20_261_122;
    private static final int FRAMES = 3_000;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} {3}")
    @CsvSource({
        "okx, /ws/v5/public, 0, FUSED",
        "bybit, /v5/public/linear, 50, STAGED",
    })
    void shouldKeepTheVenuesBookWhenAMarketIsServedOverSockets(String venue, String path, int depth, Layout layout)
            throws Exception {
        final BoxRun run = BoxRun.run(folder, venue, path, depth, market(venue, 0), layout);
        assertThat(run.oracle.wrongInstants()).as("seed %s", SEED).isEmpty();
        assertThat(run.oracle.compared()).isGreaterThan(100);
        assertThat(run.unequal).isEmpty();
        assertThat(run.verified.difference()).isNull();
        assertThat(run.verified.missing()).isZero();
    }

    @ParameterizedTest(name = "{0} with faults, {3}")
    @CsvSource({
        "okx, /ws/v5/public, 0, STAGED",
        "bybit, /v5/public/linear, 50, FUSED",
    })
    void shouldNeverBeLiveAndWrongWhenFaultsAreInjected(String venue, String path, int depth, Layout layout)
            throws Exception {
        final BoxOptions.Builder box = market(venue, 2)
                .faults(Faults.builder(SEED)
                        .fault(FaultKind.DROP)
                        .every(197)
                        .fault(FaultKind.CORRUPT)
                        .every(311)
                        .fault(FaultKind.DUPLICATE)
                        .every(153)
                        .fault(FaultKind.DISCONNECT)
                        .at(301)
                        .fault(FaultKind.REORDER)
                        .every(173)
                        .fault(FaultKind.TRUNCATE)
                        .every(389)
                        .fault(FaultKind.SILENCE)
                        .at(450)
                        .forFrames(20)
                        .fault(FaultKind.MID_FRAME_CUT)
                        .at(601)
                        .fault(FaultKind.STALE_SNAPSHOT)
                        .at(2)
                        .build());
        final BoxRun run = BoxRun.run(folder, venue, path, depth, box, layout);
        System.out.println(venue + ": seed=" + SEED + ", faults=" + run.stats.faults() + ", instants compared="
                + run.oracle.compared());
        assertThat(run.oracle.wrongInstants()).as("seed %s", SEED).isEmpty();
        assertThat(run.unequal).isEmpty();
        // How long a client stays away after a cut is a matter of time, and with it which later faults it meets.
        assertThat(run.stats.faults()).containsKeys(FaultKind.DROP, FaultKind.DUPLICATE);
        assertThat(run.verified.difference()).isNull();
    }

    private static BoxOptions.Builder market(String venue, double speed) {
        MarketOptions market = MarketOptions.of(SEED).withFrames(FRAMES).withEventsPerSecond(400);
        return BoxOptions.builder().speed(speed).market(venue, market);
    }
}
