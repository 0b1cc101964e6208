package io.truebook.tools.cli;

/** What a command's exit code means; scripts rely on these numbers. */
public final class ExitCode {
    /** Everything is fine. */
    public static final int OK = 0;
    /** A check failed: bad checksum, diverged replay, damaged journal, unexplained difference. */
    public static final int FAILED = 1;
    /** Usage or configuration. */
    public static final int USAGE = 2;
    /** Something outside is missing: a file, a port, a venue. */
    public static final int MISSING = 3;

    private ExitCode() {}
}
