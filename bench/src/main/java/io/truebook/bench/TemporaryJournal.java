package io.truebook.bench;

import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A pair of journals in a temporary folder, removed when closed. {@code java.io.tmpdir} says on which disk. */
final class TemporaryJournal implements AutoCloseable {
    private final Path folder;
    private final JournalDirectory journal;

    TemporaryJournal() {
        try {
            folder = Files.createTempDirectory("truebook-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder; name another with -Djava.io.tmpdir", e);
        }
        journal = JournalDirectory.open(folder.resolve("journal"), JournalOptions.defaults());
    }

    JournalDirectory journal() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
        remove(folder);
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            final List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": could not be removed; remove it by hand", e);
        }
    }
}
