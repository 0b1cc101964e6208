package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The venues that speak a {@link Dialect}: what each is made of. */
enum Tongue {
    OKX("okx", OkxDialect::new, OkxWording::new, false),
    BYBIT("bybit", BybitDialect::new, BybitWording::new, false),
    /** Its checksum comes later than the change, in a frame of its own. */
    BITFINEX("bitfinex", BitfinexDialect::new, BitfinexWording::new, false),
    KRAKEN_V1("kraken-v1", KrakenV1Dialect::new, KrakenV1Wording::new, true),
    COINBASE("coinbase", CoinbaseDialect::new, CoinbaseWording::new, false);

    private final String venue;
    private final Supplier<Dialect> dialect;
    private final Supplier<Wording> wording;
    private final boolean changedDigitsShow;

    Tongue(String venue, Supplier<Dialect> dialect, Supplier<Wording> wording, boolean changedDigitsShow) {
        this.venue = venue;
        this.dialect = dialect;
        this.wording = wording;
        this.changedDigitsShow = changedDigitsShow;
    }

    /** Null when no such venue is here. */
    static Tongue of(String venue) {
        for (Tongue tongue : values()) {
            if (tongue.venue.equals(venue)) {
                return tongue;
            }
        }
        return null;
    }

    static List<String> venues() {
        List<String> names = new ArrayList<>();
        for (Tongue tongue : values()) {
            names.add(tongue.venue);
        }
        return names;
    }

    /** A new one: it has state. */
    Dialect dialect() {
        return dialect.get();
    }

    Wording wording() {
        return wording.get();
    }

    /** Whether a digit changed inside a frame is found by the checksum in that very frame. */
    boolean changedDigitsShow() {
        return changedDigitsShow;
    }

    /** The depth that a recorded topic's name means; 0: the whole book, or it is the venue that deletes. */
    int depth(String topic) {
        return dialect.get().depth(topic);
    }
}
