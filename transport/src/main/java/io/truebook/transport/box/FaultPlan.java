package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/** Decides, delta by delta, which fault strikes. Event loop. */
final class FaultPlan {
    private final List<Faults.Rule> rules;
    private final long[] matched;
    private final SplittableRandom random;

    FaultPlan(Faults faults) {
        this.rules = faults.rules();
        this.matched = new long[rules.size()];
        this.random = new SplittableRandom(faults.seed());
    }

    /** Whether a rule of this kind concerns the venue. */
    boolean plans(FaultKind kind, String venue) {
        return rules.stream()
                .anyMatch(rule -> rule.kind() == kind
                        && (rule.venue() == null || rule.venue().equals(venue)));
    }

    /**
     * The first rule that strikes, or null; every matching rule counts the frame either way. {@code snapshot}: those
     * that strike snapshots, otherwise those that strike deltas.
     */
    Faults.Rule next(String venue, String symbol, boolean snapshot) {
        Faults.Rule struck = null;
        for (int i = 0; i < matched.length; i++) {
            Faults.Rule rule = rules.get(i);
            if (snapshot == (rule.kind() == FaultKind.STALE_SNAPSHOT)
                    && (rule.venue() == null || rule.venue().equals(venue))
                    && (rule.symbol() == null || rule.symbol().equals(symbol))) {
                long ordinal = ++matched[i];
                boolean strikes = rule.every() > 0
                        ? ordinal % rule.every() == 0
                        : rule.at().isEmpty()
                                ? random.nextInt(1_000_000) < rule.perMillion()
                                : rule.at().contains(ordinal);
                if (strikes && struck == null) {
                    struck = rule;
                }
            }
        }
        return struck;
    }

    SplittableRandom random() {
        return random;
    }
}
