package io.truebook.bench.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32;

/**
 * A seeded market that speaks like Kraken's v2 book channel: prices with one decimal, quantities with eight, no deletion
 * for a level that leaves the depth, a level that comes into it sent anew, a checksum in every frame. Most frames change
 * one level, as on the wire. The same seed gives the same bytes.
 */
final class SyntheticKraken {
    private static final int RESERVE = 20;
    private static final int CHECKED = 10;
    private static final long MIDDLE = 633_888;

    private final RandomGenerator random;
    private final long seed;
    private final int depth;
    private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private long micros;

    SyntheticKraken(long seed, int depth) {
        this.seed = seed;
        this.depth = depth;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Feed feed(int frames) {
        final List<byte[]> payloads = new ArrayList<>();
        refill(bids, -1, MIDDLE);
        refill(asks, 1, MIDDLE + 1);
        payloads.add(frame("snapshot", view(bids), view(asks)));
        while (payloads.size() < frames) {
            final Map<Long, Long> bidChanges = new TreeMap<>(bids.comparator());
            final Map<Long, Long> askChanges = new TreeMap<>();
            final int changes = 1 + (random.nextInt(4) == 0 ? random.nextInt(4) : 0);
            for (int i = 0; i < changes; i++) {
                if (random.nextBoolean()) {
                    change(bids, -1, bidChanges);
                } else {
                    change(asks, 1, askChanges);
                }
            }
            payloads.add(frame("update", bidChanges, askChanges));
        }
        return new Feed("kraken", "BTC/USD", depth, "synthetic, seed " + seed, false, payloads);
    }

    /** One change of a side; {@code changes} takes what the venue would send for it. */
    private void change(TreeMap<Long, Long> side, int direction, Map<Long, Long> changes) {
        final List<Long> prices = new ArrayList<>(view(side).keySet());
        final int rank = Math.min(prices.size() - 1, (int) Math.abs(random.nextGaussian() * 6));
        final long price = prices.get(rank);
        switch (random.nextInt(5)) {
            case 0 -> {
                final Map<Long, Long> before = view(side);
                side.remove(price);
                refill(side, direction, side.lastKey() + direction);
                changes.put(price, 0L);
                view(side).forEach((shown, size) -> {
                    if (!before.containsKey(shown)) {
                        changes.put(shown, size);
                    }
                });
            }
            case 1 -> {
                // between two levels, never beyond the best: the book does not cross
                final long fresh = price + direction;
                side.put(fresh, quantity());
                if (view(side).containsKey(fresh)) {
                    changes.put(fresh, side.get(fresh));
                }
            }
            default -> {
                side.put(price, quantity());
                changes.put(price, side.get(price));
            }
        }
    }

    private void refill(TreeMap<Long, Long> side, int direction, long from) {
        long price = from;
        while (side.size() < depth + RESERVE) {
            side.put(price, quantity());
            price += direction * (1 + random.nextInt(9));
        }
    }

    private long quantity() {
        return random.nextInt(3) == 0 ? 5100 : 1 + random.nextInt(200_000_000);
    }

    private Map<Long, Long> view(TreeMap<Long, Long> side) {
        final Map<Long, Long> top = new TreeMap<>(side.comparator());
        for (Map.Entry<Long, Long> level : side.entrySet()) {
            if (top.size() == depth) {
                break;
            }
            top.put(level.getKey(), level.getValue());
        }
        return top;
    }

    private byte[] frame(String type, Map<Long, Long> bidLevels, Map<Long, Long> askLevels) {
        micros += random.nextInt(100_000);
        final String text =
                "{\"channel\":\"book\",\"type\":\"" + type + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":["
                        + rows(bidLevels) + "],\"asks\":[" + rows(askLevels) + "],\"checksum\":" + checksum()
                        + ",\"timestamp\":\"2026-08-02T03:" + two(micros / 60_000_000 % 60) + ":"
                        + two(micros / 1_000_000 % 60) + "." + String.format("%06d", micros % 1_000_000) + "Z\"}]}";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String two(long value) {
        return String.format("%02d", value);
    }

    private static String rows(Map<Long, Long> levels) {
        final List<String> rows = new ArrayList<>();
        levels.forEach((price, size) -> rows.add("{\"price\":" + price / 10 + "." + price % 10 + ",\"qty\":"
                + size / 100_000_000 + "." + String.format("%08d", size % 100_000_000) + "}"));
        return String.join(",", rows);
    }

    private long checksum() {
        final StringBuilder text = new StringBuilder();
        for (Map<Long, Long> side : List.of(asks, bids)) {
            side.entrySet().stream()
                    .limit(CHECKED)
                    .forEach(level -> text.append(level.getKey()).append(level.getValue()));
        }
        final CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
