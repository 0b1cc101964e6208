package io.truebook.transport.box;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket client after RFC 6455 on a plain socket, and the JDK's for HTTP: nothing of Netty's. (JDK 17's own
 * WebSocket client was tried: under load it now and then dies of an InternalError in acknowledgeReception when asked
 * message by message, and does not notice the end of a connection when asked for all at once.)
 */
final class BoxClient implements AutoCloseable {
    static final String CLOSED = "<closed>";
    static final String PING = "<ping>";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 60;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING_FRAME = 9;
    private static final int PONG = 10;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final Socket socket;
    private final DataInputStream in;

    private BoxClient(URI address) throws IOException {
        this.socket = new Socket(address.getHost(), address.getPort());
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        String path = address.getRawPath() + (address.getRawQuery() == null ? "" : '?' + address.getRawQuery());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: " + KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        assertThat(head.toString(StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("sec-websocket-accept: " + accept());
    }

    private static String accept() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((KEY + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A client that reads as fast as it can. */
    static BoxClient connect(String url) {
        BoxClient client = connectWithoutReading(url);
        client.read();
        return client;
    }

    static BoxClient connectWithoutReading(String url) {
        try {
            return new BoxClient(URI.create(url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Begins to read. */
    void read() {
        Thread reader = new Thread(this::readAll, "box-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        try {
            for (int opcode = readFrame(); opcode != CLOSE; opcode = readFrame()) {
                // Each frame is queued or answered as it comes.
            }
        } catch (IOException e) {
            // The end of the connection, which tests ask for.
        }
        frames.add(CLOSED);
    }

    private int readFrame() throws IOException {
        int first = in.readUnsignedByte();
        assertThat(first & 0xf0).as("a whole frame without extensions").isEqualTo(0x80);
        int second = in.readUnsignedByte();
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        int opcode = first & 0x0f;
        if (opcode == TEXT) {
            frames.add(new String(payload, StandardCharsets.UTF_8));
        } else if (opcode == PING_FRAME) {
            write(PONG, payload);
            frames.add(PING);
        }
        return opcode;
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.write(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i & 3]);
        }
        socket.getOutputStream().write(frame.toByteArray());
    }

    BoxClient send(String text) {
        try {
            write(TEXT, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The next text frame, {@link #PING} or {@link #CLOSED}. */
    String next() throws InterruptedException {
        String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(frame).as("a frame within %s s", PATIENCE_SECONDS).isNotNull();
        return frame;
    }

    /** The next frame within a moment, or null. */
    String poll() throws InterruptedException {
        return frames.poll(1, TimeUnit.MILLISECONDS);
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
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
