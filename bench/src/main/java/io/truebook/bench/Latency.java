package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Tape;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.Counters;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.RingEngine;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Transport;
import io.truebook.journal.JournalDirectory;
import io.truebook.transport.MonotonicClock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * Open-loop latency of the running ring: frames are offered at a fixed rate from one thread, and each is timed from the
 * moment at which it was planned to be sent, not from the moment at which there was room for it, to the publication of
 * its book. Journals on disk. The run counts only where every frame came through, every check held, and the rate was
 * kept.
 */
public final class Latency {
    private static final long MAX_NS = 60_000_000_000L;
    private static final long NS = 1_000_000_000L;
    private static final double RATE_KEPT = 0.99;

    private final Feed feed;
    private final RingOptions options;
    private final Histogram histogram = new Histogram(MAX_NS, 3);
    /** Written by the publishing thread; those of the warm-up are not recorded. */
    private volatile long measureFromNs = Long.MAX_VALUE;

    /**
     * What came out.
     *
     * @param faults empty for a run that counts
     */
    public record Result(Histogram histogram, double ratePerSecond, String faults) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d books at %.0f frames a second: p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f us%s",
                    histogram.getTotalCount(),
                    ratePerSecond,
                    histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getValueAtPercentile(99.9) / 1e3,
                    histogram.getMaxValue() / 1e3,
                    faults.isEmpty() ? "" : "; FAILED: " + faults);
        }
    }

    public Latency(Feed feed, RingOptions options) {
        this.feed = feed;
        this.options = options;
    }

    /**
     * Offers frames for {@code warmSeconds}, then for {@code seconds} more, which are measured.
     *
     * @param rate frames a second
     */
    public Result run(int rate, int warmSeconds, int seconds) {
        final MonotonicClock clock = new MonotonicClock();
        final AtomicReference<InputPort> port = new AtomicReference<>();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (TemporaryJournal temporary = new TemporaryJournal()) {
            final JournalDirectory journal = temporary.journal();
            final Core core = new Core(journal.inputs().reader());
            final RingEngine ring = new RingEngine(
                    options,
                    new RingEngine.Parts(
                            clock,
                            name -> task -> daemon(name, task),
                            journal.inputs(),
                            journal.outputs(),
                            core,
                            new InputDecoder(),
                            input -> {
                                port.set(input);
                                return new NoTransport();
                            },
                            this::published,
                            (stage, position, cause) -> failure.compareAndSet(null, cause)));
            ring.start(Tape.configuration(feed), 0, 0, 0);
            final long frames = (long) rate * (warmSeconds + seconds);
            final long startNs = clock.nowNs() + NS / 10;
            measureFromNs = startNs + warmSeconds * NS;
            offer(port.get(), clock, rate, frames, startNs);
            final long tookNs = clock.nowNs() - startNs;
            ring.close();
            final double kept = frames * (double) NS / tookNs;
            return new Result(histogram, kept, faults(core, failure.get(), frames, kept / rate));
        }
    }

    private void offer(InputPort port, MonotonicClock clock, int rate, long frames, long startNs) {
        final byte[][] payloads = feed.payloads().toArray(byte[][]::new);
        int next = 0;
        for (long i = 0; i < frames; i++) {
            final long plannedNs = startNs + i * NS / rate;
            while (clock.nowNs() < plannedNs) {
                Thread.onSpinWait();
            }
            final byte[] payload = payloads[next];
            next = next + 1 == payloads.length ? 0 : next + 1;
            while (!port.frame(1, 0, plannedNs, (target, at) -> target.putBytes(at, payload), payload.length)) {
                Thread.onSpinWait();
            }
        }
    }

    private void published(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
        if (receiveNs >= measureFromNs && Envelope.type(record, offset) == OutputType.BOOK_DELTA) {
            histogram.recordValue(Math.min(MAX_NS, Math.max(0, publishNs - receiveNs)));
        }
    }

    private static String faults(Core core, Throwable failure, long frames, double kept) {
        if (failure != null) {
            return "a handler failed: " + failure;
        }
        final Counters counters = core.venues().get(0).counters();
        if (counters.frames != frames) {
            return "frames=" + counters.frames + ", sent=" + frames;
        }
        final long bad = counters.checksumsBad + counters.sequenceGaps + counters.malformed + counters.crossed;
        if (bad > 0) {
            return "checks that did not hold=" + bad;
        }
        return kept < RATE_KEPT ? String.format(Locale.ROOT, "the rate was not kept: %.3f of it", kept) : "";
    }

    private static Thread daemon(String name, Runnable task) {
        final Thread thread = new Thread(task, "truebook-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** A passive run asks for nothing. */
    private static final class NoTransport implements Transport {
        @Override
        public void connect(int connection, int venue, String url, int maxFrameBytes) {
            throw asked("connect " + url);
        }

        @Override
        public void send(int connection, String text) {
            throw asked("send " + text);
        }

        @Override
        public void ping(int connection) {
            throw asked("ping");
        }

        @Override
        public void close(int connection) {
            throw asked("close");
        }

        @Override
        public void query(long requestId, int venue, String methodAndUrl) {
            throw asked(methodAndUrl);
        }

        @Override
        public void close() {
            // nothing is open
        }

        private static IllegalStateException asked(String what) {
            return new IllegalStateException("a passive run asked for something: " + what);
        }
    }
}
