package io.truebook.tools.simulate;

import java.util.List;
import java.util.Map;

/**
 * What a run of one seed came to.
 *
 * @param inputs inputs of the core
 * @param compared instants at which a LIVE book was compared with the venue's
 * @param wrongCount instants of those at which it differed within its proven depth
 * @param wrong the first of them, in words
 * @param unequalAtEnd books that were not LIVE and equal in bounded time after the faults, in words
 * @param unprovoked failed checks after the recovery, when no fault was left to blame, in words
 * @param faults how often each kind of the run happened
 * @param bookFrames frames of books that the venue wrote
 * @param shapes how many of them had each shape of the venue's
 * @param healedNs simulated time from the last fault until all books were LIVE and equal
 * @param stateHash the core's at the end: two runs of one seed agree in it
 */
public record SimulationResult(
        long seed,
        long inputs,
        long compared,
        long wrongCount,
        List<String> wrong,
        List<String> unequalAtEnd,
        List<String> unprovoked,
        Map<FaultKind, Long> faults,
        long bookFrames,
        Map<Shape, Long> shapes,
        long healedNs,
        long stateHash) {
    /** Kinds of the run that never happened. */
    public List<FaultKind> neverFired() {
        return faults.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Never wrong, all well at the end, and every fault happened. */
    public boolean holds() {
        return wrongCount == 0
                && unequalAtEnd.isEmpty()
                && unprovoked.isEmpty()
                && neverFired().isEmpty();
    }
}
