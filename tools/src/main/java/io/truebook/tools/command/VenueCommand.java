package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.venue.DefinitionException;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueLoader;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.venue.VenuePrinter;
import io.truebook.tools.venue.Venues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Venue definitions: which there are, what one says, whether a file is right. */
@Command(
        name = "venue",
        description = "Venue definitions: which there are, what one says, whether a file is right.",
        subcommands = {
            VenueCommand.ListCommand.class,
            VenueCommand.ShowCommand.class,
            VenueCommand.ValidateCommand.class
        },
        footer = {"", "Example:", "  truebook venue list"})
public final class VenueCommand {
    @Mixin
    private Manners manners;

    /** Lists the definitions. */
    @Command(
            name = "list",
            description = "List the definitions that came with the program.",
            footer = {"", "Example:", "  truebook venue list --json | jq .venue"})
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        private final Console console;

        ListCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (!manners.json()) {
                console.out().println(VenuePrinter.heading());
            }
            for (String id : Venues.ids()) {
                final VenueDefinition venue = Venues.load(id);
                console.out().println(manners.json() ? Json.line(VenuePrinter.json(venue)) : VenuePrinter.line(venue));
            }
            return ExitCode.OK;
        }
    }

    /** Shows one definition. */
    @Command(
            name = "show",
            description = "Show a venue's endpoints, channels, limits, book rules and what is unconfirmed.",
            footer = {"", "Example:", "  truebook venue show kraken"})
    static final class ShowCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Parameters(index = "0", paramLabel = "VENUE", description = "The venue's id.")
        private String id;

        private final Console console;

        ShowCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            final VenueDefinition venue = Venues.load(id);
            if (manners.json()) {
                console.out().println(Json.line(VenuePrinter.json(venue)));
            } else {
                VenuePrinter.text(venue, console.out());
            }
            return ExitCode.OK;
        }
    }

    /** Checks a file. */
    @Command(
            name = "validate",
            description = "Check a definition file against the schema and compile it.",
            footer = {"", "Example:", "  truebook venue validate config/venues/kraken.yaml"})
    static final class ValidateCommand implements Callable<Integer> {
        @Mixin
        private Manners manners;

        @Parameters(index = "0", paramLabel = "FILE", description = "The definition to check.")
        private Path file;

        private final Console console;

        ValidateCommand(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (!Files.isRegularFile(file)) {
                throw ToolException.missing(file + ": no such file; check the path");
            }
            final ObjectNode result = Json.object().put("file", file.toString());
            try {
                final VenueDefinition venue = VenueLoader.load(file);
                result.put("valid", true).put("venue", venue.id()).putArray("errors");
                console.out()
                        .println(
                                manners.json()
                                        ? Json.line(result)
                                        : file + ": valid, venue " + venue.id() + ", "
                                                + venue.channels().size() + " channels");
                return ExitCode.OK;
            } catch (DefinitionException e) {
                if (!manners.json()) {
                    throw e;
                }
                result.put("valid", false).putNull("venue");
                final var errors = result.putArray("errors");
                e.errors().forEach(errors::add);
                console.out().println(Json.line(result));
                return ExitCode.USAGE;
            }
        }
    }
}
