package io.truebook.journal;

import io.truebook.journal.QueueDirectory.CycleFile;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.queue.RollCycle;

/**
 * From position to Chronicle index. Within a cycle Chronicle numbers records densely from 0, so that the first position
 * of each cycle is all one needs to know. Immutable; an owner replaces it at a roll and when old files go.
 */
final class CycleMap {
    static final CycleMap EMPTY = new CycleMap(new int[0], new long[0]);

    private final int[] cycles;
    private final long[] firsts;

    private CycleMap(final int[] cycles, final long[] firsts) {
        this.cycles = cycles;
        this.firsts = firsts;
    }

    /** Reads the first record of each file; files without one are left out. */
    static CycleMap of(final List<CycleFile> files) {
        CycleMap map = EMPTY;
        for (final CycleFile file : files) {
            final long first = StartupScan.firstPosition(file.path());
            if (first != 0 && (map.isEmpty() || first > map.firsts[map.firsts.length - 1])) {
                map = map.with(file.cycle(), first);
            }
        }
        return map;
    }

    CycleMap with(final int cycle, final long firstPosition) {
        final int[] moreCycles = Arrays.copyOf(cycles, cycles.length + 1);
        final long[] moreFirsts = Arrays.copyOf(firsts, firsts.length + 1);
        moreCycles[cycles.length] = cycle;
        moreFirsts[firsts.length] = firstPosition;
        return new CycleMap(moreCycles, moreFirsts);
    }

    CycleMap without(final int oldest) {
        return new CycleMap(
                Arrays.copyOfRange(cycles, oldest, cycles.length), Arrays.copyOfRange(firsts, oldest, firsts.length));
    }

    boolean isEmpty() {
        return cycles.length == 0;
    }

    int size() {
        return cycles.length;
    }

    int cycle(final int i) {
        return cycles[i];
    }

    long firstPosition(final int i) {
        return firsts[i];
    }

    /** Where the cycle that holds a position stands in this map, -1 when it lies before the first. */
    int find(final long position) {
        final int found = Arrays.binarySearch(firsts, position);
        return found >= 0 ? found : -found - 2;
    }

    /** Chronicle index of a position that some cycle of this map holds. */
    long indexOf(final RollCycle roll, final long position) {
        final int i = find(position);
        return roll.toIndex(cycles[i], position - firsts[i]);
    }
}
