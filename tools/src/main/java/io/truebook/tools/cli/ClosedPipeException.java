package io.truebook.tools.cli;

/** Whoever reads our output has gone ({@code tail | head}); the command ends quietly with exit code 0. */
public final class ClosedPipeException extends RuntimeException {
    ClosedPipeException(Throwable cause) {
        super("standard output is closed", cause, false, false);
    }
}
