package io.truebook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes and checks records whose content follows from their position. One thread. */
final class Records {
    /** 2026-11-21T00:00:00Z. */
    static final long START_MS = 1_795_219_200_000L;

    static final long STEP_NS = 1_000;

    private final CRC32 crc = new CRC32();
    private final MutableDirectBuffer buffer;
    private int length;

    Records() {
        this(ByteBuffer.allocateDirect(1 << 20));
    }

    Records(final ByteBuffer memory) {
        buffer = new UnsafeBuffer(memory);
    }

    static AtomicLong clock() {
        return new AtomicLong(START_MS);
    }

    static JournalOptions options(final AtomicLong clockMs) {
        return JournalOptions.defaults()
                .withRoll(Roll.FIVE_MINUTES)
                .withBlockBytes(JournalOptions.MIN_BLOCK_BYTES)
                .withWallMs(clockMs::get);
    }

    /** The time that record has. */
    static long timeNs(final long position) {
        return START_MS * 1_000_000 + position * STEP_NS;
    }

    static int bodyLength(final long position) {
        return (int) (position * 31 % 400);
    }

    DirectBuffer input(final long position) {
        return record(position, 0, 0, bodyLength(position), timeNs(position));
    }

    DirectBuffer output(final long position, final long cause, final int epoch) {
        return record(position, cause, epoch, bodyLength(position), timeNs(position));
    }

    DirectBuffer record(
            final long position, final long cause, final int epoch, final int bodyLength, final long timeNs) {
        length = Envelope.BYTES + bodyLength;
        Envelope.write(buffer, 0, InputType.FRAME, epoch, position, cause, 1, 0, timeNs);
        for (int i = 0; i < bodyLength; i++) {
            buffer.putByte(Envelope.BYTES + i, (byte) (position + i));
        }
        Envelope.seal(buffer, 0, length, crc);
        return buffer;
    }

    /** The record made last, with another position: cheap, for measurements. */
    DirectBuffer renumbered(final long position) {
        buffer.putLong(Envelope.SEQUENCE_OFFSET, position, ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(buffer, 0, length, crc);
        return buffer;
    }

    int length() {
        return length;
    }

    /** Appends records of those positions. */
    void append(final Journal journal, final long from, final long to) {
        for (long position = from; position <= to; position++) {
            journal.appender().append(input(position), 0, length);
        }
    }

    /** Reads from {@code from} to the end and expects to come to {@code to}. */
    static void expect(final Journal journal, final long from, final long to) {
        try (JournalReader reader = journal.reader()) {
            if (from <= to) {
                assertThat(reader.seek(from)).as("seek %d", from).isTrue();
            }
            for (long position = from; position <= to; position++) {
                expectCurrent(reader, position);
                assertThat(reader.next()).as("next after %d", position).isEqualTo(position < to);
            }
        }
    }

    static void expectCurrent(final JournalReader reader, final long position) {
        assertThat(Envelope.sequence(reader.buffer(), reader.offset())).isEqualTo(position);
        for (int i = 0; i < reader.length() - Envelope.BYTES; i++) {
            if (reader.buffer().getByte(reader.offset() + Envelope.BYTES + i) != (byte) (position + i)) {
                throw new AssertionError("position " + position + " differs at byte " + i);
            }
        }
    }
}
