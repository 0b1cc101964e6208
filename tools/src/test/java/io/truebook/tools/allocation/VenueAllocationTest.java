package io.truebook.tools.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.truebook.engine.book.Condition;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.Venue;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingEngine;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Payload;
import io.truebook.engine.transport.Transport;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.Home;
import io.truebook.transport.box.MarketFrames;
import io.truebook.transport.box.MarketOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the payload to both Chronicle queues on disk, on every venue that the box speaks for: nothing is allocated per
 * frame once warm, on the thread that offers and on the one that runs all handlers. The frames are those of the box's
 * markets, again and again: books with their snapshots, changes, trades, best prices, resets and keep-alives. Between two
 * passes the connection goes down and the books begin anew, which may cost something; so the median of short slices
 * counts. The run is passive, as the engine's AllocationTest is not. Of the reconciliation model the books alone. No journal rolls meanwhile; a roll is measured apart.
 */
class VenueAllocationTest {
    private static final ThreadMXBean BEANS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SEED = 20_261_122;
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(3);
    private static final int FRAMES = 600;
    private static final int SLICE = 100;
    private static final int WARM_PASSES = 5;
    private static final int PASSES = Boolean.getBoolean("truebook.full") ? 160 : 5;
    /** What the JIT, and Chronicle when it maps another block, may cost over all the frames of a venue. */
    private static final long TOLERATED_BYTES = 256 << 10;

    private static final MarketOptions MARKET = MarketOptions.of(SEED).withFrames(FRAMES);

    /** What the market serves, where that is not the venue's default. */
    private static final Map<String, Integer> DEPTHS =
            Map.of("kraken", 25, "kraken-v1", 25, "bitfinex", 25, "bybit", 50);

    @TempDir
    Path folder;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private InputPort input;
    private volatile Thread handler;

    /** One venue's market as it is offered, and what the offering and the handling of each slice allocated. */
    private record Feed(String venue, int index, List<Offer> offers, List<Long> offering, List<Long> handling) {}

    /** One payload; {@code url} is null for a frame. */
    private record Offer(byte[] bytes, String url, Payload payload) {}

    @Test
    void shouldAllocateNothingPerFrameOnceWarmOnAnyVenue(TestReporter reporter) throws IOException {
        for (final String venue : MarketFrames.venues()) {
            final List<Offer> offers = MarketFrames.of(venue, MARKET).stream()
                    .filter(said -> !venue.equals("generic") || isBook(said.payload()))
                    .map(said -> new Offer(
                            said.payload(), said.url(), (target, offset) -> target.putBytes(offset, said.payload())))
                    .toList();
            feeds.add(new Feed(venue, feeds.size(), offers, new ArrayList<>(), new ArrayList<>()));
        }
        try (JournalDirectory journal = JournalDirectory.open(folder.resolve("journal"), JournalOptions.defaults())) {
            final Core core = new Core(journal.inputs().reader());
            try (RingEngine engine = engine(journal, core)) {
                engine.start(configured(), 1, 0, 0);
                for (int pass = -WARM_PASSES; pass < PASSES; pass++) {
                    for (final Feed feed : feeds) {
                        play(engine, feed, pass >= 0);
                    }
                }
            }
            feeds.forEach(feed -> check(feed, core.venues().get(feed.index()), reporter));
        }
    }

    /** The model's tickers, trades and balances are trees of immutable values, which each delta makes anew in part. */
    private static boolean isBook(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8).contains("\"channel\":\"orderbook\"");
    }

    private static void check(Feed feed, Venue venue, TestReporter reporter) {
        reporter.publishEntry(
                feed.venue() + ", bytes per " + SLICE + " frames",
                "offering " + feed.offering() + ", handling " + feed.handling());
        assertThat(median(feed.offering()))
                .as("%s: bytes allocated by the offering thread, median of %s", feed.venue(), feed.offering())
                .isZero();
        assertThat(median(feed.handling()))
                .as("%s: bytes allocated by the handling thread, median of %s", feed.venue(), feed.handling())
                .isZero();
        assertThat(feed.handling().stream().mapToLong(Long::longValue).sum())
                .as("%s: bytes allocated by the handling thread in all, of %s", feed.venue(), feed.handling())
                .isLessThan(TOLERATED_BYTES);
        // what was measured is the work of keeping books
        for (int i = 0; i < MARKET.symbols(); i++) {
            assertThat(venue.view(i).condition())
                    .as("%s: book %d", feed.venue(), i)
                    .isEqualTo(Condition.LIVE);
        }
        assertThat(venue.counters().deltas)
                .as("%s: changes applied", feed.venue())
                .isGreaterThan((long) FRAMES * PASSES / 4);
        assertThat(venue.counters().malformed + venue.counters().sequenceGaps + venue.counters().checksumsBad)
                .as("%s: faults", feed.venue())
                .isZero();
    }

    private static long median(List<Long> values) {
        final long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void play(RingEngine engine, Feed feed, boolean measured) {
        final int connection = feed.index() + 1;
        final long thread = Thread.currentThread().getId();
        final long before = engine.publishedPosition();
        input.connectionDown(connection, feed.index(), NOW_NS, 0, 0, "");
        await(() -> engine.publishedPosition() > before, feed.venue() + "'s connection to be down");
        for (int from = 0; from < feed.offers().size(); from += SLICE) {
            final int count = Math.min(feed.offers().size() - from, SLICE);
            final long published = engine.publishedPosition();
            final long handling = BEANS.getThreadAllocatedBytes(handler.getId());
            final long offering = BEANS.getThreadAllocatedBytes(thread);
            for (int i = from; i < from + count; i++) {
                offer(connection, feed.index(), feed.offers().get(i));
            }
            final long offered = BEANS.getThreadAllocatedBytes(thread) - offering;
            await(() -> engine.publishedPosition() >= published + count, count + " frames of " + feed.venue());
            if (measured) {
                feed.offering().add(offered);
                feed.handling().add(BEANS.getThreadAllocatedBytes(handler.getId()) - handling);
            }
        }
    }

    private void offer(int connection, int venue, Offer offer) {
        final int length = offer.bytes().length;
        boolean taken = false;
        while (!taken && failures.isEmpty()) {
            taken = offer.url() == null
                    ? input.frame(connection, venue, NOW_NS, offer.payload(), length)
                    : input.outcome(0, venue, NOW_NS, 200, 0, -1, -1, offer.url(), offer.payload(), length);
            if (!taken) {
                Thread.yield();
            }
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
                            return new Nothing();
                        },
                        null,
                        (stage, position, cause) -> failures.add(cause)));
    }

    /** A passive run asks for nothing. */
    private static final class Nothing implements Transport {
        @Override
        public void connect(int connection, int venue, String url, int maxFrameBytes) {
            throw new IllegalStateException("connect " + url);
        }

        @Override
        public void send(int connection, String text) {
            throw new IllegalStateException("send " + text);
        }

        @Override
        public void ping(int connection) {
            throw new IllegalStateException("ping " + connection);
        }

        @Override
        public void close(int connection) {
            throw new IllegalStateException("close " + connection);
        }

        @Override
        public void query(long requestId, int venue, String methodAndUrl) {
            throw new IllegalStateException("query " + methodAndUrl);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static ConfiguredBody configured() throws IOException {
        final StringBuilder profile = new StringBuilder("mode: passive\nvenues:\n");
        final List<ConfigFile> files = new ArrayList<>();
        for (final String venue : MarketFrames.venues()) {
            profile.append("  - id: ").append(venue).append("\n    symbols: [");
            profile.append(String.join(", ", MarketFrames.symbols(venue, MARKET)))
                    .append("]\n");
            if (DEPTHS.containsKey(venue)) {
                profile.append("    depth: ").append(DEPTHS.get(venue)).append('\n');
            }
            final String file = venue + ".yaml";
            files.add(new ConfigFile(file, Files.readString(Home.venues().resolve(file))));
        }
        files.add(0, new ConfigFile("profile.yaml", profile.toString()));
        return new ConfiguredBody(Core.VERSION, 1, 1, files);
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
