package io.truebook.tools.command;

import io.truebook.journal.JournalDirectory;
import io.truebook.tools.read.JournalFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which journal a command reads. */
final class JournalOption {
    @Option(
            names = "--journal",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "The journal's folder; ${DEFAULT-VALUE} when left out.")
    private Path folder;

    JournalDirectory openReadOnly() {
        return JournalFolder.openReadOnly(folder);
    }

    Path folder() {
        return folder;
    }
}
