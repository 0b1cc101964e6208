package io.truebook.engine.ring;

import io.truebook.engine.core.Core;
import io.truebook.engine.core.InputDecoder;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.journal.JournalAppender;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.transport.Clock;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The four handlers' work on a slot. Each method belongs to one thread at a time: all to one in the fused layout, one
 * each in the staged one; no field is shared between two of them but those marked volatile.
 */
final class Stages {
    private static final long MAX_LATENCY_NS = 60_000_000_000L;

    private final Clock clock;
    private final JournalAppender inputs;
    private final JournalAppender outputs;
    private final InputDecoder decoder;
    private final Core core;
    private final RequestExecutor requests;
    private final JumboBuffers jumbos;
    private final OutputListener listener;
    private final boolean forces;

    // journal
    private final CRC32 inputCrc = new CRC32();
    private long inputPosition;

    // publish
    private final CRC32 outputCrc = new CRC32();
    private final SingleWriterRecorder latency = new SingleWriterRecorder(MAX_LATENCY_NS, 3);
    private long outputPosition;

    /** Written by the core's thread, read by the ticker. */
    private volatile long nextDeadlineNs = Long.MAX_VALUE;
    /** Written by the core's thread, read by the ticker. */
    private volatile long continueCount;
    /** Written by the publishing thread, read by whoever asks. */
    private volatile long publishedPosition;

    Stages(
            Clock clock,
            JournalAppender inputs,
            long lastInput,
            JournalAppender outputs,
            long lastOutput,
            InputDecoder decoder,
            Core core,
            RequestExecutor requests,
            JumboBuffers jumbos,
            OutputListener listener,
            boolean forces) {
        this.clock = clock;
        this.inputs = inputs;
        this.outputs = outputs;
        this.decoder = decoder;
        this.core = core;
        this.requests = requests;
        this.jumbos = jumbos;
        this.listener = listener;
        this.forces = forces;
        inputPosition = lastInput;
        outputPosition = lastOutput;
        nextDeadlineNs = core.nextDeadlineNs();
        continueCount = core.continueCount();
    }

    /** Numbers, seals and appends the input. */
    void journal(Slot slot) {
        final UnsafeBuffer buffer = slot.buffer();
        final long lagMicros = (clock.nowNs() - Envelope.timeNs(buffer, 0)) / 1000;
        buffer.putInt(
                Envelope.EPOCH_OFFSET,
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, lagMicros)),
                ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(Envelope.SEQUENCE_OFFSET, inputPosition + 1, ByteOrder.LITTLE_ENDIAN);
        Envelope.seal(buffer, 0, slot.length(), inputCrc);
        inputs.append(buffer, 0, slot.length());
        inputPosition++;
    }

    /** With {@code durability: disk}: everything appended so far reaches the disk before anybody acts on it. */
    void forceInputs() {
        if (forces) {
            inputs.force();
        }
    }

    void decode(Slot slot) {
        decoder.onInput(slot.buffer(), 0, slot.length(), slot.decoded);
    }

    void core(Slot slot) {
        slot.outputs.reset();
        core.onInput(slot.buffer(), 0, slot.length(), slot.decoded, slot.outputs);
        if (core.nextDeadlineNs() != nextDeadlineNs) {
            nextDeadlineNs = core.nextDeadlineNs();
        }
        if (core.continueCount() != continueCount) {
            continueCount = core.continueCount();
        }
    }

    /** Seals and appends the outputs, then executes the requests among them. */
    void publish(Slot slot) {
        final OutputBatch batch = slot.outputs;
        final long nowNs = clock.nowNs();
        final long receiveNs = Envelope.timeNs(slot.buffer(), 0);
        final UnsafeBuffer buffer = batch.buffer();
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(buffer, offset);
            buffer.putLong(offset + Envelope.SEQUENCE_OFFSET, outputPosition + 1, ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(offset + Envelope.TIME_OFFSET, nowNs, ByteOrder.LITTLE_ENDIAN);
            Envelope.seal(buffer, offset, length, outputCrc);
            outputs.append(buffer, offset, length);
            outputPosition++;
            if (listener != null) {
                listener.onOutput(buffer, offset, length, receiveNs, nowNs);
            }
            if (Envelope.type(buffer, offset) == OutputType.REQUEST) {
                requests.execute(buffer, offset);
            }
            offset = OutputBatch.next(offset, length);
        }
        if (batch.count() > 0) {
            latency.recordValue(Math.max(0, Math.min(MAX_LATENCY_NS, nowNs - receiveNs)));
        }
        publishedPosition = Envelope.sequence(slot.buffer(), 0);
        final UnsafeBuffer jumbo = slot.release();
        if (jumbo != null) {
            jumbos.giveBack(jumbo);
        }
    }

    long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    long continueCount() {
        return continueCount;
    }

    long publishedPosition() {
        return publishedPosition;
    }

    /** Receive to publish, in ns; of inputs that had outputs. Any thread may take interval histograms from it. */
    SingleWriterRecorder latency() {
        return latency;
    }
}
