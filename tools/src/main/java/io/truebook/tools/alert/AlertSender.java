package io.truebook.tools.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.Json;
import io.truebook.tools.print.Names;
import io.truebook.tools.print.RecordPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Delivers each alert of an output journal once, in order. The journal is the queue: while a delivery waits for its
 * receiver, later alerts wait in the file and the engine goes on. A failed delivery is counted, said, and not repeated.
 * Runs on a thread of its own from {@link #start} to {@link #close}.
 */
public final class AlertSender implements AutoCloseable {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Journal outputs;
    private final long after;
    private final List<String> venues;
    private final AlertTargets targets;
    private final Consumer<String> notes;
    private final HttpClient http;
    private final RecordPrinter printer = new RecordPrinter(new Names(), true);
    private final Thread thread = new Thread(this::run, "truebook-alerts");
    private volatile boolean stop;
    /** Written by the sender's thread, read by any. */
    private volatile long delivered;

    private volatile long failed;

    private AlertSender(
            Journal outputs, long after, List<String> venues, AlertTargets targets, Consumer<String> notes) {
        this.outputs = outputs;
        this.after = after;
        this.venues = venues;
        this.targets = targets;
        this.notes = notes;
        http = targets.webhook() == null
                ? null
                : HttpClient.newBuilder()
                        .connectTimeout(Duration.ofMillis(targets.timeoutMs()))
                        .build();
    }

    /**
     * Starts; without targets it does nothing.
     *
     * @param after input position after whose outputs delivery begins: what is before has been delivered by another run
     * @param venues ids in the order of the profile
     * @param notes is told of each failure, on the sender's thread
     */
    public static AlertSender start(
            Journal outputs, long after, List<String> venues, AlertTargets targets, Consumer<String> notes) {
        final AlertSender sender = new AlertSender(outputs, after, venues, targets, notes);
        if (!targets.isNone()) {
            sender.thread.setDaemon(true);
            sender.thread.start();
        }
        return sender;
    }

    /** Deliveries that succeeded, one for each alert and target. */
    public long delivered() {
        return delivered;
    }

    /** Deliveries that failed or took too long. */
    public long failed() {
        return failed;
    }

    /** Delivers what the journal holds by now, and stops. Waits for one delivery to each target at most, else gives up. */
    @Override
    public void close() {
        stop = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2L * targets.timeoutMs() + 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        try (JournalReader reader = outputs.reader()) {
            while (!Thread.currentThread().isInterrupted()) {
                final boolean last = stop;
                if (reader.next()) {
                    take(reader);
                } else if (last) {
                    return;
                } else {
                    LockSupport.parkNanos(POLL_NS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while a delivery was under way
        }
    }

    private void take(JournalReader reader) throws InterruptedException {
        final int type = Envelope.type(reader.buffer(), reader.offset());
        if (type == OutputType.INSTRUMENT) {
            printer.fields(reader.buffer(), reader.offset()); // learns the symbol's name
        }
        if (type != OutputType.ALERT || Envelope.cause(reader.buffer(), reader.offset()) <= after) {
            return;
        }
        final ObjectNode fields = printer.fields(reader.buffer(), reader.offset());
        final int venue = Envelope.venue(reader.buffer(), reader.offset());
        if (venue >= 0 && venue < venues.size()) {
            fields.put("venue", venues.get(venue));
        }
        final String alert = Json.line(fields);
        if (!targets.command().isEmpty()) {
            deliver("command", alert, this::command);
        }
        if (targets.webhook() != null) {
            deliver("webhook", alert, this::post);
        }
    }

    /** One way to a target; returns what went wrong, null when nothing did. */
    private interface Delivery {
        String to(String alert) throws IOException, InterruptedException;
    }

    private void deliver(String target, String alert, Delivery delivery) throws InterruptedException {
        String fault;
        try {
            fault = delivery.to(alert);
        } catch (IOException e) {
            fault = e.toString();
        }
        if (fault == null) {
            delivered = delivered + 1;
        } else {
            failed = failed + 1;
            notes.accept("alerts." + target + ": an alert was not delivered: " + fault + "; alert=" + alert);
        }
    }

    private String command(String alert) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(targets.command())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write((alert + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it need not read its input; its exit code says whether it is content
            }
            if (!process.waitFor(targets.timeoutMs(), TimeUnit.MILLISECONDS)) {
                return "no end after timeoutMs=" + targets.timeoutMs();
            }
            return process.exitValue() == 0 ? null : "exit code " + process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String post(String alert) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(targets.webhook())
                .timeout(Duration.ofMillis(targets.timeoutMs()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alert))
                .build();
        final int status =
                http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status >= 200 && status < 300 ? null : "status " + status;
    }
}
