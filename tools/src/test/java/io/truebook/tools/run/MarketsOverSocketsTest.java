package io.truebook.tools.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.transport.box.BoxOptions;
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
        final BoxRun run = BoxRun.run(folder, venue, path, depth, market(venue), layout);
        assertThat(run.oracle.wrongInstants()).as("seed %s", SEED).isEmpty();
        assertThat(run.oracle.compared()).isGreaterThan(100);
        assertThat(run.unequal).isEmpty();
        assertThat(run.verified.difference()).isNull();
        assertThat(run.verified.missing()).isZero();
    }

    private static BoxOptions.Builder market(String venue) {
        MarketOptions market = MarketOptions.of(SEED).withFrames(FRAMES).withEventsPerSecond(400);
        return BoxOptions.builder().speed(0).market(venue, market);
    }
}
