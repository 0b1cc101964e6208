package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.RateLimit;
import java.util.Arrays;

/**
 * How much of one of a venue's limits is used. Counted over a rolling window, so that it holds wherever the venue's own
 * window begins. What is {@link #begin begun} counts until its answer came, and from then on for a whole window: the
 * venue counted it somewhere between the sending and the answer. One thread: the core's.
 */
final class RateWindow {
    private final int limit;
    private final long windowNs;

    private long[] times = new long[16];
    private int[] weights = new int[16];
    private int count;
    private int spent;
    private int underWay;
    /** What others spend on the same account or address, as the venue tells us, and when that is forgotten. */
    private int foreign;

    private long foreignUntilNs;

    /** @param marginNs added to the window, where what we do reaches the venue later at one time than at another */
    RateWindow(RateLimit rate, long marginNs) {
        this(rate.weight(), rate.windowNs(), marginNs);
    }

    RateWindow(int limit, long windowNs, long marginNs) {
        this.limit = limit;
        this.windowNs = windowNs + marginNs;
    }

    /** True when so much may be spent now. Something that is greater than the whole limit may be spent alone. */
    boolean fits(long nowNs, int weight) {
        if (limit == 0) {
            return true;
        }
        expire(nowNs);
        final int used = spent + underWay + foreign;
        return used == 0 || used + weight <= limit;
    }

    /**
     * When so much will fit, which is later than now if it does not fit already; {@link Timers#NONE} where an answer has
     * to come first.
     */
    long fitsAtNs(long nowNs, int weight) {
        if (fits(nowNs, weight)) {
            return nowNs;
        }
        int used = spent + underWay + foreign;
        long at = Timers.NONE;
        for (int i = 0; i < count && used + weight > limit; i++) {
            used -= weights[i];
            at = times[i] + windowNs;
        }
        if (foreign > 0 && used + weight > limit) {
            used -= foreign;
            at = count == 0 ? foreignUntilNs : Math.max(at, foreignUntilNs);
        }
        return used + weight <= limit || used == 0 ? at : Timers.NONE;
    }

    /** So much is spent as of now. */
    void spend(long nowNs, int weight) {
        if (limit == 0 || weight == 0) {
            return;
        }
        expire(nowNs);
        if (count == times.length) {
            times = Arrays.copyOf(times, count * 2);
            weights = Arrays.copyOf(weights, count * 2);
        }
        times[count] = nowNs;
        weights[count] = weight;
        count++;
        spent += weight;
    }

    /** So much is being spent; {@link #end} must follow. */
    void begin(int weight) {
        underWay += weight;
    }

    /** What was begun has been counted by the venue by now, if at all. */
    void end(long nowNs, int weight) {
        underWay -= weight;
        spend(nowNs, weight);
    }

    /** The venue says how much its window holds: what we did not spend was spent by others. */
    void told(long nowNs, int used) {
        if (limit == 0 || used < 0) {
            return;
        }
        expire(nowNs);
        final int others = used - spent - underWay;
        if (others > foreign) {
            foreign = others;
            foreignUntilNs = nowNs + windowNs;
        }
    }

    /** The window is full for the venue, whatever we think. */
    void full(long nowNs) {
        told(nowNs, limit + underWay);
    }

    /** Nothing is used, as on a new connection where the limit is one of the connection. */
    void clear() {
        count = 0;
        spent = 0;
        underWay = 0;
        foreign = 0;
    }

    private void expire(long nowNs) {
        int expired = 0;
        while (expired < count && times[expired] + windowNs <= nowNs) {
            spent -= weights[expired];
            expired++;
        }
        if (expired > 0) {
            count -= expired;
            System.arraycopy(times, expired, times, 0, count);
            System.arraycopy(weights, expired, weights, 0, count);
        }
        if (foreign > 0 && foreignUntilNs <= nowNs) {
            foreign = 0;
        }
    }

    void visit(StateVisitor v) {
        count = v.visit(count);
        times = v.visit(times, count);
        weights = v.visit(weights, count);
        spent = v.visit(spent);
        underWay = v.visit(underWay);
        foreign = v.visit(foreign);
        foreignUntilNs = v.visit(foreignUntilNs);
        if (v.isRestore() && times.length == 0) {
            times = new long[16];
            weights = new int[16];
        }
    }
}
