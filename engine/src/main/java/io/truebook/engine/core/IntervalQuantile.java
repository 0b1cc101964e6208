package io.truebook.engine.core;

import io.truebook.engine.book.Hash;
import io.truebook.engine.state.StateVisitor;

/**
 * The interval that one in a thousand of a book's own intervals exceeds. A histogram with 32 buckets to each power of
 * two from 134 ms to 4.9 h; what is shorter shares one bucket, because four times it is below the floor of every limit.
 * The quantile moves with each interval by a running count of what lies above it, so it is that of all intervals held, to
 * the bucket: never above the true one, at most 1/32 below. Old intervals fade: every 8192 the counts are halved, from
 * the top with the remainder carried down, so that the tail keeps its share. Allocates nothing. One thread: the core's.
 */
final class IntervalQuantile {
    private static final int SHARE = 1000;
    /** Intervals held before the counts are halved. */
    static final int WINDOW = 8192;

    private static final int SUB_BITS = 5;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int LEAST_EXPONENT = 27;
    private static final int MOST_EXPONENT = 43;
    private static final int BUCKETS = 1 + (MOST_EXPONENT - LEAST_EXPONENT + 1) * SUBS;

    private final int[] counts = new int[BUCKETS];
    /** Intervals held, halved ones as halves. */
    private int total;
    /** All intervals recorded. */
    private long recorded;
    /** The quantile's bucket. */
    private int at;
    /** Intervals in the buckets above {@link #at}. */
    private int above;
    /** Of the counts; kept with each of them, since a hash of the state is taken often. */
    private long hash;

    void record(long ns) {
        final int bucket = bucket(ns);
        counts[bucket]++;
        hash += Hash.mix(bucket + 1);
        recorded++;
        if (bucket > at) {
            above++;
        }
        if (++total == WINDOW) {
            halve();
        }
        settle();
    }

    /** How many intervals have been recorded since the beginning. */
    long recorded() {
        return recorded;
    }

    /** Lower edge of the quantile's bucket in ns; 0 where it is below 134 ms. */
    long valueNs() {
        return edge(at);
    }

    /** Moves the quantile to the lowest bucket that has no more than its share above it. */
    private void settle() {
        final int allowed = total / SHARE;
        while (above > allowed) {
            above -= counts[++at];
        }
        while (at > 0 && above + counts[at] <= allowed) {
            above += counts[at--];
        }
    }

    private void halve() {
        int carry = 0;
        total = 0;
        for (int i = BUCKETS - 1; i >= 0; i--) {
            final int sum = counts[i] + carry;
            counts[i] = sum >> 1;
            carry = sum & 1;
            total += counts[i];
        }
        above = 0;
        for (int i = at + 1; i < BUCKETS; i++) {
            above += counts[i];
        }
        hash = recomputeHash();
    }

    /** The hash as it must be; for the test of the one that is kept. */
    long recomputeHash() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts[i] * Hash.mix(i + 1);
        }
        return sum;
    }

    long hash() {
        return hash;
    }

    private static int bucket(long ns) {
        final int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(ns | 1);
        if (exponent < LEAST_EXPONENT) {
            return 0;
        }
        if (exponent > MOST_EXPONENT) {
            return BUCKETS - 1;
        }
        final int sub = (int) (ns >>> exponent - SUB_BITS) & SUBS - 1;
        return 1 + (exponent - LEAST_EXPONENT) * SUBS + sub;
    }

    private static long edge(int bucket) {
        if (bucket == 0) {
            return 0;
        }
        final int exponent = LEAST_EXPONENT + (bucket - 1) / SUBS;
        return (long) (SUBS + (bucket - 1) % SUBS) << exponent - SUB_BITS;
    }

    void visit(StateVisitor v) {
        total = v.visit(total);
        recorded = v.visit(recorded);
        at = v.visit(at);
        above = v.visit(above);
        hash = v.visit(hash);
        if (!v.isHash()) {
            final int[] stored = v.visit(counts, BUCKETS);
            if (v.isRestore()) {
                System.arraycopy(stored, 0, counts, 0, BUCKETS);
            }
        }
    }
}
