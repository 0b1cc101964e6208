package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OKX v5, public side (okx.com/docs-v5, read 2026-06): subscriptions with one answer an argument; the text {@code
 * ping}; 480 requests an hour and connection; a connection that hears nothing for 30 s is closed; REST books and
 * instruments. Channels: those of the feed.
 */
final class OkxDialect implements Dialect {
    private static final int REQUESTS_PER_HOUR = 480;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long SILENCE_NS = 30_000_000_000L;
    private static final List<String> BOOKS = List.of("books", "books-l2-tbt", "books50-l2-tbt");
    private static final List<String> OTHERS = List.of("trades", "tickers");

    private final RestWindow rest = new RestWindow(40, 2_000);

    @Override
    public boolean accepts(String path) {
        return path.equals("/ws/v5/public");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        // The venue says nothing by itself.
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        if (text.equals("ping")) {
            peer.say("pong");
            return;
        }
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        String op = request == null ? "" : request.path("op").asText();
        if (!op.equals("subscribe") && !op.equals("unsubscribe")) {
            error(peer, request, "60012", "Invalid request: " + text);
            return;
        }
        if (peer.over(REQUESTS_PER_HOUR, HOUR_NS)) {
            error(peer, request, "60014", "Requests too frequent");
            return;
        }
        for (JsonNode arg : request.path("args")) {
            one(peer, op, arg, request, desk);
        }
    }

    private void one(Peer peer, String op, JsonNode arg, JsonNode request, Desk desk) {
        String channel = arg.path("channel").asText();
        String symbol = arg.path("instId").asText();
        boolean book = BOOKS.contains(channel);
        if ((!book && !OTHERS.contains(channel)) || desk.find(symbol) == null) {
            error(
                    peer,
                    request,
                    "60018",
                    "Wrong URL or channel:" + channel + ",instId:" + symbol
                            + " doesn't exist. Please use the correct URL, channel and parameters referring to API document.");
            return;
        }
        ObjectNode answer = Json.object();
        if (request.has("id")) {
            answer.set("id", request.get("id"));
        }
        answer.put("event", op).set("arg", arg);
        String topic = channel + ' ' + symbol;
        boolean known = peer.hears(topic);
        if (op.equals("unsubscribe")) {
            peer.remove(topic);
        } else if (!known) {
            peer.add(topic);
        }
        peer.say(Json.text(answer.put("connId", connection(peer))));
        if (op.equals("subscribe") && !known) {
            desk.subscribe(peer, topic, book ? symbol : null);
        }
    }

    private static void error(Peer peer, JsonNode request, String code, String message) {
        ObjectNode answer = Json.object();
        if (request != null && request.has("id")) {
            answer.set("id", request.get("id"));
        }
        answer.put("event", "error").put("code", code).put("msg", message);
        peer.say(Json.text(answer.put("connId", connection(peer))));
    }

    private static String connection(Peer peer) {
        return String.format(
                java.util.Locale.ROOT, "%08x", 0xa4d3ae55 + peer.session().ordinal());
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        String channel = root.at("/arg/channel").asText();
        String symbol = root.at("/arg/instId").asText();
        String topic = channel + ' ' + symbol;
        if (!root.has("data")) {
            return List.of();
        }
        if (!BOOKS.contains(channel)) {
            return List.of(BookMessage.other(topic, symbol, null));
        }
        JsonNode data = root.path("data").path(0);
        List<BookMessage.Change> changes = new ArrayList<>();
        take(changes, true, data.path("bids"));
        take(changes, false, data.path("asks"));
        BookMessage.Kind kind =
                root.path("action").asText().equals("snapshot") ? BookMessage.Kind.SNAPSHOT : BookMessage.Kind.DELTA;
        long id = data.path("seqId").asLong(OracleBook.NO_ID);
        return List.of(new BookMessage(kind, topic, symbol, changes, id, null, null));
    }

    private static void take(List<BookMessage.Change> changes, boolean bid, JsonNode levels) {
        levels.forEach(level ->
                changes.add(new BookMessage.Change(bid, Json.decimal(level.path(0)), Json.decimal(level.path(1)))));
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        Wording.Moment moment = book.moment();
        return OkxWording.book(topic.substring(0, topic.indexOf(' ')), "snapshot", moment, -1, book.id())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        if (nowNs - peer.session().lastSentNs() > SILENCE_NS) {
            desk.counters().closedByLimit++;
            peer.session().close(4004, "No data received in 30s.");
        }
    }

    @Override
    public VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        boolean instruments = path.equals("/api/v5/public/instruments");
        if (!instruments && !path.equals("/api/v5/market/books")) {
            return null;
        }
        if (rest.over()) {
            return new VenueProtocol.Answer(429, "{\"code\":\"50011\",\"msg\":\"Too Many Requests\"}", Map.of(), null);
        }
        if (instruments) {
            return answer(instruments(desk));
        }
        BoxBook book = desk.find(RestWindow.first(parameters, "instId", ""));
        String size = RestWindow.first(parameters, "sz", "1");
        if (book == null || !size.matches("[0-9]{1,3}")) {
            String message = book == null ? "Instrument ID does not exist" : "Parameter sz error";
            return answer("{\"code\":\"51001\",\"msg\":\"" + message + "\",\"data\":[]}");
        }
        int most = Math.max(1, Math.min(OkxWording.DEPTH, Integer.parseInt(size)));
        StringBuilder body = new StringBuilder("{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"asks\":");
        OkxWording.appendLevels(body, book.levels().asks(most));
        body.append(",\"bids\":");
        OkxWording.appendLevels(body, book.levels().bids(most));
        body.append(",\"ts\":\"").append(book.timeNs() / 1_000_000);
        return answer(
                body.append("\",\"seqId\":").append(book.id()).append("}]}").toString());
    }

    private static String instruments(Desk desk) {
        StringBuilder body = new StringBuilder("{\"code\":\"0\",\"msg\":\"\",\"data\":[");
        String separator = "";
        for (BoxBook book : desk.books()) {
            Instrument instrument = book.instrument();
            String lot = RestWindow.increment(instrument.sizeDecimals());
            body.append(separator)
                    .append("{\"instType\":\"SPOT\",\"instId\":\"")
                    .append(instrument.symbol());
            body.append("\",\"tickSz\":\"").append(RestWindow.increment(instrument.priceDecimals()));
            body.append("\",\"lotSz\":\"").append(lot).append("\",\"minSz\":\"").append(lot);
            body.append("\",\"state\":\"live\"}");
            separator = ",";
        }
        return body.append("]}").toString();
    }

    private static VenueProtocol.Answer answer(String body) {
        return new VenueProtocol.Answer(200, body, Map.of(), null);
    }
}
