package io.truebook.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bytes from outside may be anything: no exception, no endless walk, a status that makes sense. */
class DecoderFuzzTest {
    private static final long SEED = Long.getLong("truebook.seed", 20_261_121L);
    private static final byte[] SPICES =
            "{}[]\",:\\-+.eE0123456789truefalsn u/\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void shouldCallEveryPrefixOfAFrameMalformed() {
        for (final String[] frame : Frames.ALL) {
            final Decoder decoder = new Decoder(Feeds.venue(frame[0]), true);
            final UnsafeBuffer buffer = Frames.buffer(frame[1]);
            final DecodedFrame out = new DecodedFrame(4);
            for (int length = 1; length < buffer.capacity(); length++) {
                decoder.decodeFrame(1, buffer, 0, length, out);
                assertThat(out.status)
                        .as("%s, first %d bytes", frame[1], length)
                        .isEqualTo(DecodedFrame.MALFORMED);
                assertThat(out.error)
                        .as("%s, first %d bytes", frame[1], length)
                        .isEqualTo(DecodedFrame.ERROR_TRUNCATED);
                assertThat(out.errorOffset).isBetween(0, length);
            }
            decoder.decodeFrame(1, buffer, 0, buffer.capacity(), out);
            assertThat(out.status).as(frame[1]).isEqualTo(DecodedFrame.OK);
            decoder.decodeFrame(1, buffer, 0, 0, out);
            assertThat(out.status).isEqualTo(DecodedFrame.EMPTY);
        }
    }

    @Test
    void shouldSurviveMutatedFrames() {
        System.out.println("DecoderFuzzTest seed=" + SEED);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            final Random random = new Random(SEED);
            for (final String[] frame : Frames.ALL) {
                mutate(frame[0], frame[1], random, Boolean.getBoolean("truebook.full") ? 100_000 : 5_000);
            }
        });
    }

    @Test
    void shouldSurviveMutatedFramesOfRecordings() {
        final Random random = new Random(SEED);
        for (final String[] feed : new String[][] {
            {"kraken", "kraken_v2/kraken_btcusd_l2.cbcap"},
            {"bitmex", "bitmex/BITMEX.ws.1.0.a2ca4c1e.txt.gz"},
            {"deribit", "deribit/DERIBIT.ws.30.0.4f5c3752.txt"}
        }) {
            Feeds.entries(feed[1]).stream()
                    .filter(entry -> entry.payload().length > 0 && entry.payload().length < 2000)
                    .limit(40)
                    .forEach(entry -> mutate(feed[0], entry.text(), random, 100));
        }
    }

    private static void mutate(String venue, String text, Random random, int times) {
        final byte[] frame = text.getBytes(StandardCharsets.UTF_8);
        final Decoder decoder = new Decoder(Feeds.venue(venue), true);
        final DecodedFrame out = new DecodedFrame(4);
        for (int i = 0; i < times; i++) {
            final byte[] bytes = mutated(frame, random);
            decoder.decodeFrame(1, new UnsafeBuffer(bytes), 0, bytes.length, out);
            check(out, bytes);
            decoder.decodeAnswer(new UnsafeBuffer(bytes), 0, bytes.length, out);
            check(out, bytes);
        }
        // What was fed before must not change what a sound frame gives.
        decoder.decodeFrame(1, new UnsafeBuffer(frame), 0, frame.length, out);
        assertThat(out.status).as(text).isIn(DecodedFrame.OK, DecodedFrame.UNKNOWN);
    }

    private static byte[] mutated(byte[] frame, Random random) {
        byte[] bytes = frame.clone();
        final int changes = 1 + random.nextInt(3);
        for (int c = 0; c < changes && bytes.length > 0; c++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = SPICES[random.nextInt(SPICES.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = join(bytes, at, new byte[] {SPICES[random.nextInt(SPICES.length)]}, at);
                case 4 -> {
                    // A piece of the frame once more: duplicate keys, rows and elements.
                    final int to = Math.min(bytes.length, at + random.nextInt(40));
                    bytes = join(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
                }
                default -> bytes = join(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(8)));
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int head, byte[] middle, int tail) {
        final byte[] joined = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(bytes, tail, joined, head + middle.length, bytes.length - tail);
        return joined;
    }

    private static void check(DecodedFrame out, byte[] bytes) {
        assertThat(out.status).isBetween(DecodedFrame.OK, DecodedFrame.EMPTY);
        if (out.status != DecodedFrame.OK) {
            assertThat(out.messageCount()).isZero();
            assertThat(out.levelCount).isZero();
        }
        if (out.status == DecodedFrame.MALFORMED) {
            assertThat(out.error).isPositive();
            assertThat(out.errorOffset).isBetween(0, bytes.length);
        }
        for (int i = 0; i < out.messageCount(); i++) {
            final Message message = out.message(i);
            assertThat(message.levelFrom).isBetween(0, message.levelTo);
            assertThat(message.levelTo).isLessThanOrEqualTo(out.levelCount);
            assertThat(message.symbolStart + Math.max(0, message.symbolLength)).isLessThanOrEqualTo(bytes.length);
        }
    }
}
