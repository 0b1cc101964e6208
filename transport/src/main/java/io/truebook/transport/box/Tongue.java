package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The venues that speak a {@link Dialect}: what each is made of. */
enum Tongue {
    OKX("okx", OkxDialect::new, OkxWording::new, Damage.CHAINED),
    BYBIT("bybit", BybitDialect::new, BybitWording::new, Damage.CHAINED),
    BITFINEX("bitfinex", BitfinexDialect::new, BitfinexWording::new, Damage.BITFINEX),
    KRAKEN_V1("kraken-v1", KrakenV1Dialect::new, KrakenV1Wording::new, Damage.KRAKEN_V1),
    COINBASE("coinbase", CoinbaseDialect::new, CoinbaseWording::new, Damage.COUNTED);

    private final String venue;
    private final Supplier<Dialect> dialect;
    private final Supplier<Wording> wording;
    private final Damage damage;

    Tongue(String venue, Supplier<Dialect> dialect, Supplier<Wording> wording, Damage damage) {
        this.venue = venue;
        this.dialect = dialect;
        this.wording = wording;
        this.damage = damage;
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

    Damage damage() {
        return damage;
    }

    /** The depth that a recorded topic's name means; 0: the whole book, or it is the venue that deletes. */
    int depth(String topic) {
        return dialect.get().depth(topic);
    }
}
