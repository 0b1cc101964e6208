package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.check.CheckOptions;
import io.truebook.tools.check.CheckText;
import io.truebook.tools.check.Checker;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recordings through decoder, sequencing, books and checksums. */
@Command(
        name = "check",
        description =
                "Put recordings through decoder, sequencing, books and checksums; say what held and what did not.",
        footer = {"", "Example:", "  truebook check --venue kraken --json recording.cbcap"})
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Option(names = "--venue", required = true, paramLabel = "VENUE", description = "Whose protocol the frames speak.")
    private String venue;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Levels a side, where no acknowledgement in the recording states it.")
    private int depth;

    @Option(
            names = "--instruments",
            paramLabel = "FILE",
            description = "YAML or JSON: symbol to {priceDecimals, sizeDecimals}.")
    private Path instruments;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A session each; A,B is one session in two files, merged by time.")
    private List<String> files;

    private final Console console;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (depth < 0) {
            throw ToolException.usage("--depth " + depth + ": must not be negative");
        }
        for (String argument : files) {
            for (String file : argument.split(",", -1)) {
                if (!Files.isRegularFile(Path.of(file))) {
                    throw ToolException.missing(file + ": no such file; check the path of the recording");
                }
            }
        }
        final Checker checker = new Checker(new CheckOptions(venue, depth, instruments), console);
        boolean holds = true;
        for (String argument : files) {
            final ObjectNode report = checker.check(argument);
            holds &= Checker.holds(report);
            if (manners.json()) {
                console.out().println(Json.line(report));
            } else {
                CheckText.print(report, console.out());
            }
            console.flush();
        }
        return holds ? ExitCode.OK : ExitCode.FAILED;
    }
}
