package io.truebook.tools.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.core.Core;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.replay.OutputComparison;
import io.truebook.engine.replay.Replayer;
import io.truebook.journal.Checkpoints;
import io.truebook.journal.JournalDirectory;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Progress;
import io.truebook.tools.cli.ToolException;
import java.util.Optional;

/** Runs a journal's inputs through the core again. */
public final class ReplayRun {
    private final JournalDirectory journal;
    private final Console console;

    public ReplayRun(JournalDirectory journal, Console console) {
        this.journal = journal;
        this.console = console;
    }

    /**
     * Replays up to and including {@code last}. The state of an input follows from all inputs before it, so the run
     * begins at the newest checkpoint before {@code first}, else at the beginning.
     *
     * @param verify compares outputs and state hashes from {@code first} on
     * @return the object that {@code --json} prints
     * @throws ToolException when the journal was written by another version of the core (exit code 3), or when what
     *     stands before it is gone and no checkpoint stands in (exit code 3)
     */
    public ObjectNode run(long first, long last, boolean verify) {
        final long end = Math.min(last, journal.inputs().lastPosition());
        try (Replayer replayer = new Replayer(journal.inputs())) {
            final long begin = begin(replayer, first);
            requireSameVersion(begin, end);
            final ObjectNode result = Json.object();
            result.put("verified", verify);
            result.put("from", verify ? Math.max(first, begin + 1) : begin + 1).put("to", end);
            final long startNs = System.nanoTime();
            try (Progress progress = Progress.start(console, "replay", " inputs", end - begin)) {
                if (verify) {
                    verify(replayer, Math.max(first, begin + 1), end, begin, progress, result);
                } else {
                    final long[] outputs = {0};
                    result.put("inputs", replayer.run(end, (position, batch) -> {
                        progress.to(position - begin);
                        outputs[0] += batch.count();
                        return true;
                    }));
                    result.put("outputs", outputs[0]);
                }
            }
            result.put("stateHash", String.format("%016x", replayer.core().stateHash()));
            result.put("stateVersion", Core.VERSION);
            final long inputs = Math.max(1, result.get("inputs").asLong());
            result.put("nsPerInput", (System.nanoTime() - startNs) / inputs);
            return result;
        }
    }

    private void verify(Replayer replayer, long first, long end, long begin, Progress progress, ObjectNode result) {
        try (OutputComparison comparison = new OutputComparison(journal.outputs(), first - 1)) {
            result.put("inputs", replayer.run(end, (position, batch) -> {
                progress.to(position - begin);
                return position < first || comparison.compare(position, batch) >= 0;
            }));
            result.put("compared", comparison.compared());
            result.put("missing", comparison.missing());
            // with an end of one's own choice there are outputs beyond it; else their inputs are gone
            result.put("withoutInput", end == journal.inputs().lastPosition() && comparison.hasMore());
            result.put("same", comparison.difference() == null);
            result.put("differingInput", comparison.differingInput());
            result.put("difference", comparison.difference());
        }
    }

    /** Position as of which the replayer stands. */
    private long begin(Replayer replayer, long first) {
        final Checkpoints checkpoints = journal.checkpoints();
        final Optional<Checkpoints.Image> image = first <= journal.inputs().firstPosition() && isComplete()
                ? Optional.empty()
                : checkpoints.newest(first - 1, note -> console.err().println("truebook: note: " + note));
        if (image.isPresent() && image.get().coreVersion() == Core.VERSION) {
            replayer.restore(
                    image.get().content(), image.get().position(), image.get().stateHash());
            return image.get().position();
        }
        if (!isComplete()) {
            throw ToolException.missing(
                    "inputs before position " + journal.inputs().firstPosition()
                            + " are gone and no checkpoint of core version " + Core.VERSION
                            + " stands in for them; choose a later start with --from");
        }
        return journal.inputs().firstPosition() - 1;
    }

    private boolean isComplete() {
        return journal.inputs().firstPosition() == 1;
    }

    /** Another version of the core may rightly conclude something else; that is no divergence, and no proof either. */
    private void requireSameVersion(long begin, long end) {
        try (JournalReader reader = journal.inputs().reader()) {
            boolean more = begin + 1 <= end && reader.seek(begin + 1);
            while (more && Envelope.sequence(reader.buffer(), reader.offset()) <= end) {
                if (Envelope.type(reader.buffer(), reader.offset()) == InputType.CONFIGURED) {
                    final int version = ConfiguredBody.decode(reader.buffer(), reader.offset() + Envelope.BYTES)
                            .coreVersion();
                    if (version != Core.VERSION) {
                        throw ToolException.missing("position "
                                + Envelope.sequence(reader.buffer(), reader.offset())
                                + " was written by core version " + version + ", this is version " + Core.VERSION
                                + "; replay it with the Truebook that wrote it");
                    }
                }
                more = reader.next();
            }
        }
    }
}
