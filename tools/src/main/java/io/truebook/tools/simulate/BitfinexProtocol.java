package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Bitfinex, WebSocket v2 (docs.bitfinex.com, docs/ws-general, ws-websocket-checksum and reference/ws-public-books): one
 * level a message, channels that are numbers, a counter over the connection, the checksum in a frame of its own over
 * numbers as JavaScript writes them. The first symbol's prices lie around a millionth, where the notation changes.
 */
final class BitfinexProtocol implements VenueProtocol {
    private static final int DEFAULT_WINDOW = 25;
    private static final int CHECKSUM_LEVELS = 25;
    private static final int ODD_IN = 40;
    private static final List<Listing> LISTINGS = List.of(
            new Listing("tXRPBTC", 10, 8, 9_990),
            new Listing("tBTCUSD", 0, 8, 63_388),
            new Listing("tETHUSD", 1, 8, 26_811),
            new Listing("tAVAX:USD", 3, 6, 15_233));

    private final SplittableRandom random;
    private final Shapes shapes;
    private final Text text = new Text();
    private final Text digits = new Text();
    private final CRC32 crc = new CRC32();

    BitfinexProtocol(SplittableRandom random, Shapes shapes) {
        this.random = random;
        this.shapes = shapes;
    }

    @Override
    public String venue() {
        return "bitfinex";
    }

    @Override
    public List<Listing> listings() {
        return LISTINGS;
    }

    @Override
    public int[] depths() {
        return new int[] {0, 25, 100};
    }

    @Override
    public int window(int depth) {
        return depth == 0 ? DEFAULT_WINDOW : depth;
    }

    @Override
    public List<String> channels() {
        return List.of("book");
    }

    @Override
    public Standing standing() {
        return Standing.COUNTER;
    }

    @Override
    public Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT));
    }

    @Override
    public Set<Shape> shapes() {
        return EnumSet.of(
                Shape.CHECKSUM_ALONE, Shape.E_NOTATION, Shape.KEEP_ALIVE, Shape.UNKNOWN_DELETE, Shape.THIN_SIDE);
    }

    @Override
    public byte[] greeting(Link link) {
        return text.clear()
                .add("{\"event\":\"info\",\"version\":2,\"serverId\":\"64aa234a-b16b-4ef8-9cb4-e31feca3ab25\",")
                .add("\"platform\":{\"status\":1}}")
                .copy();
    }

    @Override
    public byte[] heartbeat(Link link, long timeNs) {
        return link.anyChannel() == 0 ? null : beat(link, link.anyChannel());
    }

    private byte[] beat(Link link, long channel) {
        text.clear().add('[').add(channel).add(",\"hb\"");
        return numbered(link);
    }

    @Override
    public void onText(String message, Link link, long timeNs, Client client) {
        final JsonNode request = Texts.parse(message);
        switch (request.path("event").asText()) {
            case "conf" ->
                client.answer(text.clear()
                        .add("{\"event\":\"conf\",\"status\":\"OK\",\"flags\":")
                        .add(request.path("flags").asLong())
                        .add('}')
                        .copy());
            case "subscribe" -> subscribe(request, link, client);
            case "unsubscribe" -> {
                final long channel = request.path("chanId").asLong();
                final String symbol = link.closeChannel(channel);
                text.clear().add("{\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":");
                client.answer(text.add(channel).add('}').copy());
                client.unsubscribe(symbol);
            }
            default -> throw new IllegalStateException("the core said what this venue does not know: " + message);
        }
    }

    private void subscribe(JsonNode request, Link link, Client client) {
        final String symbol = request.path("symbol").asText();
        final String length = request.path("len").asText();
        text.clear().add("{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":");
        text.add(link.openChannel(symbol)).add(",\"symbol\":\"").add(symbol);
        text.add("\",\"prec\":\"P0\",\"freq\":\"F0\",\"len\":\"").add(length);
        client.answer(
                text.add("\",\"pair\":\"").add(symbol.substring(1)).add("\"}").copy());
        client.subscribe(symbol, Integer.parseInt(length));
    }

    /** A change a frame, in the order in which they happened: between two of them no book is crossed. */
    @Override
    public boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out) {
        final History history = feed.market.history();
        if (feed.told.cursor() == history.count()) {
            return false;
        }
        final long channel = link.channel(feed.listing().symbol());
        if (random.nextInt(ODD_IN) < 3) {
            shapes.saw(Shape.KEEP_ALIVE);
            frame(feed, beat(link, channel), out);
        }
        if (random.nextInt(ODD_IN) < 3) {
            unknownDeletion(feed, link, channel, out);
        }
        while (feed.told.cursor() < history.count()) {
            final int change = feed.told.cursor();
            text.clear().add('[').add(channel).add(',');
            row(feed.listing(), history.bid(change), history.price(change), history.size(change));
            feed.tell(change + 1);
            frame(feed, numbered(link), out);
        }
        if (!wrongChecksum && random.nextBoolean()) {
            return false;
        }
        final int right = checksum(feed.listing(), feed.told);
        text.clear().add('[').add(channel).add(",\"cs\",");
        text.signed(wrongChecksum ? right ^ 1 + random.nextInt(1 << 20) : right);
        shapes.saw(Shape.CHECKSUM_ALONE);
        frame(feed, numbered(link), out);
        return true;
    }

    private void unknownDeletion(SymbolFeed feed, Link link, long channel, Out out) {
        final boolean bid = random.nextBoolean();
        final Side side = feed.told.side(bid);
        final long distance = 1 + random.nextInt(5);
        final long worst = side.price(side.count() - 1);
        shapes.saw(Shape.UNKNOWN_DELETE);
        text.clear().add('[').add(channel).add(',');
        row(feed.listing(), bid, bid ? worst - distance : worst + distance, 0);
        frame(feed, numbered(link), out);
    }

    private void frame(SymbolFeed feed, byte[] frame, Out out) {
        shapes.frame(feed.market);
        out.frame(frame, feed.shown(standing()), false);
    }

    @Override
    public byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit) {
        text.clear().add('[').add(link.channel(feed.listing().symbol())).add(",[");
        boolean comma = false;
        for (boolean bid : new boolean[] {true, false}) {
            final Side side = feed.past.side(bid);
            for (int rank = 0; rank < Math.min(limit, side.count()); rank++) {
                text.add(comma ? "," : "");
                row(feed.listing(), bid, side.price(rank), side.size(rank));
                comma = true;
            }
        }
        text.add(']');
        return numbered(link);
    }

    private byte[] numbered(Link link) {
        return text.add(',').add(link.count()).add(']').copy();
    }

    /** {@code [price,count,amount]}: the amount of an ask is negative; a removal counts 0 and has the amount 1 or -1. */
    private void row(Listing listing, boolean bid, long price, long size) {
        text.add('[');
        if (text.scientific(price, listing.priceDecimals())) {
            shapes.saw(Shape.E_NOTATION);
        }
        text.add(',').add(size == 0 ? 0 : 1 + size % 9).add(bid ? "," : ",-");
        if (size == 0) {
            text.add("1]");
        } else {
            if (text.scientific(size, listing.sizeDecimals())) {
                shapes.saw(Shape.E_NOTATION);
            }
            text.add(']');
        }
    }

    /** CRC-32, signed, over the best 25 of each side in turns: {@code price:amount}, joined with colons. */
    private int checksum(Listing listing, History.Replica book) {
        digits.clear();
        boolean colon = false;
        for (int rank = 0; rank < CHECKSUM_LEVELS; rank++) {
            for (boolean bid : new boolean[] {true, false}) {
                final Side side = book.side(bid);
                if (rank < side.count()) {
                    digits.add(colon ? ":" : "").scientific(side.price(rank), listing.priceDecimals());
                    digits.add(bid ? ":" : ":-").scientific(side.size(rank), listing.sizeDecimals());
                    colon = true;
                }
            }
        }
        return (int) digits.crc(crc);
    }
}
