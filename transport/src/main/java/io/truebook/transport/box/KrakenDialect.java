package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Kraken's WebSocket v2 (docs.kraken.com/api/docs/websocket-v2, read 2026-05): status on connect; book, trade, ticker,
 * ohlc and instrument; one acknowledgement a symbol; JSON pings; a heartbeat after a second without other traffic once
 * anything is subscribed.
 *
 * <p>The book is served at the one depth that the feed carries: frames are relayed byte for byte, checksums included.
 * Another depth is refused the way the venue refuses one it does not have. Frames of the feed that belong to the
 * recorded session (status, heartbeats, acknowledgements) are not relayed.
 */
final class KrakenDialect implements Dialect {
    private static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final int DEFAULT_DEPTH = 10;
    private static final String BOOK = "book";
    private static final String INSTRUMENT = "instrument";
    private static final Set<String> SYMBOL_CHANNELS = Set.of(BOOK, "trade", "ticker", "ohlc");

    @Override
    public boolean accepts(String path) {
        return path.equals("/v2");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        // Larger than a signed long, as in the venue's own example.
        peer.say(KrakenText.status(0xC000_0000_0000_0000L + peer.session().ordinal()));
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        String timeIn = KrakenText.now();
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        if (request == null || !request.isObject()) {
            peer.say(KrakenText.error(null, null, "Malformed request", timeIn));
            return;
        }
        String method = request.path("method").asText();
        JsonNode id = request.get("req_id");
        switch (method) {
            case "ping" -> peer.say(KrakenText.pong(id, timeIn));
            case "subscribe", "unsubscribe" -> subscription(peer, method, request.path("params"), id, timeIn, desk);
            default -> peer.say(KrakenText.error(method, id, "Unsupported method " + method, timeIn));
        }
    }

    private static void subscription(Peer peer, String method, JsonNode params, JsonNode id, String timeIn, Desk desk) {
        String channel = params.path("channel").asText();
        if (channel.equals(INSTRUMENT)) {
            instruments(peer, method, params, id, timeIn, desk);
        } else if (!SYMBOL_CHANNELS.contains(channel)) {
            peer.say(KrakenText.error(method, id, "Unsupported channel " + channel, timeIn));
        } else if (!params.path("symbol").isArray() || params.get("symbol").isEmpty()) {
            peer.say(KrakenText.error(method, id, "Symbol(s) missing", timeIn));
        } else {
            for (JsonNode symbol : params.get("symbol")) {
                one(peer, method, symbol.asText(), params, id, timeIn, desk);
            }
        }
    }

    private static void instruments(Peer peer, String method, JsonNode params, JsonNode id, String timeIn, Desk desk) {
        boolean snapshot = params.path("snapshot").asBoolean(true);
        ObjectNode result = Json.object().put("channel", INSTRUMENT).put("snapshot", snapshot);
        peer.say(KrakenText.success(method, id, result, timeIn));
        if (method.equals("unsubscribe")) {
            peer.remove(INSTRUMENT);
        } else if (!peer.hears(INSTRUMENT)) {
            peer.add(INSTRUMENT);
            if (snapshot) {
                peer.say(KrakenText.instruments(
                        desk.books().stream().map(BoxBook::instrument).toList()));
            }
        }
    }

    private static void one(
            Peer peer, String method, String symbol, JsonNode params, JsonNode id, String timeIn, Desk desk) {
        boolean subscribe = method.equals("subscribe");
        String channel = params.path("channel").asText();
        BoxBook book = desk.find(symbol);
        int depth = params.path("depth").asInt(DEFAULT_DEPTH);
        String topic = channel + ' ' + symbol;
        String error = book == null
                ? "Currency pair not supported " + symbol
                : channel.equals(BOOK) && depth != book.instrument().depth()
                        ? "Subscription depth not supported: " + depth + ", here "
                                + book.instrument().depth()
                        : subscribe && peer.hears(topic)
                                ? "Already subscribed"
                                : !subscribe && !peer.hears(topic) ? "Subscription Not Found" : null;
        if (error != null) {
            peer.say(KrakenText.error(method, id, error, timeIn));
            return;
        }
        ObjectNode result = Json.object().put("channel", channel);
        if (channel.equals(BOOK)) {
            result.put("depth", depth);
        }
        boolean snapshot = params.path("snapshot").asBoolean(!channel.equals("trade"));
        if (subscribe) {
            peer.add(topic);
            result.put("snapshot", snapshot);
        } else {
            peer.remove(topic);
        }
        peer.say(KrakenText.success(method, id, result.put("symbol", symbol), timeIn));
        if (subscribe) {
            if (!snapshot) {
                peer.begin(topic);
            }
            desk.subscribe(peer, topic, channel.equals(BOOK) ? symbol : null);
        }
    }

    @Override
    public boolean truncates() {
        return true;
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return null;
        }
        String channel = root.path("channel").asText();
        if (!SYMBOL_CHANNELS.contains(channel)) {
            return List.of();
        }
        JsonNode data = root.path("data").path(0);
        String symbol = data.path("symbol").asText();
        String topic = channel + ' ' + symbol;
        if (!channel.equals(BOOK)) {
            return List.of(BookMessage.other(topic, symbol, null));
        }
        List<BookMessage.Change> changes = new ArrayList<>();
        for (boolean bid : new boolean[] {true, false}) {
            for (JsonNode level : data.path(bid ? "bids" : "asks")) {
                changes.add(new BookMessage.Change(
                        bid, Json.decimal(level.path("price")), Json.decimal(level.path("qty"))));
            }
        }
        boolean snapshot = root.path("type").asText().equals("snapshot");
        return List.of(new BookMessage(
                snapshot ? BookMessage.Kind.SNAPSHOT : BookMessage.Kind.DELTA,
                topic,
                symbol,
                changes,
                OracleBook.NO_ID,
                data.path("checksum").asLong(),
                null));
    }

    @Override
    public Long checksum(BoxBook book) {
        Instrument pair = book.instrument();
        return KrakenChecksum.of(book.levels(), pair.priceDecimals(), pair.sizeDecimals());
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        Wording.Moment moment = book.moment();
        return KrakenWording.book("snapshot", moment, moment).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        if (!peer.topics().isEmpty() && nowNs - peer.session().lastSentNs() > HEARTBEAT_NS) {
            peer.say("{\"channel\":\"heartbeat\"}");
        }
    }
}
