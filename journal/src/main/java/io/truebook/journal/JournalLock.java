package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The exclusive right to write a journal directory: a lock of the operating system on {@code DIR/lock}, so that it ends
 * with its process, however that ends. The file says who holds it.
 */
final class JournalLock implements AutoCloseable {
    /**
     * Directories this JVM holds. A second channel on the file must not even be opened here: POSIX drops a process's
     * lock when the process closes <i>any</i> descriptor of the file.
     */
    private static final Map<Path, String> HELD = new HashMap<>();

    private final Path key;
    private final FileChannel channel;

    private JournalLock(final Path key, final FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** @throws JournalException naming the holder when another holds it */
    static JournalLock acquire(final Path directory) {
        final Path file = directory.resolve("lock");
        final String self = "process " + ProcessHandle.current().pid() + ", since " + Instant.now();
        synchronized (HELD) {
            try {
                final Path key = directory.toRealPath();
                if (HELD.containsKey(key)) {
                    throw held(directory, HELD.get(key) + " (this one)");
                }
                final FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                final FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    throw held(directory, Files.readString(file).strip());
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.UTF_8)));
                HELD.put(key, self);
                return new JournalLock(key, channel);
            } catch (final IOException e) {
                throw new JournalException(
                        "journal " + file + ": cannot be locked; is the folder writable, on a local disk?", e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            HELD.remove(key);
            try {
                channel.close();
            } catch (final IOException e) {
                throw new JournalException("journal " + key + ": the lock cannot be closed", e);
            }
        }
    }

    private static JournalException held(final Path directory, final String holder) {
        return new JournalException("journal " + directory + " is held by "
                + (holder.isEmpty() ? "another process" : holder) + "; stop that one, or open it for reading alone");
    }
}
