package io.truebook.tools.read;

import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.tools.cli.Moment;

/**
 * The two queues of a journal, and where a moment lies in them. A position always means the inputs' position; an output
 * belongs to the position of its cause.
 *
 * @param inputs what came in
 * @param outputs what was concluded from it
 */
public record JournalPair(Journal inputs, Journal outputs) {
    /**
     * The first input position that is not before {@code moment}: the position itself, or that of the first input
     * received at that time or later; one past the end where there is none.
     */
    public long inputPosition(Moment moment) {
        if (moment.isPosition()) {
            return moment.value();
        }
        try (JournalReader reader = inputs.reader()) {
            return reader.seekTime(moment.value())
                    ? Envelope.sequence(reader.buffer(), reader.offset())
                    : inputs.lastPosition() + 1;
        }
    }

    /**
     * The output position of the first output whose cause is not before {@code inputPosition}; one past the end where
     * there is none. Causes never fall as outputs' positions rise, so a binary search finds it.
     */
    public long outputPosition(long inputPosition) {
        long low = outputs.firstPosition();
        long high = outputs.lastPosition() + 1;
        try (JournalReader reader = outputs.reader()) {
            while (low < high) {
                final long middle = (low + high) >>> 1;
                if (reader.seek(middle) && Envelope.cause(reader.buffer(), reader.offset()) < inputPosition) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low;
    }
}
