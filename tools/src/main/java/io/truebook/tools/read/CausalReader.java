package io.truebook.tools.read;

import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import org.agrona.DirectBuffer;

/**
 * Walks both queues as one: each input, then the outputs that it caused. At the end of what is there now {@link #next}
 * returns false, and a later call may return true again; an output that is written after a later input has been read
 * then comes after that input.
 */
public final class CausalReader implements AutoCloseable {
    private final JournalReader inputs;
    private final JournalReader outputs;
    private boolean hasInput;
    private boolean hasOutput;
    private JournalReader current;

    /**
     * @param from input position to start at; outputs of earlier causes are left out
     */
    public CausalReader(JournalPair journal, long from) {
        inputs = journal.inputs().reader();
        outputs = journal.outputs().reader();
        final long outputFrom = journal.outputPosition(from);
        hasInput = from > journal.inputs().firstPosition()
                && seek(inputs, from, journal.inputs().lastPosition());
        hasOutput = outputFrom > journal.outputs().firstPosition()
                && seek(outputs, outputFrom, journal.outputs().lastPosition());
    }

    /** Past the end means: after the last one, so that the next record that is appended comes next. */
    private static boolean seek(JournalReader reader, long position, long last) {
        if (position <= last) {
            return reader.seek(position);
        }
        reader.seek(last);
        return false;
    }

    /** Moves to the next record; false at the present end. */
    public boolean next() {
        if (!hasInput) {
            hasInput = inputs.next();
        }
        if (!hasOutput) {
            hasOutput = outputs.next();
        }
        if (!hasInput && !hasOutput) {
            return false;
        }
        final boolean outputFirst = hasOutput
                && (!hasInput
                        || Envelope.cause(outputs.buffer(), outputs.offset())
                                < Envelope.sequence(inputs.buffer(), inputs.offset()));
        if (outputFirst) {
            current = outputs;
            hasOutput = false;
        } else {
            current = inputs;
            hasInput = false;
        }
        return true;
    }

    public DirectBuffer buffer() {
        return current.buffer();
    }

    public int offset() {
        return current.offset();
    }

    /** Position of the current record's input: its own, or its cause's. */
    public long inputPosition() {
        return current == outputs
                ? Envelope.cause(current.buffer(), current.offset())
                : Envelope.sequence(current.buffer(), current.offset());
    }

    @Override
    public void close() {
        inputs.close();
        outputs.close();
    }
}
