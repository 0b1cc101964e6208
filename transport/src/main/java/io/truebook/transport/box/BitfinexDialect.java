package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.transport.box.BookMessage.Change;
import io.truebook.transport.box.BookMessage.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bitfinex WebSocket v2, public side (docs.bitfinex.com, docs/ws-general and the public channels): info on connect;
 * flags; numbered channels, at most 25; the counter over the connection where SEQ_ALL is on, checksums where
 * OB_CHECKSUM is; heartbeats of each silent channel; REST books. Books are P0.
 */
final class BitfinexDialect implements Dialect {
    private static final int SEQ_ALL = 65_536;
    private static final int OB_CHECKSUM = 131_072;
    private static final int MOST_CHANNELS = 25;
    private static final long HEARTBEAT_NS = 15_000_000_000L;
    private static final List<String> CHANNELS = List.of("book", "trades", "ticker");
    private static final String BOOK = "book ";

    /** The feed's own channels: number to topic. */
    private final Map<Long, String> channels = new HashMap<>();

    private final RestWindow rest = new RestWindow(90, 60_000);

    @Override
    public boolean accepts(String path) {
        return path.equals("/ws/2");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        peer.say("{\"event\":\"info\",\"version\":2,\"serverId\":\"64aa234a-b16b-4ef8-9cb4-e31feca3ab25\","
                + "\"platform\":{\"status\":1}}");
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        switch (request == null ? "" : request.path("event").asText()) {
            case "ping" ->
                peer.say("{\"event\":\"pong\",\"ts\":" + System.currentTimeMillis() + ",\"cid\":"
                        + request.path("cid").asLong() + '}');
            case "conf" -> {
                peer.flags(request.path("flags").asLong());
                peer.say("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":" + peer.flags() + '}');
            }
            case "subscribe" -> subscribe(peer, (ObjectNode) request, desk);
            case "unsubscribe" -> unsubscribe(peer, request);
            default -> peer.say("{\"event\":\"error\",\"msg\":\"event: unknown\",\"code\":10000}");
        }
    }

    private static void subscribe(Peer peer, ObjectNode request, Desk desk) {
        String channel = request.path("channel").asText();
        String symbol = request.path("symbol").asText();
        BoxBook book = desk.find(symbol);
        boolean isBook = channel.equals("book");
        String length = request.path("len").asText("25");
        String topic = topic(channel, symbol, length);
        int code = !CHANNELS.contains(channel)
                ? 10302
                : book == null
                        ? 10001
                        : isBook && !request.path("prec").asText("P0").equals("P0")
                                ? 10011
                                : isBook
                                                && !length.equals(Integer.toString(
                                                        book.instrument().depth()))
                                        ? 10012
                                        : peer.hears(topic)
                                                ? 10301
                                                : peer.topics().size() == MOST_CHANNELS ? 10305 : 0;
        if (code != 0) {
            String message =
                    code == 10301 ? "subscribe: dup" : code == 10305 ? "subscribe: limit" : "subscribe: invalid";
            peer.say(Json.text(request.put("event", "error").put("msg", message).put("code", code)));
            return;
        }
        ObjectNode answer = Json.object().put("event", "subscribed").put("channel", channel);
        answer.put("chanId", channelId(peer, peer.add(topic))).put("symbol", symbol);
        if (isBook) {
            answer.put("prec", "P0")
                    .put("freq", request.path("freq").asText("F0"))
                    .put("len", length);
        }
        if (request.has("subId")) {
            answer.set("subId", request.get("subId"));
        }
        peer.say(Json.text(answer.put("pair", symbol.substring(1))));
        desk.subscribe(peer, topic, isBook ? symbol : null);
    }

    private static void unsubscribe(Peer peer, JsonNode request) {
        long id = request.path("chanId").asLong();
        for (Map.Entry<String, Long> topic : peer.topics().entrySet()) {
            if (channelId(peer, topic.getValue()) == id) {
                peer.remove(topic.getKey());
                peer.say("{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":" + id + '}');
                return;
            }
        }
        peer.say("{\"event\":\"error\",\"msg\":\"unsubscribe: invalid\",\"code\":10401,\"chanId\":" + id + '}');
    }

    private static String topic(String channel, String symbol, String length) {
        return channel.equals("book") ? BOOK + symbol + ' ' + length : channel + ' ' + symbol;
    }

    private static long channelId(Peer peer, long channel) {
        return 1_000 * peer.session().ordinal() + channel;
    }

    @Override
    public int depth(String topic) {
        return Integer.parseInt(topic.split(" ", -1)[2]);
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        if (root.path("event").asText().equals("subscribed")) {
            String length = root.path("len").asText("25");
            String topic =
                    topic(root.path("channel").asText(), root.path("symbol").asText(), length);
            channels.put(root.path("chanId").asLong(), topic);
        }
        String topic = channels.get(root.path(0).asLong(-1));
        JsonNode payload = root.path(1);
        if (!root.isArray() || topic == null || payload.asText().equals("hb")) {
            return List.of();
        }
        String symbol = topic.split(" ", -1)[1];
        if (payload.asText().equals("cs")) {
            JsonNode value = root.path(2);
            return List.of(
                    new BookMessage(Kind.CHECKSUM, topic, symbol, List.of(), OracleBook.NO_ID, value.asLong(), value));
        }
        if (!topic.startsWith(BOOK)) {
            var said = Json.MAPPER.createArrayNode().add(payload);
            if (payload.isTextual()) {
                said.add(root.path(2));
            }
            return List.of(BookMessage.other(topic, symbol, said));
        }
        boolean snapshot = payload.isEmpty() || payload.path(0).isArray();
        List<Change> changes = new ArrayList<>();
        for (JsonNode row : snapshot ? payload : Json.MAPPER.createArrayNode().add(payload)) {
            BigDecimal amount = row.path(2).decimalValue();
            boolean gone = row.path(1).asInt() == 0;
            changes.add(
                    new Change(amount.signum() > 0, row.path(0).decimalValue(), gone ? BigDecimal.ZERO : amount.abs()));
        }
        Kind kind = snapshot ? Kind.SNAPSHOT : Kind.DELTA;
        return List.of(new BookMessage(kind, topic, symbol, changes, OracleBook.NO_ID, null, payload));
    }

    @Override
    public Long checksum(BoxBook book) {
        return (long) BitfinexText.checksum(book.side(true), book.side(false));
    }

    @Override
    public boolean wants(Peer peer, BookMessage message) {
        return message.kind() != Kind.CHECKSUM || (peer.flags() & OB_CHECKSUM) != 0;
    }

    @Override
    public byte[] render(Peer peer, BookMessage message, FeedFrame frame) {
        StringBuilder body = new StringBuilder();
        if (message.kind() == Kind.CHECKSUM) {
            body.append("\"cs\",").append(message.checksum());
        } else if (message.kind() == Kind.OTHER) {
            for (JsonNode part : message.tree()) {
                body.append(body.length() == 0 ? "" : ",");
                BitfinexText.append(body, part);
            }
        } else {
            BitfinexText.append(body, message.tree());
        }
        return frame(peer, message.topic(), body.toString());
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        return frame(peer, topic, BitfinexText.rows(book.side(true), book.side(false)));
    }

    private static byte[] frame(Peer peer, String topic, String body) {
        peer.spoke(topic);
        String sequence = (peer.flags() & SEQ_ALL) == 0 ? "" : "," + peer.next(1);
        return ("[" + channelId(peer, peer.topics().get(topic)) + ',' + body + sequence + ']')
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        for (String topic : peer.topics().keySet()) {
            if (nowNs - peer.spokeNs(topic) > HEARTBEAT_NS) {
                peer.say(frame(peer, topic, "\"hb\""));
            }
        }
    }

    @Override
    public VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        String[] parts = path.split("/", -1);
        if (parts.length != 5 || !parts[1].equals("v2") || !parts[2].equals("book")) {
            return null;
        }
        if (rest.over()) {
            return new VenueProtocol.Answer(429, "[\"error\",11010,\"ratelimit: error\"]", Map.of(), null);
        }
        BoxBook book = desk.find(parts[3]);
        if (book == null || !parts[4].equals("P0")) {
            return new VenueProtocol.Answer(500, "[\"error\",10020,\"symbol: invalid\"]", Map.of(), null);
        }
        return new VenueProtocol.Answer(200, BitfinexText.rows(book.side(true), book.side(false)), Map.of(), null);
    }
}
