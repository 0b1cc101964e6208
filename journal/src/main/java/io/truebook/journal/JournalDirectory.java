package io.truebook.journal;

import io.truebook.engine.journal.JournalException;
import io.truebook.engine.record.Envelope;
import io.truebook.journal.QueueDirectory.CycleFile;
import io.truebook.journal.ScanResult.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * A journal directory: both journals, the lock, the checkpoints, the quarantine.
 *
 * <pre>
 * DIR/format        version of the layout, roll cycle
 * DIR/lock          locked by the writer's process; says who
 * DIR/epoch         epoch of the outputs (absent: 0)
 * DIR/inputs/       queue files, metadata.cq4t, base
 * DIR/outputs/      likewise
 * DIR/checkpoints/  images of the core's state
 * DIR/quarantine/   what repairs have cut, with a report each
 * </pre>
 *
 * {@link #open} is for the one writer: it locks, scans, repairs, and never appends behind damage. {@link #openReadOnly}
 * is for everyone else, at any time.
 */
public final class JournalDirectory implements AutoCloseable {
    static final String INPUTS = "inputs";
    static final String OUTPUTS = "outputs";
    private static final String EPOCH = "epoch";

    private final Path path;
    private final JournalLock lock;
    private final ChronicleJournal inputs;
    private final ChronicleJournal outputs;
    private final OpenReport report;
    private final Checkpoints checkpoints;

    private JournalDirectory(
            final Path path,
            final JournalLock lock,
            final ChronicleJournal inputs,
            final ChronicleJournal outputs,
            final OpenReport report) {
        this.path = path;
        this.lock = lock;
        this.inputs = inputs;
        this.outputs = outputs;
        this.report = report;
        this.checkpoints = checkpointsOf(path);
    }

    /**
     * Opens for writing; makes the directory where there is none.
     *
     * @throws JournalException when another process holds it, its format is newer, it cannot be read or repaired, or
     *     Chronicle would be read-only
     */
    public static JournalDirectory open(final Path path, final JournalOptions options) {
        return open(path, options, forced -> {});
    }

    /** As above, telling of each file forced: the seam for the test of durability. */
    static JournalDirectory open(final Path path, final JournalOptions asked, final Consumer<Path> forced) {
        try {
            Files.createDirectories(path);
        } catch (final IOException e) {
            throw new JournalException("journal " + path + ": the folder cannot be made", e);
        }
        final JournalLock lock = JournalLock.acquire(path);
        ChronicleJournal inputs = null;
        try {
            final JournalOptions options = formatOf(path, asked).applyTo(asked);
            final Roll roll = options.roll();
            final QueueDirectory in = new QueueDirectory(path.resolve(INPUTS), roll);
            final QueueDirectory out = new QueueDirectory(path.resolve(OUTPUTS), roll);
            final Recovery recovery = new Recovery(path, options, in, out);
            recovery.run();
            final RollClock clock = new RollClock(options.wallMs());
            raise(clock, in);
            raise(clock, out);
            inputs = recovery.open(in, clock, recovery.lastInput, forced);
            final ChronicleJournal outputs = recovery.open(out, clock, recovery.lastOutput, forced);
            return new JournalDirectory(path, lock, inputs, outputs, recovery.report());
        } catch (final RuntimeException | Error e) {
            if (inputs != null) {
                inputs.close();
            }
            lock.close();
            throw e;
        }
    }

    /**
     * Opens for reading: no lock, no scan, nothing changed. Readers check each record as they come to it.
     *
     * @throws JournalException when there is no journal, or its format is newer
     */
    public static JournalDirectory openReadOnly(final Path path) {
        final JournalFormat format = JournalFormat.read(path);
        final JournalOptions options = format.applyTo(JournalOptions.defaults());
        final ChronicleJournal inputs =
                ChronicleJournal.readOnly(new QueueDirectory(path.resolve(INPUTS), format.roll()), options);
        try {
            final ChronicleJournal outputs =
                    ChronicleJournal.readOnly(new QueueDirectory(path.resolve(OUTPUTS), format.roll()), options);
            return new JournalDirectory(path, null, inputs, outputs, null);
        } catch (final RuntimeException e) {
            inputs.close();
            throw e;
        }
    }

    /** Everything that the core may depend on. */
    public ChronicleJournal inputs() {
        return inputs;
    }

    /** Everything that it concludes. */
    public ChronicleJournal outputs() {
        return outputs;
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** What opening found; null when open for reading alone. */
    public OpenReport report() {
        return report;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            inputs.close();
        } finally {
            try {
                outputs.close();
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        }
    }

    static Checkpoints checkpointsOf(final Path path) {
        return new Checkpoints(path.resolve("checkpoints"));
    }

    static Path quarantineOf(final Path path) {
        return path.resolve("quarantine");
    }

    private static JournalFormat formatOf(final Path path, final JournalOptions options) {
        if (Files.exists(JournalFormat.file(path))) {
            final JournalFormat format = JournalFormat.read(path);
            if (options.blockBytes() <= format.blockBytes()) {
                return format;
            }
            final JournalFormat greater = new JournalFormat(format.version(), format.roll(), options.blockBytes());
            greater.write(path);
            return greater;
        }
        if (Files.exists(path.resolve(INPUTS)) || Files.exists(path.resolve(OUTPUTS))) {
            throw new JournalException("journal " + path + ": has inputs or outputs but no file `format`; restore it "
                    + "(`truebook-journal 1`, `roll=DAILY`, `blockBytes=67108864`), or name another folder");
        }
        final JournalFormat format = new JournalFormat(JournalFormat.VERSION, options.roll(), options.blockBytes());
        format.write(path);
        return format;
    }

    private static void raise(final RollClock clock, final QueueDirectory directory) {
        final List<CycleFile> files = directory.files();
        if (!files.isEmpty()) {
            clock.raiseTo(directory.roll().startMs(files.get(files.size() - 1).cycle()));
        }
    }

    /** Scan, repair, scan again: the steps before a writer may append. */
    private static final class Recovery {
        private final Path path;
        private final JournalOptions options;
        private final QueueDirectory in;
        private final QueueDirectory out;
        private final List<String> repairs = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private ScanResult inputs;
        private ScanResult outputs;
        private long lastInput;
        private long lastOutput;
        private int epoch;
        private boolean epochRose;

        Recovery(final Path path, final JournalOptions options, final QueueDirectory in, final QueueDirectory out) {
            this.path = path;
            this.options = options;
            this.in = in;
            this.out = out;
        }

        void run() {
            JournalRepair.removeLeftovers(in);
            JournalRepair.removeLeftovers(out);
            repairs.addAll(new JournalRepair(in, options, quarantineOf(path)).replaceDamagedMetadata());
            repairs.addAll(new JournalRepair(out, options, quarantineOf(path)).replaceDamagedMetadata());
            epoch = readEpoch();
            final Checkpoints checkpoints = checkpointsOf(path);
            long trusted = trusted(checkpoints, Long.MAX_VALUE);
            inputs = StartupScan.from(in, trusted, StartupScan.Visitor.NONE);
            if (inputs.lastGood() < trusted) {
                // a checkpoint reaches the disk at once, the inputs it has seen when the kernel likes
                trusted = trusted(checkpoints, inputs.lastGood());
                inputs = StartupScan.from(in, trusted, StartupScan.Visitor.NONE);
            }
            lastInput = settle(in, inputs, trusted);
            repairs.addAll(checkpoints.moveBeyond(lastInput, quarantineOf(path)));

            // outputs are never in an older cycle than their inputs: the file of the checkpoint's input is early enough
            final int cycle = trusted == 1 ? Integer.MIN_VALUE : cycleOf(trusted);
            final OutputCheck check = new OutputCheck(lastInput);
            outputs = cycle == Integer.MIN_VALUE
                    ? StartupScan.from(out, 1, check)
                    : StartupScan.fromCycle(out, cycle, check);
            lastOutput = settle(out, outputs, check.firstOrphan == 0 ? 1 : Long.MAX_VALUE);
            epoch = Math.max(epoch, check.greatestEpoch);
            if (check.firstOrphan != 0) {
                // the epoch first: keys of what goes to quarantine must not come again, whatever happens next
                epoch++;
                epochRose = true;
                writeEpoch();
                lastOutput = check.firstOrphan - 1;
                repairs.addAll(new JournalRepair(out, options, quarantineOf(path))
                        .cutAfter(
                                lastOutput,
                                "their inputs are gone: causes lie beyond input " + lastInput + "; epoch is now "
                                        + epoch));
            }
            forceNewest(in);
            forceNewest(out);
        }

        /** Records are sound by now; Chronicle's own pages may not be, and it would number on wrongly. */
        ChronicleJournal open(
                final QueueDirectory directory,
                final RollClock clock,
                final long lastPosition,
                final Consumer<Path> forced) {
            final ChronicleJournal journal =
                    ChronicleJournal.forAppending(directory, options, clock, lastPosition, forced);
            if (journal.agreesOnTheEnd()) {
                return journal;
            }
            journal.close();
            repairs.addAll(new JournalRepair(directory, options, quarantineOf(path))
                    .cutAfter(lastPosition, "Chronicle's own last index is another; no record is lost"));
            return ChronicleJournal.forAppending(directory, options, clock, lastPosition, forced);
        }

        /** Position of the newest sound checkpoint up to there: what lies before it was checked once. */
        private long trusted(final Checkpoints checkpoints, final long upTo) {
            return options.scanAll()
                    ? 1
                    : checkpoints
                            .newest(upTo, upTo == Long.MAX_VALUE ? notes::add : note -> {})
                            .map(Checkpoints.Image::position)
                            .orElse(1L);
        }

        OpenReport report() {
            return new OpenReport(inputs, outputs, List.copyOf(repairs), List.copyOf(notes), epoch, epochRose);
        }

        private long settle(final QueueDirectory directory, final ScanResult scan, final long recheckFrom) {
            if (scan.finding() == Finding.CLEAN) {
                return scan.lastGood();
            }
            repairs.addAll(new JournalRepair(directory, options, quarantineOf(path)).repair(scan));
            final ScanResult again =
                    StartupScan.from(directory, Math.min(recheckFrom, scan.lastGood() + 1), StartupScan.Visitor.NONE);
            if (again.finding() != Finding.CLEAN || again.lastGood() != scan.lastGood()) {
                throw new JournalException("journal " + directory.path() + ": still not sound after its repair: "
                        + again.describe() + "; nothing more was changed, see " + quarantineOf(path));
            }
            return again.lastGood();
        }

        private int cycleOf(final long position) {
            final CycleMap map = CycleMap.of(StartupScan.kept(in.files(), in.base()));
            final int i = map.find(position);
            return i < 0 ? Integer.MIN_VALUE : map.cycle(i);
        }

        /** What an earlier process left in the page cache counts as found; so it must not be lost any more. */
        private static void forceNewest(final QueueDirectory directory) {
            final List<CycleFile> files = directory.files();
            try {
                for (final CycleFile file : files.subList(Math.max(0, files.size() - 2), files.size())) {
                    DurableFiles.force(file.path());
                }
            } catch (final IOException e) {
                throw new JournalException("journal " + directory.path() + ": cannot be forced to disk", e);
            }
        }

        private int readEpoch() {
            final Path file = path.resolve(EPOCH);
            try {
                return Files.exists(file)
                        ? Integer.parseInt(Files.readString(file).strip())
                        : 0;
            } catch (final IOException | NumberFormatException e) {
                throw new JournalException(
                        "journal " + file + ": holds no epoch; write a number into it that is "
                                + "greater than any epoch in the outputs",
                        e);
            }
        }

        private void writeEpoch() {
            try {
                DurableFiles.writeText(path.resolve(EPOCH), epoch + "\n");
            } catch (final IOException e) {
                throw new JournalException("journal " + path.resolve(EPOCH) + ": cannot be written", e);
            }
        }
    }

    /** Finds the first output whose input is gone. Causes do not fall, so all that follow are orphans too. */
    private static final class OutputCheck implements StartupScan.Visitor {
        private final long lastInput;
        private long firstOrphan;
        private int greatestEpoch;

        OutputCheck(final long lastInput) {
            this.lastInput = lastInput;
        }

        @Override
        public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
            greatestEpoch = Math.max(greatestEpoch, Envelope.epoch(buffer, offset));
            if (firstOrphan == 0 && Envelope.cause(buffer, offset) > lastInput) {
                firstOrphan = Envelope.sequence(buffer, offset);
            }
        }
    }
}
