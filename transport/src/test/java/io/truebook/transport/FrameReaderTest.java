package io.truebook.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGuard.class)
class FrameReaderTest {
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int LIMIT = 100_000;

    @Test
    void shouldReadTheSameEventsWhereverTheStreamIsSplit() {
        byte[] stream = join(
                frame(TEXT, true, "hello"),
                frame(9, true, "are you there"),
                frame(TEXT, false, "a mes"),
                frame(10, true, ""),
                frame(CONTINUATION, false, "sage in"),
                frame(CONTINUATION, true, " three"),
                frame(2, true, "x".repeat(300)),
                frame(TEXT, true, ""),
                frame(8, true, new String(new char[] {3, 232}) + "x"));
        List<String> whole = read(stream, stream.length, LIMIT);

        assertThat(whole).hasSize(7).startsWith("1:hello", "2:are you there", "3:", "1:a message in three");
        for (int piece = 1; piece < stream.length; piece++) {
            assertThat(read(stream, piece, LIMIT))
                    .as("pieces of %d bytes", piece)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldReadEveryMessageOfARandomStream(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text =
                    "m" + i + "-" + "y".repeat(random.nextInt(4) == 0 ? random.nextInt(70_000) : random.nextInt(200));
            expected.add("1:" + text);
            int parts = 1 + random.nextInt(3);
            int from = 0;
            for (int part = 0; part < parts; part++) {
                int to = part == parts - 1 ? text.length() : from + random.nextInt(text.length() - from + 1);
                stream.writeBytes(frame(part == 0 ? TEXT : CONTINUATION, part == parts - 1, text.substring(from, to)));
                from = to;
            }
        }
        byte[] bytes = stream.toByteArray();
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        List<String> events = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(3000));
            reader.append(copy(bytes, at, length), at);
            at += length;
            // Left undecoded now and then, as when the ring is full.
            if (random.nextInt(3) > 0) {
                drain(reader, events);
            }
        }
        drain(reader, events);
        reader.release();

        assertThat(events).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void shouldKeepTheStampOfTheReadThatCompletedEachFrame() {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        byte[] first = frame(TEXT, true, "first");
        byte[] second = frame(TEXT, true, "second");
        reader.append(copy(join(first, new byte[] {second[0]}), 0, first.length + 1), 100);
        reader.append(copy(second, 1, second.length - 1), 200);
        reader.append(copy(first, 0, first.length), 300);
        List<Long> stamps = new ArrayList<>();
        while (reader.next() != FrameReader.NOTHING) {
            stamps.add(reader.stampNs());
            reader.consume();
        }
        reader.release();

        assertThat(stamps).containsExactly(100L, 200L, 300L);
    }

    @Test
    void shouldNameTheSameEventUntilItIsConsumed() {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        reader.append(copyOf(frame(TEXT, false, "one ")), 1);
        reader.append(copyOf(frame(CONTINUATION, true, "message")), 2);
        for (int i = 0; i < 3; i++) {
            assertThat(reader.next()).isEqualTo(FrameReader.MESSAGE);
            assertThat(text(reader)).isEqualTo("one message");
            reader.append(copyOf(frame(TEXT, true, "later")), 3);
        }
        reader.consume();
        List<String> later = new ArrayList<>();
        drain(reader, later);
        reader.release();

        assertThat(later).containsExactly("1:later", "1:later", "1:later");
    }

    @Test
    void shouldGiveLengthAndStartOfAMessageOverTheLimit() {
        byte[] frame = frame(TEXT, true, "z".repeat(LIMIT + 1));
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        reader.append(copy(frame, 0, 4000), 1);
        assertThat(reader.next()).isEqualTo(FrameReader.NOTHING);
        assertThat(reader.awaitsOversizeStart()).isTrue();
        reader.append(copy(frame, 4000, 4000), 2);

        assertThat(reader.next()).isEqualTo(FrameReader.OVERSIZE);
        assertThat(reader.declaredLength()).isEqualTo(LIMIT + 1);
        assertThat(text(reader)).isEqualTo("z".repeat(4096));
        reader.release();
    }

    @Test
    void shouldGiveTheStartOfAnOversizeMessageThatStopsShort() {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, 10);
        reader.append(copy(frame(TEXT, true, "0123456789abcdef"), 0, 7), 1);
        assertThat(reader.next()).isEqualTo(FrameReader.NOTHING);
        reader.endOfInput();

        assertThat(reader.next()).isEqualTo(FrameReader.OVERSIZE);
        assertThat(reader.declaredLength()).isEqualTo(16);
        assertThat(text(reader)).isEqualTo("01234");
        reader.release();
    }

    @Test
    void shouldNotKnowTheLengthOfAFragmentedMessageOverTheLimit() {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, 10);
        reader.append(copyOf(join(frame(TEXT, false, "01234567"), frame(CONTINUATION, false, "89abc"))), 1);

        assertThat(reader.next()).isEqualTo(FrameReader.OVERSIZE);
        assertThat(reader.declaredLength()).isEqualTo(-1);
        assertThat(text(reader)).isEqualTo("0123456789abc");
        reader.release();
    }

    @ParameterizedTest
    @CsvSource({
        "c1, 00, reserved bits",
        "83, 00, unknown opcode 3",
        "8b, 00, unknown opcode 11",
        "09, 00, control frame in fragments",
        "89, 7e, over 125",
        "88, 01, half a code",
        "81, 80, masked",
        "80, 00, continuation without a message"
    })
    void shouldNameTheViolationWhenTheProtocolIsBroken(String first, String second, String what) {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        reader.append(copyOf(new byte[] {(byte) Integer.parseInt(first, 16), (byte) Integer.parseInt(second, 16)}), 1);

        assertThat(reader.next()).isEqualTo(FrameReader.VIOLATION);
        assertThat(reader.violation()).contains(what);
        reader.release();
    }

    @Test
    void shouldRefuseANewMessageInsideAMessageAndALengthOver63Bits() {
        FrameReader inside = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        inside.append(copyOf(join(frame(TEXT, false, "a"), frame(TEXT, true, "b"))), 1);
        assertThat(inside.next()).isEqualTo(FrameReader.VIOLATION);
        inside.release();

        FrameReader huge = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        huge.append(copyOf(new byte[] {(byte) 0x81, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0}), 1);
        assertThat(huge.next()).isEqualTo(FrameReader.VIOLATION);
        huge.release();
    }

    @Test
    void shouldInflateMessagesThatShareAWindow() {
        Deflater deflater = new Deflater(6, true);
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        reader.enableInflating();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = "{\"channel\":\"book\",\"n\":" + i + "}" + "w".repeat(i * 500);
            byte[] frame = frame(TEXT, true, deflate(deflater, text));
            frame[0] |= 0x40;
            reader.append(copyOf(frame), i);
            expected.add("1:" + text);
        }
        deflater.end();
        List<String> events = new ArrayList<>();
        drain(reader, events);
        reader.release();

        assertThat(events).isEqualTo(expected);
    }

    @Test
    void shouldStopInflatingAtTheLimitAndRefuseRubbish() {
        Deflater deflater = new Deflater(9, true);
        byte[] bomb = frame(TEXT, true, deflate(deflater, "0".repeat(5_000_000)));
        deflater.end();
        bomb[0] |= 0x40;
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        reader.enableInflating();
        reader.append(copyOf(bomb), 1);
        assertThat(reader.next()).isEqualTo(FrameReader.OVERSIZE);
        assertThat(reader.declaredLength()).isEqualTo(-1);
        assertThat(text(reader)).isEqualTo("0".repeat(4096));
        reader.release();

        byte[] rubbish = frame(TEXT, true, "\u0007\u0007\u0007 not deflate");
        rubbish[0] |= 0x40;
        FrameReader second = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        second.enableInflating();
        second.append(copyOf(rubbish), 1);
        assertThat(second.next()).isEqualTo(FrameReader.VIOLATION);
        second.release();
    }

    @Test
    void shouldNotAllocatePerFrameWhenWarm() {
        int framesPerRead = 50;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < framesPerRead; i++) {
            stream.writeBytes(frame(TEXT, true, "p".repeat(300)));
        }
        // A wrapped buffer is not tracked for leaks, so that only what is ours is measured; it is read over and over.
        ByteBuf read = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(stream.size())
                .put(stream.toByteArray())
                .flip());
        UnsafeBuffer slot = new UnsafeBuffer(new byte[1024]);
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, LIMIT);
        long sink = readOverAndOver(reader, read, slot, 4000);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int reads = 4000;
        sink += readOverAndOver(reader, read, slot, reads);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        read.release();
        reader.release();

        System.out.printf("allocated: %d bytes over %d frames%n", allocated, reads * framesPerRead);
        assertThat(sink).isPositive();
        // The counter itself may cost a few bytes; a single object per frame would cost millions.
        assertThat(allocated).isLessThan(4096);
    }

    private static long readOverAndOver(FrameReader reader, ByteBuf read, UnsafeBuffer slot, int reads) {
        long sink = 0;
        for (int i = 0; i < reads; i++) {
            reader.append(read.readerIndex(0).retain(), i);
            while (reader.next() == FrameReader.MESSAGE) {
                Payloads.copy(reader.payload(), reader.payloadIndex(), reader.payloadLength(), slot, 0);
                sink += slot.getByte(7) + reader.stampNs();
                reader.consume();
            }
        }
        return sink;
    }

    private static List<String> read(byte[] stream, int pieceBytes, int limit) {
        FrameReader reader = new FrameReader(ByteBufAllocator.DEFAULT, limit);
        List<String> events = new ArrayList<>();
        for (int at = 0; at < stream.length; at += pieceBytes) {
            reader.append(copy(stream, at, Math.min(pieceBytes, stream.length - at)), at);
            drain(reader, events);
        }
        reader.release();
        return events;
    }

    private static void drain(FrameReader reader, List<String> events) {
        int event = reader.next();
        while (event != FrameReader.NOTHING) {
            events.add(event + ":" + text(reader));
            reader.consume();
            event = reader.next();
        }
    }

    private static String text(FrameReader reader) {
        byte[] bytes = new byte[reader.payloadLength()];
        Payloads.copy(reader.payload(), reader.payloadIndex(), bytes.length, new UnsafeBuffer(bytes), 0);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] frame(int opcode, boolean last, String payload) {
        return frame(opcode, last, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(opcode | (last ? 0x80 : 0));
        if (payload.length < 126) {
            out.write(payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] deflate(Deflater deflater, String text) {
        byte[] in = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] out = new byte[in.length + 100];
        deflater.setInput(in);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return java.util.Arrays.copyOf(out, length - 4);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static ByteBuf copyOf(byte[] bytes) {
        return copy(bytes, 0, bytes.length);
    }

    private static ByteBuf copy(byte[] bytes, int from, int length) {
        return ByteBufAllocator.DEFAULT.ioBuffer(length).writeBytes(bytes, from, length);
    }
}
