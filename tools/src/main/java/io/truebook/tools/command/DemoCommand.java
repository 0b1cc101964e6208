package io.truebook.tools.command;

import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.run.DemoRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The embedded default. */
@Command(
        name = "demo",
        description = "An exchange with a market of its own and faults now and then, and the engine connected to it.",
        footer = {"", "Example:", "  truebook demo"})
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "The journal's folder; ${DEFAULT-VALUE} when left out.")
    private Path journal;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Of the market and of its faults.")
    private long seed;

    @Option(names = "--fresh", description = "Forget an earlier demo first.")
    private boolean fresh;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "Stop after so long; 0 for never.",
            defaultValue = "0")
    private long seconds;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (seconds < 0) {
            throw ToolException.usage("--for " + seconds + ": must not be negative");
        }
        return new DemoRun(console, manners.json()).run(journal, seed, fresh, seconds);
    }
}
