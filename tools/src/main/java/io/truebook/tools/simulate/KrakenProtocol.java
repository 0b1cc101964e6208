package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Kraken spot, WebSocket v2 (docs.kraken.com, websocket-v2/book and guides/spot-ws-book-v2, read 2026-05): the best
 * levels of the depth subscribed; no deletion for a level that leaves the depth, a level that enters it is sent; the
 * checksum of the ten best of each side in every frame.
 */
final class KrakenProtocol implements VenueProtocol {
    private static final int CHECKSUM_LEVELS = 10;
    private static final int ODD_SHAPES_IN = 40;
    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTC/USD", 1, 8, 633_887),
            new Listing("ETH/USD", 2, 8, 268_112),
            new Listing("XRP/USD", 5, 8, 108_100),
            new Listing("SHIB/USD", 8, 5, 1_234));

    private final SplittableRandom random;
    private final Text text = new Text();
    private final Text digits = new Text();
    private final CRC32 crc = new CRC32();
    private final List<Listing> listings;
    private boolean comma;

    KrakenProtocol(SplittableRandom random) {
        this.random = random;
        listings = LISTINGS;
    }

    @Override
    public String venue() {
        return "kraken";
    }

    @Override
    public List<Listing> listings() {
        return listings;
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
    public int idStep() {
        return 1;
    }

    @Override
    public boolean hasQueries() {
        return false;
    }

    @Override
    public boolean hasChecksums() {
        return true;
    }

    @Override
    public boolean hasIds() {
        return false;
    }

    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT));
    }

    @Override
    public byte[] greeting() {
        return text.clear()
                .add(
                        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\"")
                .add(",\"api_version\":\"v2\",\"connection_id\":13834774380200032777}]}")
                .copy();
    }

    @Override
    public byte[] heartbeat() {
        return text.clear().add("{\"channel\":\"heartbeat\"}").copy();
    }

    @Override
    public long pingEveryNs() {
        return 0;
    }

    @Override
    public void onText(String message, Client client) {
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
        for (int i = 0; i < listings.size(); i++) {
            final Listing pair = listings.get(i);
            text.add(i == 0 ? "" : ",").add("{\"symbol\":\"").add(pair.symbol());
            text.add("\",\"status\":\"online\",\"qty_precision\":").add(pair.sizeDecimals());
            text.add(",\"qty_increment\":1e-0").add(pair.sizeDecimals());
            text.add(",\"price_precision\":").add(pair.priceDecimals());
            text.add(",\"price_increment\":1e-0").add(pair.priceDecimals()).add('}');
        }
        return text.add("]}}").copy();
    }

    @Override
    public byte[] delta(SymbolFeed feed, long timeNs, boolean wrongChecksum) {
        head("update", feed.listing());
        final boolean bids = changes(feed, true);
        text.add("],\"asks\":[");
        final boolean asks = changes(feed, false);
        if (!bids && !asks) {
            return null;
        }
        final long checksum = checksum(feed.market.side(true), feed.market.side(false));
        return tail(wrongChecksum ? checksum ^ 1 + random.nextInt(1 << 20) : checksum, timeNs);
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, long timeNs, int limit) {
        head("snapshot", feed.listing());
        levels(feed, true, limit);
        text.add("],\"asks\":[");
        levels(feed, false, limit);
        return tail(checksum(feed.past.side(true), feed.past.side(false)), timeNs);
    }

    private void levels(SymbolFeed feed, boolean bid, int limit) {
        comma = false;
        final Side side = feed.past.side(bid);
        for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
            level(feed.listing(), side.price(rank), side.size(rank));
        }
    }

    /** Writes one side's changes as a client sees them who keeps {@code depth} levels. */
    private boolean changes(SymbolFeed feed, boolean bid) {
        comma = false;
        final Side before = feed.told.side(bid);
        final Side now = feed.market.side(bid);
        final History history = feed.market.history();
        final List<Long> done = new ArrayList<>(8);
        for (int change = feed.told.cursor(); change < history.count(); change++) {
            final long price = history.price(change);
            if (history.bid(change) == bid && !done.contains(price)) {
                done.add(price);
                changed(feed, before.find(price), now.find(price), price, now.sizeAt(price));
            }
        }
        if (before.count() > feed.depth) {
            entered(feed, before, now, done);
        }
        return comma;
    }

    private void changed(SymbolFeed feed, int rankBefore, int rank, long price, long size) {
        final boolean wasShown = rankBefore >= 0 && rankBefore < feed.depth;
        final boolean isShown = rank >= 0 && rank < feed.depth;
        final boolean odd = random.nextInt(ODD_SHAPES_IN) == 0;
        if (isShown || wasShown && rank < 0) {
            if (odd) {
                level(feed.listing(), price, 1 + random.nextInt(1000)); // a price comes twice; the last one counts
            }
            level(feed.listing(), price, size);
        } else if (odd && rank < 0) {
            level(feed.listing(), price, 0); // a deletion of what the client never saw
        }
    }

    private void entered(SymbolFeed feed, Side before, Side now, List<Long> done) {
        for (int rank = Math.min(feed.depth, now.count()) - 1; rank >= 0; rank--) {
            final long price = now.price(rank);
            final int rankBefore = before.find(price);
            if (rankBefore >= 0 && rankBefore < feed.depth) {
                break; // better ones were shown before, or have changed
            }
            if (rankBefore >= 0 && !done.contains(price)) {
                level(feed.listing(), price, now.size(rank));
            }
        }
    }

    private void head(String type, Listing pair) {
        text.clear().add("{\"channel\":\"book\",\"type\":\"").add(type);
        text.add("\",\"data\":[{\"symbol\":\"").add(pair.symbol()).add("\",\"bids\":[");
    }

    private byte[] tail(long checksum, long timeNs) {
        text.add("],\"checksum\":").add(checksum).add(",\"timestamp\":\"");
        Texts.timestamp(text, timeNs);
        return text.add("\"}]}").copy();
    }

    private void level(Listing pair, long price, long size) {
        text.add(comma ? ",{\"price\":" : "{\"price\":").decimal(price, pair.priceDecimals());
        text.add(",\"qty\":").decimal(size, pair.sizeDecimals()).add('}');
        comma = true;
    }

    /** CRC-32 over ten asks and ten bids: price and quantity without point and leading zeros. */
    private long checksum(Side bids, Side asks) {
        digits.clear();
        for (int rank = 0; rank < Math.min(CHECKSUM_LEVELS, asks.count()); rank++) {
            digits.add(asks.price(rank)).add(asks.size(rank));
        }
        for (int rank = 0; rank < Math.min(CHECKSUM_LEVELS, bids.count()); rank++) {
            digits.add(bids.price(rank)).add(bids.size(rank));
        }
        return digits.crc(crc);
    }
}
