package io.truebook.transport.box;

/** The plain clients by venue. */
final class VenueClients {
    private VenueClients() {}

    static VenueClient of(String venue, int depth) {
        return switch (venue) {
            case "okx" -> new OkxClient();
            case "bybit" -> new BybitClient(depth);
            case "bitfinex" -> new BitfinexClient(depth);
            case "kraken-v1" -> new KrakenV1Client(depth);
            case "coinbase" -> new CoinbaseClient();
            default -> throw new AssertionError("no client for " + venue);
        };
    }
}
