package io.truebook.tools.command;

import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.read.JournalFolder;
import io.truebook.tools.read.JournalPair;
import io.truebook.tools.read.RecordFilter;
import io.truebook.tools.read.Tail;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints records, and follows. */
@Command(
        name = "tail",
        description = "Print a journal's records: each input, then the outputs that it caused.",
        footer = {
            "",
            "Example:",
            "  truebook tail -f --symbol kraken:BTC/USD --kind condition,event --json | jq .reason"
        })
public final class TailCommand implements Callable<Integer> {
    /** Shown before following begins, where no start is given. */
    private static final int CONTEXT = 10;

    @Mixin
    private Manners manners;

    @Mixin
    private JournalOption journal;

    @Mixin
    private RangeOption range;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is appended; without --from, start 10 inputs before the end.")
    private boolean follow;

    @Option(names = "--venue", paramLabel = "VENUE", description = "Only records of this venue.")
    private String venue;

    @Option(
            names = "--symbol",
            paramLabel = "VENUE:SYMBOL",
            description = "Only outputs that concern this symbol; the venue may be left out.")
    private String symbol;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds, e.g. frame,book_delta,condition.")
    private List<String> kinds = List.of();

    @Option(names = "--connection", paramLabel = "ID", description = "Only records of this connection.")
    private int connection;

    private final Console console;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        final RecordFilter filter = new RecordFilter(venue, symbol, kinds, connection);
        try (JournalDirectory directory = journal.openReadOnly()) {
            final JournalPair pair = JournalFolder.pair(directory);
            final long first = pair.inputs().firstPosition();
            final long from = follow && range.from() == null
                    ? Math.max(first, pair.inputs().lastPosition() + 1 - CONTEXT)
                    : range.first(pair);
            new Tail(pair, filter, console, manners.json()).run(from, range.last(pair), () -> follow);
        }
        return ExitCode.OK;
    }
}
