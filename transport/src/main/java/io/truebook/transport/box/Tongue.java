package io.truebook.transport.box;

import io.truebook.engine.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The venues that speak a {@link Dialect}: what each is made of. */
enum Tongue {
    KRAKEN("kraken", KrakenDialect::new, KrakenWording::new, Damage.KRAKEN),
    OKX("okx", OkxDialect::new, OkxWording::new, Damage.CHAINED),
    BYBIT("bybit", BybitDialect::new, BybitWording::new, Damage.CHAINED),
    BITFINEX("bitfinex", BitfinexDialect::new, BitfinexWording::new, Damage.BITFINEX),
    KRAKEN_V1("kraken-v1", KrakenV1Dialect::new, KrakenV1Wording::new, Damage.KRAKEN_V1),
    COINBASE("coinbase", CoinbaseDialect::new, CoinbaseWording::new, Damage.COUNTED),
    GENERIC("generic", GenericDialect::new, GenericWording::new, Damage.GENERIC);

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

    /** What a recording of the venue says. */
    Feed feed(Recording recording) {
        return this == KRAKEN
                ? KrakenRecording.feed(recording)
                : LearntFeed.of(venue, recording, dialect(), this::depth);
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
    private int depth(String topic) {
        return dialect.get().depth(topic);
    }
}
