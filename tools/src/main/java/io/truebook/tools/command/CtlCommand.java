package io.truebook.tools.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.record.Command;
import io.truebook.tools.admin.AdminClient;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands to a running engine. */
@picocli.CommandLine.Command(
        name = "ctl",
        description = "Command a running engine: symbols, resync, pause, resume, stop.",
        subcommands = {
            CtlCommand.SymbolCommand.class,
            CtlCommand.ResyncCommand.class,
            CtlCommand.PauseCommand.class,
            CtlCommand.ResumeCommand.class,
            CtlCommand.StopCommand.class
        },
        footer = {"", "Example:", "  truebook ctl symbol add kraken:ETH/USD --journal data/run"})
public final class CtlCommand {
    @Mixin
    private Manners manners;

    /** Adding and removing symbols. */
    @picocli.CommandLine.Command(
            name = "symbol",
            description = "Add or remove a symbol of a running engine.",
            subcommands = {AddCommand.class, RemoveCommand.class},
            footer = {"", "Example:", "  truebook ctl symbol remove kraken:ETH/USD"})
    static final class SymbolCommand {
        @Mixin
        private Manners manners;
    }

    /** Where the engine is and how long to wait for it. */
    static final class Target {
        @Option(
                names = "--journal",
                paramLabel = "DIR",
                defaultValue = "data/demo",
                description = "The running engine's folder; ${DEFAULT-VALUE} when left out.")
        private Path journal;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "Wait so long for what was asked to stand; 0 returns when the engine has taken it.")
        private long seconds;

        /** @return the exit code: 1 when it did not stand in time */
        int command(Console console, Manners manners, String verb, String what) {
            if (seconds < 0 || seconds > 600) {
                throw ToolException.usage("--timeout " + seconds + ": must be 0 to 600");
            }
            final String text = what.isEmpty() ? verb : verb + " " + what;
            final JsonNode result = new AdminClient(journal).command(text, seconds * 1000);
            if (manners.json()) {
                console.out().println(Json.line(((ObjectNode) result).put("journal", journal.toString())));
            } else {
                console.out().println(line(result));
            }
            return result.path("finished").asBoolean() || seconds == 0 ? ExitCode.OK : ExitCode.FAILED;
        }

        private static String line(JsonNode result) {
            final String condition = result.path("condition").asText("");
            return result.path("command").asText() + ": "
                    + (result.path("finished").asBoolean() ? "done" : "taken, not finished yet")
                    + (condition.isEmpty() ? "" : ", " + condition)
                    + " after " + result.path("millis").asText() + " ms, position "
                    + result.path("position").asText();
        }
    }

    /** Subscribes. */
    @picocli.CommandLine.Command(
            name = "add",
            description = "Subscribe a symbol, and wait until its book stands.",
            footer = {"", "Example:", "  truebook ctl symbol add kraken:ETH/USD"})
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        @Parameters(index = "0", paramLabel = "VENUE:SYMBOL", description = "As the venue writes it.")
        private String symbol;

        private final Console console;

        AddCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.ADD, symbol);
        }
    }

    /** Unsubscribes. */
    @picocli.CommandLine.Command(
            name = "remove",
            description = "Unsubscribe a symbol, and wait for the venue to acknowledge it.",
            footer = {"", "Example:", "  truebook ctl symbol remove kraken:ETH/USD"})
    static final class RemoveCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        @Parameters(index = "0", paramLabel = "VENUE:SYMBOL", description = "As the venue writes it.")
        private String symbol;

        private final Console console;

        RemoveCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.REMOVE, symbol);
        }
    }

    /** Makes a book anew. */
    @picocli.CommandLine.Command(
            name = "resync",
            description = "Make a book anew, and wait until it stands.",
            footer = {"", "Example:", "  truebook ctl resync kraken:BTC/USD"})
    static final class ResyncCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        @Parameters(index = "0", paramLabel = "VENUE:SYMBOL", description = "As the venue writes it.")
        private String symbol;

        private final Console console;

        ResyncCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.RESYNC, symbol);
        }
    }

    /** Closes a venue's connections. */
    @picocli.CommandLine.Command(
            name = "pause",
            description = "Close a venue's connections until resume; its books become STALE.",
            footer = {"", "Example:", "  truebook ctl pause kraken"})
    static final class PauseCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        @Parameters(index = "0", paramLabel = "VENUE", description = "The venue's id.")
        private String venue;

        private final Console console;

        PauseCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.PAUSE, venue);
        }
    }

    /** Connects a venue again. */
    @picocli.CommandLine.Command(
            name = "resume",
            description = "Connect a venue again that was paused.",
            footer = {"", "Example:", "  truebook ctl resume kraken"})
    static final class ResumeCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        @Parameters(index = "0", paramLabel = "VENUE", description = "The venue's id.")
        private String venue;

        private final Console console;

        ResumeCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.RESUME, venue);
        }
    }

    /** Ends the engine. */
    @picocli.CommandLine.Command(
            name = "stop",
            description = "Stop the engine as Ctrl-C does: flushed, with a checkpoint.",
            footer = {"", "Example:", "  truebook ctl stop --journal data/run"})
    static final class StopCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Mixin
        private Target target;

        private final Console console;

        StopCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return target.command(console, manners, Command.STOP, "");
        }
    }
}
