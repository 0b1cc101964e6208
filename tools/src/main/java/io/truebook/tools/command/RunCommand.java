package io.truebook.tools.command;

import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.profile.Profile;
import io.truebook.tools.profile.ProfileReader;
import io.truebook.tools.run.EngineRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The engine against the venues of a profile. */
@Command(
        name = "run",
        description = "Run the engine against the venues of a profile, until Ctrl-C or SIGTERM.",
        footer = {"", "Example:", "  truebook run --config config/profiles/box.yaml"})
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The profile.")
    private Path config;

    @Option(names = "--journal", paramLabel = "DIR", description = "The journal's folder, instead of the profile's.")
    private Path journal;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "Stop after so long; 0 for never.",
            defaultValue = "0")
    private long seconds;

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (seconds < 0) {
            throw ToolException.usage("--for " + seconds + ": must not be negative");
        }
        final Profile profile = ProfileReader.read(config);
        if (journal == null && profile.journal().directory() == null) {
            throw ToolException.usage(
                    config + ": journal.directory: is missing; add it, or name a folder with --journal");
        }
        final Path directory =
                journal != null ? journal : Path.of(profile.journal().directory());
        return new EngineRun(console, manners.json()).run(profile, directory, seconds);
    }
}
