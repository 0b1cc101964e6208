package io.truebook.engine.replay;

import io.truebook.engine.journal.Journal;

/** Replays inputs against outputs; on its own so that a class loader with a changed core can run it. */
public final class ReplayComparison {
    private ReplayComparison() {}

    /** What differs first, null when nothing does. */
    public static String difference(Journal inputs, Journal outputs) {
        try (Replayer replayer = new Replayer(inputs);
                OutputComparison comparison = new OutputComparison(outputs, 0)) {
            replayer.run(
                    inputs.lastPosition(), (position, batch) -> comparison.compare(position, batch) == batch.count());
            return comparison.difference();
        }
    }
}
