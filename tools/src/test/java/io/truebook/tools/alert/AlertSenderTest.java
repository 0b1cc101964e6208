package io.truebook.tools.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertSenderTest {
    private final MemoryJournal outputs = new MemoryJournal();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private void alert(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int length = Envelope.BYTES + EventBody.BYTES + bytes.length;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
        EventBody.kind(record, Envelope.BYTES, EventKind.UNHEALTHY);
        EventBody.instrument(record, Envelope.BYTES, -1);
        EventBody.textLength(record, Envelope.BYTES, bytes.length);
        record.putBytes(Envelope.BYTES + EventBody.BYTES, bytes);
        final long position = outputs.lastPosition() + 1;
        Envelope.write(record, 0, OutputType.ALERT, 1, position, position, 0, 0, 1_700_000_000_000_000_000L);
        Envelope.seal(record, 0, length, new CRC32());
        outputs.append(record, 0, length);
    }

    private AlertSender send(AlertTargets targets, long after) {
        final AlertSender sender = AlertSender.start(outputs, after, List.of("kraken"), targets, notes::add);
        sender.close();
        return sender;
    }

    @Test
    void shouldGiveEachNewAlertToTheCommandOnceAndInOrder() throws IOException {
        final Path file = folder.resolve("alerts");
        alert("of the run before");
        alert("first");
        alert("second");
        final AlertSender sender =
                send(new AlertTargets(List.of("sh", "-c", "cat >> '" + file + "'"), null, 20_000), 1);
        final List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        final JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("venue").asText()).isEqualTo("kraken");
        assertThat(first.get("event").asText()).isEqualTo("unhealthy");
        assertThat(first.get("text").asText()).isEqualTo("first");
        assertThat(lines.get(1)).contains("second");
        assertThat(sender.delivered()).isEqualTo(2);
        assertThat(sender.failed()).isZero();
    }

    @Test
    void shouldCountACommandThatFailsIsMissingOrNeverEnds() {
        alert("one");
        assertThat(send(new AlertTargets(List.of("sh", "-c", "exit 3"), null, 20_000), 0)
                        .failed())
                .isEqualTo(1);
        assertThat(notes.get(0))
                .contains("alerts.command")
                .contains("exit code 3")
                .contains("one");
        assertThat(send(new AlertTargets(List.of(folder.resolve("nothing").toString()), null, 20_000), 0)
                        .failed())
                .isEqualTo(1);
        assertThat(send(new AlertTargets(List.of("sh", "-c", "exec tail -f /dev/null"), null, 100), 0)
                        .failed())
                .isEqualTo(1);
        assertThat(notes.get(2)).contains("timeoutMs=100");
    }

    @Test
    void shouldPostEachAlertToTheWebhookAndCountRefusals() throws IOException {
        final List<String> bodies = new CopyOnWriteArrayList<>();
        final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            final String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            exchange.sendResponseHeaders(body.contains("bad") ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            alert("good");
            alert("bad");
            final URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alert");
            final AlertSender sender = send(new AlertTargets(List.of(), uri, 20_000), 0);
            assertThat(bodies).hasSize(2);
            assertThat(sender.delivered()).isEqualTo(1);
            assertThat(sender.failed()).isEqualTo(1);
            assertThat(notes).hasSize(1).allMatch(note -> note.contains("status 500"));
        } finally {
            server.stop(0);
        }
        assertThat(send(
                                new AlertTargets(
                                        List.of(),
                                        URI.create("http://127.0.0.1:"
                                                + server.getAddress().getPort() + "/"),
                                        20_000),
                                0)
                        .failed())
                .as("nobody listens")
                .isEqualTo(2);
    }
}
