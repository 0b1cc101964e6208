package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;

/**
 * Watches one book for silence. A socket that lives says nothing of a book on it: a venue can lose one subscription and
 * go on with the others. So each book has a limit of its own, from its own intervals: four times the one that one in a
 * thousand exceeds, not under a second; 30 s until a thousand intervals are known. An interval counts where both its ends
 * came over the same subscription. One thread: the core's.
 */
final class Liveness implements Timers.Listener {
    /** Intervals that must be known before the limit follows them. */
    static final int KNOWN_AFTER = 1_000;

    static final long UNKNOWN_LIMIT_NS = 30_000_000_000L;
    static final long LEAST_LIMIT_NS = 1_000_000_000L;
    private static final int FACTOR = 4;

    /** A silent book's channel is joined again after a further limit, and not sooner than this after the flag. */
    private static final long LEAST_WAIT_NS = 5_000_000_000L;

    private static final long MOST_WAIT_NS = 600_000_000_000L;
    /** So many messages in time, and the next silence is a new one. */
    private static final int CALM_AFTER = 10;

    private final Core core;
    private final BookSync sync;
    private final IntervalQuantile intervals = new IntervalQuantile();
    private final int timer;

    /** When the book last spoke; 0 while nobody waits for it. */
    private long lastNs;

    private boolean silent;
    private int rejoins;
    private int calm;

    Liveness(Core core, BookSync sync) {
        this.core = core;
        this.sync = sync;
        timer = core.timers().register(this, 0);
    }

    /** How long a book with such intervals may be silent, in ns. */
    static long limitNs(IntervalQuantile intervals) {
        return intervals.recorded() < KNOWN_AFTER
                ? UNKNOWN_LIMIT_NS
                : Math.max(LEAST_LIMIT_NS, FACTOR * intervals.valueNs());
    }

    long limitNs() {
        return limitNs(intervals);
    }

    boolean isSilent() {
        return silent;
    }

    long lastNs() {
        return lastNs;
    }

    IntervalQuantile intervals() {
        return intervals;
    }

    /** A message of the book's stream came. */
    void heard() {
        final long now = core.nowNs();
        if (lastNs != 0 && now > lastNs) {
            intervals.record(now - lastNs);
            calm = silent ? 0 : calm + 1;
            if (calm == CALM_AFTER) {
                rejoins = 0;
            }
            if (intervals.recorded() == KNOWN_AFTER) {
                core.timers().cancel(timer); // set for the 30 s of before
            }
        }
        silent = false;
        watch();
    }

    /** From now on the book is waited for; as good as a message, but no end of an interval. */
    void watch() {
        lastNs = core.nowNs();
        // the limit may have shrunk since the timer was set, but hardly ever by more than has passed since
        if (core.timers().deadlineNs(timer) > lastNs + limitNs()) {
            core.timers().set(timer, lastNs + limitNs());
        }
    }

    /** Nobody waits for the book any more: its subscription is gone, or is made anew. */
    void stop() {
        lastNs = 0;
        silent = false;
        core.timers().cancel(timer);
    }

    @Override
    public void onTimer(int kind) {
        if (lastNs == 0) {
            return;
        }
        if (silent) {
            rejoins++;
            sync.rejoin();
            return;
        }
        final long due = lastNs + limitNs();
        if (due > core.nowNs()) {
            core.timers().set(timer, due);
            return;
        }
        silent = true;
        core.timers().set(timer, core.nowNs() + waitNs());
        sync.silent(limitNs(), core.nowNs() - lastNs);
    }

    /** Twice as long after each attempt that brought nothing: a market that is closed is not to be stormed. */
    private long waitNs() {
        return Math.min(MOST_WAIT_NS, Math.max(LEAST_WAIT_NS, limitNs()) << Math.min(rejoins, 10));
    }

    void visit(StateVisitor v) {
        lastNs = v.visit(lastNs);
        silent = v.visit(silent);
        rejoins = v.visit(rejoins);
        calm = v.visit(calm);
        intervals.visit(v);
    }
}
