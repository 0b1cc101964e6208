package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Images of the core's state in {@code DIR/checkpoints}, one file each, wholly there or not at all. What is in an image
 * is the core's business; here it is bytes.
 *
 * <pre>
 *   0       8         12       16         24           32          40     44
 *   +-------+---------+--------+----------+------------+-----------+------+---------+
 *   | magic | version | core v.| position | state hash | content n | crc32| content |
 *   +-------+---------+--------+----------+------------+-----------+------+---------+
 * </pre>
 *
 * Little endian; the CRC covers bytes 0 to 40 and the content. Any one thread at a time.
 */
public final class Checkpoints {
    private static final long MAGIC = 0x31544B4350424B54L;
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 40;
    private static final int HEADER_BYTES = 44;
    private static final String SUFFIX = ".image";

    /**
     * A state as of an input.
     *
     * @param position the last input that is in it
     * @param coreVersion version of the core that made it; another may not be able to read it
     * @param stateHash hash of the state
     * @param content the state itself
     */
    public record Image(long position, int coreVersion, long stateHash, byte[] content) {}

    private final Path directory;

    /** @param directory made when the first image is stored */
    public Checkpoints(final Path directory) {
        this.directory = directory;
    }

    /**
     * Stores an image; after return it survives a power cut.
     *
     * @throws JournalException when it cannot be written; older images are untouched then
     */
    public Path store(final Image image) {
        final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(VERSION).putInt(image.coreVersion()).putLong(image.position());
        header.putLong(image.stateHash()).putLong(image.content().length);
        header.putInt(crc(header.array(), image.content(), 0)).flip();
        final Path file = directory.resolve(String.format("%020d%s", image.position(), SUFFIX));
        try {
            Files.createDirectories(directory);
            DurableFiles.write(file, header, ByteBuffer.wrap(image.content()));
            return file;
        } catch (final IOException e) {
            throw new JournalException("checkpoint " + file + ": cannot be written", e);
        }
    }

    /**
     * The newest sound image at or before a position.
     *
     * @param upTo greatest position that will do, the verified end of the inputs
     * @param notes told in words of each image that was passed over because it is damaged or lies beyond
     */
    public Optional<Image> newest(final long upTo, final Consumer<String> notes) {
        final List<Path> files = files();
        for (int i = files.size() - 1; i >= 0; i--) {
            final Path file = files.get(i);
            if (positionOf(file) > upTo) {
                notes.accept("checkpoint " + file + ": lies beyond the last input, " + upTo + "; passed over");
                continue;
            }
            final Image image = read(file, notes);
            if (image != null) {
                return Optional.of(image);
            }
        }
        return Optional.empty();
    }

    /** Positions of the images there are, damaged ones included, oldest first. */
    public List<Long> positions() {
        return files().stream().map(Checkpoints::positionOf).toList();
    }

    /** Deletes all but the newest {@code keep} images, and leftovers of unfinished writes. */
    public void prune(final int keep) {
        try {
            final List<Path> files = files();
            for (int i = 0; i < files.size() - keep; i++) {
                Files.deleteIfExists(files.get(i));
            }
            if (Files.isDirectory(directory)) {
                try (Stream<Path> entries = Files.list(directory)) {
                    for (final Path entry : entries.toList()) {
                        if (entry.toString().endsWith(".tmp")) {
                            Files.deleteIfExists(entry);
                        }
                    }
                }
            }
        } catch (final IOException e) {
            throw new JournalException("checkpoints " + directory + ": an old one cannot be deleted", e);
        }
    }

    /**
     * Sets aside images of states that no input leads to any more. Left in place they would be taken for states of the
     * inputs that come to have those positions.
     *
     * @param lastInput verified end of the inputs
     * @param quarantine made when needed
     * @return what was done, in words
     */
    List<String> moveBeyond(final long lastInput, final Path quarantine) {
        final List<String> moved = new ArrayList<>();
        try {
            for (final Path file : files()) {
                if (positionOf(file) > lastInput) {
                    final Path folder = quarantine.resolve("checkpoints-beyond-" + lastInput);
                    Files.createDirectories(folder);
                    Files.move(
                            file,
                            folder.resolve(file.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    moved.add("checkpoints: moved " + file.getFileName() + " to " + folder
                            + ": it lies beyond the last input, " + lastInput);
                }
            }
            if (!moved.isEmpty()) {
                DurableFiles.forceDirectory(directory);
            }
        } catch (final IOException e) {
            throw new JournalException("checkpoints " + directory + ": one cannot be moved to quarantine", e);
        }
        return moved;
    }

    private static Image read(final Path file, final Consumer<String> notes) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.length < HEADER_BYTES || header.getLong(0) != MAGIC) {
                notes.accept(
                        "checkpoint " + file + ": is none, or too short (" + bytes.length + " bytes); passed over");
                return null;
            }
            if (header.getInt(8) > VERSION) {
                notes.accept("checkpoint " + file + ": version=" + header.getInt(8) + ", this program knows " + VERSION
                        + "; passed over");
                return null;
            }
            if (header.getLong(32) != bytes.length - HEADER_BYTES
                    || header.getInt(CRC_OFFSET) != crc(bytes, bytes, HEADER_BYTES)
                    || header.getLong(16) != positionOf(file)) {
                notes.accept("checkpoint " + file + ": is damaged; passed over");
                return null;
            }
            final byte[] content = new byte[bytes.length - HEADER_BYTES];
            System.arraycopy(bytes, HEADER_BYTES, content, 0, content.length);
            return new Image(header.getLong(16), header.getInt(12), header.getLong(24), content);
        } catch (final IOException e) {
            notes.accept("checkpoint " + file + ": cannot be read (" + e.getMessage() + "); passed over");
            return null;
        }
    }

    private List<Path> files() {
        final List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(entry -> positionOf(entry) >= 0).forEach(files::add);
        } catch (final IOException e) {
            throw new JournalException("checkpoints " + directory + ": cannot be listed", e);
        }
        files.sort(Comparator.comparingLong(Checkpoints::positionOf));
        return files;
    }

    private static long positionOf(final Path file) {
        final String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (final NumberFormatException e) {
            return -1;
        }
    }

    private static int crc(final byte[] header, final byte[] content, final int contentOffset) {
        final CRC32 crc = new CRC32();
        crc.update(header, 0, CRC_OFFSET);
        crc.update(content, contentOffset, content.length - contentOffset);
        return (int) crc.getValue();
    }
}
