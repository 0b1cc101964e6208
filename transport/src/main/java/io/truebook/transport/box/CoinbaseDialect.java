package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.transport.box.BookMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Coinbase Advanced Trade, market data (docs.cdp.coinbase.com, advanced-trade-apis, websocket, 2026): one channel a
 * message, answered with all that is subscribed; one counter over the connection from 0; heartbeats each second where
 * asked for; who has not subscribed within 5 s is disconnected; eight messages a second; REST product book.
 */
final class CoinbaseDialect implements Dialect {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MESSAGES_PER_SECOND = 8;
    private static final String HEARTBEATS = "heartbeats";
    private static final List<String> CHANNELS = List.of("level2", "market_trades", "ticker");

    private final RestWindow rest = new RestWindow(10, 1_000);

    @Override
    public boolean accepts(String path) {
        return path.equals("/");
    }

    @Override
    public void opened(Peer peer, Desk desk) {
        // The venue says nothing by itself.
    }

    @Override
    public void text(Peer peer, String text, Desk desk) {
        JsonNode request = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        if (peer.over(MESSAGES_PER_SECOND, SECOND_NS)) {
            error(peer, "rate limit exceeded");
            return;
        }
        String type = request == null ? "" : request.path("type").asText();
        if (!type.equals("subscribe") && !type.equals("unsubscribe")) {
            error(peer, "invalid message: type " + type);
            return;
        }
        String channel = request.path("channel").asText();
        boolean subscribe = type.equals("subscribe");
        List<String> symbols = new ArrayList<>();
        if (!channel.equals(HEARTBEATS)) {
            for (JsonNode product : request.path("product_ids")) {
                if (!CHANNELS.contains(channel) || desk.find(product.asText()) == null) {
                    error(peer, "failure to subscribe: channel " + channel + ", product " + product.asText());
                    return;
                }
                symbols.add(product.asText());
            }
        }
        List<String> added = change(peer, channel, symbols, subscribe);
        peer.say(frame(peer, "subscriptions", KrakenText.now(), "{\"subscriptions\":" + subscriptions(peer) + '}'));
        for (String symbol : added) {
            desk.subscribe(peer, channel + ' ' + symbol, channel.equals("level2") ? symbol : null);
        }
    }

    /** The symbols that are new. */
    private static List<String> change(Peer peer, String channel, List<String> symbols, boolean subscribe) {
        List<String> added = new ArrayList<>();
        if (channel.equals(HEARTBEATS)) {
            if (subscribe) {
                peer.add(HEARTBEATS);
            } else {
                peer.remove(HEARTBEATS);
            }
        }
        for (String symbol : symbols) {
            String topic = channel + ' ' + symbol;
            if (!subscribe) {
                peer.remove(topic);
            } else if (!peer.hears(topic)) {
                peer.add(topic);
                added.add(symbol);
            }
        }
        return added;
    }

    private static String subscriptions(Peer peer) {
        ObjectNode channels = Json.object();
        for (String topic : peer.topics().keySet()) {
            String[] parts = topic.split(" ", 2);
            channels.withArray('/' + parts[0]).add(parts[parts.length - 1]);
        }
        return Json.text(channels);
    }

    private static void error(Peer peer, String message) {
        peer.say(Json.text(Json.object().put("type", "error").put("message", message)));
    }

    private static byte[] frame(Peer peer, String channel, String time, String event) {
        return CoinbaseWording.frame(channel, time, peer.next(0), event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<BookMessage> read(FeedFrame frame) {
        JsonNode root = frame.url() == null ? Json.parse(frame.payload()) : null;
        if (root == null) {
            return frame.url() == null ? null : List.of();
        }
        String channel = root.path("channel").asText();
        List<BookMessage> messages = new ArrayList<>();
        for (JsonNode event : root.path("events")) {
            ObjectNode said = Json.object().put("channel", channel);
            said.set("timestamp", root.path("timestamp"));
            said.set("event", event);
            if (channel.equals("l2_data")) {
                messages.add(book(event, said));
            } else if (CHANNELS.contains(channel)) {
                String symbol = event.findPath("product_id").asText();
                messages.add(BookMessage.other(channel + ' ' + symbol, symbol, said));
            }
        }
        return messages;
    }

    private static BookMessage book(JsonNode event, ObjectNode said) {
        String symbol = event.path("product_id").asText();
        List<BookMessage.Change> changes = new ArrayList<>();
        for (JsonNode update : event.path("updates")) {
            changes.add(new BookMessage.Change(
                    update.path("side").asText().equals("bid"),
                    Json.decimal(update.path("price_level")),
                    Json.decimal(update.path("new_quantity"))));
        }
        Kind kind = event.path("type").asText().equals("snapshot") ? Kind.SNAPSHOT : Kind.DELTA;
        return new BookMessage(kind, "level2 " + symbol, symbol, changes, OracleBook.NO_ID, null, said);
    }

    @Override
    public byte[] render(Peer peer, BookMessage message, FeedFrame frame) {
        JsonNode said = message.tree();
        return frame(
                peer, said.path("channel").asText(), said.path("timestamp").asText(), Json.text(said.path("event")));
    }

    @Override
    public byte[] snapshot(Peer peer, String topic, BoxBook book) {
        Wording.Moment moment = book.moment();
        return frame(peer, "l2_data", KrakenText.time(book.timeNs()), CoinbaseWording.event("snapshot", moment));
    }

    @Override
    public void tick(Peer peer, long nowNs, Desk desk) {
        if (peer.topics().isEmpty()) {
            if (nowNs - peer.openedNs() > 5 * SECOND_NS) {
                desk.counters().closedByLimit++;
                peer.session().close(1008, "no subscription within 5 s");
            }
            return;
        }
        long beat = peer.hears(HEARTBEATS) ? peer.beat(nowNs, SECOND_NS) : 0;
        if (beat > 0) {
            String now = KrakenText.now();
            peer.say(frame(
                    peer,
                    HEARTBEATS,
                    now,
                    "{\"current_time\":\"" + now + "\",\"heartbeat_counter\":\"" + beat + "\"}"));
        }
    }

    @Override
    public VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        if (!path.startsWith("/api/v3/brokerage/market/product")) {
            return null;
        }
        if (rest.over()) {
            return new VenueProtocol.Answer(
                    429,
                    "{\"errors\":[{\"id\":\"rate_limit_exceeded\",\"message\":\"Too many requests\"}]}",
                    Map.of(),
                    null);
        }
        if (path.endsWith("/products")) {
            return new VenueProtocol.Answer(200, products(desk), Map.of(), null);
        }
        BoxBook book = desk.find(RestWindow.first(parameters, "product_id", ""));
        if (!path.endsWith("/product_book") || book == null) {
            return new VenueProtocol.Answer(
                    404, "{\"error\":\"NOT_FOUND\",\"message\":\"no such product\"}", Map.of(), null);
        }
        ObjectNode answer = Json.object();
        ObjectNode pricebook = answer.putObject("pricebook").put("product_id", book.symbol());
        for (boolean bid : new boolean[] {true, false}) {
            var side = pricebook.putArray(bid ? "bids" : "asks");
            for (Level level : book.side(bid)) {
                side.addObject()
                        .put("price", level.price().toPlainString())
                        .put("size", level.size().toPlainString());
            }
        }
        pricebook.put("time", KrakenText.time(book.timeNs()));
        return new VenueProtocol.Answer(200, Json.text(answer), Map.of(), null);
    }

    private static String products(Desk desk) {
        ObjectNode answer = Json.object();
        var products = answer.putArray("products");
        for (BoxBook book : desk.books()) {
            products.addObject()
                    .put("product_id", book.symbol())
                    .put(
                            "quote_increment",
                            RestWindow.increment(book.instrument().priceDecimals()))
                    .put(
                            "base_increment",
                            RestWindow.increment(book.instrument().sizeDecimals()));
        }
        return Json.text(answer);
    }
}
