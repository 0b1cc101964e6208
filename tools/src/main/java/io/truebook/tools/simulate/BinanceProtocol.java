package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Binance spot, Binance.US, USD-M and COIN-M (binance/binance-spot-api-docs at a5e0bc3, web-socket-streams.md and rest-api.md; the
 * futures as the definitions in config/venues state): diffs of the whole book that join several changes, under a range of
 * ids on spot and chained by {@code pu} on futures; snapshots by REST, which may stand in the middle of a diff's range.
 */
final class BinanceProtocol implements VenueProtocol {
    /** The markets: Binance.US speaks as spot does. */
    enum Market {
        SPOT("binance", false),
        US("binance-us", false),
        USDM("binance-usdm", true),
        COINM("binance-coinm", true);

        private final String venue;
        private final boolean futures;

        Market(String venue, boolean futures) {
            this.venue = venue;
            this.futures = futures;
        }
    }

    private static final int FUTURES_ID_STEP = 40;
    private static final long PING_NS = 20_000_000_000L;
    private static final List<Listing> PERPETUALS =
            List.of(new Listing("BTCUSD_PERP", 1, 0, 618_376), new Listing("ETHUSD_PERP", 2, 0, 268_112));
    private static final List<Listing> PAIRS = List.of(
            new Listing("BTCUSDT", 2, 5, 6_183_763),
            new Listing("ETHUSDT", 2, 4, 268_112),
            new Listing("XRPUSDT", 4, 1, 10_810),
            new Listing("SOLUSDT", 2, 3, 15_233));

    private final Market market;
    private final SplittableRandom random;
    private final Shapes shapes;
    private final Diff diff;
    private final Text text = new Text();

    BinanceProtocol(Market market, SplittableRandom random, Shapes shapes) {
        this.market = market;
        this.random = random;
        this.shapes = shapes;
        diff = new Diff(random, shapes);
    }

    @Override
    public String venue() {
        return market.venue;
    }

    @Override
    public List<Listing> listings() {
        return market == Market.COINM ? PERPETUALS : PAIRS;
    }

    @Override
    public int[] depths() {
        return new int[] {0, 5, 20, 50};
    }

    @Override
    public List<String> channels() {
        return List.of("depth");
    }

    @Override
    public int idStep() {
        return market.futures ? FUTURES_ID_STEP : 1;
    }

    @Override
    public boolean hasQueries() {
        return true;
    }

    @Override
    public Standing standing() {
        return Standing.OWN_ID;
    }

    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.WRONG_CHECKSUM));
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(Shape.UNKNOWN_DELETE, Shape.RANGE_OF_IDS, Shape.THIN_SIDE);
    }

    @Override
    public long pingEveryNs() {
        return PING_NS;
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        client.answer(text.clear()
                .add("{\"result\":null,\"id\":")
                .add(request.path("id").asLong())
                .add('}')
                .copy());
        for (JsonNode stream : request.path("params")) {
            final String[] parts = stream.asText().split("@", 3);
            final String symbol = parts[0].toUpperCase(Locale.ROOT);
            if (request.path("method").asText().equals("SUBSCRIBE")) {
                client.subscribe(symbol, 0);
            } else {
                client.unsubscribe(symbol);
            }
        }
    }

    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final History history = feed.market.history();
        final int first = feed.told.cursor();
        if (first == history.count() || random.nextInt(4) == 0) {
            return false; // a diff joins the changes of an interval
        }
        diff.collect(feed);
        final Listing listing = feed.listing();
        final long ms = timeNs / 1_000_000;
        text.clear()
                .add("{\"stream\":\"")
                .add(listing.symbol().toLowerCase(Locale.ROOT))
                .add("@depth@100ms\"");
        text.add(",\"data\":{\"e\":\"depthUpdate\",\"E\":").add(ms);
        if (market.futures) {
            text.add(",\"T\":").add(ms);
        }
        text.add(",\"s\":\"").add(listing.symbol()).add('"');
        if (market == Market.COINM) {
            text.add(",\"ps\":\"").add(listing.symbol().split("_", 2)[0]).add('"');
        }
        text.add(",\"U\":").add(history.id(first)).add(",\"u\":").add(history.lastId());
        if (market.futures) {
            text.add(",\"pu\":").add(feed.toldId);
        }
        if (history.lastId() > history.id(first)) {
            shapes.saw(Shape.RANGE_OF_IDS);
        }
        changes(",\"b\":[", diff.bids, listing);
        changes(",\"a\":[", diff.asks, listing);
        feed.tell();
        shapes.frame(feed.market);
        out.frame(text.add("}}").copy(), feed.shown(standing()), false);
        return false;
    }

    private void changes(String name, Changes changes, Listing listing) {
        text.add(name);
        for (int i = 0; i < changes.count(); i++) {
            pair(i > 0, listing, changes.price(i), changes.size(i));
        }
        text.add(']');
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        text.clear().add("{\"lastUpdateId\":").add(feed.past.lastId());
        if (market.futures) {
            final long ms = timeNs / 1_000_000;
            text.add(",\"E\":").add(ms).add(",\"T\":").add(ms);
        }
        levels(",\"bids\":[", feed.past.side(true), limit, feed.listing());
        levels(",\"asks\":[", feed.past.side(false), limit, feed.listing());
        return text.add('}').copy();
    }

    private void levels(String name, Side side, int limit, Listing listing) {
        text.add(name);
        for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
            pair(rank > 0, listing, side.price(rank), side.size(rank));
        }
        text.add(']');
    }

    private void pair(boolean comma, Listing listing, long price, long size) {
        text.add(comma ? ",[\"" : "[\"").decimal(price, listing.priceDecimals());
        text.add("\",\"").decimal(size, listing.sizeDecimals()).add("\"]");
    }
}
