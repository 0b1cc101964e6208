package io.truebook.engine.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.engine.recording.Entry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Times decoding alone over a recording, beside Jackson's streaming parser reading the same bytes (names compared by
 * nobody, numbers kept as text: less than a decoder must do). Best of several rounds, for the machine is shared.
 */
final class DecodeSpeed {
    private static final int ROUNDS = 15;

    private final List<byte[]> frames = new ArrayList<>();
    private final UnsafeBuffer slots;
    private final int[] offsets;
    private final Decoder decoder;
    private final DecodedFrame out = new DecodedFrame(4096);

    double nsPerFrame = Double.MAX_VALUE;
    double nsPerLevel;
    double jacksonNsPerFrame = Double.MAX_VALUE;
    long levels;

    DecodeSpeed(String venue, String file, String must) {
        decoder = new Decoder(Feeds.venue(venue), true);
        int total = 0;
        for (final Entry entry : Feeds.entries(file)) {
            if (entry.kind() == Entry.Kind.FRAME && entry.text().contains(must)) {
                frames.add(entry.payload());
                total += entry.payload().length + 64;
            }
        }
        slots = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(total));
        offsets = new int[frames.size()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            slots.putBytes(at, frames.get(i));
            at += frames.get(i).length + 64;
        }
    }

    DecodeSpeed run(int repeats) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            levels = 0;
            long begin = cpuNs();
            for (int i = 0; i < repeats; i++) {
                levels += decodeAll();
            }
            final double ours = cpuNs() - begin;
            begin = cpuNs();
            long seen = 0;
            for (int i = 0; i < repeats; i++) {
                seen += jacksonAll();
            }
            final double theirs = cpuNs() - begin;
            if (seen == 0) {
                throw new IllegalStateException("nothing read");
            }
            nsPerFrame = Math.min(nsPerFrame, ours / repeats / offsets.length);
            jacksonNsPerFrame = Math.min(jacksonNsPerFrame, theirs / repeats / offsets.length);
        }
        nsPerLevel = nsPerFrame * offsets.length * repeats / levels;
        return this;
    }

    private long decodeAll() {
        long sum = 0;
        for (int i = 0; i < offsets.length; i++) {
            decoder.decodeFrame(0, slots, offsets[i], frames.get(i).length, out);
            sum += out.levelCount;
        }
        return sum;
    }

    private long jacksonAll() throws IOException {
        final JsonFactory factory = FACTORY;
        long sum = 0;
        for (final byte[] frame : frames) {
            try (JsonParser parser = factory.createParser(frame)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token.isScalarValue()) {
                        sum += parser.getTextLength();
                    }
                }
            }
        }
        return sum;
    }

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Time of this thread on a core, so that a crowded machine does not count. */
    private static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d frames, %.1f levels each: %.0f ns a frame, %.1f ns a level; Jackson streaming %.0f ns a frame, %.1f times ours",
                offsets.length,
                nsPerFrame / nsPerLevel,
                nsPerFrame,
                nsPerLevel,
                jacksonNsPerFrame,
                jacksonNsPerFrame / nsPerFrame);
    }

    public static void main(String[] args) throws IOException {
        System.out.println("kraken 25: "
                + new DecodeSpeed("kraken", "kraken_v2/kraken_btcusd_sample.cbcap", "\"update\",\"data\":[{\"symbol\"")
                        .run(100));
        System.out.println("usdm diff: "
                + new DecodeSpeed("binance-usdm", "binance/usdm_ethusdt_20240718.gz", "depthUpdate").run(15));
        System.out.println("coinm diff: "
                + new DecodeSpeed("binance-coinm", "binance/cm_ethusd_perp_20240808.gz", "depthUpdate").run(4));
        System.out.println(
                "spot ticker: " + new DecodeSpeed("binance", "binance/spot_btcusdt_20240808.gz", "@bookTicker").run(8));
        System.out.println(
                "bitfinex: " + new DecodeSpeed("bitfinex", "bitfinex/BITFINEX.ws.11.0.1d83642c.txt", "[").run(100));
        System.out.println("kraken-v1: "
                + new DecodeSpeed("kraken-v1", "kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz", "\"c\"").run(10));
    }
}
