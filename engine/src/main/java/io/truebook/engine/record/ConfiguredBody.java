package io.truebook.engine.record;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Body of {@link InputType#CONFIGURED}: everything that a run's behaviour hangs on, whole, so that replay needs no file
 * of the folder.
 *
 * <pre>
 *     0  int   core version
 *     4  int   number of texts
 *     8  long  run id
 *    16  long  random seed
 *    24  texts: name length int, text length int, name, text (UTF-8)
 * </pre>
 *
 * The first text is the profile; the others are the definitions of its venues, in the order of the profile, which is
 * also the order of venue indexes.
 *
 * @param coreVersion version of the core that wrote it
 * @param runId differs from run to run
 * @param seed of the core's random generator
 * @param files name and whole text of each file
 */
public record ConfiguredBody(int coreVersion, long runId, long seed, List<ConfigFile> files) {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** A file by name, with its whole text. */
    public record ConfigFile(String name, String text) {}

    /** The body's bytes. Cold: once per run. */
    public byte[] encode() {
        int length = 24;
        for (ConfigFile file : files) {
            length += 8 + utf8(file.name()).length + utf8(file.text()).length;
        }
        final byte[] bytes = new byte[length];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putInt(0, coreVersion, ORDER);
        buffer.putInt(4, files.size(), ORDER);
        buffer.putLong(8, runId, ORDER);
        buffer.putLong(16, seed, ORDER);
        int at = 24;
        for (ConfigFile file : files) {
            final byte[] name = utf8(file.name());
            final byte[] text = utf8(file.text());
            buffer.putInt(at, name.length, ORDER);
            buffer.putInt(at + 4, text.length, ORDER);
            buffer.putBytes(at + 8, name);
            buffer.putBytes(at + 8 + name.length, text);
            at += 8 + name.length + text.length;
        }
        return bytes;
    }

    /** Reads a body. Cold: once per run. */
    public static ConfiguredBody decode(DirectBuffer buffer, int offset) {
        final int count = buffer.getInt(offset + 4, ORDER);
        final List<ConfigFile> files = new ArrayList<>();
        int at = offset + 24;
        for (int i = 0; i < count; i++) {
            final int nameLength = buffer.getInt(at, ORDER);
            final int textLength = buffer.getInt(at + 4, ORDER);
            files.add(new ConfigFile(
                    buffer.getStringWithoutLengthUtf8(at + 8, nameLength),
                    buffer.getStringWithoutLengthUtf8(at + 8 + nameLength, textLength)));
            at += 8 + nameLength + textLength;
        }
        return new ConfiguredBody(
                buffer.getInt(offset, ORDER),
                buffer.getLong(offset + 8, ORDER),
                buffer.getLong(offset + 16, ORDER),
                List.copyOf(files));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
