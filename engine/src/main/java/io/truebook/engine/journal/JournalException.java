package io.truebook.engine.journal;

/** A journal cannot be written, or what is in it does not hold. The message names the place and what to do. */
public final class JournalException extends RuntimeException {
    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
