package io.truebook.engine.ring;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.engine.transport.Clock;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Transport;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The running engine: the ring with its handlers and the ticker, around a core and a decoder that recovery has brought to
 * the end of the journal. A failing handler stops it for good: input is refused, the listener is told, and the process
 * must end.
 */
public final class RingEngine implements AutoCloseable {
    private static final int LEVELS_FUSED = 1024;
    private static final int LEVELS_STAGED = 64;
    private static final int BATCH_BYTES_SHARED = 64 << 10;
    private static final int BATCH_BYTES_PER_SLOT = 2048;

    private final RingOptions options;
    private final Clock clock;
    private final Disruptor<Slot> disruptor;
    private final RingInput input;
    private final Stages stages;
    private final Transport transport;
    private final Ticker ticker;
    private final FailureListener failures;
    private final AtomicBoolean failed = new AtomicBoolean();
    private boolean stopped;

    /**
     * Everything that the engine needs from outside.
     *
     * @param clock receive and publish times
     * @param threads makes the handlers' threads; named journal, decode, core, publish or fused, and ticker
     * @param inputs the journal of inputs, at whose end the core stands
     * @param outputs the journal of outputs
     * @param core recovered, or new
     * @param decoder recovered with the core
     * @param transport made for the engine's input port
     * @param listener sees each output, may be null
     * @param failures is told when a handler failed
     */
    public record Parts(
            Clock clock,
            Function<String, ThreadFactory> threads,
            Journal inputs,
            Journal outputs,
            Core core,
            InputDecoder decoder,
            Function<InputPort, Transport> transport,
            OutputListener listener,
            FailureListener failures) {}

    public RingEngine(RingOptions options, Parts parts) {
        this.options = options;
        clock = parts.clock();
        failures = parts.failures();
        final boolean fused = options.layout() == Layout.FUSED;
        final boolean shared = fused && options.durability() == Durability.PROCESS;
        final DecodedFrame sharedFrame = fused ? new DecodedFrame(LEVELS_FUSED) : null;
        final OutputBatch sharedBatch = shared ? new OutputBatch(BATCH_BYTES_SHARED) : null;
        disruptor = new Disruptor<>(
                () -> new Slot(
                        new UnsafeBuffer(ByteBuffer.allocateDirect(options.slotBytes())),
                        fused ? sharedFrame : new DecodedFrame(LEVELS_STAGED),
                        shared ? sharedBatch : new OutputBatch(BATCH_BYTES_PER_SLOT)),
                options.ringSize(),
                new StageThreads(parts.threads(), fused),
                ProducerType.MULTI,
                options.waiting().strategy());
        final RingBuffer<Slot> ring = disruptor.getRingBuffer();
        final JumboBuffers jumbos = new JumboBuffers(
                options.mediumBuffers(), options.largeBuffers(), options.maxFrameBytes() + Envelope.BYTES + 4096);
        input = new RingInput(ring, jumbos, options.slotBytes());
        transport = parts.transport().apply(input);
        stages = new Stages(
                clock,
                parts.inputs().appender(),
                parts.inputs().lastPosition(),
                parts.outputs().appender(),
                parts.outputs().lastPosition(),
                parts.decoder(),
                parts.core(),
                new RequestExecutor(transport, options.maxFrameBytes()),
                jumbos,
                parts.listener(),
                options.durability() == Durability.DISK);
        disruptor.setDefaultExceptionHandler(new StopOnFailure());
        if (fused) {
            disruptor.handleEventsWith(new FusedHandler(ring, stages, options.durability() == Durability.DISK));
        } else {
            stagedHandlers();
        }
        ticker = new Ticker(clock, input, stages, parts.threads().apply("ticker"));
    }

    /** Starts the threads, then the run: {@code configured}, {@code started}. */
    public void start(ConfiguredBody configured, int epoch, long recoveredFrom, long recoveredTo) {
        disruptor.start();
        final byte[] body = configured.encode();
        offer(stamp -> input.configured(stamp, body));
        offer(stamp -> input.started(stamp, epoch, recoveredFrom, recoveredTo));
        ticker.start();
    }

    /** Leaves out an input from now on, see {@link io.truebook.engine.record.InputType#SKIP}. After {@link #start}. */
    public void skip(int venue, long position) {
        offer(stamp -> input.skip(stamp, venue, position));
    }

    /** A {@link io.truebook.engine.record.Command} that nobody waits for; false when there is no room now. */
    public boolean command(String text) {
        return command(0, text);
    }

    /**
     * As {@link #command(String)}.
     *
     * @param ticket that the event which answers it bears, see {@link io.truebook.engine.core.EventKind#COMMAND_DONE}
     */
    public boolean command(int ticket, String text) {
        return input.command(clock.nowNs(), ticket, text);
    }

    /** The wall clock moved against the monotonic one; false when there is no room now. */
    public boolean clockStep(long stepNs) {
        return input.clockStep(clock.nowNs(), stepNs);
    }

    /** Position of the newest input whose outputs are published. */
    public long publishedPosition() {
        return stages.publishedPosition();
    }

    /** Offers that found the ring or the jumbo buffers full. */
    public long refusedOffers() {
        return input.refused();
    }

    /** Receive to publish in ns, of inputs that had outputs. */
    public SingleWriterRecorder latency() {
        return stages.latency();
    }

    public boolean hasFailed() {
        return failed.get();
    }

    /**
     * Stops taking input, closes the connections, lets the handlers finish what is in the ring, and returns when they
     * have. Safe to call twice.
     */
    @Override
    public void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        ticker.close();
        transport.close();
        input.close();
        if (failed.get()) {
            disruptor.halt();
            return;
        }
        try {
            disruptor.shutdown(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            disruptor.halt();
            throw new IllegalStateException("handlers did not finish within 30 s; the journal holds what they did", e);
        }
    }

    private void offer(LongPredicate once) {
        while (!failed.get() && !once.test(clock.nowNs())) {
            Thread.onSpinWait();
        }
    }

    private void stagedHandlers() {
        final EventHandler<Slot> journal = (slot, sequence, endOfBatch) -> {
            stages.journal(slot);
            if (endOfBatch) {
                stages.forceInputs();
            }
        };
        disruptor
                .handleEventsWith(journal)
                .then((EventHandler<Slot>) (slot, sequence, endOfBatch) -> stages.decode(slot))
                .then((EventHandler<Slot>) (slot, sequence, endOfBatch) -> stages.core(slot))
                .then((EventHandler<Slot>) (slot, sequence, endOfBatch) -> stages.publish(slot));
    }

    /** All four handlers on one thread. */
    private static final class FusedHandler implements EventHandler<Slot> {
        private final RingBuffer<Slot> ring;
        private final Stages stages;
        private final boolean disk;
        private long firstUnpublished = -1;

        FusedHandler(RingBuffer<Slot> ring, Stages stages, boolean disk) {
            this.ring = ring;
            this.stages = stages;
            this.disk = disk;
        }

        @Override
        public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
            stages.journal(slot);
            stages.decode(slot);
            stages.core(slot);
            if (!disk) {
                stages.publish(slot);
                return;
            }
            if (firstUnpublished < 0) {
                firstUnpublished = sequence;
            }
            if (endOfBatch) {
                stages.forceInputs();
                for (long s = firstUnpublished; s <= sequence; s++) {
                    stages.publish(ring.get(s));
                }
                firstUnpublished = -1;
            }
        }
    }

    /** Names the threads in the order in which the Disruptor makes them, which is that of the handlers. */
    private static final class StageThreads implements ThreadFactory {
        private static final String[] STAGED = {"journal", "decode", "core", "publish"};

        private final Function<String, ThreadFactory> threads;
        private final boolean fused;
        private int made;

        StageThreads(Function<String, ThreadFactory> threads, boolean fused) {
            this.threads = threads;
            this.fused = fused;
        }

        @Override
        public Thread newThread(Runnable task) {
            return threads.apply(fused ? "fused" : STAGED[made++]).newThread(task);
        }
    }

    /** Ends the handler's thread, and with it the engine. */
    private final class StopOnFailure implements ExceptionHandler<Slot> {
        @Override
        public void handleEventException(Throwable cause, long sequence, Slot slot) {
            stop(Thread.currentThread().getName(), slot == null ? 0 : Envelope.sequence(slot.buffer(), 0), cause);
            throw new IllegalStateException("stopped by a failing handler", cause);
        }

        @Override
        public void handleOnStartException(Throwable cause) {
            stop("start", 0, cause);
        }

        @Override
        public void handleOnShutdownException(Throwable cause) {
            stop("shutdown", 0, cause);
        }

        private void stop(String stage, long position, Throwable cause) {
            input.close();
            if (failed.compareAndSet(false, true)) {
                failures.onFailure(stage, position, cause);
            }
        }
    }
}
