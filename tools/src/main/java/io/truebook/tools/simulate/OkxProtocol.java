package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * OKX, channel books (okx.com/docs-v5, ws-order-book-channel, mirror of 2026-06): updates chained by {@code prevSeqId};
 * keep-alives that repeat the id; after maintenance an id below the one before; snapshots that come again; a checksum
 * that is 0 and means none.
 */
final class OkxProtocol implements VenueProtocol {
    private static final int WINDOW = 400;
    private static final int ODD_IN = 40;
    private static final int ID_STEP = 5;
    /** Ids after a reset lie in a range of their own: one that came again would be told apart by no client. */
    private static final long RESET_RANGE = 10_000_000;

    private static final long FIRST_ID = 900_000_000_000L;
    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTC-USDT", 1, 8, 633_887),
            new Listing("ETH-USDT", 2, 6, 268_112),
            new Listing("XRP-USDT", 4, 6, 10_810),
            new Listing("BTC-USDT-SWAP", 1, 2, 634_015));

    private final SplittableRandom random;
    private final Shapes shapes;
    private final Diff diff;
    private final Text text = new Text();
    private final byte[] pong = Texts.ascii("pong");
    private long range = FIRST_ID;

    OkxProtocol(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
        diff = new Diff(random, shapes);
    }

    @Override
    public String venue() {
        return "okx";
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
    public int window(int depth) {
        return WINDOW;
    }

    @Override
    public List<String> channels() {
        return List.of("books");
    }

    @Override
    public Standing standing() {
        return Standing.NUMBER;
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(
                Shape.KEEP_ALIVE, Shape.SEQUENCE_RESET, Shape.SNAPSHOT_AGAIN, Shape.UNKNOWN_DELETE, Shape.THIN_SIDE);
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        if (message.equals("ping")) {
            client.answer(pong);
            return;
        }
        final JsonNode request = Texts.parse(message);
        final String operation = request.path("op").asText();
        final JsonNode topic = request.path("args").path(0);
        final String symbol = topic.path("instId").asText();
        text.clear()
                .add("{\"id\":\"")
                .add(request.path("id").asText())
                .add("\",\"event\":\"")
                .add(operation);
        text.add("\",\"arg\":{\"channel\":\"").add(topic.path("channel").asText());
        client.answer(text.add("\",\"instId\":\"")
                .add(symbol)
                .add("\"},\"connId\":\"a4d3ae55\"}")
                .copy());
        if (operation.equals("subscribe")) {
            client.subscribe(symbol, 0);
        } else {
            client.unsubscribe(symbol);
        }
    }

    @Override
    public void number(SymbolFeed feed) {
        final Numbers numbers = feed.numbers;
        final long before = numbers.last() == 0 ? range : numbers.number(numbers.last());
        numbers.add(before + 1 + random.nextInt(ID_STEP), feed.told.cursor());
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final Numbers numbers = feed.numbers;
        final long before = numbers.number(numbers.last());
        if (random.nextInt(ODD_IN) == 0) {
            diff.collect(feed, 0, 0);
            shapes.saw(Shape.KEEP_ALIVE);
            shapes.frame(feed.market);
            out.frame(update(feed, timeNs, before, before), feed.shown(standing()), false);
        }
        if (feed.told.cursor() == feed.market.history().count() || random.nextInt(4) == 0) {
            return false; // an update joins the changes of an interval
        }
        if (random.nextInt(ODD_IN) == 0) {
            range -= RESET_RANGE;
            numbers.add(range + random.nextInt(1_000), feed.market.history().count());
            shapes.saw(Shape.SEQUENCE_RESET);
        } else {
            numbers.add(
                    before + 1 + random.nextInt(ID_STEP), feed.market.history().count());
        }
        final boolean whole = random.nextInt(ODD_IN) == 0;
        final byte[] frame;
        if (whole) {
            feed.goBack(feed.market.history().count(), standing());
            frame = snapshot(feed, link, timeNs, WINDOW);
            shapes.saw(Shape.SNAPSHOT_AGAIN);
        } else {
            diff.collect(feed);
            frame = update(feed, timeNs, before, numbers.number(numbers.last()));
        }
        feed.tell();
        shapes.frame(feed.market);
        out.frame(frame, feed.shown(standing()), whole);
        return false;
    }

    private byte[] update(SymbolFeed feed, long timeNs, long before, long id) {
        head(feed.listing(), "update");
        changes(diff.asks, feed.listing());
        text.add("],\"bids\":[");
        changes(diff.bids, feed.listing());
        text.add("],\"ts\":\"").add(timeNs / 1_000_000).add("\",\"checksum\":0,\"prevSeqId\":");
        return text.add(before).add(",\"seqId\":").add(id).add("}]}").copy();
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        head(feed.listing(), "snapshot");
        levels(feed.past.side(false), feed.listing());
        text.add("],\"bids\":[");
        levels(feed.past.side(true), feed.listing());
        text.add("],\"ts\":\"").add(timeNs / 1_000_000).add("\",\"checksum\":0,\"prevSeqId\":-1,\"seqId\":");
        return text.add(feed.numbers.number(feed.pastNumber)).add("}]}").copy();
    }

    private void head(Listing listing, String action) {
        text.clear().add("{\"arg\":{\"channel\":\"books\",\"instId\":\"").add(listing.symbol());
        text.add("\"},\"action\":\"").add(action).add("\",\"data\":[{\"asks\":[");
    }

    private void changes(Changes changes, Listing listing) {
        for (int i = 0; i < changes.count(); i++) {
            level(i > 0, listing, changes.price(i), changes.size(i));
        }
    }

    private void levels(Side side, Listing listing) {
        for (int rank = 0; rank < Math.min(WINDOW, side.count()); rank++) {
            level(rank > 0, listing, side.price(rank), side.size(rank));
        }
    }

    private void level(boolean comma, Listing listing, long price, long size) {
        text.add(comma ? ",[\"" : "[\"").decimal(price, listing.priceDecimals());
        text.add("\",\"").bare(size, listing.sizeDecimals());
        text.add("\",\"0\",\"").add(size == 0 ? 0 : 1 + size % 9).add("\"]");
    }
}
