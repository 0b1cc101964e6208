package io.truebook.journal;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that touches the pages an appender will write next, so that the appender does not fault. A write fault on a
 * hole of a sparse mapped file reads ahead the whole window of the device (8 MiB, 15 to 30 ms on the machine measured);
 * here that happens beside the appender. Chronicle's own pretoucher is not in the open-source edition.
 *
 * <p>A touch is a compare-and-set of zero by zero on one word of a page: it never changes what the appender has written.
 */
final class Pretoucher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pretoucher.class);
    private static final int PAGE_BYTES = 4096;
    private static final long PAUSE_NS = 1_000_000;

    private final Supplier<Path> currentFile;
    private final int aheadBytes;
    private final Thread thread;

    /** Written by {@link #close}, read by the thread. */
    private volatile boolean stopped;

    /** Written by the thread, read by tests. */
    private volatile long touchedPages;

    private Path path;
    private QueueFile header;
    private FileChannel channel;
    private long touchedTo;

    /** @param currentFile the file that the appender writes, null while there is none */
    Pretoucher(final Supplier<Path> currentFile, final int aheadBytes, final String name) {
        this.currentFile = currentFile;
        this.aheadBytes = aheadBytes;
        this.thread = new Thread(this::run, "pretouch-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    long touchedPages() {
        return touchedPages;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                final Path now = currentFile.get();
                if (now != null) {
                    if (!now.equals(path)) {
                        use(now);
                    }
                    touch();
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        } catch (final IOException | InternalError e) {
            // InternalError: a page could not be had, the disk is full; the appender will meet that itself
            LOG.warn("journal {}: pages are no longer touched ahead: {}", path, e.toString());
        } finally {
            closeFile();
        }
    }

    private void use(final Path file) throws IOException {
        closeFile();
        path = file;
        header = new QueueFile(file);
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        touchedTo = 0;
    }

    /** Half of the distance at a time, so that a mapping serves many pages. Never beyond the file: that would grow it. */
    private void touch() throws IOException {
        final long written = header.writePosition();
        final long from = Math.max(touchedTo, written + PAGE_BYTES - 1) & -PAGE_BYTES;
        final long to = Math.min(written + aheadBytes, channel.size()) & -PAGE_BYTES;
        if (to - from < aheadBytes / 2 && to != (channel.size() & -PAGE_BYTES) || to <= from) {
            return;
        }
        final MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, from, to - from);
        mapping.order(ByteOrder.nativeOrder());
        final UnsafeBuffer pages = new UnsafeBuffer(mapping);
        for (int at = 0; at < pages.capacity() && !stopped; at += PAGE_BYTES) {
            pages.compareAndSetInt(at, 0, 0);
        }
        touchedPages = touchedPages + (to - from) / PAGE_BYTES;
        touchedTo = to;
        BufferUtil.free(mapping);
    }

    private void closeFile() {
        try {
            if (channel != null) {
                channel.close();
                header.close();
            }
        } catch (final IOException e) {
            LOG.warn("journal {}: cannot be closed after touching: {}", path, e.toString());
        }
    }
}
