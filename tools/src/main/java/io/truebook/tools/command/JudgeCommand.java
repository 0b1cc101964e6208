package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.oracle.OracleComparison;
import io.truebook.tools.read.JournalFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A journal against what the exchange-in-a-box delivered. */
@Command(
        name = "judge",
        description = "Compare every LIVE book of a journal with what the exchange-in-a-box really delivered.",
        footer = {
            "",
            "Example:",
            "  truebook exchange --venue kraken --market 7 --delivery-log delivered.jsonl",
            "  truebook judge --journal data/box --deliveries delivered.jsonl"
        })
public final class JudgeCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Mixin
    private JournalOption journal;

    @Option(
            names = "--deliveries",
            required = true,
            paramLabel = "FILE",
            description = "The delivery log of a box that has ended.")
    private Path deliveries;

    private final Console console;

    JudgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(deliveries)) {
            throw ToolException.missing(
                    deliveries + ": no such file; 'truebook exchange --delivery-log FILE' writes one");
        }
        final OracleComparison oracle = new OracleComparison(deliveries);
        try (JournalDirectory directory = journal.openReadOnly()) {
            oracle.run(JournalFolder.pair(directory));
        }
        final List<String> unequal = oracle.unequalAtEnd();
        final boolean fine = oracle.wrong() == 0 && unequal.isEmpty();
        if (manners.json()) {
            console.out().println(Json.line(json(oracle, unequal)));
        } else {
            console.out()
                    .println((fine ? "ok    " : "FAIL  ") + oracle.compared() + " instants of LIVE books compared, "
                            + oracle.wrong() + " wrong within the proven depth");
            console.out()
                    .println("  below the proven depth: " + oracle.deeper() + " levels differ, at "
                            + oracle.deeperInstants() + " instants");
            oracle.wrongInstants().forEach(line -> console.out().println("  wrong: " + line));
            unequal.forEach(line -> console.out().println("  at the end: " + line));
        }
        return fine ? ExitCode.OK : ExitCode.FAILED;
    }

    private static ObjectNode json(OracleComparison oracle, List<String> unequal) {
        final ObjectNode node = Json.object()
                .put("compared", oracle.compared())
                .put("wrong", oracle.wrong())
                .put("unjudged", oracle.unjudged())
                .put("deeperLevels", oracle.deeper())
                .put("deeperInstants", oracle.deeperInstants());
        final ArrayNode wrong = node.putArray("wrongInstants");
        oracle.wrongInstants().forEach(wrong::add);
        final ArrayNode end = node.putArray("unequalAtEnd");
        unequal.forEach(end::add);
        return node;
    }
}
