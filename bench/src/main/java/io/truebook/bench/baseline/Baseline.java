package io.truebook.bench.baseline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.bench.feed.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Jackson's streaming parser into tree maps of {@link BigDecimal}. Reads each payload once, builds no tree, keeps its
 * parser factory, its maps and its scratch. One thread.
 */
public abstract class Baseline {
    protected static final JsonFactory JSON = new JsonFactory();

    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private final List<byte[]> payloads;
    private long levels;
    private long checked;
    private long faults;

    Baseline(Feed feed) {
        payloads = feed.payloads();
    }

    /** The baseline for a feed's venue. */
    public static Baseline of(Feed feed) {
        return feed.venue().equals("kraken") ? new KrakenBaseline(feed) : new BinanceBaseline(feed);
    }

    /** Applies every payload once; returns how many checks held so far. */
    public long pass() {
        for (int i = 0; i < payloads.size(); i++) {
            feed(i);
        }
        return checked;
    }

    /** Applies one payload. */
    public void feed(int index) {
        try {
            onPayload(payloads.get(index));
        } catch (IOException e) {
            throw new UncheckedIOException("baseline: payload " + index + " of the feed is not JSON", e);
        }
        if (!bids.isEmpty() && !asks.isEmpty() && bids.firstKey().compareTo(asks.firstKey()) >= 0) {
            faults++;
        }
    }

    /** Best first. */
    public Map<BigDecimal, BigDecimal> bids() {
        return bids;
    }

    /** Best first. */
    public Map<BigDecimal, BigDecimal> asks() {
        return asks;
    }

    /** Levels applied so far. */
    public long levels() {
        return levels;
    }

    /** Checksums or links of the chain that held. */
    public long checked() {
        return checked;
    }

    /** Checksums or links that did not hold, and books that crossed. */
    public long faults() {
        return faults;
    }

    abstract void onPayload(byte[] payload) throws IOException;

    TreeMap<BigDecimal, BigDecimal> side(boolean bid) {
        return bid ? bids : asks;
    }

    void check(boolean held) {
        if (held) {
            checked++;
        } else {
            faults++;
        }
    }

    void set(TreeMap<BigDecimal, BigDecimal> side, BigDecimal price, BigDecimal size) {
        levels++;
        if (size.signum() == 0) {
            side.remove(price);
        } else {
            side.put(price, size);
        }
    }

    static void expect(JsonParser parser, JsonToken token) throws IOException {
        if (parser.currentToken() != token) {
            throw new IOException("expected " + token + " at " + parser.currentLocation());
        }
    }
}
