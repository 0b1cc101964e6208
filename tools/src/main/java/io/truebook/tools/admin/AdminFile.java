package io.truebook.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * How a running engine is reached: port and token, in a file of the journal's folder that exists while it runs and that
 * its owner alone can read.
 *
 * @param port on the loopback interface
 * @param token whoever has it may command the engine
 */
public record AdminFile(int port, String token) {
    private static final String NAME = "admin.json";

    /** Where the file of that journal lies. */
    static Path path(Path journal) {
        return journal.resolve(NAME);
    }

    /** Writes it anew; what a process left that was killed is replaced. */
    void write(Path journal) throws IOException {
        final Path file = path(journal);
        Files.deleteIfExists(file);
        final boolean posix =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        final FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        final ObjectNode node = Json.object().put("port", port).put("token", token);
        // the permissions are there before the token is
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            final ByteBuffer text = ByteBuffer.wrap((Json.line(node) + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
        }
    }

    /**
     * Reads it.
     *
     * @throws ToolException when no engine runs on that journal (exit code 3)
     */
    static AdminFile read(Path journal) {
        final Path file = path(journal);
        try {
            final JsonNode node = new ObjectMapper().readTree(Files.readString(file));
            return new AdminFile(node.path("port").asInt(), node.path("token").asText());
        } catch (NoSuchFileException e) {
            throw ToolException.missing(
                    journal + ": no engine runs on this journal; start one with 'truebook run', or name its folder with"
                            + " --journal",
                    e);
        } catch (IOException e) {
            throw ToolException.missing(file + ": cannot be read; only who started the engine may command it", e);
        }
    }
}
