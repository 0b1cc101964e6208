package io.truebook.engine.core;

import io.truebook.engine.book.BookSide;
import java.util.List;

/**
 * What is known of one book: read-only, for tools that own the core's thread ({@code check}, replay). Prices and sizes
 * are at the instrument's scales.
 */
public final class BookView {
    private final BookSync sync;

    BookView(BookSync sync) {
        this.sync = sync;
    }

    public Instrument instrument() {
        return sync.instrument();
    }

    /** One of {@link io.truebook.engine.book.Condition}. */
    public byte condition() {
        return sync.condition().published();
    }

    /** One of {@link io.truebook.engine.book.ProofKind}. */
    public byte proof() {
        return sync.condition().proof();
    }

    public int provenDepth() {
        return sync.condition().provenDepth();
    }

    /** Position of the input as of which the book was proven last. */
    public long provenAt() {
        return sync.condition().provenAt();
    }

    public long lastId() {
        return sync.lastId();
    }

    /** Ids from {@code from} to {@code to} have not come, and later ones have. */
    public record Missing(long from, long to) {}

    /** What the book waits for, in order of the ids; empty while nothing is missing. */
    public List<Missing> missing() {
        return sync.missing();
    }

    /** True once a book message of the instrument was seen. */
    public boolean isSeen() {
        return sync.isSeen();
    }

    public BookSide bids() {
        return sync.book().bids();
    }

    public BookSide asks() {
        return sync.book().asks();
    }
}
