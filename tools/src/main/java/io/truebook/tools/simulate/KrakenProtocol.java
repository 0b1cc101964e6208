package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Kraken spot, WebSocket v2 (docs.kraken.com, websocket-v2/book and guides/spot-ws-book-v2, read 2026-05): the best
 * levels of the depth subscribed; no deletion for a level that leaves the depth, a level that enters it is sent; the
 * checksum of the ten best of each side in every frame.
 */
final class KrakenProtocol implements VenueProtocol {
    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTC/USD", 1, 8, 633_887),
            new Listing("ETH/USD", 2, 8, 268_112),
            new Listing("XRP/USD", 5, 8, 108_100),
            new Listing("SHIB/USD", 8, 5, 1_234));

    private final SplittableRandom random;
    private final Text text = new Text();
    private final KrakenWindow window;
    private final Shapes shapes;
    private final byte[] heartbeat = Texts.ascii("{\"channel\":\"heartbeat\"}");

    KrakenProtocol(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
        window = new KrakenWindow(random, shapes);
    }

    @Override
    public String venue() {
        return "kraken";
    }

    @Override
    public List<Listing> listings() {
        return LISTINGS;
    }

    @Override
    public int[] depths() {
        return new int[] {0, 10, 25, 100};
    }

    @Override
    public List<String> channels() {
        return random.nextInt(4) == 0 ? List.of("book") : List.of("instrument", "book");
    }

    @Override
    public Standing standing() {
        return Standing.LAST_FRAME;
    }

    @Override
    public Tamper.Levels checkedLevels() {
        return Tamper.Levels.NUMBERS;
    }

    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT));
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(Shape.REPEATED_PRICE, Shape.UNKNOWN_DELETE, Shape.LEVEL_COMES_BACK, Shape.THIN_SIDE);
    }

    @Override
    public byte[] greeting(Link link) {
        return text.clear()
                .add(
                        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\"")
                .add(",\"api_version\":\"v2\",\"connection_id\":13834774380200032777}]}")
                .copy();
    }

    @Override
    public byte[] heartbeat(Link link, long timeNs) {
        return heartbeat;
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        final String method = request.path("method").asText();
        final long id = request.path("req_id").asLong();
        final JsonNode parameters = request.path("params");
        final String channel = parameters.path("channel").asText();
        if (method.equals("ping")) {
            client.answer(text.clear()
                    .add("{\"method\":\"pong\",\"req_id\":")
                    .add(id)
                    .add('}')
                    .copy());
            return;
        }
        final String symbol = parameters.path("symbol").path(0).asText();
        final int depth = parameters.path("depth").asInt();
        acknowledge(client, method, channel, symbol, depth, id);
        if (channel.equals("instrument")) {
            client.answer(instruments());
        } else if (method.equals("subscribe")) {
            client.subscribe(symbol, depth);
        } else {
            client.unsubscribe(symbol);
        }
    }

    private void acknowledge(Client client, String method, String channel, String symbol, int depth, long id) {
        text.clear().add("{\"method\":\"").add(method).add("\",\"req_id\":").add(id);
        text.add(",\"result\":{\"channel\":\"").add(channel).add('"');
        if (!symbol.isEmpty()) {
            text.add(",\"depth\":")
                    .add(depth)
                    .add(",\"snapshot\":true,\"symbol\":\"")
                    .add(symbol)
                    .add('"');
        }
        client.answer(text.add("},\"success\":true}").copy());
    }

    private byte[] instruments() {
        text.clear().add("{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[],\"pairs\":[");
        for (int i = 0; i < LISTINGS.size(); i++) {
            final Listing pair = LISTINGS.get(i);
            text.add(i == 0 ? "" : ",").add("{\"symbol\":\"").add(pair.symbol());
            text.add("\",\"status\":\"online\",\"qty_precision\":").add(pair.sizeDecimals());
            text.add(",\"qty_increment\":1e-0").add(pair.sizeDecimals());
            text.add(",\"price_precision\":").add(pair.priceDecimals());
            text.add(",\"price_increment\":1e-0").add(pair.priceDecimals()).add('}');
        }
        return text.add("]}}").copy();
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final boolean any = window.collect(feed);
        feed.tell();
        if (!any) {
            return false;
        }
        head("update", feed.listing());
        changes(feed.listing(), window.side(true));
        text.add("],\"asks\":[");
        changes(feed.listing(), window.side(false));
        tail(window.checksum(feed.market.side(true), feed.market.side(false), wrongChecksum), timeNs);
        shapes.frame(feed.market);
        out.frame(text.copy(), feed.shown(standing()), false);
        return true;
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        head("snapshot", feed.listing());
        levels(feed, true, limit);
        text.add("],\"asks\":[");
        levels(feed, false, limit);
        tail(window.checksum(feed.past.side(true), feed.past.side(false), false), timeNs);
        return text.copy();
    }

    private void changes(Listing pair, Changes changes) {
        for (int i = 0; i < changes.count(); i++) {
            level(i > 0, pair, changes.price(i), changes.size(i));
        }
    }

    private void levels(SymbolFeed feed, boolean bid, int limit) {
        final Side side = feed.past.side(bid);
        for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
            level(rank > 0, feed.listing(), side.price(rank), side.size(rank));
        }
    }

    private void head(String type, Listing pair) {
        text.clear().add("{\"channel\":\"book\",\"type\":\"").add(type);
        text.add("\",\"data\":[{\"symbol\":\"").add(pair.symbol()).add("\",\"bids\":[");
    }

    private void tail(long checksum, long timeNs) {
        text.add("],\"checksum\":").add(checksum).add(",\"timestamp\":\"");
        Texts.timestamp(text, timeNs);
        text.add("\"}]}");
    }

    private void level(boolean comma, Listing pair, long price, long size) {
        text.add(comma ? ",{\"price\":" : "{\"price\":").decimal(price, pair.priceDecimals());
        text.add(",\"qty\":").decimal(size, pair.sizeDecimals()).add('}');
    }
}
