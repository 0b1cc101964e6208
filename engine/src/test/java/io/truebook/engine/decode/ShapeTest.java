package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.recording.Entry;
import io.truebook.engine.venue.DecodeRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A frame read along a known shape gives what the scan along the plan gives, whatever its bytes are. */
class ShapeTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_122L);
    private static final String SPICES = " {}[]\",:\\-+.e0159tfn";
    private static final int MUTATIONS = Boolean.getBoolean("truebook.full") ? 50_000 : 4_000;

    @Test
    void shouldFitTheSecondFrameOfAShape() {
        for (final String[] frame : Frames.ALL) {
            final Decoder decoder = new Decoder(Feeds.venue(frame[0]), true);
            final UnsafeBuffer buffer = Frames.buffer(frame[1]);
            final DecodedFrame out = new DecodedFrame(4);
            decoder.decodeFrame(1, buffer, 0, buffer.capacity(), out);
            assertThat(decoder.shapes().fitted()).as(frame[1]).isZero();
            decoder.decodeFrame(1, buffer, 0, buffer.capacity(), out);
            assertThat(decoder.shapes().fitted()).as(frame[1]).isEqualTo(isPlans(frame[1]) ? 0 : 1);
        }
    }

    @Test
    void shouldAgreeWithThePlanOnMutatedFrames() {
        System.out.println("ShapeTest seed=" + SEED);
        final Random random = new Random(SEED);
        for (final String[] frame : Frames.ALL) {
            final Pair pair = new Pair(frame[0]);
            final byte[] sound = frame[1].getBytes(StandardCharsets.UTF_8);
            pair.decode(sound);
            for (int i = 0; i < MUTATIONS; i++) {
                pair.decode(mutated(sound, random));
                pair.decode(sound);
            }
            if (!isPlans(frame[1])) {
                assertThat(pair.learnt.shapes().fitted()).as(frame[1]).isGreaterThanOrEqualTo(MUTATIONS);
            }
        }
    }

    /** Elements of two kinds in one frame are the plan's, and so is what changes the channel map. */
    private static boolean isPlans(String frame) {
        return frame.equals(Frames.COINBASE_UPDATE) || frame.equals(Frames.BITFINEX_ACK);
    }

    @ParameterizedTest
    @CsvSource({
        "kraken, kraken_v2/kraken_btcusd_sample.cbcap, 99",
        "binance-usdm, binance/usdm_ethusdt_20240718.gz, 99",
        "kraken-v1, kraken_v1/KRAKEN-c197c0.0.ad8b9a20.txt.gz, 90",
        "bitfinex, bitfinex/BITFINEX.ws.11.0.1d83642c.txt, 90",
        "bitmex, bitmex/BITMEX.ws.1.0.a2ca4c1e.txt.gz, 90",
        "coinbase, coinbase/COINBASE_adv_20260809.jsonl.gz, 90",
        "deribit, deribit/DERIBIT.ws.30.0.4f5c3752.txt, 90"
    })
    void shouldReadNearlyAllOfARecordingByItsShapes(String venue, String file, int percent) {
        final List<Entry> entries = Feeds.entries(file);
        final Pair pair = new Pair(venue);
        long frames = 0;
        for (final Entry entry : entries) {
            if (entry.payload().length > 0) {
                pair.decode(entry.payload());
                frames++;
            }
        }
        assertThat(pair.learnt.shapes().fitted() * 100 / frames)
                .as("percent of %d frames", frames)
                .isGreaterThanOrEqualTo(percent);
    }

    private static byte[] mutated(byte[] frame, Random random) {
        final byte[] bytes;
        switch (random.nextInt(5)) {
            case 0: // one byte is another
                bytes = frame.clone();
                bytes[random.nextInt(bytes.length)] = (byte) SPICES.charAt(random.nextInt(SPICES.length()));
                return bytes;
            case 1: // a digit is another: still sound
                bytes = frame.clone();
                for (int i = 0; i < bytes.length; i++) {
                    if (bytes[i] >= '0' && bytes[i] <= '9' && random.nextInt(8) == 0) {
                        bytes[i] = (byte) ('0' + random.nextInt(10));
                    }
                }
                return bytes;
            case 2: // a part is gone
                final int from = random.nextInt(frame.length);
                final int to = Math.min(frame.length, from + 1 + random.nextInt(12));
                bytes = Arrays.copyOf(frame, frame.length - (to - from));
                System.arraycopy(frame, to, bytes, from, frame.length - to);
                return bytes;
            case 3: // a part is there twice
                final int at = random.nextInt(frame.length);
                final int end = Math.min(frame.length, at + 1 + random.nextInt(40));
                bytes = new byte[frame.length + end - at];
                System.arraycopy(frame, 0, bytes, 0, end);
                System.arraycopy(frame, at, bytes, end, frame.length - at);
                return bytes;
            default: // space somewhere
                final int place = random.nextInt(frame.length);
                bytes = new byte[frame.length + 1];
                System.arraycopy(frame, 0, bytes, 0, place);
                bytes[place] = ' ';
                System.arraycopy(frame, place, bytes, place + 1, frame.length - place);
                return bytes;
        }
    }

    /** Two decoders of one venue: one learns shapes, one never does. */
    private static final class Pair {
        final Decoder learnt;
        private final Decoder plain;
        private final DecodedFrame one = new DecodedFrame(4);
        private final DecodedFrame other = new DecodedFrame(4);
        /** Whether the venue's checksum needs the texts of the wire. */
        private final boolean wire;

        Pair(String venue) {
            wire = Feeds.venue(venue).decode().frames().tables().stream().anyMatch(DecodeRules.Table::wireText);
            learnt = new Decoder(Feeds.venue(venue), true);
            plain = new Decoder(Feeds.venue(venue), true);
            plain.shapes().stopLearning();
        }

        void decode(byte[] bytes) {
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            learnt.decodeFrame(1, buffer, 0, bytes.length, one);
            plain.decodeFrame(1, buffer, 0, bytes.length, other);
            assertThat(plain.shapes().fitted()).isZero();
            final String given = FrameText.of(one, wire);
            final String wanted = FrameText.of(other, wire);
            if (!given.equals(wanted)) {
                assertThat(given).as(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(wanted);
            }
            assertThat(learnt.symbolCount()).isEqualTo(plain.symbolCount());
        }
    }
}
