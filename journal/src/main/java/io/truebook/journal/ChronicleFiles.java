package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.table.AbstractTSQueueLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens Chronicle queues, and refuses what Chronicle would let pass. */
final class ChronicleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ChronicleFiles.class);
    private static final String[] LOCK_KEYS = {"chronicle.write.lock", "chronicle.append.lock"};
    private static final String FLAGS = "start Java with the flags of config/jvm";

    static {
        SingleChronicleQueueBuilder.addAliases();
    }

    private ChronicleFiles() {}

    /** The caller holds the directory's lock. */
    static SingleChronicleQueue openForAppending(
            final QueueDirectory directory, final JournalOptions options, final RollClock clock) {
        try {
            Files.createDirectories(directory.path());
        } catch (final IOException e) {
            throw new JournalException("journal " + directory.path() + ": cannot be made", e);
        }
        releaseLocks(directory);
        final SingleChronicleQueueBuilder builder = builder(directory, options).timeProvider(clock);
        final SingleChronicleQueue queue = build(directory, builder);
        // Chronicle goes on read-only, with a line in the log, when its metadata cannot be mapped for writing
        if (builder.readOnly()) {
            queue.close();
            throw new JournalException("journal " + directory.path()
                    + ": Chronicle could open it for reading alone; check that the folder can be written, and "
                    + FLAGS);
        }
        return queue;
    }

    static SingleChronicleQueue openForReading(final QueueDirectory directory, final JournalOptions options) {
        return build(directory, builder(directory, options).readOnly(true));
    }

    /**
     * The position of the newest record of a file, by Chronicle's header where it holds, else by a walk.
     *
     * @param first position of the file's first record
     */
    static long lastPosition(final Path path, final long first) {
        try (QueueFile file = new QueueFile(path)) {
            final long claimed = file.writePosition();
            long last = first - 1;
            if (claimed > 0) {
                file.continueFrom(claimed);
                if (file.next(0, true) && file.sequence() >= first) {
                    last = file.sequence();
                } else {
                    file.continueFrom(0);
                }
            }
            while (file.next(last + 1, false)) {
                last = file.sequence();
            }
            return last;
        } catch (final IOException e) {
            throw new JournalException("journal " + path + ": cannot be read", e);
        }
    }

    /** True when the file starts with a finished header of Chronicle's table store. */
    static boolean isMetadata(final Path file) {
        final ByteBuffer start = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (start.hasRemaining() && channel.read(start) > 0) {
                // until full or at the end of the file
            }
        } catch (final IOException e) {
            throw new JournalException("journal " + file + ": cannot be read", e);
        }
        return start.position() == start.capacity()
                && (start.getInt(0) & QueueFile.END_WORD) == QueueFile.OWN_BIT
                && new String(start.array(), StandardCharsets.ISO_8859_1).contains("STStore");
    }

    /** For what Chronicle throws while it opens a file. */
    static JournalException cannotOpen(final Path path, final Throwable e) {
        return new JournalException(
                "journal " + path + ": Chronicle cannot open it (" + e + "); if that is an illegal access, " + FLAGS,
                e);
    }

    private static SingleChronicleQueueBuilder builder(final QueueDirectory directory, final JournalOptions options) {
        return SingleChronicleQueueBuilder.binary(directory.path())
                .rollCycle(directory.roll().chronicle())
                .blockSize(options.blockBytes());
    }

    private static SingleChronicleQueue build(
            final QueueDirectory directory, final SingleChronicleQueueBuilder builder) {
        try {
            return builder.build();
        } catch (final Throwable e) {
            // when Java denies it access Chronicle throws undeclared checked exceptions and AssertionErrors
            throw cannotOpen(directory.path(), e);
        }
    }

    /**
     * Chronicle's locks name a process by number, and it never takes one back from a number that is alive: a writer
     * that was process 1 of its container and died in mid-write would lock its successor out for ever. Our own lock
     * says that no other writer lives, so whatever is left of theirs is stale.
     */
    private static void releaseLocks(final QueueDirectory directory) {
        if (!Files.exists(directory.metadata())) {
            return;
        }
        try (TableStore<?> store = SingleTableBuilder.binary(directory.metadata(), Metadata.NoMeta.INSTANCE)
                .readOnly(false)
                .build()) {
            for (final String key : LOCK_KEYS) {
                final LongValue lock = store.acquireValueFor(key);
                final long holder = lock.getVolatileValue();
                if (holder != AbstractTSQueueLock.UNLOCKED) {
                    lock.setVolatileValue(AbstractTSQueueLock.UNLOCKED);
                    LOG.info("journal {}: released {} of a writer that is gone", directory.path(), key);
                }
                Closeable.closeQuietly(lock);
            }
        } catch (final Throwable e) {
            // when Java denies it access Chronicle throws undeclared checked exceptions and AssertionErrors
            throw new JournalException(
                    "journal " + directory.metadata() + ": cannot be opened for writing (" + e + "); " + FLAGS
                            + ", and if it is damaged, delete it: it is made anew",
                    e);
        }
    }
}
