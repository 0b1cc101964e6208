package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Tape;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.record.Envelope;
import io.truebook.journal.JournalDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the engine does to a frame from the payload to both journals, without ring and threads: copy into the slot,
 * number, seal, append; decode, apply, prove; seal and append each output. The clock is read twice, as by the ring's
 * handlers. One thread.
 */
final class FusedPath {
    private static final int LEVELS = 4096;
    private static final int BATCH_BYTES = 256 << 10;

    private final Tape tape;
    private final UnsafeBuffer slot;
    private final InputDecoder decoder = new InputDecoder();
    private final DecodedFrame frame = new DecodedFrame(LEVELS);
    private final OutputBatch batch = new OutputBatch(BATCH_BYTES);
    private final CRC32 crc = new CRC32();
    private final Core core;
    private final JournalAppender inputs;
    private final JournalAppender outputs;
    private long inputPosition;
    private long outputPosition;
    private int next;

    FusedPath(Feed feed, JournalDirectory journal) {
        tape = new Tape(feed);
        int longest = 0;
        for (int i = 0; i < tape.count(); i++) {
            longest = Math.max(longest, tape.length(i));
        }
        slot = new UnsafeBuffer(ByteBuffer.allocateDirect(longest));
        inputs = journal.inputs().appender();
        outputs = journal.outputs().appender();
        core = new Core(journal.inputs().reader());
        final UnsafeBuffer configured = Tape.configured(feed, ++inputPosition);
        inputs.append(configured, 0, configured.capacity());
        process(configured, configured.capacity());
    }

    /** The next frame of the feed; returns the bytes of its outputs. */
    int frame() {
        final int index = next;
        next = index + 1 == tape.count() ? 0 : index + 1;
        final int length = tape.length(index);
        slot.putBytes(0, tape.buffer(), tape.offset(index), length);
        slot.putLong(Envelope.SEQUENCE_OFFSET, ++inputPosition, ByteOrder.LITTLE_ENDIAN);
        slot.putLong(Envelope.TIME_OFFSET, System.nanoTime(), ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(slot, 0, length, crc);
        inputs.append(slot, 0, length);
        return process(slot, length);
    }

    private int process(UnsafeBuffer record, int recordLength) {
        batch.reset();
        decoder.onInput(record, 0, recordLength, frame);
        core.onInput(record, 0, recordLength, frame, batch);
        final long nowNs = System.nanoTime();
        final UnsafeBuffer buffer = batch.buffer();
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(buffer, offset);
            buffer.putLong(offset + Envelope.SEQUENCE_OFFSET, ++outputPosition, ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(offset + Envelope.TIME_OFFSET, nowNs, ByteOrder.LITTLE_ENDIAN);
            Envelope.seal(buffer, offset, length, crc);
            outputs.append(buffer, offset, length);
            offset = OutputBatch.next(offset, length);
        }
        return batch.length();
    }

    /** Books, for the check that what was measured was right. */
    Core core() {
        return core;
    }
}
