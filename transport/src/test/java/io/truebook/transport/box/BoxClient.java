package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's own WebSocket and HTTP client, as somebody else's software would use the box. */
final class BoxClient implements WebSocket.Listener, AutoCloseable {
    static final String CLOSED = "<closed>";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final boolean greedy;
    private WebSocket socket;

    private BoxClient(boolean greedy) {
        this.greedy = greedy;
    }

    static BoxClient connect(String url) {
        return connect(url, true);
    }

    /** One that is not greedy reads nothing until asked to. */
    static BoxClient connect(String url, boolean greedy) {
        BoxClient client = new BoxClient(greedy);
        client.socket =
                HTTP.newWebSocketBuilder().buildAsync(URI.create(url), client).join();
        return client;
    }

    static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (greedy) {
            webSocket.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        frames.add("<ping>");
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        frames.add(CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        frames.add(CLOSED);
    }

    void read() {
        socket.request(1);
    }

    BoxClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** The next text frame, or {@link #CLOSED}. */
    String next() throws InterruptedException {
        String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(frame).as("a frame within %s s", PATIENCE_SECONDS).isNotNull();
        return frame;
    }

    /** The next frame that is no heartbeat, as a tree. */
    JsonNode nextTree() throws InterruptedException {
        String frame = next();
        while (frame.equals("{\"channel\":\"heartbeat\"}")) {
            frame = next();
        }
        JsonNode tree = Json.parse(frame.getBytes(StandardCharsets.UTF_8));
        assertThat(tree).as(frame).isNotNull();
        return tree;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
