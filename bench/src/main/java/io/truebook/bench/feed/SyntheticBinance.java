package io.truebook.bench.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A seeded market that speaks like Binance USD-M's diff depth stream behind a REST snapshot of 1,000 levels a side:
 * about twenty levels a diff, most near the top, a third of them deletions, some of levels never seen, chained by
 * {@code pu}. The same seed gives the same bytes.
 */
final class SyntheticBinance {
    private static final int LEVELS = 1000;
    private static final long MIDDLE = 342_498;

    private final RandomGenerator random;
    private final long seed;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private long middle = MIDDLE;
    private long lastId = 4_984_028_386_786L;
    private long millis = 1_721_347_022_796L;

    SyntheticBinance(long seed) {
        this.seed = seed;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Feed feed(int frames) {
        final List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < LEVELS; i++) {
            bids.put(middle - i, size());
            asks.put(middle + 1 + i, size());
        }
        payloads.add(bytes("{\"lastUpdateId\":" + lastId + ",\"E\":" + millis + ",\"T\":" + millis + ",\"bids\":["
                + rows(bids) + "],\"asks\":[" + rows(asks) + "]}"));
        while (payloads.size() < frames) {
            payloads.add(diff(payloads.size() == 1));
        }
        return new Feed("binance-usdm", "ETHUSDT", 0, "synthetic, seed " + seed, true, payloads);
    }

    private byte[] diff(boolean bridging) {
        middle += random.nextInt(3) - 1;
        final TreeMap<Long, Long> bidChanges = new TreeMap<>();
        final TreeMap<Long, Long> askChanges = new TreeMap<>();
        // what the middle has passed is gone
        bids.headMap(middle).keySet().forEach(price -> bidChanges.put(price, 0L));
        asks.headMap(middle + 1).keySet().forEach(price -> askChanges.put(price, 0L));
        for (int i = 4 + random.nextInt(14); i > 0; i--) {
            change(bids, bidChanges, middle - distance());
        }
        for (int i = 4 + random.nextInt(14); i > 0; i--) {
            change(asks, askChanges, middle + 1 + distance());
        }
        apply(bids, bidChanges);
        apply(asks, askChanges);
        millis += 30 + random.nextInt(60);
        final long previous = bridging ? lastId - 500 : lastId;
        final long first = previous + 1 + random.nextInt(80);
        lastId += 1000 + random.nextInt(3000);
        return bytes("{\"stream\":\"ethusdt@depth@0ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":" + (millis + 4)
                + ",\"T\":" + millis + ",\"s\":\"ETHUSDT\",\"U\":" + first + ",\"u\":" + lastId + ",\"pu\":" + previous
                + ",\"b\":[" + rows(bidChanges) + "],\"a\":[" + rows(askChanges) + "]}}");
    }

    private long distance() {
        return random.nextInt(5) == 0
                ? random.nextInt(LEVELS + LEVELS / 2)
                : (long) Math.abs(random.nextGaussian() * 60);
    }

    private void change(Map<Long, Long> side, Map<Long, Long> changes, long price) {
        changes.put(price, random.nextInt(3) == 0 ? 0L : size());
    }

    private static void apply(Map<Long, Long> side, Map<Long, Long> changes) {
        changes.forEach((price, size) -> {
            if (size == 0) {
                side.remove(price);
            } else {
                side.put(price, size);
            }
        });
    }

    private long size() {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? 300_000 : 9_000);
    }

    private static String rows(Map<Long, Long> levels) {
        final List<String> rows = new ArrayList<>();
        levels.forEach((price, size) -> rows.add("[\"" + price / 100 + "." + String.format("%02d", price % 100)
                + "\",\"" + size / 1000 + "." + String.format("%03d", size % 1000) + "\"]"));
        return String.join(",", rows);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
