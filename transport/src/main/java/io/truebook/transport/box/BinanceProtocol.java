package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binance's streams and REST, server side: combined ({@code /stream?streams=a/b}) and raw ({@code /ws/a}) addresses,
 * SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, ping frames, the limit of messages a second; USD-M's
 * {@code /public}, {@code /market} and {@code /private} in front of both are accepted. An unknown stream is
 * acknowledged and stays silent, as at the venue.
 *
 * <p>Depth streams answer at whatever speed the feed holds, under the name subscribed. Where a recording holds the
 * answer to its recorder's REST query, the feed waits there, up to {@code gatePatienceNs}, until a client that listens
 * to that symbol has asked too: so a client stitches exactly as the recorder could. A query before that point is
 * answered with the recorded snapshot, one after it with the box's own book and its last update id.
 */
final class BinanceProtocol implements VenueProtocol {
    private static final long SECOND_NS = 1_000_000_000L;

    private final String venue;
    private final BinanceFlavour flavour;
    private final Feed feed;
    private final Host host;
    private final boolean gated;
    private final BinanceRest rest;
    private final BookSender sender;
    private final Counters counters;
    private final boolean logging;
    private final long pingNs;
    private final long gatePatienceNs;
    private final Map<Session, Client> clients = new LinkedHashMap<>();
    private final Map<String, BinanceBook> books = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private long gateSinceNs;

    private static final class Client {
        private final Set<String> streams = new LinkedHashSet<>();
        private boolean combined;
        private long secondStartNs;
        private int messages;
    }

    BinanceProtocol(
            String venue,
            BinanceFlavour flavour,
            Feed feed,
            Map<String, byte[]> firstSnapshots,
            boolean gated,
            Host host,
            FaultPlan faults,
            Counters counters,
            BoxOptions options) {
        this.venue = venue;
        this.flavour = flavour;
        this.feed = feed;
        this.host = host;
        this.gated = gated;
        this.counters = counters;
        this.logging = options.deliveryLog() != null;
        this.pingNs = options.pingEvery() != null ? options.pingEvery().toNanos() : flavour.pingSeconds * SECOND_NS;
        this.gatePatienceNs = options.snapshotPatience().toNanos();
        this.sender = new BookSender(venue, Damage.CHAINED, faults, counters);
        feed.instruments().keySet().forEach(symbol -> books.put(symbol, new BinanceBook(flavour.futures, counters)));
        if (sender.sendsStaleSnapshots()) {
            books.values().forEach(BinanceBook::remember);
        }
        this.rest = new BinanceRest(
                venue, flavour, feed.instruments(), this::answered, firstSnapshots, logging, asked::add);
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
        String plain = withoutClass(path);
        return plain.equals("/stream") || plain.equals("/ws") || plain.startsWith("/ws/");
    }

    private static String withoutClass(String path) {
        for (String streamClass : List.of("/public", "/market", "/private")) {
            if (path.startsWith(streamClass + '/')) {
                return path.substring(streamClass.length());
            }
        }
        return path;
    }

    @Override
    public void opened(Session session, String path, Map<String, List<String>> parameters) {
        Client client = new Client();
        String plain = withoutClass(path);
        client.combined = plain.equals("/stream");
        clients.put(session, client);
        String streams = client.combined
                ? String.join("/", parameters.getOrDefault("streams", List.of()))
                : plain.length() > 4 ? plain.substring(4) : "";
        for (String stream : streams.split("/")) {
            if (!stream.isEmpty()) {
                client.streams.add(stream);
            }
        }
        startIfListening(client);
    }

    private void startIfListening(Client client) {
        if (client.streams.stream().anyMatch(this::isDepth)) {
            host.startFeed();
        }
    }

    private boolean isDepth(String stream) {
        return BinanceStream.kindOf(stream).equals("depth") && books.containsKey(BinanceStream.symbolOf(stream));
    }

    @Override
    public void closed(Session session) {
        clients.remove(session);
    }

    @Override
    public void text(Session session, String text) {
        Client client = clients.get(session);
        if (client == null || tooFast(session, client)) {
            return;
        }
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        if (request == null) {
            session.control("{\"code\":3,\"msg\":\"Invalid JSON: expected value\"}");
            return;
        }
        JsonNode id = request.get("id");
        JsonNode params = request.path("params");
        switch (request.path("method").asText()) {
            case "SUBSCRIBE" -> {
                for (JsonNode stream : params) {
                    client.streams.add(stream.asText());
                    if (isDepth(stream.asText())) {
                        sender.joined(session, BinanceStream.symbolOf(stream.asText()));
                    }
                }
                session.control(result(null, id));
                startIfListening(client);
            }
            case "UNSUBSCRIBE" -> {
                params.forEach(stream -> client.streams.remove(stream.asText()));
                session.control(result(null, id));
            }
            case "LIST_SUBSCRIPTIONS" -> {
                ArrayNode streams = Json.MAPPER.createArrayNode();
                client.streams.forEach(streams::add);
                session.control(result(streams, id));
            }
            case "SET_PROPERTY" -> property(session, client, params, id);
            default ->
                session.control("{\"code\":2,\"msg\":\"Invalid request: unknown variant, expected one of"
                        + " `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`\"}");
        }
    }

    private static void property(Session session, Client client, JsonNode params, JsonNode id) {
        if (!params.path(0).asText().equals("combined")) {
            session.control("{\"code\":0,\"msg\":\"Unknown property\",\"id\":" + id + '}');
        } else if (!params.path(1).isBoolean()) {
            session.control("{\"code\":1,\"msg\":\"Invalid value type: expected Boolean\",\"id\":" + id + '}');
        } else {
            client.combined = params.path(1).asBoolean();
            session.control(result(null, id));
        }
    }

    private static String result(JsonNode result, JsonNode id) {
        ObjectNode answer = Json.object();
        answer.set("result", result == null ? answer.nullNode() : result);
        answer.set("id", id == null ? answer.nullNode() : id);
        return Json.text(answer);
    }

    private boolean tooFast(Session session, Client client) {
        long nowNs = System.nanoTime();
        if (nowNs - client.secondStartNs > SECOND_NS) {
            client.secondStartNs = nowNs;
            client.messages = 0;
        }
        if (++client.messages <= flavour.messagesPerSecond) {
            return false;
        }
        counters.closedByLimit++;
        session.close(1008, "Too many requests");
        return true;
    }

    @Override
    public void disconnectAll() {
        clients.keySet().forEach(Session::disconnect);
    }

    /** The book that a depth query is answered with: now and then an older one, where that is planned. */
    private BinanceBook answered(String symbol) {
        BinanceBook book = books.get(symbol);
        return book != null && book.older() != null && sender.stale(symbol) ? book.older() : book;
    }

    @Override
    public Answer get(String path, Map<String, List<String>> parameters) {
        return rest.get(path, parameters);
    }

    @Override
    public boolean admits(FeedFrame frame) {
        if (!gated || asked.size() == books.size()) {
            return true;
        }
        JsonNode root = Json.parse(frame.payload());
        String symbol = root == null ? null : answeredSymbol(frame, root);
        if (symbol == null || asked.contains(symbol) || !listensToDepth(symbol)) {
            return true;
        }
        long nowNs = System.nanoTime();
        gateSinceNs = gateSinceNs == 0 ? nowNs : gateSinceNs;
        // A client that queries at its first diff cannot have asked where none came yet.
        long patienceNs = books.get(symbol).waiting() ? gatePatienceNs : gatePatienceNs / 5;
        if (nowNs - gateSinceNs < patienceNs) {
            return false;
        }
        asked.add(symbol);
        gateSinceNs = 0;
        return true;
    }

    /** The symbol whose book the frame is an answer for, or null. */
    private String answeredSymbol(FeedFrame frame, JsonNode root) {
        String symbol = BinanceRecording.answeredSymbol(frame, root);
        if (symbol == null || books.containsKey(symbol)) {
            return symbol;
        }
        return books.size() == 1 ? books.keySet().iterator().next() : null;
    }

    private boolean listensToDepth(String symbol) {
        for (Map.Entry<Session, Client> client : clients.entrySet()) {
            if (!client.getKey().closed()) {
                for (String stream : client.getValue().streams) {
                    if (isDepth(stream) && BinanceStream.symbolOf(stream).equals(symbol)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public void publish(FeedFrame frame) {
        JsonNode root = Json.parse(frame.payload());
        if (root == null) {
            counters.feedMalformed++;
            return;
        }
        if (root.has("lastUpdateId")) {
            String answered = answeredSymbol(frame, root);
            if (answered != null && !books.get(answered).known()) {
                books.get(answered).snapshot(root);
            }
            return;
        }
        BinanceStream stream = frame.url() == null ? BinanceStream.of(frame.payload(), root) : null;
        if (stream == null) {
            return;
        }
        boolean depth = stream.kind().equals("depth") && books.containsKey(stream.symbol());
        if (depth) {
            books.get(stream.symbol()).diff(stream.tree());
        }
        String log = null;
        for (Map.Entry<Session, Client> client : clients.entrySet()) {
            String subscribed = subscribed(client.getValue(), stream);
            if (subscribed == null) {
                continue;
            }
            if (depth) {
                log = log == null ? logBody(stream.symbol()) : log;
                sender.delta(
                        client.getKey(),
                        stream.symbol(),
                        () -> payload(client.getValue(), stream, subscribed, frame),
                        log);
            } else {
                client.getKey().send(payload(client.getValue(), stream, subscribed, frame), null, null);
            }
        }
    }

    private static String subscribed(Client client, BinanceStream stream) {
        if (client.streams.contains(stream.name())) {
            return stream.name();
        }
        for (String name : client.streams) {
            if (stream.answers(name)) {
                return name;
            }
        }
        return null;
    }

    private static byte[] payload(Client client, BinanceStream stream, String subscribed, FeedFrame frame) {
        if (!client.combined) {
            return stream.data();
        }
        boolean asRecorded = stream.data() != frame.payload() && subscribed.equals(stream.name());
        return asRecorded ? frame.payload() : BinanceStream.wrap(subscribed, stream.data());
    }

    /** Never null: that it is a book's frame is counted even where no log is kept. */
    private String logBody(String symbol) {
        return logging ? DeliveryLog.body("delta", top(symbol, DeliveryLog.USUAL_LEVELS)) : "";
    }

    private OracleBook top(String symbol, int most) {
        BinanceBook book = books.get(symbol);
        return new OracleBook(
                venue,
                symbol,
                book.known() ? book.lastId() : OracleBook.NO_ID,
                book.levels().bids(most),
                book.levels().asks(most));
    }

    @Override
    public boolean ready() {
        return clients.keySet().stream().allMatch(Session::ready);
    }

    @Override
    public boolean listening() {
        return clients.entrySet().stream()
                .anyMatch(client -> !client.getKey().closed()
                        && client.getValue().streams.stream().anyMatch(this::isDepth));
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
        clients.keySet().forEach(session -> session.keepAlive(nowNs, pingNs, flavour.pongSeconds * SECOND_NS));
    }

    @Override
    public OracleBook book(String symbol) {
        return books.containsKey(symbol) ? top(symbol, Integer.MAX_VALUE) : null;
    }
}
