package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one journal: a file per cycle, Chronicle's own {@code metadata.cq4t}, and {@code base}, which holds the
 * position of the oldest record that retention kept (absent: 1).
 */
final class QueueDirectory {
    static final String METADATA = "metadata.cq4t";
    private static final String BASE = "base";

    /** One queue file. */
    record CycleFile(int cycle, Path path) {}

    private final Path path;
    private final Roll roll;

    QueueDirectory(final Path path, final Roll roll) {
        this.path = path;
        this.roll = roll;
    }

    Path path() {
        return path;
    }

    /** {@code inputs} or {@code outputs}. */
    String name() {
        return path.getFileName().toString();
    }

    Roll roll() {
        return roll;
    }

    Path metadata() {
        return path.resolve(METADATA);
    }

    Path file(final int cycle) {
        return path.resolve(roll.fileName(cycle));
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Oldest first. */
    List<CycleFile> files() {
        final List<CycleFile> files = new ArrayList<>();
        if (!exists()) {
            return files;
        }
        try (Stream<Path> entries = Files.list(path)) {
            entries.forEach(entry -> roll.cycleOf(entry.getFileName().toString())
                    .ifPresent(cycle -> files.add(new CycleFile(cycle, entry))));
        } catch (final IOException e) {
            throw new JournalException("journal " + path + ": cannot list its files", e);
        }
        files.sort(Comparator.comparingInt(CycleFile::cycle));
        return files;
    }

    /** Position of the oldest record that is meant to be there. */
    long base() {
        final Path file = path.resolve(BASE);
        try {
            return Files.exists(file)
                    ? Long.parseLong(
                            Files.readString(file, StandardCharsets.UTF_8).strip())
                    : 1;
        } catch (final IOException | NumberFormatException e) {
            throw new JournalException(
                    "journal " + file + ": holds no position; write the position of the oldest record kept into it", e);
        }
    }

    /** Durable before it returns: it must stand before any file is deleted. */
    void writeBase(final long position) {
        try {
            DurableFiles.writeText(path.resolve(BASE), position + "\n");
        } catch (final IOException e) {
            throw new JournalException("journal " + path.resolve(BASE) + ": cannot be written", e);
        }
    }
}
