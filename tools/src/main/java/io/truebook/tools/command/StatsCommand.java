package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.Progress;
import io.truebook.tools.read.Stats;
import io.truebook.tools.read.StatsText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts and rates. */
@Command(
        name = "stats",
        description = "Count a journal's records by type and by symbol, with rates and latencies.",
        footer = {"", "Example:", "  truebook stats --journal data/demo"})
public final class StatsCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Mixin
    private JournalOption journal;

    private final Console console;

    StatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        final Stats stats = new Stats();
        try (JournalDirectory directory = journal.openReadOnly()) {
            final List<Journal> queues = List.of(directory.inputs(), directory.outputs());
            long total = 0;
            for (Journal queue : queues) {
                total += queue.lastPosition() - queue.firstPosition() + 1;
            }
            long done = 0;
            try (Progress progress = Progress.start(console, "stats", " records", total)) {
                for (Journal queue : queues) {
                    try (JournalReader reader = queue.reader()) {
                        while (reader.next()) {
                            stats.add(reader.buffer(), reader.offset());
                            progress.to(++done);
                        }
                    }
                }
            }
        }
        final ObjectNode result = stats.json();
        if (manners.json()) {
            console.out().println(Json.line(result));
        } else {
            StatsText.print(result, console.out());
        }
        return ExitCode.OK;
    }
}
