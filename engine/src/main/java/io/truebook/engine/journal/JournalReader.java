package io.truebook.engine.journal;

import org.agrona.DirectBuffer;

/**
 * Reads records in order of position. One thread. After a method returned true the current record is at
 * {@link #buffer()}, {@link #offset()}, {@link #length()}, valid until the next call. Allocates nothing per record once
 * warm.
 */
public interface JournalReader extends AutoCloseable {
    /**
     * Moves to the next record.
     *
     * @return false at the present end; a later call may return true
     * @throws JournalException where a record is damaged: length or CRC do not hold, or the sequence is not dense
     */
    boolean next();

    /**
     * Moves to the record with that position, so that it is the current one.
     *
     * @return false when the journal does not hold it
     */
    boolean seek(long position);

    /**
     * Moves to the first record whose envelope time is not before {@code timeNs}, so that it is the current one.
     * Input times do not fall as positions rise, save for a stamp taken before the previous record's; the first such
     * record counts.
     *
     * @return false when all are earlier
     */
    boolean seekTime(long timeNs);

    DirectBuffer buffer();

    int offset();

    int length();

    @Override
    void close();
}
