package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Bybit v5, order books of contracts (bybit-exchange/docs at 072c197d0, websocket/public/orderbook.mdx): {@code u} rises
 * by one; a snapshot may come at any time; after a restart of the service {@code u} is 1, and whatever its type says that
 * message is a whole book.
 */
final class BybitProtocol implements VenueProtocol {
    private static final int DEFAULT_WINDOW = 200;
    private static final int ODD_IN = 40;
    /** Messages between two restarts: where the snapshot of one is lost, what follows must not seem to join. */
    private static final int LEAST_BETWEEN_RESETS = 40;

    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTCUSDT", 2, 3, 6_338_870),
            new Listing("ETHUSDT", 2, 2, 268_112),
            new Listing("XRPUSDT", 4, 1, 10_810),
            new Listing("SOLUSDT", 3, 1, 152_330));

    private final SplittableRandom random;
    private final Shapes shapes;
    private final Diff diff;
    private final Text text = new Text();
    private long sequence = 7_961_638_724L;

    BybitProtocol(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
        diff = new Diff(random, shapes);
    }

    @Override
    public String venue() {
        return "bybit";
    }

    @Override
    public List<Listing> listings() {
        return LISTINGS;
    }

    @Override
    public int[] depths() {
        return new int[] {0, 50, 200};
    }

    @Override
    public int window(int depth) {
        return depth == 0 ? DEFAULT_WINDOW : depth;
    }

    @Override
    public List<String> channels() {
        return List.of("orderbook");
    }

    @Override
    public Standing standing() {
        return Standing.NUMBER;
    }

    @Override
    public boolean numbersComeAgain() {
        return true;
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(Shape.SEQUENCE_RESET, Shape.SNAPSHOT_AGAIN, Shape.UNKNOWN_DELETE, Shape.THIN_SIDE);
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        final String operation = request.path("op").asText();
        final boolean ping = operation.equals("ping");
        text.clear().add("{\"success\":true,\"ret_msg\":\"").add(ping ? "pong" : operation);
        text.add("\",\"conn_id\":\"2324d924-aa4d-45b0-a858-7b8be29ab52b\",\"req_id\":\"")
                .add(request.path("req_id").asText());
        client.answer(text.add("\",\"op\":\"").add(operation).add("\"}").copy());
        for (JsonNode topic : request.path("args")) {
            final String[] parts = topic.asText().split("\\.", 3);
            if (operation.equals("subscribe")) {
                client.subscribe(parts[2], Integer.parseInt(parts[1]));
            } else {
                client.unsubscribe(parts[2]);
            }
        }
    }

    @Override
    public void number(SymbolFeed feed) {
        final Numbers numbers = feed.numbers;
        final long before = numbers.last() == 0 ? 18_521_000 : numbers.number(numbers.last());
        numbers.add(before + 1, feed.told.cursor());
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        if (feed.told.cursor() == feed.market.history().count()) {
            return false;
        }
        final Numbers numbers = feed.numbers;
        final long before = numbers.number(numbers.last());
        // none while nothing is sent: the number after a silence might be the one that followed before it
        final boolean reset =
                before > LEAST_BETWEEN_RESETS && timeNs >= feed.silentUntilNs && random.nextInt(ODD_IN) == 0;
        final boolean again = random.nextInt(ODD_IN) == 0;
        numbers.add(reset ? 1 : before + 1, feed.market.history().count());
        final byte[] frame;
        if (reset || again) {
            shapes.saw(reset ? Shape.SEQUENCE_RESET : Shape.SNAPSHOT_AGAIN);
            feed.goBack(feed.market.history().count(), standing());
            frame = book(feed, reset && random.nextBoolean() ? "delta" : "snapshot", timeNs, Integer.MAX_VALUE);
        } else {
            diff.collect(feed);
            head(feed, "delta", timeNs);
            changes(diff.bids, feed.listing());
            text.add("],\"a\":[");
            changes(diff.asks, feed.listing());
            frame = tail(numbers.number(numbers.last()), timeNs);
        }
        feed.tell();
        shapes.frame(feed.market);
        out.frame(frame, feed.shown(standing()), reset || again);
        return false;
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        return book(feed, "snapshot", timeNs, limit);
    }

    private byte[] book(SymbolFeed feed, String type, long timeNs, int limit) {
        head(feed, type, timeNs);
        levels(feed.past.side(true), feed.listing(), limit);
        text.add("],\"a\":[");
        levels(feed.past.side(false), feed.listing(), limit);
        return tail(feed.numbers.number(feed.pastNumber), timeNs);
    }

    /** The keys come in one order on some servers, and in another on others. */
    private void head(SymbolFeed feed, String type, long timeNs) {
        final long ms = timeNs / 1_000_000;
        text.clear().add("{\"topic\":\"orderbook.").add(feed.depth);
        text.add('.').add(feed.listing().symbol());
        if (random.nextInt(4) == 0) {
            text.add("\",\"ts\":").add(ms).add(",\"type\":\"").add(type).add("\",\"data\":{\"s\":\"");
        } else {
            text.add("\",\"type\":\"").add(type).add("\",\"ts\":").add(ms).add(",\"data\":{\"s\":\"");
        }
        text.add(feed.listing().symbol()).add("\",\"b\":[");
    }

    private byte[] tail(long number, long timeNs) {
        sequence += 1 + random.nextInt(3);
        text.add("],\"u\":").add(number).add(",\"seq\":").add(sequence);
        return text.add("},\"cts\":").add(timeNs / 1_000_000 - 2).add('}').copy();
    }

    private void changes(Changes changes, Listing listing) {
        for (int i = 0; i < changes.count(); i++) {
            level(i > 0, listing, changes.price(i), changes.size(i));
        }
    }

    private void levels(Side side, Listing listing, int limit) {
        for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
            level(rank > 0, listing, side.price(rank), side.size(rank));
        }
    }

    private void level(boolean comma, Listing listing, long price, long size) {
        text.add(comma ? ",[\"" : "[\"").decimal(price, listing.priceDecimals()).add("\",\"");
        if (size == 0) {
            text.add("0\"]");
        } else {
            text.decimal(size, listing.sizeDecimals()).add("\"]");
        }
    }
}
