package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The record of what clients were really given, so that their books can be judged as of the last frame delivered. One
 * JSON object a line, in the order of delivery, for each book frame that was written to a client's socket and for each
 * book answered over REST:
 *
 * <pre>
 * {"connection":1,"frame":4,"crc":2908719811,"venue":"kraken","symbol":"BTC/USD","kind":"delta","fault":"duplicate",
 *  "id":-1,"bids":[["63388.7","0.25761908"],…],"asks":[…]}
 * {"query":1,"venue":"binance","symbol":"BTCUSDT","kind":"rest","id":50093239218,"bids":[…],"asks":[…]}
 * </pre>
 *
 * {@code connection}: WebSocket connections in order of accept, from 1. {@code frame}: all text frames sent on that
 * connection, acknowledgements and heartbeats too, from 1. {@code crc}: CRC-32 of the frame's text, which shows which of a
 * client's connections it is: a connection that the client gave up too early is counted by the box alone. {@code query}: all HTTP requests answered by the box, from
 * 1. {@code kind}: snapshot, delta or rest, or document for one of the reconciliation model that is no order book, with
 * {@code channel}, {@code id} and {@code state} instead of levels. {@code fault}: only where one happened to the delivered frame. The book is
 * the venue's own, after that frame: on kraken the levels of the subscription's depth, elsewhere the best 20 of each
 * side with {@code id} = the last update id; -1 where the venue has none or its book is not known yet (then the sides
 * are empty).
 *
 * <p>The writer belongs to the event loop; it is buffered, written out about once a second, complete after close. A
 * client that dies may not have received the last lines of its connection.
 */
public final class DeliveryLog implements AutoCloseable {
    /** Levels of each side noted for venues without a subscription depth. */
    static final int USUAL_LEVELS = 20;

    /** One line. {@code query} is 0 for frames; {@code connection}, {@code frame} and {@code crc} are 0 for answers. */
    public record Delivery(
            long connection, long frame, long crc, long query, String kind, String fault, OracleBook book) {}

    private static final String DOCUMENT = "document";

    private final BufferedWriter out;
    private final Path file;

    DeliveryLog(Path file) {
        this.file = file;
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("delivery log " + file + ": cannot be written; check folder and rights", e);
        }
    }

    /**
     * Reads a log in order.
     *
     * @throws IllegalArgumentException naming the line that is none
     */
    public static void read(Path file, Consumer<Delivery> taker) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                JsonNode node = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                if (node == null || !node.has("venue")) {
                    throw new IllegalArgumentException(
                            file + ":" + number + ": no line of a delivery log; was the box closed properly?");
                }
                if (!node.path("kind").asText().equals(DOCUMENT)) {
                    taker.accept(delivery(node));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("delivery log " + file + ": cannot be read", e);
        }
    }

    /** A document that is no order book, as it stood after a delivered frame; {@code state} is JSON. */
    public record Document(String symbol, String channel, long id, String state) {}

    /** Reads the documents of a log in order. */
    public static void readDocuments(Path file, Consumer<Document> taker) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                if (node != null && node.path("kind").asText().equals(DOCUMENT)) {
                    taker.accept(new Document(
                            node.get("symbol").asText(),
                            node.get("channel").asText(),
                            node.get("id").asLong(),
                            Json.text(node.get("state"))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("delivery log " + file + ": cannot be read", e);
        }
    }

    /** As {@link #body}, of a document. */
    static String document(String venue, String symbol, String channel, long id, String state) {
        return "\"venue\":\"" + venue + "\",\"symbol\":\"" + symbol + "\",\"kind\":\"" + DOCUMENT + "\",\"channel\":\""
                + channel + "\",\"id\":" + id + ",\"state\":" + state + '}';
    }

    private static Delivery delivery(JsonNode node) {
        OracleBook book = new OracleBook(
                node.get("venue").asText(),
                node.get("symbol").asText(),
                node.path("id").asLong(),
                levels(node.get("bids")),
                levels(node.get("asks")));
        return new Delivery(
                node.path("connection").asLong(),
                node.path("frame").asLong(),
                node.path("crc").asLong(),
                node.path("query").asLong(),
                node.get("kind").asText(),
                node.path("fault").asText(""),
                book);
    }

    private static List<Level> levels(JsonNode pairs) {
        List<Level> levels = new ArrayList<>();
        pairs.forEach(pair -> levels.add(new Level(
                new BigDecimal(pair.get(0).asText()), new BigDecimal(pair.get(1).asText()))));
        return levels;
    }

    /** The part of a line that is the same for every client: built once a frame. */
    static String body(String kind, OracleBook book) {
        StringBuilder text =
                new StringBuilder(256 + 32 * (book.bids().size() + book.asks().size()));
        text.append("\"venue\":\"").append(book.venue());
        text.append("\",\"symbol\":")
                .append(Json.text(Json.MAPPER.getNodeFactory().textNode(book.symbol())));
        text.append(",\"kind\":\"").append(kind);
        text.append("\",\"id\":").append(book.updateId());
        text.append(",\"bids\":");
        Json.appendPairs(text, book.bids());
        text.append(",\"asks\":");
        Json.appendPairs(text, book.asks());
        return text.append('}').toString();
    }

    void frame(long connection, long frame, byte[] payload, FaultKind fault, String body) {
        CRC32 crc = new CRC32();
        crc.update(payload);
        String faulty = fault == null ? "" : "\"fault\":\"" + fault.name().toLowerCase(java.util.Locale.ROOT) + "\",";
        write("{\"connection\":" + connection + ",\"frame\":" + frame + ",\"crc\":" + crc.getValue() + "," + faulty
                + body);
    }

    void query(long query, String body) {
        write("{\"query\":" + query + "," + body);
    }

    private void write(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("delivery log " + file + ": cannot be written; is the disk full?", e);
    }
}
