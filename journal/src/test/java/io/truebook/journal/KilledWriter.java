package io.truebook.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Appends inputs and outputs as fast as it can, and after each pair writes both last positions to its standard output:
 * what was acknowledged. Its clock runs a thousand times as fast, so that files roll every 300 ms. Ends by being killed.
 */
final class KilledWriter {
    private KilledWriter() {}

    static int bodyLength(final long position) {
        return (int) (position % 61 == 0 ? 20_000 + position % 20_000 : position * 31 % 400);
    }

    public static void main(final String[] arguments) throws IOException {
        final Path dir = Path.of(arguments[0]);
        final long baseMs = Long.parseLong(arguments[1]);
        final JournalOptions options = JournalOptions.defaults()
                .withRoll(Roll.FIVE_MINUTES)
                .withBlockBytes(1 << 20)
                .withPretouchBytes(1 << 18)
                .withWallMs(() -> Records.START_MS + (System.currentTimeMillis() - baseMs) * 1_000);
        final Records records = new Records();
        final ByteBuffer acknowledged = ByteBuffer.allocate(16);
        try (JournalDirectory journals = JournalDirectory.open(dir, options);
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            long input = journals.inputs().lastPosition();
            long output = journals.outputs().lastPosition();
            while (true) {
                input++;
                journals.inputs()
                        .appender()
                        .append(
                                records.record(input, 0, 0, bodyLength(input), Records.timeNs(input)),
                                0,
                                records.length());
                output++;
                journals.outputs()
                        .appender()
                        .append(records.record(output, input, 0, bodyLength(output), 0), 0, records.length());
                out.write(acknowledged.clear().putLong(input).putLong(output).array());
            }
        }
    }
}
