package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.read.JournalFolder;
import io.truebook.tools.read.JournalPair;
import io.truebook.tools.replay.ReplayRun;
import io.truebook.tools.replay.ReplayText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Inputs through the core again. */
@Command(
        name = "replay",
        description = "Run the journaled inputs through the core again.",
        footer = {"", "Example:", "  truebook replay --verify --journal data/demo"})
public final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Mixin
    private JournalOption journal;

    @Mixin
    private RangeOption range;

    @Option(
            names = "--verify",
            description = "Compare outputs and state hashes with those journaled; name the first difference.")
    private boolean verify;

    private final Console console;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (JournalDirectory directory = journal.openReadOnly()) {
            final JournalPair pair = JournalFolder.pair(directory);
            final ObjectNode result =
                    new ReplayRun(directory, console).run(range.first(pair), range.last(pair), verify);
            if (manners.json()) {
                console.out().println(Json.line(result));
            } else {
                ReplayText.print(result, console.out());
            }
            return !verify || result.get("same").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
