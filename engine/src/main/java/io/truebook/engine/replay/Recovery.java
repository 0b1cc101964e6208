package io.truebook.engine.replay;

import io.truebook.engine.core.Core;
import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings a core to the end of the input journal at start: from a checkpoint or the beginning, comparing the outputs that
 * are there and appending those that are missing. Requests among the missing ones are journaled and never executed. One
 * thread, before the ring starts.
 */
public final class Recovery {
    private final Replayer replayer;
    private final Journal inputs;
    private final Journal outputs;
    private final CRC32 crc = new CRC32();
    private final long fromPosition;
    private final long fed;
    private final long compared;
    private long appended;
    private String failure;

    /** A checkpoint to start from; its hash is that of core and decoder together. */
    public record Checkpoint(long position, int coreVersion, long stateHash, byte[] image) {}

    /** Sees how far recovery is. */
    @FunctionalInterface
    public interface Progress {
        /** @param position of the last input that is done; first told where recovery begins */
        void onInput(long position, long last);
    }

    /**
     * Recovers.
     *
     * @param checkpoint newest one that the inputs reach, null to replay everything
     * @param poisoned positions of inputs to leave out, beside those that the journal names
     * @throws JournalException where the journal no longer holds what replay needs, or the outputs in it are not those
     *     that this core makes of the inputs
     */
    public Recovery(Journal inputs, Journal outputs, Checkpoint checkpoint, Set<Long> poisoned, Progress progress) {
        this.inputs = inputs;
        this.outputs = outputs;
        replayer = new Replayer(inputs);
        final boolean usable = checkpoint != null
                && checkpoint.coreVersion() == Core.VERSION
                && checkpoint.position() >= inputs.firstPosition() - 1
                && checkpoint.position() <= inputs.lastPosition();
        if (usable) {
            replayer.restore(checkpoint.image(), checkpoint.position(), checkpoint.stateHash());
        } else if (inputs.firstPosition() > 1) {
            throw new JournalException("inputs before position " + inputs.firstPosition()
                    + " have been deleted and no checkpoint of core version " + Core.VERSION
                    + " stands; start with an empty journal folder");
        }
        poisoned.forEach(replayer::skip);
        fromPosition = replayer.position();
        final long last = inputs.lastPosition();
        progress.onInput(fromPosition, last);
        try (OutputComparison comparison = new OutputComparison(outputs, fromPosition)) {
            fed = replayer.run(last, (position, batch) -> {
                progress.onInput(position, last);
                final int index = comparison.compare(position, batch);
                if (index < 0) {
                    failure = comparison.difference();
                    return false;
                }
                appendFrom(index, batch);
                return true;
            });
            compared = comparison.compared();
            if (failure == null && comparison.hasMore()) {
                // appending behind them would give two outputs one key
                failure = "the journal holds outputs whose cause lies behind the last input, position " + last;
            }
        }
        if (failure != null) {
            throw new JournalException("recovery: " + failure
                    + "; the outputs were made by another core: keep the folder for 'truebook replay --verify' and start "
                    + "with an empty one");
        }
    }

    /** Core and decoder, at the end of the inputs. */
    public Replayer replayer() {
        return replayer;
    }

    /** Position that replay started after: the checkpoint's, 0 for the beginning. */
    public long fromPosition() {
        return fromPosition;
    }

    /** Inputs replayed. */
    public long fed() {
        return fed;
    }

    /** Outputs that were there and equal. */
    public long compared() {
        return compared;
    }

    /** Outputs that were missing and have been appended. */
    public long appended() {
        return appended;
    }

    /** True when nothing needs to be journaled for that input to be left out for ever: it lies behind, or stands named. */
    public boolean isSettled(long poisoned) {
        return poisoned <= fromPosition || replayer.isNamed(poisoned);
    }

    /** Last input position. */
    public long lastPosition() {
        return inputs.lastPosition();
    }

    private void appendFrom(int first, OutputBatch batch) {
        final UnsafeBuffer buffer = batch.buffer();
        int offset = 0;
        for (int i = 0; i < batch.count(); i++) {
            final int length = Envelope.length(buffer, offset);
            if (i >= first) {
                buffer.putLong(offset + Envelope.SEQUENCE_OFFSET, outputs.lastPosition() + 1, ByteOrder.LITTLE_ENDIAN);
                buffer.putLong(offset + Envelope.TIME_OFFSET, replayer.core().nowNs(), ByteOrder.LITTLE_ENDIAN);
                Envelope.seal(buffer, offset, length, crc);
                outputs.appender().append(buffer, offset, length);
                appended++;
            }
            offset = OutputBatch.next(offset, length);
        }
    }
}
