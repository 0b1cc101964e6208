package io.truebook.engine.venue;

import java.util.List;

/**
 * A definition that cannot be used. The message holds one line per error, each {@code file:line: key: what, what to do},
 * in the order of the lines.
 */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    public DefinitionException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** The errors, one line each. */
    public List<String> errors() {
        return errors;
    }
}
