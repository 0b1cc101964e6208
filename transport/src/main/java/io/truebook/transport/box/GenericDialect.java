package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reconciliation model's own protocol (docs/reconciliation.md): {@code {"op":"subscribe","channel","symbol","id"}},
 * an acknowledgement that repeats them, a snapshot, deltas; a heartbeat each second.
 */
final class GenericDialect implements Dialect {
    private static final long SECOND_NS = 1_000_000_000L;

    /** A document as it stands, by topic. */
    private record Document(String channel, String symbol, JsonNode state, long timeMs, long id) {}

    private final Map<String, Document> documents = new HashMap<>();

    @Override
    public boolean accepts(String path) {
        return path.isEmpty() || path.equals("/");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        // The venue says nothing by itself.
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        String op = request == null ? "" : request.path("op").asText();
        if (op.equals("ping")) {
            peer.say("{\"event\":\"pong\"}");
            return;
        }
        String channel = request == null ? "" : request.path("channel").asText();
        String symbol = request == null ? "" : request.path("symbol").asText();
        boolean book = channel.equals(GenericWording.BOOK);
        boolean subscribe = op.equals("subscribe");
        if (!subscribe && !op.equals("unsubscribe")
                || !book && !GenericWording.DOCUMENTS.contains(channel)
                || desk.find(symbol) == null) {
            peer.say(Json.text(answer("error", request).put("message", "unknown op, channel or symbol")));
            return;
        }
        String topic = channel + ' ' + symbol;
        boolean known = peer.hears(topic);
        if (!subscribe) {
            peer.remove(topic);
        } else if (!known) {
            peer.add(topic);
        }
        peer.say(Json.text(answer(op + 'd', request).put("channel", channel).put("symbol", symbol)));
        if (!subscribe || known) {
            return;
        }
        if (!book && documents.containsKey(topic)) {
            Document document = documents.get(topic);
            peer.begin(topic);
            peer.session().send(bytes(snapshot(document)), log(document), null);
            peer.session().flush();
        }
        desk.subscribe(peer, topic, book ? symbol : null);
    }

    private static ObjectNode answer(String event, JsonNode request) {
        ObjectNode answer = Json.object().put("event", event);
        if (request != null && request.has("id")) {
            answer.set("id", request.get("id"));
        }
        return answer;
    }

    private static ObjectNode snapshot(Document document) {
        return GenericWording.snapshot(
                document.channel(), document.symbol(), document.state(), document.timeMs(), document.id());
    }

    private static byte[] bytes(JsonNode frame) {
        return Json.text(frame).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        ObjectNode root = frame.url() == null && Json.parse(frame.payload()) instanceof ObjectNode node ? node : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        String channel = root.path("channel").asText();
        String symbol = root.path("symbol").asText();
        String topic = channel + ' ' + symbol;
        if (!channel.equals(GenericWording.BOOK)) {
            JsonNode state = root.remove("state");
            long id = root.path("sequenceId").asLong();
            documents.put(
                    topic,
                    new Document(channel, symbol, state, root.path("timestamp").asLong(), id));
            return List.of(BookMessage.other(topic, symbol, root));
        }
        boolean snapshot = root.path("type").asText().equals("orderBook");
        List<BookMessage.Change> changes = new ArrayList<>();
        if (snapshot) {
            take(changes, true, root.path("data").path("bids"));
            take(changes, false, root.path("data").path("asks"));
        } else {
            JsonNode data = root.path("data");
            boolean bid = root.path("path").asText().contains("bids");
            if (root.path("type").asText().equals("delete")) {
                for (JsonNode price :
                        data.isArray() ? data : Json.MAPPER.createArrayNode().add(data)) {
                    changes.add(new BookMessage.Change(bid, Json.decimal(price), BigDecimal.ZERO));
                }
            } else {
                boolean one = data.isObject() || data.isArray() && data.path(0).isValueNode();
                take(changes, bid, one ? Json.MAPPER.createArrayNode().add(data) : data);
            }
        }
        Long checksum = root.has("checksum") ? Long.valueOf(root.get("checksum").asText()) : null;
        return List.of(new BookMessage(
                snapshot ? BookMessage.Kind.SNAPSHOT : BookMessage.Kind.DELTA,
                topic,
                symbol,
                changes,
                root.path("sequenceId").asLong(OracleBook.NO_ID),
                checksum,
                null));
    }

    private static void take(List<BookMessage.Change> changes, boolean bid, JsonNode rows) {
        for (JsonNode row : rows) {
            JsonNode amount = row.isObject() ? row.get("amount") : row.get(1);
            changes.add(new BookMessage.Change(
                    bid,
                    Json.decimal(row.isObject() ? row.get("price") : row.get(0)),
                    amount.isNull() ? BigDecimal.ZERO : Json.decimal(amount)));
        }
    }

    @Override
    public byte[] render(Peer peer, BookMessage message, FeedFrame frame) {
        return message.kind() == BookMessage.Kind.OTHER ? bytes(message.tree()) : frame.payload();
    }

    @Override
    public String log(BookMessage message) {
        Document document = documents.get(message.topic());
        return document == null ? null : log(document);
    }

    private static String log(Document document) {
        return DeliveryLog.document(
                "generic", document.symbol(), document.channel(), document.id(), Json.text(document.state()));
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        return bytes(GenericWording.snapshot(
                        GenericWording.BOOK,
                        book.symbol(),
                        GenericWording.book(book.side(true), book.side(false)),
                        book.timeNs() / 1_000_000,
                        book.id())
                .put("checksum", GenericWording.checksum(book.side(true), book.side(false))));
    }

    @Override
    public Long checksum(BoxBook book) {
        return GenericWording.checksum(book.side(true), book.side(false));
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        if (peer.beat(nowNs, SECOND_NS) > 0) {
            peer.say("{\"event\":\"heartbeat\"}");
        }
    }
}
