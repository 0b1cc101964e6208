package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kraken's WebSocket v2, server side: status on connect; book, trade, ticker, ohlc and instrument; one acknowledgement
 * a symbol; JSON pings; a heartbeat after a second without other traffic once anything is subscribed.
 *
 * <p>The book is served at the one depth that the feed carries: frames are relayed byte for byte, checksums included.
 * Another depth is refused the way the venue refuses one it does not have. A client that subscribes once the book is
 * known gets a snapshot made from it at once; before that it gets the feed's own snapshot when it comes. Frames of the
 * feed that belong to the recorded session (status, heartbeats, acknowledgements) are not relayed.
 */
final class KrakenProtocol implements VenueProtocol {
    private static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final int DEFAULT_DEPTH = 10;
    private static final Set<String> SYMBOL_CHANNELS = Set.of("book", "trade", "ticker", "ohlc");

    private final String venue;
    private final Feed feed;
    private final Host host;
    private final BookSender sender;
    private final Counters counters;
    private final boolean logging;
    private final Map<Session, Client> clients = new LinkedHashMap<>();
    private final Map<String, PairBook> books = new HashMap<>();
    private long connectionId = 0xC000_0000_0000_0000L;

    /** A pair's book and the time of its last change in the venue's form. */
    private static final class PairBook {
        private final Book levels = new Book();
        private boolean known;
        private String timestamp = "";
    }

    private static final class Client {
        private final Set<String> subscriptions = new HashSet<>();
    }

    KrakenProtocol(String venue, Feed feed, Host host, FaultPlan faults, Counters counters, boolean logging) {
        this.venue = venue;
        this.feed = feed;
        this.host = host;
        this.sender = new BookSender(venue, Damage.KRAKEN, faults, counters);
        this.counters = counters;
        this.logging = logging;
        feed.instruments().keySet().forEach(symbol -> books.put(symbol, new PairBook()));
    }

    @Override
    public String venue() {
        return venue;
    }

    @Override
    public Map<String, Instrument> instruments() {
        return feed.instruments();
    }

    @Override
    public boolean accepts(String path) {
        return path.equals("/v2");
    }

    @Override
    public void opened(Session session, String path, Map<String, List<String>> parameters) {
        clients.put(session, new Client());
        // Larger than a signed long, as in the venue's own example.
        session.control(KrakenText.status(connectionId++));
    }

    @Override
    public void closed(Session session) {
        clients.remove(session);
    }

    @Override
    public void text(Session session, String text) {
        String timeIn = KrakenText.now();
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        Client client = clients.get(session);
        if (client == null) {
            return;
        }
        if (request == null || !request.isObject()) {
            session.control(KrakenText.error(null, null, "Malformed request", timeIn));
            return;
        }
        String method = request.path("method").asText();
        JsonNode id = request.get("req_id");
        switch (method) {
            case "ping" -> session.control(KrakenText.pong(id, timeIn));
            case "subscribe", "unsubscribe" ->
                subscription(session, client, method, request.path("params"), id, timeIn);
            default -> session.control(KrakenText.error(method, id, "Unsupported method " + method, timeIn));
        }
    }

    private void subscription(
            Session session, Client client, String method, JsonNode params, JsonNode id, String timeIn) {
        String channel = params.path("channel").asText();
        boolean subscribe = method.equals("subscribe");
        if (channel.equals("instrument")) {
            boolean snapshot = params.path("snapshot").asBoolean(true);
            ObjectNode result = Json.object().put("channel", channel).put("snapshot", snapshot);
            session.control(KrakenText.success(method, id, result, timeIn));
            if (subscribe && client.subscriptions.add(channel) && snapshot) {
                session.control(KrakenText.instruments(feed.instruments().values()));
            } else if (!subscribe) {
                client.subscriptions.remove(channel);
            }
            return;
        }
        if (!SYMBOL_CHANNELS.contains(channel)) {
            session.control(KrakenText.error(method, id, "Unsupported channel " + channel, timeIn));
            return;
        }
        if (!params.path("symbol").isArray() || params.get("symbol").isEmpty()) {
            session.control(KrakenText.error(method, id, "Symbol(s) missing", timeIn));
            return;
        }
        for (JsonNode symbol : params.get("symbol")) {
            one(session, client, subscribe, channel, symbol.asText(), params, id, timeIn);
        }
    }

    private void one(
            Session session,
            Client client,
            boolean subscribe,
            String channel,
            String symbol,
            JsonNode params,
            JsonNode id,
            String timeIn) {
        String method = subscribe ? "subscribe" : "unsubscribe";
        Instrument pair = feed.instruments().get(symbol);
        int depth = params.path("depth").asInt(DEFAULT_DEPTH);
        String key = channel + ' ' + symbol;
        String error = pair == null
                ? "Currency pair not supported " + symbol
                : channel.equals("book") && depth != pair.depth()
                        ? "Subscription depth not supported: " + depth + ", here " + pair.depth()
                        : subscribe && client.subscriptions.contains(key)
                                ? "Already subscribed"
                                : !subscribe && !client.subscriptions.contains(key) ? "Subscription Not Found" : null;
        if (error != null) {
            session.control(KrakenText.error(method, id, error, timeIn));
            return;
        }
        ObjectNode result = Json.object().put("channel", channel);
        if (channel.equals("book")) {
            result.put("depth", depth);
        }
        boolean snapshot = params.path("snapshot").asBoolean(!channel.equals("trade"));
        if (subscribe) {
            result.put("snapshot", snapshot);
        }
        result.put("symbol", symbol);
        if (!subscribe) {
            client.subscriptions.remove(key);
        }
        session.control(KrakenText.success(method, id, result, timeIn));
        if (subscribe) {
            client.subscriptions.add(key);
            if (channel.equals("book")) {
                if (snapshot) {
                    sendSnapshot(session, pair);
                }
                host.startFeed();
            }
        }
    }

    private void sendSnapshot(Session session, Instrument pair) {
        PairBook book = books.get(pair.symbol());
        if (!book.known) {
            return;
        }
        long checksum = KrakenChecksum.of(book.levels, pair.priceDecimals(), pair.sizeDecimals());
        String text = KrakenText.book(
                "snapshot",
                pair,
                book.levels.bids(pair.depth()),
                book.levels.asks(pair.depth()),
                checksum,
                book.timestamp);
        counters.snapshots++;
        sender.snapshot(
                session, pair.symbol(), text.getBytes(StandardCharsets.UTF_8), logBody("snapshot", pair), false);
        session.flush();
    }

    @Override
    public void publish(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            counters.feedMalformed++;
            return;
        }
        String channel = root.path("channel").asText();
        if (!SYMBOL_CHANNELS.contains(channel)) {
            return;
        }
        JsonNode data = root.path("data").path(0);
        String symbol = data.path("symbol").asText();
        String key = channel + ' ' + symbol;
        if (!channel.equals("book")) {
            clients.forEach((session, client) -> {
                if (client.subscriptions.contains(key)) {
                    session.send(frame.payload(), null, null);
                }
            });
            return;
        }
        boolean snapshot = root.path("type").asText().equals("snapshot");
        Instrument pair = feed.instruments().get(symbol);
        apply(pair, snapshot, data);
        String log = null;
        for (Map.Entry<Session, Client> client : clients.entrySet()) {
            if (!client.getValue().subscriptions.contains(key)) {
                continue;
            }
            log = log == null ? logBody(snapshot ? "snapshot" : "delta", pair) : log;
            if (snapshot) {
                sender.snapshot(client.getKey(), symbol, frame.payload(), log, false);
            } else {
                sender.delta(client.getKey(), symbol, frame.payload(), log);
            }
        }
    }

    private void apply(Instrument pair, boolean snapshot, JsonNode data) {
        PairBook book = books.get(pair.symbol());
        if (snapshot) {
            book.levels.clear();
            book.known = true;
        }
        if (!book.known) {
            return;
        }
        for (JsonNode level : data.path("bids")) {
            book.levels.set(true, Json.decimal(level.path("price")), Json.decimal(level.path("qty")));
        }
        for (JsonNode level : data.path("asks")) {
            book.levels.set(false, Json.decimal(level.path("price")), Json.decimal(level.path("qty")));
        }
        book.levels.truncate(pair.depth());
        book.timestamp = data.path("timestamp").asText();
        long own = KrakenChecksum.of(book.levels, pair.priceDecimals(), pair.sizeDecimals());
        if (data.path("checksum").asLong() != own) {
            counters.feedChecksumsBad++;
        }
    }

    /** Never null: that it is a book's frame is counted even where no log is kept. */
    private String logBody(String kind, Instrument pair) {
        return logging ? DeliveryLog.body(kind, book(pair.symbol())) : "";
    }

    @Override
    public void disconnectAll() {
        clients.keySet().forEach(Session::disconnect);
    }

    @Override
    public Answer get(String path, Map<String, List<String>> parameters) {
        return null;
    }

    @Override
    public boolean admits(FeedFrame frame) {
        return true;
    }

    @Override
    public boolean ready() {
        return clients.keySet().stream().allMatch(Session::ready);
    }

    @Override
    public boolean listening() {
        return clients.entrySet().stream()
                .anyMatch(client -> !client.getKey().closed()
                        && client.getValue().subscriptions.stream().anyMatch(key -> key.startsWith("book ")));
    }

    @Override
    public boolean drained() {
        return clients.keySet().stream().allMatch(Session::drained) && sender.drained();
    }

    @Override
    public void flush() {
        clients.keySet().forEach(Session::flush);
    }

    @Override
    public void tick(long nowNs) {
        sender.tick(nowNs);
        clients.forEach((session, client) -> {
            if (!client.subscriptions.isEmpty() && nowNs - session.lastSentNs() > HEARTBEAT_NS) {
                session.control("{\"channel\":\"heartbeat\"}");
            }
        });
    }

    @Override
    public OracleBook book(String symbol) {
        PairBook book = books.get(symbol);
        if (book == null) {
            return null;
        }
        int depth = feed.instruments().get(symbol).depth();
        return new OracleBook(venue, symbol, OracleBook.NO_ID, book.levels.bids(depth), book.levels.asks(depth));
    }
}
