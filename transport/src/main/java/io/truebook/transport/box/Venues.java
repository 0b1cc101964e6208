package io.truebook.transport.box;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Builds the venue servers that the box can speak for. */
final class Venues {
    private static final Map<String, BinanceFlavour> BINANCE = new TreeMap<>(Map.of(
            "binance", BinanceFlavour.SPOT,
            "binance-us", BinanceFlavour.SPOT,
            "binance-usdm", BinanceFlavour.USDM,
            "binance-coinm", BinanceFlavour.COINM));

    private Venues() {}

    static VenueServer server(
            String venue,
            BoxOptions.Source source,
            BoxOptions options,
            EventLoop loop,
            FaultPlan faults,
            Counters counters) {
        Tongue tongue = Tongue.of(venue);
        if (tongue != null) {
            Feed feed = source.recording() != null
                    ? tongue.feed(source.recording())
                    : new WindowMarket(source.market(), tongue.wording());
            BookSender sender = new BookSender(venue, tongue.damage(), faults, counters);
            boolean logging = options.deliveryLog() != null;
            return new VenueServer(
                    host -> new DialectProtocol(venue, tongue.dialect(), feed, host, sender, counters, logging),
                    protocol -> new Player(loop, feed, protocol, options.speed(), counters),
                    faults,
                    counters);
        }
        BinanceFlavour flavour = BINANCE.get(venue);
        if (flavour == null) {
            throw new IllegalArgumentException(
                    "the box does not speak for venue '" + venue + "': expected one of " + names());
        }
        Feed feed;
        Map<String, byte[]> snapshots;
        if (source.recording() != null) {
            BinanceRecording.Scanned scanned = BinanceRecording.scan(venue, source.recording());
            feed = scanned.feed();
            snapshots = scanned.snapshots();
        } else {
            BinanceMarket market = new BinanceMarket(flavour, source.market());
            feed = market;
            snapshots = market.firstSnapshots();
        }
        boolean gated = source.recording() != null;
        return new VenueServer(
                host -> new BinanceProtocol(venue, flavour, feed, snapshots, gated, host, faults, counters, options),
                protocol -> new Player(loop, feed, protocol, options.speed(), counters),
                faults,
                counters);
    }

    /** The venues that the box can speak for. */
    static List<String> names() {
        List<String> names = new ArrayList<>(Tongue.venues());
        names.addAll(BINANCE.keySet());
        return names;
    }

    /** A venue's synthetic market; null for a venue that the box does not speak for. */
    static Feed market(String venue, MarketOptions market) {
        Tongue tongue = Tongue.of(venue);
        if (tongue != null) {
            return new WindowMarket(market, tongue.wording());
        }
        BinanceFlavour flavour = BINANCE.get(venue);
        return flavour == null ? null : new BinanceMarket(flavour, market);
    }

    /** Refuses faults that a served venue's clients could not find. */
    static void check(Faults faults, Set<String> served) {
        for (FaultRule rule : faults.rules()) {
            if (rule.venue() != null && !served.contains(rule.venue())) {
                throw new IllegalArgumentException(
                        "fault " + rule.kind() + ": venue '" + rule.venue() + "' is not served, only " + served);
            }
            for (String venue : served) {
                if (rule.venue() == null || rule.venue().equals(venue)) {
                    String invisible = invisible(rule, venue, damage(venue));
                    if (invisible != null) {
                        throw new IllegalArgumentException("fault " + rule.kind() + ": " + venue + ' ' + invisible
                                + "; name another venue or leave it out");
                    }
                }
            }
        }
    }

    private static Damage damage(String venue) {
        Tongue tongue = Tongue.of(venue);
        return tongue != null ? tongue.damage() : Damage.CHAINED;
    }

    /** Why no client of the venue could find the fault, or the box cannot make it; null where it can. */
    private static String invisible(FaultRule rule, String venue, Damage damage) {
        return switch (rule.kind()) {
            case CORRUPT ->
                rule.damage() == Faults.Damage.DIGIT && damage.levelNumber() == null
                        ? "has no checksum in the frame of a change, so no client could find a changed digit (damage"
                                + " json is possible)"
                        : null;
            case WRONG_CHECKSUM -> damage.checksum() == null ? "has no checksum" : null;
            case STALE_SNAPSHOT ->
                damage.staleSnapshotShows() ? null : "has no id of its own for a book, so no client could tell";
            case REST_FAILURE, REST_LIMIT -> venue.equals("kraken") ? "is not asked over REST" : null;
            default -> null;
        };
    }

    /** Which venue an address without a venue's prefix means, by what only that venue has; null: ask further. */
    static String byPath(String path) {
        if (path.startsWith("/api/v3/")) {
            return "binance";
        }
        if (path.startsWith("/fapi/")) {
            return "binance-usdm";
        }
        return path.startsWith("/dapi/") ? "binance-coinm" : null;
    }
}
