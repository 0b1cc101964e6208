package io.truebook.engine.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.truebook.engine.book.Condition;
import io.truebook.engine.core.Configs;
import io.truebook.engine.core.Counters;
import io.truebook.engine.ring.RingOptions.Layout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From the payload through ring, journals, decoder and core: nothing is allocated per frame once warm, on any thread that
 * takes part. The journals here only copy; VenueAllocationTest of the tools has the real ones, and every venue.
 */
class AllocationTest {
    private static final ThreadMXBean BEANS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 300_000;
    private static final int FRAMES = 1_000_000;
    /** What the JIT and the threads' own bookkeeping may cost, over all the frames. */
    private static final long TOLERATED_BYTES = 16 << 10;

    private final SyntheticFrames frames = new SyntheticFrames(3);

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldAllocateNothingPerFrameOnceWarm(Layout layout, TestReporter reporter) {
        final RingOptions options = RingOptions.defaults().withRingSize(1024).with(layout);
        try (RingRun run = new RingRun(options, new LoopJournal(), new LoopJournal(), null)) {
            run.start(Configs.of(Configs.both()));
            makeLive(run);
            play(run, WARM_UP);
            final long[] before = new long[run.threads.size()];
            for (int i = 0; i < before.length; i++) {
                before[i] = BEANS.getThreadAllocatedBytes(run.threads.get(i).getId());
            }
            final long offering = play(run, FRAMES);
            assertNone("offering", offering, layout, reporter);
            for (int i = 0; i < before.length; i++) {
                final Thread thread = run.threads.get(i);
                final long bytes = BEANS.getThreadAllocatedBytes(thread.getId()) - before[i];
                assertNone(thread.getName(), bytes, layout, reporter);
            }
            assertBooks(run);
        }
    }

    private static void assertNone(String thread, long bytes, Layout layout, TestReporter reporter) {
        reporter.publishEntry(layout + " " + thread, bytes + " bytes over " + FRAMES + " frames");
        assertThat(bytes)
                .as("bytes that thread '%s' allocated over %d frames", thread, FRAMES)
                .isLessThan(TOLERATED_BYTES);
    }

    private static void assertBooks(RingRun run) {
        assertThat(run.core.venues().get(0).view(0).condition()).isEqualTo(Condition.LIVE);
        assertThat(run.core.venues().get(1).view(0).condition()).isEqualTo(Condition.LIVE);
        final Counters kraken = run.core.venues().get(0).counters();
        final Counters binance = run.core.venues().get(1).counters();
        assertThat(kraken.checksumsOk).isGreaterThan(FRAMES / 2);
        assertThat(binance.deltas).isGreaterThan(FRAMES / 2);
        assertThat(kraken.checksumsBad + binance.sequenceGaps).isZero();
    }

    private void makeLive(RingRun run) {
        run.input().connectionUp(1, 0, run.clock.get());
        run.input().connectionUp(2, 1, run.clock.get());
        RingRun.await(() -> run.executed.size() == 4, "two connections and two subscriptions");
        final String krakenId = run.executed.get(2).replaceAll(".*\"req_id\":(\\d+).*", "$1");
        final String binanceId = run.executed.get(3).replaceAll(".*\"id\":(\\d+).*", "$1");
        run.frame(
                1,
                0,
                "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":10,\"snapshot\":true,\"symbol\":"
                        + "\"BTC/USD\"},\"success\":true,\"req_id\":" + krakenId + "}");
        run.frame(2, 1, "{\"result\":null,\"id\":" + binanceId + "}");
        offer(run);
        offer(run);
        RingRun.await(() -> run.executed.size() == 5, "the query");
        final long request = Long.parseLong(run.executed.get(4).split(" ")[1]);
        final byte[] answer = frames.binanceSnapshot().getBytes(StandardCharsets.UTF_8);
        run.input().outcome(request, 1, run.clock.get(), 200, 0, -1, -1, "", RingRun.payload(answer), answer.length);
        run.awaitPublished(9);
    }

    /** @return bytes that the offering thread allocated, the waiting at the end left out */
    private long play(RingRun run, int count) {
        final long published = run.engine().publishedPosition();
        final long id = Thread.currentThread().getId();
        final long before = BEANS.getThreadAllocatedBytes(id);
        for (int i = 0; i < count; i++) {
            offer(run);
        }
        final long allocated = BEANS.getThreadAllocatedBytes(id) - before;
        run.awaitPublished(published + count);
        return allocated;
    }

    private void offer(RingRun run) {
        final SyntheticFrames.Frame frame = frames.next();
        while (!run.input().frame(frame.connection, frame.venue, run.clock.get(), frame, frame.length())) {
            Thread.yield();
        }
    }
}
