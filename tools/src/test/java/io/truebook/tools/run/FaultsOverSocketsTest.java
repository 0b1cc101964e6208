package io.truebook.tools.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault that a venue can have, over real sockets, between a seeded market in the venue's protocol and the engine:
 * the market goes on until each has struck. Each fault waits for its turn, counted in frames, so that none depends on
 * time. All venues at once, because most of a run is waiting: a book whose intervals are not known yet is called silent
 * after 30 s, and joined again five seconds later.
 *
 * <p>The definitions are the shipped ones but for the back-off between connections, which is shortened: six connections
 * are cut in a run.
 */
final class FaultsOverSocketsTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122);
    private static final int SYMBOLS = 2;
    private static final int EVENTS_PER_SECOND = 120;

    private static final int FRAMES_BETWEEN = 30;

    /** What no venue is spared. */
    private static final Set<FaultKind> COMMON = EnumSet.of(
            FaultKind.DROP,
            FaultKind.DUPLICATE,
            FaultKind.DELAY,
            FaultKind.CORRUPT,
            FaultKind.DISCONNECT,
            FaultKind.REORDER,
            FaultKind.TRUNCATE,
            FaultKind.MID_FRAME_CUT,
            FaultKind.SILENCE,
            FaultKind.RECONNECT_STORM);

    /** The venues, and what each can have beyond the common faults. */
    private enum Served {
        KRAKEN("kraken", "/v2", 25, "BTC/USD", FaultKind.STALE_SNAPSHOT, FaultKind.WRONG_CHECKSUM),
        KRAKEN_V1("kraken-v1", "", 25, "XBT/USD", FaultKind.STALE_SNAPSHOT, FaultKind.WRONG_CHECKSUM),
        BINANCE(
                "binance",
                "/stream",
                0,
                "BTCUSDT",
                FaultKind.STALE_SNAPSHOT,
                FaultKind.REST_FAILURE,
                FaultKind.REST_LIMIT),
        BINANCE_USDM(
                "binance-usdm",
                "/stream",
                0,
                "BTCUSDT",
                FaultKind.STALE_SNAPSHOT,
                FaultKind.REST_FAILURE,
                FaultKind.REST_LIMIT),
        BINANCE_COINM(
                "binance-coinm",
                "/stream",
                0,
                "BTCUSD_PERP",
                FaultKind.STALE_SNAPSHOT,
                FaultKind.REST_FAILURE,
                FaultKind.REST_LIMIT),
        BINANCE_US(
                "binance-us",
                "/stream",
                0,
                "BTCUSDT",
                FaultKind.STALE_SNAPSHOT,
                FaultKind.REST_FAILURE,
                FaultKind.REST_LIMIT),
        OKX("okx", "/ws/v5/public", 0, "BTC-USDT", FaultKind.STALE_SNAPSHOT),
        BYBIT("bybit", "/v5/public/linear", 50, "BTCUSDT", FaultKind.STALE_SNAPSHOT),
        BITFINEX("bitfinex", "/ws/2", 25, "tBTCUSD", FaultKind.STALE_SNAPSHOT, FaultKind.WRONG_CHECKSUM),
        /** Its snapshots bear no id of a book and there is no checksum: nobody could tell an old one. */
        COINBASE("coinbase", "", 0, "BTC-USD");

        private final String venue;
        private final String path;
        private final int depth;
        /** One of the market's symbols. */
        private final String silent;

        private final Set<FaultKind> kinds;

        Served(String venue, String path, int depth, String silent, FaultKind... more) {
            this.venue = venue;
            this.path = path;
            this.depth = depth;
            this.silent = silent;
            this.kinds = EnumSet.copyOf(COMMON);
            Collections.addAll(kinds, more);
        }
    }

    @TempDir
    static Path folder;

    private static final Map<Served, Future<BoxRun>> RUNS = new EnumMap<>(Served.class);
    private static ExecutorService pool;

    @BeforeAll
    static void startAll() {
        pool = Executors.newFixedThreadPool(Served.values().length);
        for (Served served : Served.values()) {
            if (System.getProperty("truebook.venue", served.venue).equals(served.venue)) {
                RUNS.put(served, pool.submit(() -> run(served)));
            }
        }
    }

    @AfterAll
    static void stopAll() {
        pool.shutdownNow();
        RUNS.clear();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverBeLiveAndWrongWhenEachFaultOfTheVenueStrikes(Served served) throws Exception {
        assumeTrue(RUNS.containsKey(served));
        final BoxRun run;
        try {
            run = RUNS.get(served).get();
        } catch (ExecutionException e) {
            throw new AssertionError(
                    served.venue + ", seed " + SEED + ": " + e.getCause().getMessage(), e.getCause());
        }
        System.out.println(served.venue + ": seed=" + SEED + ", faults=" + new EnumMap<>(run.stats.faults())
                + ", connections=" + run.stats.connections() + ", instants compared=" + run.oracle.compared()
                + ", wrong=" + run.oracle.wrong() + ", books " + run.books);
        assertThat(run.oracle.wrongInstants()).as("seed %s", SEED).isEmpty();
        assertThat(run.unequal).as("seed %s", SEED).isEmpty();
        assertThat(run.stats.faults().keySet()).as("seed %s", SEED).isEqualTo(served.kinds);
        assertThat(run.oracle.compared()).isGreaterThan(100);
        assertThat(run.books.events("book_silent")).as("silent books flagged").isPositive();
        assertThat(run.verified.difference()).isNull();
        assertThat(run.verified.missing()).isZero();
    }

    private static BoxRun run(Served served) throws Exception {
        final Layout layout = served.ordinal() % 2 == 0 ? Layout.FUSED : Layout.STAGED;
        final MarketOptions market = MarketOptions.of(SEED).withSymbols(SYMBOLS).withEventsPerSecond(EVENTS_PER_SECOND);
        return BoxRun.run(
                Files.createDirectory(folder.resolve(served.venue)),
                served.venue,
                served.path,
                served.depth,
                BoxOptions.builder().market(served.venue, market).faults(faults(served)),
                layout,
                true,
                FaultsOverSocketsTest::withShortBackOff);
    }

    private static Faults faults(Served served) {
        final Faults.Builder faults = Faults.builder(SEED);
        final List<FaultKind> row = new ArrayList<>(COMMON);
        if (served.kinds.contains(FaultKind.WRONG_CHECKSUM)) {
            row.add(FaultKind.WRONG_CHECKSUM);
        }
        row.remove(FaultKind.SILENCE);
        Collections.shuffle(row, new Random(SEED + served.ordinal()));
        row.forEach(kind -> faults.fault(kind).inTurn(FRAMES_BETWEEN));
        faults.fault(FaultKind.SILENCE)
                .inTurn(FRAMES_BETWEEN)
                .symbol(served.silent)
                .untilJoined();
        // one of the snapshots after the faults above, and of the queries at the start
        if (served.kinds.contains(FaultKind.STALE_SNAPSHOT)) {
            faults.fault(FaultKind.STALE_SNAPSHOT).inTurn(2);
        }
        if (served.kinds.contains(FaultKind.REST_FAILURE)) {
            faults.fault(FaultKind.REST_FAILURE)
                    .at(2)
                    .fault(FaultKind.REST_LIMIT)
                    .at(4);
        }
        return faults.build();
    }

    private static String withShortBackOff(String definition) {
        final String changed = definition
                .replaceFirst("reconnectBaseMs: \\d+", "reconnectBaseMs: 50")
                .replaceFirst("reconnectCapMs: \\d+", "reconnectCapMs: 400");
        assertThat(changed).contains("reconnectBaseMs: 50", "reconnectCapMs: 400");
        return changed;
    }
}
