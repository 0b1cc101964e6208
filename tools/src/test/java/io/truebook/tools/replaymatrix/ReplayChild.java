package io.truebook.tools.replaymatrix;

import io.truebook.tools.Truebook;
import io.truebook.tools.cli.Console;

/** {@code truebook replay --verify --json} on one journal after the other, in a process of its own. */
public final class ReplayChild {
    private ReplayChild() {}

    /** Arguments: journal folders. Ends with the greatest exit code. */
    public static void main(String[] journals) {
        int exitCode = 0;
        for (String journal : journals) {
            exitCode = Math.max(
                    exitCode, Truebook.run(Console.system(), "replay", "--verify", "--json", "--journal", journal));
        }
        System.exit(exitCode);
    }
}
