package io.truebook.tools.cli;

/**
 * Ends a command with an exit code and one line for people: what happened, where, and what to do about it. Never
 * carries a stack trace to the terminal unless {@code --debug} was given.
 */
public final class ToolException extends RuntimeException {
    private final int exitCode;

    private ToolException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A check failed; exit code 1. */
    public static ToolException failed(String message) {
        return new ToolException(ExitCode.FAILED, message, null);
    }

    /** The command line or a configuration file is wrong; exit code 2. */
    public static ToolException usage(String message) {
        return new ToolException(ExitCode.USAGE, message, null);
    }

    /** As {@link #usage(String)}, with what lies behind it for {@code --debug}. */
    public static ToolException usage(String message, Throwable cause) {
        return new ToolException(ExitCode.USAGE, message, cause);
    }

    /** Something outside is missing; exit code 3. */
    public static ToolException missing(String message) {
        return new ToolException(ExitCode.MISSING, message, null);
    }

    /** As {@link #missing(String)}, with what lies behind it for {@code --debug}. */
    public static ToolException missing(String message, Throwable cause) {
        return new ToolException(ExitCode.MISSING, message, cause);
    }

    /** One of {@link ExitCode}'s. */
    public int exitCode() {
        return exitCode;
    }
}
