package io.truebook.engine.core;

import io.truebook.engine.record.Command;
import io.truebook.engine.record.OutputType;

/**
 * What operators ask for. Each command is answered by one event that bears the ticket of who asked; what follows from it
 * are outputs like any other. One thread: the core's.
 */
final class Commands {
    private final Core core;

    Commands(Core core) {
        this.core = core;
    }

    /** @param ticket of who asked, 0 when nobody waits */
    void execute(int ticket, String text) {
        if (core.venues().isEmpty()) {
            return;
        }
        final Command command = Command.parse(text);
        if (command.verb().equals(Command.ALERT) && !command.venue().isEmpty()) {
            core.event(OutputType.ALERT, core.venues().get(0), EventKind.RAISED, -1, 0, 0, command.venue());
            return;
        }
        final Venue named = named(command.venue());
        final Venue venue = named == null ? core.venues().get(0) : named;
        final boolean done = named == null ? forAll(command) : forOne(named, command);
        core.event(OutputType.EVENT, venue, done ? EventKind.COMMAND_DONE : EventKind.BAD_COMMAND, -1, ticket, 0, text);
    }

    private static boolean forAll(Command command) {
        return command.verb().equals(Command.STOP) && command.venue().isEmpty();
    }

    private static boolean forOne(Venue venue, Command command) {
        return switch (command.verb()) {
            case Command.RESYNC -> venue.resync(command.symbol());
            case Command.ADD -> command.addsSymbol() && venue.add(command.symbol());
            case Command.REMOVE -> venue.remove(command.symbol());
            default -> false;
        };
    }

    private Venue named(String id) {
        for (Venue venue : core.venues()) {
            if (venue.definition().id().equals(id)) {
                return venue;
            }
        }
        return null;
    }
}
