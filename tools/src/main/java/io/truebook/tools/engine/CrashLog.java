package io.truebook.tools.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers in the journal folder which inputs ended a process, one line a crash: {@code position venue reason}. An input
 * that did so twice is left out from then on; the journal says so itself, with a {@code skip} input.
 */
final class CrashLog {
    private static final int CRASHES = 2;

    private final Path file;

    CrashLog(Path directory) {
        file = directory.resolve("crashes");
    }

    /** An input to be left out. */
    record Poisoned(long position, int venue) {}

    /** Written before the process ends; a failure to write must not hide the crash itself. */
    void record(long position, int venue, Throwable cause) {
        final String line = position + " " + venue + " " + String.valueOf(cause).replaceAll("\\s+", " ") + "\n";
        try {
            Files.writeString(
                    file,
                    line,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Inputs that ended at least two processes.
     *
     * @param lastInput end of the journal's inputs; crashes beyond it do not count, because the inputs that will have
     *     those positions are others
     */
    List<Poisoned> poisoned(long lastInput) {
        if (!Files.exists(file)) {
            return List.of();
        }
        final List<Poisoned> all = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                final Poisoned entry = parse(line);
                if (entry != null && entry.position() <= lastInput) {
                    all.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("crash log cannot be read: " + file, e);
        }
        final Set<Long> seen = new TreeSet<>();
        final List<Poisoned> result = new ArrayList<>();
        for (Poisoned entry : all) {
            final long times = all.stream()
                    .filter(other -> other.position() == entry.position())
                    .count();
            if (times >= CRASHES && seen.add(entry.position())) {
                result.add(entry);
            }
        }
        return result;
    }

    /** Null for a line that the process did not finish. */
    private static Poisoned parse(String line) {
        final String[] words = line.split(" ", 3);
        try {
            return words.length < 3 ? null : new Poisoned(Long.parseLong(words[0]), Integer.parseInt(words[1]));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Recovery has come past every crash, and the journal names the inputs that it left out. */
    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("crash log cannot be deleted: " + file, e);
        }
    }
}
