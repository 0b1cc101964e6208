package io.truebook.tools.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that every command understands. */
@CommandLine.Command(synopsisHeading = "Usage: ", descriptionHeading = "%n", optionListHeading = "%n")
public final class Manners {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--json", description = "Print JSON on standard output and nothing else there.")
    boolean json;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    boolean debug;

    /** True when results are JSON. */
    public boolean json() {
        return json;
    }

    /** True when an error shows its stack trace. */
    public boolean debug() {
        return debug;
    }
}
