package io.truebook.tools.simulate;

import java.util.List;
import java.util.SplittableRandom;

/** The venues that are simulated: one line each. */
public final class Protocols {
    private static final List<String> VENUES =
            List.of("kraken", "binance", "binance-us", "binance-usdm", "binance-coinm");

    private Protocols() {}

    /** Ids of the venues, in the order in which a run takes them. */
    public static List<String> venues() {
        return VENUES;
    }

    static VenueProtocol of(String venue, SplittableRandom random) {
        return switch (venue) {
            case "kraken" -> new KrakenProtocol(random);
            case "binance" -> new BinanceProtocol(BinanceProtocol.Market.SPOT, random);
            case "binance-us" -> new BinanceProtocol(BinanceProtocol.Market.US, random);
            case "binance-usdm" -> new BinanceProtocol(BinanceProtocol.Market.USDM, random);
            case "binance-coinm" -> new BinanceProtocol(BinanceProtocol.Market.COINM, random);
            default ->
                throw new IllegalArgumentException(
                        "venue '" + venue + "' is not simulated; known: " + String.join(", ", VENUES));
        };
    }
}
