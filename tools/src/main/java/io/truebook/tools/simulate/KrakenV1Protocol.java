package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Kraken spot, WebSocket v1 (docs.kraken.com, websocket-v1 and guides/spot-ws-book-v1, mirror of 2026-05): arrays with
 * channel and pair at the end, one payload object or one a side, levels of texts with a time, {@code "r"} where a level
 * only comes back; no checksum in the snapshot.
 */
final class KrakenV1Protocol implements VenueProtocol {
    private static final int MICROS = 6;
    private static final List<Listing> LISTINGS = List.of(
            new Listing("XBT/USD", 1, 8, 633_887),
            new Listing("ETH/USD", 2, 8, 268_112),
            new Listing("XRP/USD", 5, 8, 108_100),
            new Listing("XDG/USD", 7, 8, 801_234));

    private final Text text = new Text();
    private final KrakenWindow window;
    private final Shapes shapes;
    private final byte[] heartbeat = Texts.ascii("{\"event\":\"heartbeat\"}");

    KrakenV1Protocol(SplittableRandom random, Shapes shapes) {
        this.shapes = shapes;
        window = new KrakenWindow(random, shapes);
    }

    @Override
    public String venue() {
        return "kraken-v1";
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
        return List.of("book");
    }

    @Override
    public Standing standing() {
        return Standing.LAST_FRAME;
    }

    @Override
    public Tamper.Levels checkedLevels() {
        return Tamper.Levels.TEXTS;
    }

    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT));
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(
                Shape.REPEATED_PRICE, Shape.UNKNOWN_DELETE, Shape.LEVEL_COMES_BACK, Shape.THIN_SIDE, Shape.TWO_OBJECTS);
    }

    @Override
    public byte[] greeting(Link link) {
        return text.clear()
                .add("{\"connectionID\":8628615390848610000,\"event\":\"systemStatus\",")
                .add("\"status\":\"online\",\"version\":\"1.9.0\"}")
                .copy();
    }

    @Override
    public byte[] heartbeat(Link link, long timeNs) {
        return heartbeat;
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        final String event = request.path("event").asText();
        final long id = request.path("reqid").asLong();
        if (event.equals("ping")) {
            client.answer(text.clear()
                    .add("{\"event\":\"pong\",\"reqid\":")
                    .add(id)
                    .add('}')
                    .copy());
            return;
        }
        final String pair = request.path("pair").path(0).asText();
        final int depth = request.path("subscription").path("depth").asInt();
        text.clear()
                .add("{\"channelID\":")
                .add(link.channel(pair))
                .add(",\"channelName\":\"book-")
                .add(depth);
        text.add("\",\"event\":\"subscriptionStatus\",\"pair\":\"").add(pair);
        text.add("\",\"reqid\":").add(id).add(",\"status\":\"").add(event).add("d\",\"subscription\":{\"depth\":");
        client.answer(text.add(depth).add(",\"name\":\"book\"}}").copy());
        if (event.equals("subscribe")) {
            client.subscribe(pair, depth);
        } else {
            client.unsubscribe(pair);
        }
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final boolean any = window.collect(feed);
        feed.tell();
        if (!any) {
            return false;
        }
        final Changes asks = window.side(false);
        final Changes bids = window.side(true);
        head(feed, link);
        if (asks.count() > 0) {
            changes("{\"a\":[", feed.listing(), asks, timeNs);
        }
        if (bids.count() > 0) {
            if (asks.count() > 0) {
                text.add("},");
                shapes.saw(Shape.TWO_OBJECTS);
            }
            changes("{\"b\":[", feed.listing(), bids, timeNs);
        }
        text.add(",\"c\":\"")
                .add(window.checksum(feed.market.side(true), feed.market.side(false), wrongChecksum))
                .add('"');
        shapes.frame(feed.market);
        out.frame(tail(feed), feed.shown(standing()), false);
        return true;
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        head(feed, link);
        levels("{\"as\":[", feed.listing(), feed.past.side(false), limit, timeNs);
        levels(",\"bs\":[", feed.listing(), feed.past.side(true), limit, timeNs);
        return tail(feed);
    }

    private void head(SymbolFeed feed, Link link) {
        text.clear().add('[').add(link.channel(feed.listing().symbol())).add(',');
    }

    private byte[] tail(SymbolFeed feed) {
        text.add("},\"book-").add(feed.depth).add("\",\"");
        return text.add(feed.listing().symbol()).add("\"]").copy();
    }

    private void changes(String name, Listing pair, Changes changes, long timeNs) {
        text.add(name);
        for (int i = 0; i < changes.count(); i++) {
            level(i > 0, pair, changes.price(i), changes.size(i), timeNs);
            text.add(changes.isBack(i) ? ",\"r\"]" : "]");
        }
        text.add(']');
    }

    private void levels(String name, Listing pair, Side side, int limit, long timeNs) {
        text.add(name);
        for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
            level(rank > 0, pair, side.price(rank), side.size(rank), timeNs);
            text.add(']');
        }
        text.add(']');
    }

    private void level(boolean comma, Listing pair, long price, long size, long timeNs) {
        text.add(comma ? ",[\"" : "[\"").decimal(price, pair.priceDecimals());
        text.add("\",\"").decimal(size, pair.sizeDecimals());
        text.add("\",\"").decimal(timeNs / 1_000, MICROS).add('"');
    }
}
