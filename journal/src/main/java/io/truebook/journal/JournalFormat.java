package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code DIR/format}: the version of the directory's layout, how its files roll (that is in their names, so it stays as
 * it was made), and the greatest block it was ever written with, which a reader must map at least.
 *
 * <pre>
 * truebook-journal 1
 * roll=DAILY
 * blockBytes=67108864
 * </pre>
 */
record JournalFormat(int version, Roll roll, int blockBytes) {
    static final int VERSION = 1;
    private static final String MAGIC = "truebook-journal ";

    static Path file(final Path directory) {
        return directory.resolve("format");
    }

    /** @throws JournalException when there is none, it is newer than this program, or not readable as one */
    static JournalFormat read(final Path directory) {
        final Path file = file(directory);
        if (!Files.isRegularFile(file)) {
            throw new JournalException("journal " + directory + ": there is no journal here (no file `format`); "
                    + "name the folder that a run was given as its journal");
        }
        final String[] lines;
        try {
            lines = Files.readString(file, StandardCharsets.UTF_8).split("\n");
        } catch (final IOException e) {
            throw new JournalException("journal " + file + ": cannot be read", e);
        }
        try {
            final int version =
                    Integer.parseInt(lines[0].substring(MAGIC.length()).strip());
            if (!lines[0].startsWith(MAGIC)) {
                throw new JournalException("journal " + file + ": is not a format file of a journal");
            }
            if (version > VERSION) {
                throw new JournalException("journal " + directory + ": format version=" + version
                        + ", this program knows " + VERSION + "; use the program that wrote it, or a newer one");
            }
            return new JournalFormat(
                    version,
                    Roll.valueOf(lines[1].substring("roll=".length()).strip()),
                    Integer.parseInt(lines[2].substring("blockBytes=".length()).strip()));
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JournalException(
                    "journal " + file + ": is not readable; expected `" + MAGIC + VERSION
                            + "`, `roll=DAILY` (or HOURLY, FIVE_MINUTES), `blockBytes=67108864`",
                    e);
        }
    }

    /** How a journal of this format is to be opened by someone who would open it so. */
    JournalOptions applyTo(final JournalOptions options) {
        return options.withRoll(roll).withBlockBytes(Math.max(blockBytes, options.blockBytes()));
    }

    void write(final Path directory) {
        try {
            DurableFiles.writeText(
                    file(directory), MAGIC + version + "\nroll=" + roll + "\nblockBytes=" + blockBytes + "\n");
        } catch (final IOException e) {
            throw new JournalException("journal " + file(directory) + ": cannot be written", e);
        }
    }
}
