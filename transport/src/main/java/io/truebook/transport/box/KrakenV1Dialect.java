package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kraken's WebSocket v1, public side (docs.kraken.com/api/docs/websocket-v1, 2026-06): the system's status on connect;
 * one answer a pair; pings; a heartbeat after a second without other traffic; REST Depth, which has no sequence.
 * Channels: book at the feed's depth, trade.
 */
final class KrakenV1Dialect implements Dialect {
    private static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final int DEFAULT_DEPTH = 10;

    private final RestWindow rest = new RestWindow(60, 60_000);

    @Override
    public boolean accepts(String path) {
        return path.equals("/");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        peer.say("{\"connectionID\":"
                + Long.toUnsignedString(0xC000_0000_0000_0000L + peer.session().ordinal())
                + ",\"event\":\"systemStatus\",\"status\":\"online\",\"version\":\"1.9.1\"}");
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        String event = request == null ? "" : request.path("event").asText();
        switch (event) {
            case "ping" -> peer.say(Json.text(answer(request).put("event", "pong")));
            case "subscribe", "unsubscribe" ->
                request.path("pair")
                        .forEach(pair -> one(peer, event.equals("subscribe"), request, pair.asText(), desk));
            default -> peer.say("{\"errorMessage\":\"Malformed request\",\"event\":\"error\"}");
        }
    }

    private static ObjectNode answer(JsonNode request) {
        ObjectNode answer = Json.object();
        if (request.has("reqid")) {
            answer.set("reqid", request.get("reqid"));
        }
        return answer;
    }

    private static void one(Peer peer, boolean subscribe, JsonNode request, String pair, Desk desk) {
        JsonNode subscription = request.path("subscription");
        String name = subscription.path("name").asText();
        boolean isBook = name.equals("book");
        int depth = subscription.path("depth").asInt(DEFAULT_DEPTH);
        BoxBook book = desk.find(pair);
        String channel = isBook ? "book-" + depth : name;
        String topic = channel + ' ' + pair;
        String error = book == null
                ? "Currency pair not supported " + pair
                : isBook && depth != book.instrument().depth()
                        ? "Subscription depth not supported"
                        : !isBook && !name.equals("trade")
                                ? "Subscription name invalid"
                                : !subscribe && !peer.hears(topic) ? "Subscription Not Found" : null;
        ObjectNode answer = answer(request).put("event", "subscriptionStatus").put("pair", pair);
        answer.set("subscription", subscription);
        if (error != null) {
            peer.say(Json.text(answer.put("errorMessage", error).put("status", "error")));
            return;
        }
        boolean known = peer.hears(topic);
        long id = known ? peer.topics().get(topic) : peer.add(topic);
        answer.put("channelID", id).put("channelName", channel);
        if (!subscribe) {
            peer.remove(topic);
        }
        peer.say(Json.text(answer.put("status", subscribe ? "subscribed" : "unsubscribed")));
        if (subscribe && !known) {
            desk.subscribe(peer, topic, isBook ? pair : null);
        }
    }

    @Override
    public int depth(String topic) {
        return Integer.parseInt(topic.substring(topic.indexOf('-') + 1, topic.indexOf(' ')));
    }

    @Override
    public boolean truncates() {
        return true;
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        if (!root.isArray() || root.size() < 4) {
            return List.of();
        }
        String pair = root.path(root.size() - 1).asText();
        String channel = root.path(root.size() - 2).asText();
        String topic = channel + ' ' + pair;
        if (!channel.startsWith("book-")) {
            return List.of(BookMessage.other(topic, pair, root));
        }
        boolean snapshot = root.path(1).has("as") || root.path(1).has("bs");
        List<BookMessage.Change> changes = new ArrayList<>();
        Long checksum = null;
        for (int i = 1; i < root.size() - 2; i++) {
            JsonNode part = root.get(i);
            take(changes, true, part.path(snapshot ? "bs" : "b"));
            take(changes, false, part.path(snapshot ? "as" : "a"));
            checksum = part.has("c") ? Long.valueOf(part.get("c").asText()) : checksum;
        }
        BookMessage.Kind kind = snapshot ? BookMessage.Kind.SNAPSHOT : BookMessage.Kind.DELTA;
        return List.of(new BookMessage(kind, topic, pair, changes, OracleBook.NO_ID, checksum, root));
    }

    private static void take(List<BookMessage.Change> changes, boolean bid, JsonNode levels) {
        levels.forEach(level ->
                changes.add(new BookMessage.Change(bid, Json.decimal(level.path(0)), Json.decimal(level.path(1)))));
    }

    @Override
    public Long checksum(BoxBook book) {
        Instrument pair = book.instrument();
        return KrakenChecksum.of(book.levels(), pair.priceDecimals(), pair.sizeDecimals());
    }

    @Override
    public byte[] render(Peer peer, BookMessage message, FeedFrame frame) {
        StringBuilder text = new StringBuilder("[").append(peer.topics().get(message.topic()));
        for (int i = 1; i < message.tree().size(); i++) {
            text.append(',').append(Json.text(message.tree().get(i)));
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        Wording.Moment moment = book.moment();
        return KrakenV1Wording.snapshot(peer.topics().get(topic), moment).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        if (!peer.topics().isEmpty() && nowNs - peer.session().lastSentNs() > HEARTBEAT_NS) {
            peer.say("{\"event\":\"heartbeat\"}");
        }
    }

    @Override
    public VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        if (!path.equals("/0/public/Depth")) {
            return null;
        }
        if (rest.over()) {
            return answer("{\"error\":[\"EAPI:Rate limit exceeded\"]}");
        }
        String name = RestWindow.first(parameters, "pair", "");
        for (BoxBook book : desk.books()) {
            if (book.symbol().replace("/", "").equals(name.replace("/", ""))) {
                StringBuilder body = new StringBuilder("{\"error\":[],\"result\":{\"" + name + "\":{\"asks\":");
                Json.appendPairs(body, book.side(false));
                body.append(",\"bids\":");
                Json.appendPairs(body, book.side(true));
                return answer(body.append("}}}").toString());
            }
        }
        return answer("{\"error\":[\"EQuery:Unknown asset pair\"]}");
    }

    private static VenueProtocol.Answer answer(String body) {
        return new VenueProtocol.Answer(200, body, Map.of(), null);
    }
}
