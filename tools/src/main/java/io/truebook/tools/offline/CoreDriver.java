package io.truebook.tools.offline;

import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import org.agrona.DirectBuffer;

/** Decoder and core in a row, as the ring has them, on one thread. */
public final class CoreDriver {
    private static final int LEVELS = 2048;
    private static final int BATCH_BYTES = 1 << 16;

    private final InputDecoder decoder = new InputDecoder();
    private final DecodedFrame frame = new DecodedFrame(LEVELS);
    private final OutputBatch batch = new OutputBatch(BATCH_BYTES);
    private final Core core;

    /**
     * @param readBack reader of the input journal that the core may move; it must see each input before {@link #feed}
     */
    public CoreDriver(JournalReader readBack) {
        core = new Core(readBack);
    }

    /** Takes one input record that is in the journal already. */
    public void feed(DirectBuffer buffer, int offset, int length) {
        batch.reset();
        decoder.onInput(buffer, offset, length, frame);
        core.onInput(buffer, offset, length, frame, batch);
    }

    /** Hands out what the input fed last has caused. */
    public void drain(OutputSink sink) {
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(batch.buffer(), offset);
            sink.onOutput(batch.buffer(), offset, length);
            offset = OutputBatch.next(offset, length);
        }
    }

    public Core core() {
        return core;
    }
}
