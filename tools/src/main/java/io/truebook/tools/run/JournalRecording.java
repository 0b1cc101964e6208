package io.truebook.tools.run;

import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.print.Names;
import io.truebook.tools.read.JournalFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * One venue's frames and REST answers in a journal, written as a recording, so that the box needs to know recordings
 * only. The file is temporary and goes with {@link #close}.
 *
 * @param file in the text container of cryptofeed, see feeds/MANIFEST.md
 */
public record JournalRecording(Path file) implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int HTTP_OK = 200;

    /**
     * Writes the recording.
     *
     * @throws ToolException when there is no journal, or nothing of the venue in it (exit code 3)
     */
    public static JournalRecording of(Path journal, String venue) {
        try (JournalDirectory directory = JournalFolder.openReadOnly(journal)) {
            final Path file = Files.createTempFile("truebook-" + venue + "-", ".txt");
            file.toFile().deleteOnExit();
            final long written;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                    JournalReader reader = directory.inputs().reader()) {
                written = write(reader, venue, out);
            }
            if (written == 0) {
                Files.delete(file);
                throw ToolException.missing(journal + ": holds no frame of venue " + venue);
            }
            return new JournalRecording(file);
        } catch (IOException e) {
            throw ToolException.missing("a temporary recording cannot be written: " + e.getMessage(), e);
        }
    }

    private static long write(JournalReader reader, String venue, OutputStream out) throws IOException {
        final Names names = new Names();
        long written = 0;
        while (reader.next()) {
            final DirectBuffer buffer = reader.buffer();
            final int offset = reader.offset();
            names.learn(buffer, offset);
            if (!venue.equals(names.venue(Envelope.venue(buffer, offset)))) {
                continue;
            }
            final int body = offset + Envelope.BYTES;
            final long timeNs = Envelope.timeNs(buffer, offset);
            final String seconds = timeNs / SECOND_NS + "." + String.format("%09d", timeNs % SECOND_NS);
            switch (Envelope.type(buffer, offset)) {
                case InputType.FRAME -> {
                    line(out, seconds + ": ", buffer, body, reader.length() - Envelope.BYTES);
                    written++;
                }
                case InputType.OUTCOME -> {
                    if (OutcomeBody.status(buffer, body) == HTTP_OK) {
                        final String head = OutcomeBody.url(buffer, body) + " -> " + seconds + ": ";
                        line(
                                out,
                                head,
                                buffer,
                                OutcomeBody.bodyOffset(buffer, body),
                                OutcomeBody.bodyLength(buffer, body));
                    }
                }
                default -> {
                    // connections come and go with the box's own clients
                }
            }
        }
        return written;
    }

    private static void line(OutputStream out, String head, DirectBuffer buffer, int offset, int length)
            throws IOException {
        out.write(head.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < length; i++) {
            final byte b = buffer.getByte(offset + i);
            // outside a JSON string a line break means nothing, and inside one it cannot stand
            out.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        out.write('\n');
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
