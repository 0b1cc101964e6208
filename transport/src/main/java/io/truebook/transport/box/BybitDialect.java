package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Bybit v5, public side (bybit-exchange/docs, v5, 2026-07): one answer a request, without its topics; a topic that does
 * not exist fails the whole request; ten arguments a request on spot, 21,000 characters of arguments a connection; the
 * client's pings; REST order book and instruments.
 */
final class BybitDialect implements Dialect {
    private static final int SPOT_ARGUMENTS = 10;
    private static final int ARGUMENT_CHARACTERS = 21_000;
    private static final String PUBLIC = "/v5/public/";
    private static final String TRADE = "publicTrade.";

    private final RestWindow rest = new RestWindow(600, 5_000);
    private long sequence;

    @Override
    public boolean accepts(String path) {
        return List.of("spot", "linear", "inverse").contains(path.replace(PUBLIC, ""));
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        // The venue says nothing by itself.
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        String op = request == null ? "" : request.path("op").asText();
        switch (op) {
            case "ping" -> answer(peer, request, true, "pong");
            case "subscribe", "unsubscribe" -> {
                String wrong = wrong(peer, request.path("args"), desk);
                if (wrong != null) {
                    answer(peer, request, false, wrong);
                    return;
                }
                List<String> added = new ArrayList<>();
                for (JsonNode arg : request.path("args")) {
                    if (op.equals("unsubscribe")) {
                        peer.remove(arg.asText());
                    } else if (!peer.hears(arg.asText())) {
                        peer.add(arg.asText());
                        added.add(arg.asText());
                    }
                }
                answer(peer, request, true, op);
                added.forEach(topic -> desk.subscribe(peer, topic, topic.startsWith(TRADE) ? null : symbolOf(topic)));
            }
            default -> answer(peer, request, false, "Invalid request: op " + op + " is not supported");
        }
    }

    /** Why the request as a whole is refused, or null. */
    private static String wrong(Peer peer, JsonNode args, Desk desk) {
        int characters = String.join("", peer.topics().keySet()).length();
        for (JsonNode arg : args) {
            String topic = arg.asText();
            BoxBook book = desk.find(symbolOf(topic));
            boolean served = book != null
                    && (topic.equals(TRADE + book.symbol())
                            || topic.equals("orderbook." + book.instrument().depth() + '.' + book.symbol()));
            if (!served) {
                return "error:handler not found,topic:" + topic;
            }
            characters += topic.length();
        }
        if (args.isEmpty() || args.size() > SPOT_ARGUMENTS) {
            return "args size " + args.size() + ", limits=1 to " + SPOT_ARGUMENTS;
        }
        return characters > ARGUMENT_CHARACTERS ? "args of the connection exceed 21000 characters" : null;
    }

    private static String symbolOf(String topic) {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }

    private static void answer(Peer peer, JsonNode request, boolean success, String message) {
        ObjectNode answer = Json.object().put("success", success).put("ret_msg", message);
        answer.put("conn_id", new UUID(0x2324_d924_aa4d_45b0L, peer.session().ordinal()).toString());
        if (request != null && request.has("req_id")) {
            answer.set("req_id", request.get("req_id"));
        }
        answer.put("op", request == null ? "" : request.path("op").asText());
        peer.say(Json.text(answer));
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        String topic = root.path("topic").asText();
        if (topic.isEmpty()) {
            return List.of();
        }
        if (!topic.startsWith("orderbook.")) {
            return List.of(BookMessage.other(topic, symbolOf(topic), null));
        }
        JsonNode data = root.path("data");
        List<BookMessage.Change> changes = new ArrayList<>();
        take(changes, true, data.path("b"));
        take(changes, false, data.path("a"));
        BookMessage.Kind kind =
                root.path("type").asText().equals("snapshot") ? BookMessage.Kind.SNAPSHOT : BookMessage.Kind.DELTA;
        sequence = Math.max(sequence, data.path("seq").asLong());
        return List.of(new BookMessage(
                kind, topic, data.path("s").asText(), changes, data.path("u").asLong(), null, null));
    }

    private static void take(List<BookMessage.Change> changes, boolean bid, JsonNode levels) {
        levels.forEach(level ->
                changes.add(new BookMessage.Change(bid, Json.decimal(level.path(0)), Json.decimal(level.path(1)))));
    }

    @Override
    public int depth(String topic) {
        String[] parts = topic.split("\\.", -1);
        return parts.length == 3 ? Integer.parseInt(parts[1]) : 0;
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        Wording.Moment moment = book.moment();
        return BybitWording.book("snapshot", moment, book.id(), sequence, false).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        boolean instruments = path.equals("/v5/market/instruments-info");
        if (!instruments && !path.equals("/v5/market/orderbook")) {
            return null;
        }
        if (rest.over()) {
            return new VenueProtocol.Answer(
                    403, "{\"retCode\":10006,\"retMsg\":\"Too many visits!\",\"result\":{}}", Map.of(), null);
        }
        if (instruments) {
            return ok(instruments(desk));
        }
        BoxBook book = desk.find(RestWindow.first(parameters, "symbol", ""));
        String limit = RestWindow.first(parameters, "limit", "25");
        if (book == null || !limit.matches("[0-9]{1,4}")) {
            return new VenueProtocol.Answer(
                    200, "{\"retCode\":10001,\"retMsg\":\"params error\",\"result\":{}}", Map.of(), null);
        }
        int most = Math.max(1, Integer.parseInt(limit));
        long timeMs = book.timeNs() / 1_000_000;
        StringBuilder text =
                new StringBuilder("{\"s\":\"").append(book.symbol()).append("\",\"b\":");
        BybitWording.appendLevels(text, book.levels().bids(most));
        text.append(",\"a\":");
        BybitWording.appendLevels(text, book.levels().asks(most));
        text.append(",\"ts\":").append(timeMs).append(",\"u\":").append(book.id());
        return ok(text.append(",\"seq\":")
                .append(sequence)
                .append(",\"cts\":")
                .append(timeMs - 2)
                .append('}')
                .toString());
    }

    private static String instruments(Desk desk) {
        StringBuilder text = new StringBuilder("{\"category\":\"spot\",\"list\":[");
        String separator = "";
        for (BoxBook book : desk.books()) {
            Instrument instrument = book.instrument();
            String step = RestWindow.increment(instrument.sizeDecimals());
            text.append(separator).append("{\"symbol\":\"").append(instrument.symbol());
            text.append("\",\"status\":\"Trading\",\"lotSizeFilter\":{\"basePrecision\":\"")
                    .append(step);
            text.append("\",\"qtyStep\":\"").append(step).append("\"},\"priceFilter\":{\"tickSize\":\"");
            text.append(RestWindow.increment(instrument.priceDecimals())).append("\"}}");
            separator = ",";
        }
        return text.append("]}").toString();
    }

    private static VenueProtocol.Answer ok(String result) {
        String body = "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":" + result + ",\"time\":"
                + System.currentTimeMillis() + '}';
        return new VenueProtocol.Answer(200, body, Map.of(), null);
    }
}
