package io.truebook.engine.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.core.Core;
import io.truebook.engine.core.CoreRun;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Payload;
import io.truebook.engine.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A running engine without sockets: the test moves the clock and is the outside; requests are written down. */
final class RingRun implements AutoCloseable {
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    final List<String> executed = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<Throwable> causes = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final AtomicLong clock = new AtomicLong(CoreRun.START_NS);
    final Journal inputs;
    final Journal outputs;
    final Core core;
    private final RingEngine engine;
    private RingInput input;

    RingRun(RingOptions options, Journal inputs, Journal outputs, OutputListener listener) {
        this.inputs = inputs;
        this.outputs = outputs;
        core = new Core(inputs.reader());
        engine = new RingEngine(
                options,
                new RingEngine.Parts(
                        clock::get,
                        name -> task -> {
                            final Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            // the listener below has it already
                            thread.setUncaughtExceptionHandler((failed, cause) -> {});
                            threads.add(thread);
                            return thread;
                        },
                        inputs,
                        outputs,
                        core,
                        new InputDecoder(),
                        this::recording,
                        listener,
                        (stage, position, cause) -> {
                            causes.add(cause); // first: who waits for the failure reads its cause
                            failures.add(stage + " at " + position);
                        }));
    }

    /** Small enough that a test reaches every bound. */
    static RingOptions options() {
        return new RingOptions(
                RingOptions.Layout.FUSED,
                RingOptions.Wait.BLOCKING,
                RingOptions.Durability.PROCESS,
                64,
                2048,
                2,
                1,
                1 << 20);
    }

    RingEngine engine() {
        return engine;
    }

    RingInput input() {
        return input;
    }

    void start(ConfiguredBody configured) {
        engine.start(configured, 1, 0, 0);
    }

    boolean frame(int connection, int venue, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return input.frame(connection, venue, clock.get(), payload(bytes), bytes.length);
    }

    static Payload payload(byte[] bytes) {
        return (target, offset) -> target.putBytes(offset, bytes);
    }

    /** Waits until the inputs that were taken are published. */
    void awaitPublished(long position) {
        await(() -> engine.publishedPosition() >= position || engine.hasFailed(), "position " + position);
        assertThat(causes).isEmpty();
    }

    static void await(BooleanSupplier condition, String what) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    private Transport recording(InputPort port) {
        input = (RingInput) port;
        return new Transport() {
            @Override
            public void connect(int connection, int venue, String url, int maxFrameBytes) {
                executed.add("connect " + connection + " " + url);
            }

            @Override
            public void send(int connection, String text) {
                executed.add("send " + connection + " " + text);
            }

            @Override
            public void ping(int connection) {
                executed.add("ping " + connection);
            }

            @Override
            public void close(int connection) {
                executed.add("close " + connection);
            }

            @Override
            public void query(long requestId, int venue, String methodAndUrl) {
                executed.add("query " + requestId + " " + methodAndUrl);
            }

            @Override
            public void close() {
                executed.add("end");
            }
        };
    }
}
