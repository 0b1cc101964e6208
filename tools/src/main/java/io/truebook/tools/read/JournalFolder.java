package io.truebook.tools.read;

import io.truebook.engine.journal.JournalException;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a journal for reading, beside a writer or after it. */
public final class JournalFolder {
    private JournalFolder() {}

    /**
     * Opens without a lock and without changing anything.
     *
     * @throws ToolException when there is no journal that this version reads (exit code 3)
     */
    public static JournalDirectory openReadOnly(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw ToolException.missing(folder + ": no such folder; name a journal with --journal DIR");
        }
        try {
            return JournalDirectory.openReadOnly(folder);
        } catch (JournalException e) {
            throw ToolException.missing(e.getMessage(), e);
        }
    }

    /** Both queues as tools read them. */
    public static JournalPair pair(JournalDirectory directory) {
        return new JournalPair(directory.inputs(), directory.outputs());
    }
}
