package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Coinbase Advanced Trade, channels level2 and heartbeats (docs.cdp.coinbase.com, advanced-trade-apis, mirror of 2026):
 * events in a list, asks called "offer", one counter over all frames of the connection, snapshots that may come again.
 */
final class CoinbaseProtocol implements VenueProtocol {
    private static final int ODD_IN = 40;
    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTC-USD", 2, 8, 6_338_870),
            new Listing("ETH-USD", 2, 8, 268_112),
            new Listing("XRP-USD", 4, 6, 10_810),
            new Listing("SOL-USD", 2, 3, 15_233));

    private final SplittableRandom random;
    private final Shapes shapes;
    private final Diff diff;
    private final Text text = new Text();
    private long beats;
    private boolean comma;

    CoinbaseProtocol(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
        diff = new Diff(random, shapes);
    }

    @Override
    public String venue() {
        return "coinbase";
    }

    @Override
    public List<Listing> listings() {
        return LISTINGS;
    }

    @Override
    public int[] depths() {
        return new int[] {0};
    }

    @Override
    public List<String> channels() {
        return List.of("heartbeats", "level2");
    }

    @Override
    public Standing standing() {
        return Standing.COUNTER;
    }

    /** No stale snapshots: a book has neither an id nor a checksum, so no client could tell one from a fresh one. */
    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(
                FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT, FaultKind.WRONG_CHECKSUM, FaultKind.STALE_SNAPSHOT));
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(Shape.TWO_EVENTS, Shape.SNAPSHOT_AGAIN, Shape.UNKNOWN_DELETE, Shape.THIN_SIDE);
    }

    @Override
    public byte[] heartbeat(Link link, long timeNs) {
        head("heartbeats", link, timeNs);
        text.add("{\"current_time\":\"");
        Texts.timestamp(text, timeNs);
        return text.add("\",\"heartbeat_counter\":").add(++beats).add("}]}").copy();
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        head("subscriptions", link, timeNs);
        client.answer(text.add("{\"subscriptions\":{}}]}").copy());
        for (JsonNode product : request.path("product_ids")) {
            if (request.path("type").asText().equals("subscribe")) {
                client.subscribe(product.asText(), 0);
            } else {
                client.unsubscribe(product.asText());
            }
        }
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final int first = feed.told.cursor();
        final int last = feed.market.history().count();
        if (first == last || random.nextInt(4) == 0) {
            return false; // an event joins the changes of an interval
        }
        final boolean whole = random.nextInt(ODD_IN) == 0;
        final byte[] frame;
        if (whole) {
            shapes.saw(Shape.SNAPSHOT_AGAIN);
            feed.goBack(last, standing());
            frame = snapshot(feed, link, timeNs, Integer.MAX_VALUE);
        } else {
            head("l2_data", link, timeNs);
            if (last - first > 1 && random.nextInt(8) == 0) {
                // in the order in which it happened: between two events no book is crossed
                shapes.saw(Shape.TWO_EVENTS);
                final int middle = first + 1 + random.nextInt(last - first - 1);
                diff.collect(feed, first, middle);
                event(feed.listing(), timeNs);
                text.add(',');
                diff.collect(feed, middle, last);
            } else {
                diff.collect(feed);
            }
            event(feed.listing(), timeNs);
            frame = text.add("]}").copy();
        }
        feed.tell();
        shapes.frame(feed.market);
        out.frame(frame, feed.shown(standing()), whole);
        return false;
    }

    private void event(Listing listing, long timeNs) {
        text.add("{\"type\":\"update\",\"product_id\":\"").add(listing.symbol()).add("\",\"updates\":[");
        comma = false;
        for (boolean bid : new boolean[] {true, false}) {
            final Changes changes = diff.side(bid);
            for (int i = 0; i < changes.count(); i++) {
                level(listing, bid, changes.price(i), changes.size(i), timeNs);
            }
        }
        text.add("]}");
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        head("l2_data", link, timeNs);
        text.add("{\"type\":\"snapshot\",\"product_id\":\"")
                .add(feed.listing().symbol())
                .add("\",\"updates\":[");
        comma = false;
        for (boolean bid : new boolean[] {true, false}) {
            final Side side = feed.past.side(bid);
            for (int rank = 0; rank < side.count(); rank++) {
                level(feed.listing(), bid, side.price(rank), side.size(rank), Texts.START_NS);
            }
        }
        return text.add("]}]}").copy();
    }

    private void head(String channel, Link link, long timeNs) {
        text.clear().add("{\"channel\":\"").add(channel).add("\",\"client_id\":\"\",\"timestamp\":\"");
        Texts.timestamp(text, timeNs);
        text.add("\",\"sequence_num\":").add(link.count()).add(",\"events\":[");
    }

    /** Of a deletion's two forms, one for every other price. */
    private void level(Listing listing, boolean bid, long price, long size, long timeNs) {
        text.add(comma ? ",{\"side\":\"" : "{\"side\":\"").add(bid ? "bid" : "offer");
        text.add("\",\"event_time\":\"");
        Texts.timestamp(text, timeNs);
        text.add("\",\"price_level\":\"")
                .decimal(price, listing.priceDecimals())
                .add("\",\"new_quantity\":\"");
        if (size == 0 && (price & 1) != 0) {
            text.add("0\"}");
        } else {
            text.decimal(size, listing.sizeDecimals()).add("\"}");
        }
        comma = true;
    }
}
