package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The integrity of a journal directory, for {@code truebook verify}: every record of both journals is walked, length
 * words, lengths, checksums, versions and dense positions are checked, and outputs must not come before their inputs.
 * Changes nothing and needs no lock; a writer may live, and what counts is then what stood when the walk came by.
 */
public final class JournalVerify {
    /**
     * What was found.
     *
     * @param inputs the input journal
     * @param outputs the output journal
     * @param orphanOutputs outputs whose input is not there; a power cut may leave some, and the next start quarantines
     *     them
     * @param misordered position of the first output whose cause is below an earlier one's, 0 for none
     * @param notes damaged checkpoints and the like; no faults
     */
    public record Report(
            ScanResult inputs, ScanResult outputs, long orphanOutputs, long misordered, List<String> notes) {
        /** True when nothing is damaged or lost; a torn tail alone is no fault. */
        public boolean isSound() {
            return inputs.isSound() && outputs.isSound() && misordered == 0 && orphanOutputs == 0;
        }

        /** Lines for people. */
        public List<String> describe() {
            final List<String> lines = new ArrayList<>();
            lines.add(inputs.describe());
            lines.add(outputs.describe());
            if (orphanOutputs > 0) {
                lines.add("outputs: " + orphanOutputs + " have causes beyond the last input, " + inputs.lastGood()
                        + "; the next start moves them to quarantine");
            }
            if (misordered != 0) {
                lines.add("outputs: position " + misordered + " has an earlier cause than the output before it");
            }
            lines.addAll(notes);
            return lines;
        }
    }

    private JournalVerify() {}

    /**
     * Walks both journals.
     *
     * @throws JournalException when there is no journal, its format is newer, or a file cannot be read
     */
    public static Report verify(final Path path) {
        final Roll roll = JournalFormat.read(path).roll();
        if (!Files.isDirectory(path.resolve(JournalDirectory.INPUTS))) {
            throw new JournalException("journal " + path + ": has no inputs; name the folder of a journal");
        }
        // outputs first: beside a living writer their inputs are then there when the inputs are walked
        final long[] causes = new long[2];
        final QueueDirectory outputs = new QueueDirectory(path.resolve(JournalDirectory.OUTPUTS), roll);
        final ScanResult out = StartupScan.from(outputs, 1, (buffer, offset, length) -> {
            final long cause = Envelope.cause(buffer, offset);
            if (cause < causes[0] && causes[1] == 0) {
                causes[1] = Envelope.sequence(buffer, offset);
            }
            causes[0] = Math.max(causes[0], cause);
        });
        final ScanResult in = StartupScan.from(
                new QueueDirectory(path.resolve(JournalDirectory.INPUTS), roll), 1, StartupScan.Visitor.NONE);
        final long orphanOutputs = causes[0] > in.lastGood() ? countBeyond(outputs, in.lastGood()) : 0;
        final List<String> notes = new ArrayList<>();
        JournalDirectory.checkpointsOf(path).newest(in.lastGood(), notes::add);
        return new Report(in, out, orphanOutputs, causes[1], List.copyOf(notes));
    }

    /**
     * Cuts torn tails, and nothing else; takes the writer's lock.
     *
     * @return what was cut and where it is kept, in words; empty when there was no torn tail
     * @throws JournalException when a writer holds the journal
     */
    public static List<String> repairTornTails(final Path path) {
        final Roll roll = JournalFormat.read(path).roll();
        final List<String> done = new ArrayList<>();
        final JournalLock lock = JournalLock.acquire(path);
        try {
            for (final String name : List.of(JournalDirectory.INPUTS, JournalDirectory.OUTPUTS)) {
                final QueueDirectory directory = new QueueDirectory(path.resolve(name), roll);
                final ScanResult scan = StartupScan.from(directory, 1, StartupScan.Visitor.NONE);
                if (scan.finding() == ScanResult.Finding.TORN_TAIL) {
                    done.addAll(
                            new JournalRepair(directory, JournalOptions.defaults(), JournalDirectory.quarantineOf(path))
                                    .repair(scan));
                }
            }
        } finally {
            lock.close();
        }
        return done;
    }

    private static long countBeyond(final QueueDirectory outputs, final long lastInput) {
        final long[] count = new long[1];
        StartupScan.from(outputs, 1, (buffer, offset, length) -> {
            if (Envelope.cause(buffer, offset) > lastInput) {
                count[0]++;
            }
        });
        return count[0];
    }
}
