package io.truebook.tools.simulate;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Decides when each fault of a run strikes: at seeded distances, counted in occasions. The first strike of a kind comes
 * within its mean distance, so that a run which is long enough sees every kind.
 */
final class FaultDice {
    private static final FaultKind[] KINDS = FaultKind.values();

    private final SplittableRandom random;
    /** Mean distances, by the kind's ordinal; 0 where the run has no such fault. */
    private final int[] mean = new int[KINDS.length];

    private final int[] left = new int[KINDS.length];
    private final long[] struck = new long[KINDS.length];
    private boolean on = true;

    FaultDice(Set<FaultKind> kinds, SplittableRandom random) {
        this.random = random;
        for (FaultKind kind : EnumSet.copyOf(kinds)) {
            final int usual = usualDistance(kind);
            final int chosen = usual / 2 + random.nextInt(usual + 1);
            mean[kind.ordinal()] = Math.max(1, chosen);
            left[kind.ordinal()] = 1 + random.nextInt(mean[kind.ordinal()]);
        }
    }

    /** Mean occasions between two strikes: deltas sent, or for snapshots and queries those served. */
    private static int usualDistance(FaultKind kind) {
        return switch (kind) {
            case STALE_SNAPSHOT -> 4;
            case REST_FAILURE -> 5;
            case RATE_LIMIT -> 6;
            case DISCONNECT -> 1_600;
            case RECONNECT_STORM -> 3_000;
            case SILENT_SYMBOL -> 1_200;
            case DELAY -> 400;
            default -> 250;
        };
    }

    /** Whether the kind strikes on this occasion; the caller then makes it happen and says so with {@link #struck}. */
    boolean strikes(FaultKind kind) {
        final int at = kind.ordinal();
        if (!on || mean[at] == 0 || --left[at] > 0) {
            return false;
        }
        left[at] = 1 + random.nextInt(2 * mean[at]);
        return true;
    }

    /** It really happened. */
    void struck(FaultKind kind) {
        struck[kind.ordinal()]++;
    }

    /** From now on nothing goes wrong. */
    void stop() {
        on = false;
    }

    boolean isOn() {
        return on;
    }

    /** Whether every kind of the run has happened. */
    boolean allStruck() {
        for (int i = 0; i < KINDS.length; i++) {
            if (mean[i] > 0 && struck[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** How often each kind of the run happened. */
    Map<FaultKind, Long> counts() {
        final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : KINDS) {
            if (mean[kind.ordinal()] > 0) {
                counts.put(kind, struck[kind.ordinal()]);
            }
        }
        return counts;
    }
}
