package io.truebook.engine.document;

/** A text, a path or a delta that cannot be what it claims to be; the message names the place and what is wrong. */
public final class DocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DocumentException(String message) {
        super(message);
    }
}
