package io.truebook.tools.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.core.Core;
import io.truebook.engine.recording.Entry;
import io.truebook.engine.recording.Recording;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One session of recorded frames through decoder, sequencing, books and checksums. */
public final class Checker {
    private final CheckOptions options;
    private final Console console;

    public Checker(CheckOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /**
     * Checks one session.
     *
     * @param argument a file, or {@code A,B} for one session in two files
     * @return the object that {@code --json} prints
     * @throws io.truebook.engine.recording.RecordingException when a file is missing or cannot be read
     */
    public ObjectNode check(String argument) {
        final Recording recording = Recording.parse(argument);
        final TopOfBook tops = new TopOfBook();
        final PassiveInputs inputs = new PassiveInputs((buffer, offset, length) -> tops.add(buffer, offset));
        inputs.configured(options.configured(Core.VERSION));
        final Map<String, Integer> connections = new HashMap<>();
        final List<String> notes;
        try (Progress progress = Progress.start(console, "check", " frames", -1)) {
            final long[] done = {0};
            notes = recording.forEach(entry -> {
                feed(inputs, connections, entry);
                progress.to(++done[0]);
            });
        }
        notes.forEach(note -> console.err().println("truebook: note: " + note));
        if (inputs.core().venues().get(0).definition().book() == null) {
            console.err()
                    .println("truebook: note: the definition of " + options.venue()
                            + " only decodes; no book was kept and nothing proven");
        }
        tops.compare();
        return CheckReport.of(options.venue(), argument, inputs.core(), tops, inputs.measureNs());
    }

    /** False when something in the report that can be proven was proven wrong. */
    public static boolean holds(ObjectNode report) {
        return CheckReport.holds(report);
    }

    private static void feed(PassiveInputs inputs, Map<String, Integer> connections, Entry entry) {
        if (entry.timeNs() != Entry.NO_TIME) {
            inputs.time(entry.timeNs());
        }
        switch (entry.kind()) {
            case CONNECTED -> {
                final int connection = connections.size() + 1;
                connections.put(entry.connection(), connection);
                inputs.connectionUp(connection);
            }
            case FRAME ->
                inputs.frame(
                        connections.computeIfAbsent(entry.connection(), ignored -> connections.size() + 1),
                        entry.payload());
            case ANSWER -> inputs.answer(entry.url(), entry.payload());
            default -> {
                // what the recorder's own client sent says nothing about the books
            }
        }
    }
}
