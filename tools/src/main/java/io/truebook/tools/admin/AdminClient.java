package io.truebook.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Commands the engine that runs on a journal. Any thread. */
public final class AdminClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** The server answers within what it was asked to wait, and a little. */
    private static final long MARGIN_MS = 15_000;

    private final Path journal;

    public AdminClient(Path journal) {
        this.journal = journal;
    }

    /**
     * Sends a command and waits for what becomes of it.
     *
     * @param command text of a {@link io.truebook.engine.record.Command}
     * @param waitMs for that to stand which was asked for, 0 to return when the core has taken the command
     * @return the server's answer: {@code command, position, finished, millis}, of a book also {@code condition}
     * @throws ToolException when no engine runs there (exit code 3), or it refuses the command (2)
     */
    public JsonNode command(String command, long waitMs) {
        final AdminFile file = AdminFile.read(journal);
        final ObjectNode body = Json.object().put("command", command).put("waitMs", waitMs);
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + file.port() + "/v1/commands"))
                .header("Authorization", "Bearer " + file.token())
                .timeout(Duration.ofMillis(waitMs + MARGIN_MS))
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
                .build();
        try {
            final HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            return result(response);
        } catch (IOException e) {
            throw ToolException.missing(
                    journal + ": the engine of this journal does not answer; if it was killed, start it again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ToolException.missing("interrupted before the engine answered", e);
        }
    }

    private static JsonNode result(HttpResponse<String> response) throws IOException {
        final JsonNode node = new ObjectMapper().readTree(response.body());
        final String error = node.path("error").asText("status " + response.statusCode());
        return switch (response.statusCode()) {
            case 200 -> node;
            case 400, 405, 422 -> throw ToolException.usage(error);
            default -> throw ToolException.missing(error);
        };
    }
}
