package io.truebook.engine.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truebook.engine.recording.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Times decoding alone over a recording, beside Jackson's streaming parser reading the same bytes (it compares no names
 * and keeps numbers as text: less than a decoder must do). The frames are taken in pieces of 64 and the best time of
 * each piece counts, for the machine is shared. Run {@link #main} for figures.
 */
final class DecodeSpeed {
    private static final int PIECE = 64;
    private static final int MOST = 4096;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<byte[]> frames = new ArrayList<>();
    private final UnsafeBuffer slots;
    private final int[] offsets;
    private final Decoder decoder;
    private final DecodedFrame out = new DecodedFrame(4096);
    private long sink;

    double nsPerFrame;
    double nsPerLevel;
    double levelsPerFrame;
    double jacksonNsPerFrame;

    /** Frames of a recording that contain the text. */
    DecodeSpeed(String venue, String file, String text) {
        decoder = new Decoder(Feeds.venue(venue), true);
        int total = 0;
        for (final Entry entry : Feeds.entries(file)) {
            if (entry.kind() == Entry.Kind.FRAME && entry.text().contains(text) && frames.size() < MOST) {
                frames.add(entry.payload());
                total += entry.payload().length + 64;
            }
        }
        slots = new UnsafeBuffer(ByteBuffer.allocateDirect(total));
        offsets = new int[frames.size()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            slots.putBytes(at, frames.get(i));
            at += frames.get(i).length + 64;
        }
    }

    DecodeSpeed run(int rounds) throws IOException {
        final int pieces = (offsets.length + PIECE - 1) / PIECE;
        final long[] ours = new long[pieces];
        final long[] theirs = new long[pieces];
        Arrays.fill(ours, Long.MAX_VALUE);
        Arrays.fill(theirs, Long.MAX_VALUE);
        long levels = 0;
        for (int round = 0; round < rounds; round++) {
            levels = 0;
            for (int piece = 0; piece < pieces; piece++) {
                final int from = piece * PIECE;
                final int to = Math.min(offsets.length, from + PIECE);
                long begin = System.nanoTime();
                levels += decode(from, to);
                ours[piece] = Math.min(ours[piece], System.nanoTime() - begin);
                begin = System.nanoTime();
                sink += jackson(from, to);
                theirs[piece] = Math.min(theirs[piece], System.nanoTime() - begin);
            }
        }
        nsPerFrame = (double) Arrays.stream(ours).sum() / offsets.length;
        jacksonNsPerFrame = (double) Arrays.stream(theirs).sum() / offsets.length;
        levelsPerFrame = (double) levels / offsets.length;
        nsPerLevel = nsPerFrame / levelsPerFrame;
        return this;
    }

    private long decode(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            decoder.decodeFrame(0, slots, offsets[i], frames.get(i).length, out);
            sum += out.levelCount;
        }
        return sum;
    }

    private long jackson(int from, int to) throws IOException {
        long sum = 0;
        for (int i = from; i < to; i++) {
            try (JsonParser parser = FACTORY.createParser(frames.get(i))) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token.isScalarValue()) {
                        sum += parser.getTextLength();
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d frames of %.1f levels: %.0f ns a frame, %.1f ns a level; Jackson streaming %.0f ns a frame, %.2f times ours",
                offsets.length,
                levelsPerFrame,
                nsPerFrame,
                nsPerLevel,
                jacksonNsPerFrame,
                jacksonNsPerFrame / nsPerFrame);
    }

    public static void main(String[] args) throws IOException {
        final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        for (final String[] feed : new String[][] {
            {"kraken", "kraken_v2/kraken_btcusd_sample.cbcap", "\"update\",\"data\":[{\"symbol\""},
            {"binance-usdm", "binance/usdm_ethusdt_20240718.gz", "depthUpdate"},
            {"binance-coinm", "binance/cm_ethusd_perp_20240808.gz", "depthUpdate"},
            {"binance", "binance/spot_btcusdt_20240808.gz", "@bookTicker"},
            {"bitfinex", "bitfinex/BITFINEX.ws.11.0.1d83642c.txt", "["},
            {"kraken-v1", "kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz", "\"c\""}
        }) {
            System.out.println(feed[0] + ": " + new DecodeSpeed(feed[0], feed[1], feed[2]).run(rounds));
        }
    }
}
