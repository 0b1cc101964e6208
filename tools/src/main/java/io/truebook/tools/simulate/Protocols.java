package io.truebook.tools.simulate;

import java.util.List;
import java.util.SplittableRandom;

/** The venues that are simulated: one line each. */
public final class Protocols {
    private static final List<String> VENUES = List.of(
            "kraken",
            "kraken-v1",
            "binance",
            "binance-us",
            "binance-usdm",
            "binance-coinm",
            "okx",
            "bybit",
            "bitfinex",
            "coinbase");

    private Protocols() {}

    /** Ids of the venues, in the order in which a run takes them. */
    public static List<String> venues() {
        return VENUES;
    }

    static VenueProtocol of(String venue, SplittableRandom random, Shapes shapes) {
        return switch (venue) {
            case "kraken" -> new KrakenProtocol(random, shapes);
            case "kraken-v1" -> new KrakenV1Protocol(random, shapes);
            case "binance" -> new BinanceProtocol(BinanceProtocol.Market.SPOT, random, shapes);
            case "binance-us" -> new BinanceProtocol(BinanceProtocol.Market.US, random, shapes);
            case "binance-usdm" -> new BinanceProtocol(BinanceProtocol.Market.USDM, random, shapes);
            case "binance-coinm" -> new BinanceProtocol(BinanceProtocol.Market.COINM, random, shapes);
            case "okx" -> new OkxProtocol(random, shapes);
            case "bybit" -> new BybitProtocol(random, shapes);
            case "bitfinex" -> new BitfinexProtocol(random, shapes);
            case "coinbase" -> new CoinbaseProtocol(random, shapes);
            default ->
                throw new IllegalArgumentException(
                        "venue '" + venue + "' is not simulated; known: " + String.join(", ", VENUES));
        };
    }
}
