package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.journal.QueueDirectory.CycleFile;
import io.truebook.journal.ScanResult.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Makes a journal end at a good record, so that appending behind damage cannot happen. What is cut is kept, with a
 * report, in {@code DIR/quarantine/NNNN-JOURNAL/}. The caller holds the lock and has the queue closed.
 *
 * <ul>
 *   <li>A torn tail: its bytes are copied to quarantine and zeroed in place.
 *   <li>Anything else: the good records of the damaged file are appended to a fresh file of the same cycle, which
 *       replaces it in one rename; the damaged file and all later ones go to quarantine. Chronicle's metadata goes too
 *       (it names the newest file) and is made anew.
 * </ul>
 *
 * A crash in the middle leaves a journal in which the next scan finds the same fault, or none.
 */
final class JournalRepair {
    private final QueueDirectory directory;
    private final JournalOptions options;
    private final Path quarantine;
    private final List<String> report = new ArrayList<>();

    private Path folder;

    /** @param quarantine {@code DIR/quarantine}; made when needed */
    JournalRepair(final QueueDirectory directory, final JournalOptions options, final Path quarantine) {
        this.directory = directory;
        this.options = options;
        this.quarantine = quarantine;
    }

    /** Repairs what a scan found. Returns what was done, in words; empty when nothing was to do. */
    List<String> repair(final ScanResult scan) {
        if (scan.finding() == Finding.CLEAN) {
            return List.of();
        }
        report.add(scan.describe());
        try {
            // a file without records is not worth mending: whether Chronicle finished its own pages is unknown
            if (scan.finding() == Finding.TORN_TAIL && StartupScan.firstPosition(scan.file()) != 0) {
                zeroTail(scan.file(), scan.offset(), scan.endOffset());
            } else {
                cut(scan.file(), scan.filesBehind(), scan.lastGood());
            }
            return finish();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /** Ends the journal at {@code lastKept}, which it holds or which is just before its first position. */
    List<String> cutAfter(final long lastKept, final String why) {
        report.add(directory.name() + ": cut after position " + lastKept + ": " + why);
        final List<CycleFile> files = directory.files();
        int index = files.size() - 1;
        while (index > 0) {
            final long first = StartupScan.firstPosition(files.get(index).path());
            if (first != 0 && first <= lastKept + 1) {
                break;
            }
            index--;
        }
        try {
            final List<Path> later = new ArrayList<>();
            for (final CycleFile file : files.subList(index + 1, files.size())) {
                later.add(file.path());
            }
            cut(files.get(index).path(), later, lastKept);
            return finish();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /**
     * Chronicle's metadata holds nothing that cannot be made anew, but when it is damaged, or its making was cut short,
     * Chronicle waits for ten seconds and then falls back to read-only. So it goes.
     */
    List<String> replaceDamagedMetadata() {
        final Path metadata = directory.metadata();
        if (!Files.exists(metadata) || ChronicleFiles.isMetadata(metadata)) {
            return List.of();
        }
        try {
            report.add(directory.name() + ": " + QueueDirectory.METADATA + " was damaged; Chronicle makes it anew");
            quarantine(metadata);
            return finish();
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /** Removes what a repair that did not end has left behind. */
    static void removeLeftovers(final QueueDirectory directory) {
        try {
            deleteTree(rebuildFolder(directory));
        } catch (final IOException e) {
            throw new JournalException("journal " + rebuildFolder(directory) + ": cannot be removed", e);
        }
    }

    private void zeroTail(final Path file, final long from, final long to) throws IOException {
        final Path evidence = folder().resolve(file.getFileName() + ".tail-at-" + from);
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel target =
                        FileChannel.open(evidence, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = from; at < to; ) {
                at += source.transferTo(at, to - at, target);
            }
            target.force(true);
            final ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
            // backwards: while the first word is not zero, a scan finds the same torn tail
            for (long end = to; end > from; ) {
                final int count = (int) Math.min(zeros.capacity(), end - from);
                zeros.clear().limit(count);
                end -= count;
                while (zeros.hasRemaining()) {
                    source.write(zeros, end + zeros.position());
                }
            }
            source.force(true);
        }
        report.add("zeroed " + (to - from) + " bytes of " + file.getFileName() + " from byte " + from + "; kept as "
                + evidence.getFileName());
    }

    private void cut(final Path file, final List<Path> later, final long lastKept) throws IOException {
        // newest first: what remains after a crash here is still cut off behind the same fault
        for (int i = later.size() - 1; i >= 0; i--) {
            quarantine(later.get(i));
        }
        final long first = StartupScan.firstPosition(file);
        if (first == 0 || first > lastKept) {
            quarantine(file);
        } else {
            final Path fresh = rebuild(file, first, lastKept);
            Files.createLink(folder().resolve(file.getFileName()), file);
            DurableFiles.forceDirectory(folder());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            report.add("rebuilt " + file.getFileName() + " with positions " + first + " to " + lastKept
                    + "; the file as it was is kept");
        }
        if (Files.exists(directory.metadata())) {
            quarantine(directory.metadata());
        }
        DurableFiles.forceDirectory(directory.path());
    }

    private void quarantine(final Path file) throws IOException {
        Files.move(file, folder().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        report.add("moved " + file.getFileName() + " here");
    }

    /** A file of the same name, in a folder of its own, that holds the good records. */
    private Path rebuild(final Path damaged, final long first, final long lastKept) throws IOException {
        removeLeftovers(directory);
        final int cycle =
                directory.roll().cycleOf(damaged.getFileName().toString()).orElseThrow();
        final QueueDirectory target = new QueueDirectory(rebuildFolder(directory), directory.roll());
        final long cycleMs = directory.roll().startMs(cycle);
        final PointerBytesStore store = new PointerBytesStore();
        try (QueueFile source = new QueueFile(damaged);
                SingleChronicleQueue queue =
                        ChronicleFiles.openForAppending(target, options, new RollClock(() -> cycleMs));
                ExcerptAppender appender = queue.createAppender()) {
            for (long position = first; position <= lastKept; position++) {
                if (!source.next(position, true)) {
                    throw new JournalException("journal " + damaged + ": position " + position
                            + " was sound a moment ago and is not now; is the disk failing?");
                }
                store.set(source.buffer().addressOffset() + source.recordOffset(), source.recordLength());
                appender.writeBytes(store);
            }
        }
        final Path fresh = target.file(cycle);
        DurableFiles.force(fresh);
        return fresh;
    }

    private List<String> finish() throws IOException {
        removeLeftovers(directory);
        DurableFiles.writeText(folder().resolve("report.txt"), String.join("\n", report) + "\n");
        return List.copyOf(report);
    }

    private Path folder() throws IOException {
        if (folder == null) {
            Files.createDirectories(quarantine);
            int number = 1;
            try (Stream<Path> entries = Files.list(quarantine)) {
                number += (int) entries.count();
            }
            folder = quarantine.resolve(String.format("%04d-%s", number, directory.name()));
            while (Files.exists(folder)) {
                folder = quarantine.resolve(String.format("%04d-%s", ++number, directory.name()));
            }
            Files.createDirectories(folder);
            DurableFiles.forceDirectory(quarantine);
        }
        return folder;
    }

    private static Path rebuildFolder(final QueueDirectory directory) {
        return directory.path().resolveSibling(directory.name() + ".rebuild");
    }

    private static void deleteTree(final Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        final List<Path> all;
        try (Stream<Path> entries = Files.walk(root)) {
            all = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.delete(path);
        }
    }

    private JournalException failed(final IOException e) {
        return new JournalException(
                "journal " + directory.path() + ": cannot be repaired (" + e.getMessage()
                        + "); make room or fix permissions, then start again",
                e);
    }
}
