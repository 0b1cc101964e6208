package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import io.truebook.journal.QueueDirectory.CycleFile;
import io.truebook.journal.ScanResult.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.agrona.DirectBuffer;

/**
 * Walks a journal's files forward and says how far they hold: length words, record lengths, checksums, versions, dense
 * positions, and that the end reached is the end that Chronicle's header claims. It changes nothing, needs no lock, and
 * may run while another process appends (the end is then the end of that moment). One thread per instance.
 *
 * <p>Records before {@code from} are trusted, save for those in the file that holds it: their lengths and positions are
 * walked, their checksums are not.
 */
public final class StartupScan {
    /** A live writer may append while the end is judged; more often than this it is not the writer's doing. */
    private static final int MAX_RESUMES = 10_000;

    /** Sees each sound record in order; called during the walk. */
    @FunctionalInterface
    public interface Visitor {
        Visitor NONE = (buffer, offset, length) -> {};

        void onRecord(DirectBuffer buffer, int offset, int length);
    }

    private final QueueDirectory directory;
    private final Visitor visitor;

    private long records;
    private long lastGood;
    private long firstTimeNs;
    private long lastTimeNs;
    private int resumes;

    private StartupScan(final QueueDirectory directory, final Visitor visitor) {
        this.directory = directory;
        this.visitor = visitor;
    }

    /**
     * Walks the journal of that directory.
     *
     * @param from position from which checksums are checked; 1 checks all that is kept
     * @throws JournalException when a file cannot be read, or was written by a newer version
     */
    static ScanResult from(final QueueDirectory directory, final long from, final Visitor visitor) {
        return new StartupScan(directory, visitor).scan(from, Integer.MIN_VALUE);
    }

    /** As {@link #from}, beginning with the first file of that cycle or a later one. */
    static ScanResult fromCycle(final QueueDirectory directory, final int cycle, final Visitor visitor) {
        return new StartupScan(directory, visitor).scan(1, cycle);
    }

    private ScanResult scan(final long from, final int fromCycle) {
        final long base = directory.base();
        final List<CycleFile> files = kept(directory.files(), base);
        lastGood = base - 1;
        try {
            final int start = startFile(files, from, fromCycle);
            for (int i = start; i < files.size(); i++) {
                final ScanResult result = scanFile(files, i, i == start && start > 0, from, base);
                if (result != null) {
                    return result;
                }
            }
        } catch (final IOException e) {
            throw new JournalException("journal " + directory.path() + ": cannot be read", e);
        }
        return new ScanResult(
                directory.name(), Finding.CLEAN, 0, base, base - 1, 0, 0, null, 0, 0, 0, 0, 0, List.of(), "");
    }

    /** Retention writes the base first and deletes afterwards: files that lie wholly below it are as good as gone. */
    static List<CycleFile> kept(final List<CycleFile> files, final long base) {
        int first = 0;
        if (base > 1) {
            for (int i = 1; i < files.size(); i++) {
                final long start = firstPosition(files.get(i).path());
                if (start > base) {
                    break;
                }
                if (start != 0) {
                    first = i;
                }
            }
        }
        return files.subList(first, files.size());
    }

    /** Position of the first record in a file, 0 when there is none or it cannot be read. */
    static long firstPosition(final Path path) {
        try (QueueFile file = new QueueFile(path)) {
            return file.next(0, true) ? file.sequence() : 0;
        } catch (final IOException e) {
            return 0;
        }
    }

    private int startFile(final List<CycleFile> files, final long from, final int fromCycle) {
        int start = 0;
        for (int i = 1; i < files.size(); i++) {
            final boolean skip = fromCycle == Integer.MIN_VALUE
                    ? from > 1 && isBetween(firstPosition(files.get(i).path()), from)
                    : files.get(i).cycle() <= fromCycle
                            && firstPosition(files.get(i).path()) != 0;
            if (skip) {
                start = i;
            }
        }
        return start;
    }

    private static boolean isBetween(final long position, final long limit) {
        return position != 0 && position <= limit;
    }

    /** Null to go on with the next file. */
    private ScanResult scanFile(
            final List<CycleFile> files, final int index, final boolean anyFirst, final long from, final long base)
            throws IOException {
        try (QueueFile file = new QueueFile(files.get(index).path())) {
            // before the walk: a live writer moves it on, and what it named then must be there
            final long claimed = file.writePosition();
            if (anyFirst && file.next(0, true)) {
                lastGood = file.sequence() - 1;
                file.continueFrom(file.documentOffset());
            }
            while (true) {
                walk(file, from);
                refuseNewer(file);
                final long end = file.stopOffset();
                if (isPlainEnd(file, claimed)) {
                    final OptionalInt later = recordsIn(files, index + 1);
                    if (later.isEmpty()) {
                        return clean(base, file, end);
                    }
                    // 0: its first record is unsound, which the walk of that file will tell better
                    final long next = firstPosition(files.get(later.getAsInt()).path());
                    if (next == 0 || next == lastGood + 1) {
                        return null;
                    }
                }
                if (!hasChanged(file, end)) {
                    return judge(files, index, file, claimed, base);
                }
            }
        }
    }

    /** Nothing lies behind the end, and the header claims nothing beyond it. */
    private static boolean isPlainEnd(final QueueFile file, final long claimed) throws IOException {
        final long end = file.stopOffset();
        if (file.stop() == QueueFile.Stop.END_MARK) {
            return claimed >= 0 && claimed < end;
        }
        // end 0: the process ended while it made the file; Chronicle would wait a minute for its header
        return end > 0 && claimed >= 0 && claimed < end && file.stop().isPlainEnd() && file.endOfBytes(end) == end;
    }

    private void refuseNewer(final QueueFile file) {
        if (file.stop() == QueueFile.Stop.NEWER_VERSION) {
            throw new JournalException("journal " + file.path() + ": the record after position " + lastGood
                    + " at byte " + file.stopOffset() + " has a newer version than " + Envelope.VERSION
                    + "; use the program that wrote it, or a newer one");
        }
    }

    private void walk(final QueueFile file, final long from) throws IOException {
        while (file.next(lastGood + 1, lastGood + 1 >= from)) {
            lastGood = file.sequence();
            lastTimeNs = Envelope.timeNs(file.buffer(), file.recordOffset());
            if (records == 0) {
                firstTimeNs = lastTimeNs;
            }
            records++;
            visitor.onRecord(file.buffer(), file.recordOffset(), file.recordLength());
        }
    }

    /** True when a live writer has gone on there since; the file then stands at the end again, to be walked on. */
    private boolean hasChanged(final QueueFile file, final long end) throws IOException {
        final QueueFile.Stop before = file.stop();
        file.continueFrom(end);
        final boolean changed = file.next(lastGood + 1, true) || file.stop() != before;
        file.continueFrom(end);
        return changed && ++resumes < MAX_RESUMES;
    }

    /** The first file from {@code index} on that is more than a finished header and Chronicle's own pages. */
    private static OptionalInt recordsIn(final List<CycleFile> files, final int index) {
        for (int i = index; i < files.size(); i++) {
            try (QueueFile file = new QueueFile(files.get(i).path())) {
                if (file.next(0, false)
                        || file.stopOffset() == 0
                        || !file.stop().isPlainEnd()
                        || file.endOfBytes(file.stopOffset()) != file.stopOffset()) {
                    return OptionalInt.of(i);
                }
            } catch (final IOException e) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private ScanResult judge(
            final List<CycleFile> files, final int index, final QueueFile file, final long claimed, final long base)
            throws IOException {
        final long end = file.stopOffset();
        file.continueFrom(end);
        file.next(lastGood + 1, true);
        final String what = explain(file);
        final long bytesEnd = file.endOfBytes(end);

        long behind = 0;
        long firstBehind = 0;
        long lastBehind = 0;
        for (int i = index; i < files.size(); i++) {
            try (QueueFile each = new QueueFile(files.get(i).path())) {
                long at = i == index ? end : 0;
                while ((at = each.findRecord(at, lastGood)) >= 0) {
                    behind++;
                    firstBehind = firstBehind == 0 ? each.sequence() : firstBehind;
                    lastBehind = each.sequence();
                    at += QueueFile.WORD_BYTES + each.recordLength();
                }
            }
        }
        final List<Path> cutOff = new ArrayList<>();
        for (final CycleFile later : files.subList(index + 1, files.size())) {
            cutOff.add(later.path());
        }
        final Finding finding;
        String reason = what;
        if (behind > 0 || recordsIn(files, index + 1).isPresent()) {
            finding = Finding.DAMAGED;
        } else if (claimed >= end || claimed < 0 && end > 0) {
            finding = Finding.LOST_TAIL;
            reason += claimed < 0
                    ? "; the file's header is unreadable"
                    : "; the file's header says that a document had been written at byte " + claimed;
        } else {
            finding = Finding.TORN_TAIL;
        }
        return new ScanResult(
                directory.name(),
                finding,
                records,
                base,
                lastGood,
                firstTimeNs,
                lastTimeNs,
                file.path(),
                end,
                Math.max(bytesEnd, claimed),
                behind,
                firstBehind,
                lastBehind,
                cutOff,
                reason);
    }

    private String explain(final QueueFile file) {
        final long next = lastGood + 1;
        if (file.stopOffset() == 0) {
            return "the file was begun and has no header yet";
        }
        return switch (file.stop()) {
            case FREE -> "nothing is written where position " + next + " should be";
            case END_MARK -> "the file was closed before position " + next + ", and no file goes on with it";
            case FILE_END -> "the file ends where position " + next + " should be";
            case INCOMPLETE -> "position " + next + " was begun and not finished";
            case BAD_LENGTH_WORD -> "the length word before position " + next + " is impossible";
            case BAD_LENGTH -> "position " + next + " has another length than its envelope says";
            case BAD_CRC -> "the checksum of position " + next + " does not hold";
            case NEWER_VERSION -> "position " + next + " has a newer version";
            case BAD_SEQUENCE -> "the record that should be position " + next + " says that it is another";
        };
    }

    private ScanResult clean(final long base, final QueueFile file, final long end) {
        return new ScanResult(
                directory.name(),
                Finding.CLEAN,
                records,
                base,
                lastGood,
                firstTimeNs,
                lastTimeNs,
                file.path(),
                end,
                end,
                0,
                0,
                0,
                List.of(),
                "");
    }
}
