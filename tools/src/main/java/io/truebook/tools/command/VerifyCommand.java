package io.truebook.tools.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.JournalException;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.journal.JournalVerify;
import io.truebook.journal.OpenReport;
import io.truebook.journal.ScanResult;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.cli.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Integrity of a journal. */
@Command(
        name = "verify",
        description = "Check a journal's records, checksums and order; a torn tail alone is no fault.",
        footer = {"", "Example:", "  truebook verify data/demo"})
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's folder.")
    private Path folder;

    @Option(
            names = "--repair",
            description = "Cut what is torn or damaged, keep the bytes aside, and say how much. No writer may live.")
    private boolean repair;

    private final Console console;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw ToolException.missing(folder + ": no such folder; name a journal's folder");
        }
        final JournalVerify.Report report;
        try {
            report = JournalVerify.verify(folder);
        } catch (JournalException e) {
            throw ToolException.missing(e.getMessage(), e);
        }
        final List<String> repairs = repair ? repair() : List.of();
        if (manners.json()) {
            console.out().println(Json.line(json(report, repairs)));
        } else {
            console.out().println((report.isSound() ? "ok    " : "FAIL  ") + folder);
            report.describe().forEach(line -> console.out().println("  " + line));
            repairs.forEach(line -> console.out().println("  repaired: " + line));
        }
        return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Opening for writing repairs, so it is what a start of the engine would do. */
    private List<String> repair() {
        try (JournalDirectory directory = JournalDirectory.open(folder, JournalOptions.defaults())) {
            final OpenReport opened = directory.report();
            return opened.repairs().isEmpty() ? List.of("nothing was to do") : opened.repairs();
        } catch (JournalException e) {
            throw ToolException.missing(e.getMessage(), e);
        }
    }

    private ObjectNode json(JournalVerify.Report report, List<String> repairs) {
        final ObjectNode node = Json.object();
        node.put("journal", folder.toString()).put("sound", report.isSound());
        node.set("inputs", json(report.inputs()));
        node.set("outputs", json(report.outputs()));
        node.put("orphanOutputs", report.orphanOutputs()).put("misordered", report.misordered());
        final ArrayNode notes = node.putArray("notes");
        report.notes().forEach(notes::add);
        final ArrayNode repaired = node.putArray("repairs");
        repairs.forEach(repaired::add);
        return node;
    }

    private static ObjectNode json(ScanResult scan) {
        final ObjectNode node = Json.object()
                .put("finding", scan.finding().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .put("records", scan.records())
                .put("firstPosition", scan.firstPosition())
                .put("lastGood", scan.lastGood());
        if (scan.records() > 0) {
            node.put("firstTime", Moment.print(scan.firstTimeNs())).put("lastTime", Moment.print(scan.lastTimeNs()));
        }
        if (scan.finding() != ScanResult.Finding.CLEAN) {
            node.put("file", scan.file().getFileName().toString())
                    .put("offset", scan.offset())
                    .put("bytesAffected", scan.bytesAffected())
                    .put("recordsBehind", scan.recordsBehind())
                    .put("reason", scan.reason());
        }
        return node;
    }
}
