package io.truebook.transport.box;

import java.util.Map;

/**
 * Counters of a box at one moment. Immutable, any thread.
 *
 * @param connections WebSocket connections accepted
 * @param feedFrames frames and answers taken from the feeds
 * @param framesSent text frames written to clients
 * @param bookFrames of those, book snapshots and deltas
 * @param snapshots of those, snapshots that the box made from its own book
 * @param queries HTTP requests answered
 * @param feedMalformed frames of a feed that the box could not read itself; not relayed
 * @param feedChecksumsBad recorded checksums that differ from the box's own book
 * @param feedGaps holes in the recorded chain of update ids
 * @param closedByLimit connections closed for breaking the venue's limits (messages a second, unanswered pings)
 * @param faults those that really happened, by kind
 * @param finished whether every feed is exhausted and everything was written
 */
public record BoxStats(
        long connections,
        long feedFrames,
        long framesSent,
        long bookFrames,
        long snapshots,
        long queries,
        long feedMalformed,
        long feedChecksumsBad,
        long feedGaps,
        long closedByLimit,
        Map<FaultKind, Long> faults,
        boolean finished) {}
