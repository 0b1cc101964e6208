package io.truebook.transport.box;

import io.truebook.transport.box.FaultKind.Target;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides, delta by delta, snapshot by snapshot and query by query, which fault strikes. Whoever makes it happen says so
 * with {@link #struck}: a frame may not suit the fault, and a rule in turn then takes the next. What lasts {@link #begins}
 * first, and the next turn waits until it is over. Event loop.
 */
final class FaultPlan {
    private final List<FaultRule> rules;
    private final long[] matched;
    private final long[] struck;
    private final boolean[] lasting;
    private final SplittableRandom random;

    FaultPlan(Faults faults) {
        this.rules = faults.rules();
        this.matched = new long[rules.size()];
        this.struck = new long[rules.size()];
        this.lasting = new boolean[rules.size()];
        this.random = new SplittableRandom(faults.seed());
    }

    /** Whether a rule of this kind concerns the venue. */
    boolean plans(FaultKind kind, String venue) {
        return rules.stream().anyMatch(rule -> rule.kind() == kind && rule.concerns(venue));
    }

    /** The first rule that strikes, or null; every matching rule that is not in turn counts either way. */
    FaultRule next(Target target, String venue, String symbol) {
        FaultRule strikes = null;
        boolean turn = true;
        for (int i = 0; i < matched.length; i++) {
            FaultRule rule = rules.get(i);
            boolean waits = rule.inTurn() > 0 && rule.kind().target() == target && struck[i] == 0;
            if (rule.matches(target, venue, symbol) && (rule.inTurn() == 0 || waits && turn && !lasting[i])) {
                long ordinal = ++matched[i];
                if (strikes == null && due(rule, ordinal)) {
                    strikes = rule;
                }
            }
            turn &= !waits || !rule.concerns(venue);
        }
        return strikes;
    }

    private boolean due(FaultRule rule, long ordinal) {
        if (rule.inTurn() > 0) {
            return ordinal > rule.inTurn();
        }
        if (rule.every() > 0) {
            return ordinal % rule.every() == 0;
        }
        return rule.at().isEmpty()
                ? random.nextInt(1_000_000) < rule.perMillion()
                : rule.at().contains(ordinal);
    }

    /** The fault of this rule has begun, and lasts until it has {@link #struck}. */
    void begins(FaultRule rule) {
        lasting[index(rule)] = true;
    }

    /** The fault of this rule has happened, and is over. */
    void struck(FaultRule rule) {
        struck[index(rule)]++;
        lasting[index(rule)] = false;
    }

    /** What had begun ended before it could show: it is still to happen. */
    void lapsed(FaultRule rule) {
        lasting[index(rule)] = false;
    }

    private int index(FaultRule rule) {
        int index = 0;
        while (rules.get(index) != rule) {
            index++;
        }
        return index;
    }

    /** Whether each rule has struck at least once, and none lasts. */
    boolean complete() {
        for (int i = 0; i < struck.length; i++) {
            if (struck[i] == 0 || lasting[i]) {
                return false;
            }
        }
        return true;
    }

    SplittableRandom random() {
        return random;
    }
}
