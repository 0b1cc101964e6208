package io.truebook.tools.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.truebook.engine.book.Condition;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingEngine;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.transport.InputPort;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the payload to both Chronicle queues on disk: nothing is allocated per frame once warm, on the thread that offers
 * and on the one that runs all handlers. No journal rolls meanwhile; a roll is measured apart.
 */
class ChronicleAllocationTest {
    private static final ThreadMXBean BEANS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(3);
    private static final int WARM_UP = 200_000;
    private static final int FRAMES = 1_000_000;
    private static final int SLICES = 40;
    /** What the JIT, and Chronicle when it maps another 64 MiB, may cost over all the frames. */
    private static final long TOLERATED_BYTES = 256 << 10;

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final MarketFrames frames = new MarketFrames();
    private InputPort input;
    private volatile Thread handler;

    @Test
    void shouldAllocateNothingPerFrameOnceWarm(TestReporter reporter) throws IOException {
        try (JournalDirectory journal = JournalDirectory.open(folder.resolve("journal"), JournalOptions.defaults())) {
            final Core core = new Core(journal.inputs().reader());
            try (RingEngine engine = engine(journal, core)) {
                engine.start(configured(), 1, 0, 0);
                makeLive(engine);
                play(engine, WARM_UP);
                long offering = 0;
                final long[] handling = new long[SLICES];
                for (int slice = 0; slice < SLICES; slice++) {
                    final long before = BEANS.getThreadAllocatedBytes(handler.getId());
                    offering += play(engine, FRAMES / SLICES);
                    handling[slice] = BEANS.getThreadAllocatedBytes(handler.getId()) - before;
                }
                reporter.publishEntry("offering", offering + " bytes over " + FRAMES + " frames");
                reporter.publishEntry("handling, bytes per " + FRAMES / SLICES + " frames", Arrays.toString(handling));
                assertThat(offering)
                        .as("bytes allocated by the offering thread")
                        .isLessThan(TOLERATED_BYTES);
                Arrays.sort(handling);
                assertThat(handling[SLICES / 2])
                        .as(
                                "bytes allocated by the handling thread in the median slice, of %s",
                                Arrays.toString(handling))
                        .isZero();
                assertThat(Arrays.stream(handling).sum())
                        .as("bytes allocated by the handling thread in all, new blocks of the queues mapped")
                        .isLessThan(TOLERATED_BYTES);
            }
            assertThat(core.venues().get(0).view(0).condition()).isEqualTo(Condition.LIVE);
            assertThat(core.venues().get(1).view(0).condition()).isEqualTo(Condition.LIVE);
            assertThat(core.venues().get(0).counters().checksumsOk).isGreaterThan(FRAMES / 2);
            assertThat(core.venues().get(1).counters().deltas).isGreaterThan(FRAMES / 2);
            assertThat(journal.outputs().lastPosition()).isGreaterThan(FRAMES);
        }
    }

    private RingEngine engine(JournalDirectory journal, Core core) {
        return new RingEngine(
                RingOptions.defaults(),
                new RingEngine.Parts(
                        () -> NOW_NS,
                        name -> task -> {
                            final Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            if ("fused".equals(name)) {
                                handler = thread;
                            }
                            return thread;
                        },
                        journal.inputs(),
                        journal.outputs(),
                        core,
                        new InputDecoder(),
                        port -> {
                            input = port;
                            return new Asked(asked);
                        },
                        null,
                        (stage, position, cause) -> failures.add(cause)));
    }

    private static ConfiguredBody configured() throws IOException {
        final String profile = """
                venues:
                  - id: kraken
                    symbols: [BTC/USD]
                    depth: 10
                    channels: [book]
                  - id: binance
                    symbols: [BTCUSDT]
                    channels: [depth]
                """;
        final Path venues = Home.venues();
        return new ConfiguredBody(
                Core.VERSION,
                1,
                1,
                List.of(
                        new ConfigFile("profile.yaml", profile),
                        new ConfigFile("kraken.yaml", Files.readString(venues.resolve("kraken.yaml"))),
                        new ConfigFile("binance.yaml", Files.readString(venues.resolve("binance.yaml")))));
    }

    private void makeLive(RingEngine engine) {
        input.connectionUp(1, 0, NOW_NS);
        input.connectionUp(2, 1, NOW_NS);
        await(() -> asked.size() == 4, "two connections and two subscriptions");
        final String id = asked.get(3).replaceAll(".*\"id\":(\\d+).*", "$1");
        final byte[] yes = ("{\"result\":null,\"id\":" + id + "}").getBytes(StandardCharsets.US_ASCII);
        input.frame(2, 1, NOW_NS, (target, offset) -> target.putBytes(offset, yes), yes.length);
        offer();
        offer();
        await(() -> asked.size() == 5, "the query");
        final long request = Long.parseLong(asked.get(4).split(" ")[1]);
        final byte[] answer = MarketFrames.BINANCE_SNAPSHOT.getBytes(StandardCharsets.US_ASCII);
        input.outcome(
                request,
                1,
                NOW_NS,
                200,
                0,
                -1,
                -1,
                "",
                (target, offset) -> target.putBytes(offset, answer),
                answer.length);
        await(() -> engine.publishedPosition() == 8, "the books");
    }

    private long play(RingEngine engine, int count) {
        final long published = engine.publishedPosition();
        final long id = Thread.currentThread().getId();
        final long before = BEANS.getThreadAllocatedBytes(id);
        for (int i = 0; i < count; i++) {
            offer();
        }
        final long allocated = BEANS.getThreadAllocatedBytes(id) - before;
        await(() -> engine.publishedPosition() == published + count, count + " frames");
        return allocated;
    }

    private void offer() {
        final MarketFrames.Frame frame = frames.next();
        while (!input.frame(frame.connection, frame.venue, NOW_NS, frame, frame.length()) && failures.isEmpty()) {
            Thread.yield();
        }
    }

    private void await(BooleanSupplier condition, String what) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !failures.isEmpty()) {
                throw new AssertionError("waited in vain for " + what, failures.isEmpty() ? null : failures.get(0));
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
