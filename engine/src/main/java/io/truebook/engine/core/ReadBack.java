package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import org.agrona.DirectBuffer;

/**
 * Reads inputs back from the journal, decoded, behind the append barrier: a book that waited for its snapshot applies
 * its deltas from here. Uses a tailer and a decoder of its own, because the handlers' decoder may be ahead. One thread:
 * the core's.
 */
final class ReadBack {
    static final int RECORDS_PER_STEP = 256;

    private final JournalReader reader;
    private final InputDecoder decoder;
    private final DecodedFrame frame = new DecodedFrame(256);

    ReadBack(JournalReader reader, InputDecoder decoder) {
        this.reader = reader;
        this.decoder = decoder;
    }

    boolean seek(long position) {
        return reader.seek(position);
    }

    boolean next() {
        return reader.next();
    }

    long position() {
        return Envelope.sequence(reader.buffer(), reader.offset());
    }

    DirectBuffer buffer() {
        return reader.buffer();
    }

    int payloadOffset() {
        return reader.offset() + Envelope.BYTES;
    }

    /** Decodes the current record; without messages where it is not a frame of that venue. */
    DecodedFrame decode(int venue) {
        return decode(InputType.FRAME, venue);
    }

    /** Decodes the current record; without messages where it is not an answer of that venue. */
    DecodedFrame decodeAnswer(int venue) {
        return decode(InputType.OUTCOME, venue);
    }

    private DecodedFrame decode(int type, int venue) {
        final DirectBuffer buffer = reader.buffer();
        final int offset = reader.offset();
        if (Envelope.type(buffer, offset) == type && Envelope.venue(buffer, offset) == venue) {
            decoder.onInput(buffer, offset, reader.length(), frame);
        } else {
            frame.clear();
        }
        return frame;
    }
}
