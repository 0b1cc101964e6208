package io.truebook.bench;

import io.truebook.bench.feed.Feeds;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Decoder;
import io.truebook.engine.venue.VenueLoader;
import io.truebook.tools.venue.Venues;
import io.truebook.transport.box.MarketFrames;
import io.truebook.transport.box.MarketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a byte of each venue's frames costs to decode, against a byte of Kraken's: generated frames against Kraken's
 * generated ones, recordings against Kraken's recording. All frames count as they come: snapshots, changes, trades,
 * best prices, heartbeats. How many numbers stand in a byte differs between venues, so the table says the levels too.
 * Each fork measures all venues in interleaved rounds; the median over the forks counts. One thread each.
 */
public final class DecodeCost {
    /** A byte may cost so many times what a byte of Kraken's costs. */
    public static final double LIMIT = 1.5;

    private static final String REFERENCE = "kraken";
    private static final int WARM_ROUNDS = 12;
    private static final int MOST_FRAMES = 3_000;
    private static final int PASS_BYTES = 1 << 20;
    private static final MarketOptions MARKET = MarketOptions.of(Feeds.SEED).withFrames(MOST_FRAMES);

    /** Kraken's first: it is what the others are measured against. */
    private static final Map<String, List<String>> RECORDINGS = new LinkedHashMap<>();

    static {
        RECORDINGS.put(REFERENCE, List.of("kraken_v2/kraken_btcusd_sample.cbcap"));
        RECORDINGS.put("kraken-v1", List.of("kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz"));
        RECORDINGS.put("okx", List.of("okx/OKX.ws.1.0.c62f7421.txt", "okx/OKEX.ws.1.0.88c5acf9.txt"));
        RECORDINGS.put("bybit", List.of("bybit/BYBIT_v5_linear_20260809.jsonl.gz"));
        RECORDINGS.put("bitfinex", List.of("bitfinex/BITFINEX.ws.11.0.1d83642c.txt"));
        RECORDINGS.put("coinbase", List.of("coinbase/COINBASE_adv_20260809.jsonl.gz"));
        RECORDINGS.put("binance", List.of("binance/spot_btcusdt_20240808.gz"));
        RECORDINGS.put("binance-usdm", List.of("binance/usdm_ethusdt_20240718.gz"));
        RECORDINGS.put("binance-coinm", List.of("binance/cm_ethusd_perp_20240808.gz"));
        RECORDINGS.put("binance-us", List.of("binance/BINANCE_US.ws.1.0.98c8da2d.txt"));
    }

    private final String venue;
    private final String origin;
    private final UnsafeBuffer buffer;
    private final int[] offsets;
    private final int[] lengths;
    private final int bytes;
    private final Decoder decoder;
    private final DecodedFrame decoded = new DecodedFrame(8192);
    private long levels;

    /** What one venue's frames of one origin cost; times are medians over the forks. */
    public record Cost(
            String venue, String origin, int frames, int bytes, long levels, double nsPerByte, double byKraken) {
        public boolean held() {
            return byKraken <= LIMIT;
        }

        static String head() {
            return String.format(
                    Locale.ROOT,
                    "%-14s %-44s %6s %8s %8s %8s %8s %8s",
                    "venue",
                    "frames from",
                    "frames",
                    "bytes",
                    "levels",
                    "ns/frame",
                    "ns/byte",
                    "x kraken");
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-14s %-44s %6d %8.0f %8.1f %8.0f %8.2f %8.2f",
                    venue,
                    origin,
                    frames,
                    (double) bytes / frames,
                    (double) levels / frames,
                    nsPerByte * bytes / frames,
                    nsPerByte,
                    byKraken);
        }
    }

    private DecodeCost(String venue, String origin, List<byte[]> frames) {
        this.venue = venue;
        this.origin = origin;
        offsets = new int[frames.size()];
        lengths = new int[frames.size()];
        int end = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = end;
            lengths[i] = frames.get(i).length;
            end += lengths[i];
        }
        bytes = end;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(end));
        for (int i = 0; i < offsets.length; i++) {
            buffer.putBytes(offsets[i], frames.get(i));
        }
        decoder = new Decoder(VenueLoader.load(Venues.file(venue)), true);
    }

    /** Everything that can be measured here, Kraken's of each kind before those that are measured against it. */
    private static List<DecodeCost> all() {
        final List<DecodeCost> all = new ArrayList<>();
        for (final String venue : MarketFrames.venues()) {
            if (venue.equals("generic")) {
                continue; // the reconciliation model's frames are read without a plan; DocumentCostTest has their cost
            }
            final List<byte[]> frames = MarketFrames.of(venue, MARKET).stream()
                    .filter(said -> said.url() == null)
                    .map(MarketFrames.Said::payload)
                    .toList();
            all.add(new DecodeCost(venue, "generated, seed " + Feeds.SEED, frames));
        }
        RECORDINGS.forEach((venue, files) -> files.forEach(file -> {
            final List<byte[]> frames = Feeds.recorded(file, MOST_FRAMES, PASS_BYTES);
            if (frames != null) {
                all.add(new DecodeCost(venue, file, frames));
            }
        }));
        return all;
    }

    private static boolean isGenerated(String origin) {
        return origin.startsWith("generated");
    }

    /** Measures in forks. */
    static List<Cost> run(int forks, int rounds) throws IOException, InterruptedException {
        final Map<String, List<Cost>> found = new LinkedHashMap<>();
        for (int fork = 0; fork < forks; fork++) {
            for (final String line : Fork.run(DecodeCost.class, "cost", Integer.toString(rounds))) {
                final Cost cost = parse(line);
                found.computeIfAbsent(cost.venue() + " " + cost.origin(), key -> new ArrayList<>())
                        .add(cost);
            }
        }
        return found.values().stream().map(DecodeCost::median).toList();
    }

    private static Cost median(List<Cost> costs) {
        final Cost one = costs.get(0);
        return new Cost(
                one.venue(),
                one.origin(),
                one.frames(),
                one.bytes(),
                one.levels(),
                Gate.median(costs.stream().mapToDouble(Cost::nsPerByte).toArray()),
                Gate.median(costs.stream().mapToDouble(Cost::byKraken).toArray()));
    }

    private static Cost parse(String line) {
        final String[] parts = line.split("\\|");
        return new Cost(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Long.parseLong(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]));
    }

    /** A fork: prints what it measured for the parent. */
    public static void main(String[] args) {
        for (final Cost cost : measure(Integer.parseInt(args[0]))) {
            System.out.println("cost " + cost.venue() + "|" + cost.origin() + "|" + cost.frames() + "|" + cost.bytes()
                    + "|" + cost.levels() + "|" + cost.nsPerByte() + "|" + cost.byKraken());
        }
    }

    static List<Cost> measure(int rounds) {
        final List<DecodeCost> all = all();
        final double[][] times = new double[all.size()][rounds];
        for (int round = -WARM_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < times.length; i++) {
                final int which = (i + round + WARM_ROUNDS) % times.length;
                final double ns = all.get(which).nsPerByte();
                if (round >= 0) {
                    times[which][round] = ns;
                }
            }
        }
        final List<Cost> costs = new ArrayList<>();
        double generated = 0;
        double recorded = 0;
        for (int i = 0; i < times.length; i++) {
            final DecodeCost one = all.get(i);
            final double ns = Gate.median(times[i]);
            if (one.venue.equals(REFERENCE)) {
                if (isGenerated(one.origin)) {
                    generated = ns;
                } else {
                    recorded = ns;
                }
            }
            final double reference = isGenerated(one.origin) ? generated : recorded;
            costs.add(new Cost(one.venue, one.origin, one.offsets.length, one.bytes, one.levels, ns, ns / reference));
        }
        return costs;
    }

    /** Several passes over the frames. */
    private double nsPerByte() {
        final int passes = Math.max(1, PASS_BYTES / bytes);
        final long start = Gate.cpuNs();
        for (int pass = 0; pass < passes; pass++) {
            pass();
        }
        return (double) (Gate.cpuNs() - start) / passes / bytes;
    }

    private void pass() {
        long sum = 0;
        for (int i = 0; i < offsets.length; i++) {
            decoder.decodeFrame(1, buffer, offsets[i], lengths[i], decoded);
            if (decoded.status == DecodedFrame.MALFORMED) {
                throw new IllegalStateException("bench: " + venue + ", " + origin + ": frame " + i + " is malformed");
            }
            sum += decoded.levelCount;
        }
        levels = sum;
    }
}
