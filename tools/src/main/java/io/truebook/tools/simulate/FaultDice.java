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
    private final SplittableRandom random;
    private final Map<FaultKind, Integer> mean = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> left = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Long> struck = new EnumMap<>(FaultKind.class);
    private boolean on = true;

    FaultDice(Set<FaultKind> kinds, SplittableRandom random) {
        this.random = random;
        for (FaultKind kind : EnumSet.copyOf(kinds)) {
            final int usual = usualDistance(kind);
            final int chosen = usual / 2 + random.nextInt(usual + 1);
            mean.put(kind, Math.max(1, chosen));
            left.put(kind, 1 + random.nextInt(mean.get(kind)));
            struck.put(kind, 0L);
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
        final Integer before = on ? left.get(kind) : null;
        if (before == null) {
            return false;
        }
        if (before > 1) {
            left.put(kind, before - 1);
            return false;
        }
        left.put(kind, 1 + random.nextInt(2 * mean.get(kind)));
        return true;
    }

    /** It really happened. */
    void struck(FaultKind kind) {
        struck.merge(kind, 1L, Long::sum);
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
        return struck.values().stream().allMatch(count -> count > 0);
    }

    /** How often each kind of the run happened. */
    Map<FaultKind, Long> counts() {
        return new EnumMap<>(struck);
    }
}
