package io.truebook.engine.journal;

import org.agrona.DirectBuffer;

/** Writes sealed records. One thread. */
public interface JournalAppender {
    /**
     * Appends one sealed record ({@link io.truebook.engine.record.Envelope#seal}). Its sequence must be the last
     * position plus one. After return the record survives {@code kill -9}; not yet a power cut.
     *
     * @throws JournalException when the record does not follow the last one or cannot be written; nothing of it is
     *     then in the journal, and the process must stop
     */
    void append(DirectBuffer record, int offset, int length);

    /**
     * Forces everything appended so far to the disk; after return it survives a power cut.
     *
     * @throws JournalException when the disk refuses
     */
    void force();
}
