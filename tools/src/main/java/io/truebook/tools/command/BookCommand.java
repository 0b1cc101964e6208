package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.read.BookFinder;
import io.truebook.tools.read.BookText;
import io.truebook.tools.read.JournalFolder;
import io.truebook.tools.read.JournalPair;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A book as of a moment. */
@Command(
        name = "book",
        description = "Show the book at a moment, with its condition and the evidence for it.",
        footer = {"", "Example:", "  truebook book kraken:BTC/USD --at 2026-08-02T10:15:30.5Z"})
public final class BookCommand implements Callable<Integer> {
    private static final String DEFAULT_DEPTH = "10";

    @Mixin
    private Manners manners;

    @Mixin
    private JournalOption journal;

    @Parameters(
            index = "0",
            paramLabel = "SYMBOL",
            description = "VENUE:SYMBOL; the venue may be left out where clear.")
    private String symbol;

    @Option(
            names = "--at",
            paramLabel = "T",
            converter = RangeOption.MomentConverter.class,
            description = "Input position or time; the end of the journal when left out.")
    private Moment at;

    @Option(names = "--depth", paramLabel = "N", defaultValue = DEFAULT_DEPTH, description = "Levels a side to print.")
    private int depth;

    private final Console console;

    BookCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (depth < 1) {
            throw ToolException.usage("--depth " + depth + ": must be 1 or more");
        }
        try (JournalDirectory directory = journal.openReadOnly()) {
            final JournalPair pair = JournalFolder.pair(directory);
            final long last = pair.inputs().lastPosition();
            final long until = at == null ? last : Math.min(last, RangeOption.lastUntil(pair, at));
            final ObjectNode book = new BookFinder(pair).find(symbol, until).json(depth);
            book.put("position", until);
            if (manners.json()) {
                console.out().println(Json.line(book));
            } else {
                BookText.print(book, console.out());
            }
        }
        return ExitCode.OK;
    }
}
