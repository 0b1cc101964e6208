package io.truebook.engine.journal;

/**
 * One journal: an append-only series of records with dense positions from {@link #firstPosition()} to
 * {@link #lastPosition()}. Safe from any thread; the appender and each reader belong to the thread that uses them.
 */
public interface Journal extends AutoCloseable {
    /** The one appender. A second call returns the same one. */
    JournalAppender appender();

    /** A new reader, placed before the first record. */
    JournalReader reader();

    /** Position of the oldest record kept; 1 for a journal that has lost none to retention, also while it is empty. */
    long firstPosition();

    /** Position of the newest record appended or found, {@code firstPosition() - 1} when there is none. */
    long lastPosition();

    @Override
    void close();
}
