package io.truebook.transport;

import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/** An input port of the tests' own: takes down what comes, and refuses the offers it is told to. */
final class RecordingPort implements InputPort {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** One input that was taken. {@code number} and {@code code} mean what the kind says they do. */
    record Input(String kind, long id, int venue, long stampNs, int number, int code, String text, byte[] bytes) {
        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** What an outcome carries besides its id and body. */
    record Outcome(int status, int failure, int usedWeight, int retryAfterSeconds, String url, String body) {}

    private final List<Input> inputs = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final LongPredicate refuses;
    private long offers;
    private long refused;

    RecordingPort() {
        this(offer -> false);
    }

    /** @param refuses asked with the running number of each offer */
    RecordingPort(LongPredicate refuses) {
        this.refuses = refuses;
    }

    @Override
    public synchronized boolean frame(int connection, int venue, long stampNs, Payload payload, int length) {
        return take("frame", connection, venue, stampNs, length, 0, "", payload, length);
    }

    @Override
    public synchronized boolean connectionUp(int connection, int venue, long stampNs) {
        return take("up", connection, venue, stampNs, 0, 0, "", null, 0);
    }

    @Override
    public synchronized boolean connectionDown(
            int connection, int venue, long stampNs, int reason, int code, String detail) {
        return take("down", connection, venue, stampNs, reason, code, detail, null, 0);
    }

    @Override
    public synchronized boolean ping(int connection, int venue, long stampNs) {
        return take("ping", connection, venue, stampNs, 0, 0, "", null, 0);
    }

    @Override
    public synchronized boolean pong(int connection, int venue, long stampNs) {
        return take("pong", connection, venue, stampNs, 0, 0, "", null, 0);
    }

    @Override
    public synchronized boolean outcome(
            long requestId,
            int venue,
            long stampNs,
            int status,
            int failure,
            int usedWeight,
            int retryAfterSeconds,
            String url,
            Payload body,
            int bodyLength) {
        if (!take("outcome", requestId, venue, stampNs, status, failure, url, body, bodyLength)) {
            return false;
        }
        String text = inputs.get(inputs.size() - 1).body();
        outcomes.add(new Outcome(status, failure, usedWeight, retryAfterSeconds, url, text));
        return true;
    }

    @Override
    public synchronized boolean paused(int connection, int venue, long stampNs) {
        return take("paused", connection, venue, stampNs, 0, 0, "", null, 0);
    }

    @Override
    public synchronized boolean resumed(int connection, int venue, long stampNs) {
        return take("resumed", connection, venue, stampNs, 0, 0, "", null, 0);
    }

    @Override
    public synchronized boolean oversize(
            int connection, int venue, long stampNs, int frameLength, Payload start, int startLength) {
        return take("oversize", connection, venue, stampNs, frameLength, 0, "", start, startLength);
    }

    synchronized List<Input> inputs() {
        return new ArrayList<>(inputs);
    }

    synchronized List<Input> inputs(String kind) {
        return inputs.stream().filter(input -> input.kind().equals(kind)).toList();
    }

    synchronized List<Input> inputsOf(long id) {
        return inputs.stream().filter(input -> input.id() == id).toList();
    }

    synchronized List<Outcome> outcomes() {
        return new ArrayList<>(outcomes);
    }

    synchronized long refused() {
        return refused;
    }

    /** Waits for the first input that fits. */
    Input await(Predicate<Input> wanted) {
        return await(wanted, 1).get(0);
    }

    Input await(String kind, long id) {
        return await(input -> input.kind().equals(kind) && input.id() == id);
    }

    List<Input> awaitCount(String kind, int count) {
        return await(input -> input.kind().equals(kind), count);
    }

    /** Fails with what did come where the patience ends. */
    synchronized List<Input> await(Predicate<Input> wanted, int count) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        List<Input> found = new ArrayList<>();
        int seen = 0;
        while (true) {
            for (; seen < inputs.size(); seen++) {
                if (wanted.test(inputs.get(seen))) {
                    found.add(inputs.get(seen));
                }
            }
            if (found.size() >= count) {
                return found;
            }
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new AssertionError("waited in vain for " + count + " inputs, " + found.size() + " came; all: "
                        + inputs.subList(Math.max(0, inputs.size() - 20), inputs.size()));
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
    }

    static String reasonOf(Input down) {
        return ConnectionDownBody.name(down.number());
    }

    private boolean take(
            String kind,
            long id,
            int venue,
            long stampNs,
            int number,
            int code,
            String text,
            Payload payload,
            int length) {
        if (refuses.test(offers++)) {
            refused++;
            return false;
        }
        byte[] bytes = new byte[length];
        if (payload != null) {
            payload.copyTo(new UnsafeBuffer(bytes), 0);
        }
        inputs.add(new Input(kind, id, venue, stampNs, number, code, text, bytes));
        notifyAll();
        return true;
    }
}
