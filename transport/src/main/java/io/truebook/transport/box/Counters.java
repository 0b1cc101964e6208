package io.truebook.transport.box;

import java.util.EnumMap;
import java.util.Map;

/** What {@link BoxStats} is made from. Event loop. */
final class Counters {
    long connections;
    long feedFrames;
    long framesSent;
    long bookFrames;
    long snapshots;
    long queries;
    long feedMalformed;
    long feedChecksumsBad;
    long feedGaps;
    long closedByLimit;
    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);

    void fault(FaultKind kind) {
        faults.merge(kind, 1L, Long::sum);
    }

    BoxStats stats(boolean finished) {
        return new BoxStats(
                connections,
                feedFrames,
                framesSent,
                bookFrames,
                snapshots,
                queries,
                feedMalformed,
                feedChecksumsBad,
                feedGaps,
                closedByLimit,
                Map.copyOf(faults),
                finished);
    }
}
