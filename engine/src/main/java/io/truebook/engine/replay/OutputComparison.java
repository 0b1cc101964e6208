package io.truebook.engine.replay;

import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.StateHashBody;
import org.agrona.DirectBuffer;

/**
 * Walks the journaled outputs beside a replay and compares each with what the core makes again: key (epoch, cause,
 * ordinal), type, venue, version and body; not position, publish time or CRC. One thread.
 */
public final class OutputComparison implements AutoCloseable {
    private final JournalReader reader;
    private boolean hasRecord;
    private long compared;
    private long missing;
    private String difference;
    private long differingInput;

    /** @param afterCause outputs of inputs up to this position are passed over */
    public OutputComparison(Journal outputs, long afterCause) {
        reader = outputs.reader();
        final long first = firstAfter(outputs, afterCause);
        hasRecord = first <= outputs.lastPosition() && reader.seek(first);
    }

    /** Causes never fall as positions rise, so a start after a checkpoint need not walk all outputs before it. */
    private long firstAfter(Journal outputs, long cause) {
        long low = outputs.firstPosition();
        long high = outputs.lastPosition() + 1;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (reader.seek(middle) && Envelope.cause(reader.buffer(), reader.offset()) <= cause) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Records that were compared and are equal. */
    public long compared() {
        return compared;
    }

    /** Outputs that the core makes and the journal does not hold (yet). */
    public long missing() {
        return missing;
    }

    /** What differs first, null when nothing does. */
    public String difference() {
        return difference;
    }

    /** Position of the input whose outputs differ first, 0 when none does. */
    public long differingInput() {
        return differingInput;
    }

    /**
     * Compares the outputs of one input.
     *
     * @return index of the first output of the batch that the journal does not hold, {@code batch.count()} when it holds
     *     all, -1 when one differs
     */
    public int compare(long position, OutputBatch batch) {
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(batch.buffer(), offset);
            if (!hasRecord) {
                missing += batch.count() - i;
                return i;
            }
            if (!sameRecord(batch.buffer(), offset, length)) {
                differ(position, batch.buffer(), offset, length);
                return -1;
            }
            compared++;
            hasRecord = reader.next();
            offset = OutputBatch.next(offset, length);
        }
        if (hasRecord && Envelope.cause(reader.buffer(), reader.offset()) <= position) {
            differingInput = position;
            difference = "input " + position + ": the journal holds an output that the core does not make: "
                    + describe(reader.buffer(), reader.offset());
            return -1;
        }
        return batch.count();
    }

    /** True when the journal holds outputs beyond what was compared. */
    public boolean hasMore() {
        return hasRecord;
    }

    @Override
    public void close() {
        reader.close();
    }

    private boolean sameRecord(DirectBuffer made, int offset, int length) {
        final DirectBuffer kept = reader.buffer();
        final int at = reader.offset();
        if (reader.length() != length
                || Envelope.type(kept, at) != Envelope.type(made, offset)
                || Envelope.version(kept, at) != Envelope.version(made, offset)
                || Envelope.epoch(kept, at) != Envelope.epoch(made, offset)
                || Envelope.cause(kept, at) != Envelope.cause(made, offset)
                || Envelope.source(kept, at) != Envelope.source(made, offset)
                || Envelope.venue(kept, at) != Envelope.venue(made, offset)) {
            return false;
        }
        for (int i = Envelope.BYTES; i < length; i++) {
            if (kept.getByte(at + i) != made.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private void differ(long position, DirectBuffer made, int offset, int length) {
        differingInput = position;
        difference = "input " + position + ": the journal holds " + describe(reader.buffer(), reader.offset()) + " of "
                + reader.length() + " bytes, the core makes " + describe(made, offset) + " of " + length + " bytes"
                + firstDifference(made, offset, length);
    }

    private String firstDifference(DirectBuffer made, int offset, int length) {
        final int both = Math.min(length, reader.length());
        for (int i = Envelope.BYTES; i < both; i++) {
            if (reader.buffer().getByte(reader.offset() + i) != made.getByte(offset + i)) {
                return ", bodies differ from byte " + (i - Envelope.BYTES);
            }
        }
        return "";
    }

    private static String describe(DirectBuffer buffer, int offset) {
        final int type = Envelope.type(buffer, offset);
        final String hash = type == OutputType.STATE_HASH
                ? " " + Long.toHexString(StateHashBody.hash(buffer, offset + Envelope.BYTES)) + " (core version "
                        + StateHashBody.coreVersion(buffer, offset + Envelope.BYTES) + ")"
                : "";
        return OutputType.name(type) + hash + " (epoch " + Envelope.epoch(buffer, offset) + ", cause "
                + Envelope.cause(buffer, offset) + ", ordinal " + Envelope.source(buffer, offset) + ")";
    }
}
