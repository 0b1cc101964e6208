package io.truebook.engine.core;

import io.truebook.engine.record.Command;
import io.truebook.engine.record.OutputType;

/**
 * What operators ask for. Each command is answered by one event that bears the ticket of who asked and how things stand
 * after it; what follows from it are outputs like any other. One thread: the core's.
 */
final class Commands {
    /** Answer of {@link #carryOut}: there is nothing to wait for. */
    static final int NOTHING_FOLLOWS = -1;
    /** Answer of {@link #carryOut}: it cannot be done. */
    static final int REFUSED = -2;

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
        final Venue first = core.venues().get(0);
        if (command.verb().equals(Command.ALERT) && !command.venue().isEmpty()) {
            core.event(OutputType.ALERT, first, EventKind.RAISED, -1, 0, 0, command.venue());
            return;
        }
        final Venue named = named(command.venue());
        final Venue venue = named == null ? first : named;
        final int standing = carryOut(named, command);
        final boolean done = standing != REFUSED;
        core.event(
                OutputType.EVENT,
                venue,
                done ? EventKind.COMMAND_DONE : EventKind.BAD_COMMAND,
                done ? venue.instrumentOf(command.symbol()) : -1,
                ticket,
                done ? standing : 0,
                text);
    }

    /** @return how things stand: of a book its condition, of a symbol or connections what is still open */
    private static int carryOut(Venue venue, Command command) {
        if (command.verb().equals(Command.STOP) && command.venue().isEmpty()) {
            return NOTHING_FOLLOWS;
        }
        // a passive run asks the venue for nothing, but what a book believes can be begun anew
        if (venue == null || venue.isPassive() && !command.verb().equals(Command.RESYNC)) {
            return REFUSED;
        }
        final String symbol = command.symbol();
        return switch (command.verb()) {
            case Command.RESYNC -> venue.resync(symbol) ? venue.standing(symbol) : REFUSED;
            case Command.ADD -> command.addsSymbol() && venue.add(symbol) ? venue.standing(symbol) : REFUSED;
            case Command.REMOVE -> venue.remove(symbol) ? venue.stillSubscribed(symbol) : REFUSED;
            case Command.PAUSE -> symbol.isEmpty() ? venue.sessions().pause() : REFUSED;
            case Command.RESUME -> symbol.isEmpty() ? venue.sessions().resume() : REFUSED;
            default -> REFUSED;
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
