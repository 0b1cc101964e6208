package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A model of a venue with many symbols that enforces its limits, around a core, in simulated time: everything takes a
 * while on its way, in order where it is one connection. Subclasses speak the venue's language.
 */
abstract class StormVenue {
    static final long MS = CoreRun.MS;
    private static final long LEAST_LATENCY_NS = 20 * MS;
    private static final int JITTER_NS = (int) (15 * MS);

    final int symbols;
    final Random random;
    /** Frames beyond what the venue takes. */
    int frameViolations;

    CoreRun run;

    private final RollingLimit frames;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::order));
    private final byte[] conditions;
    private int live;
    private long orders;
    private long upNs;
    private long downNs;
    private long continues;

    private record Event(long atNs, long order, Runnable what) {}

    StormVenue(int symbols, long seed, RollingLimit frames) {
        this.symbols = symbols;
        this.frames = frames;
        random = new Random(seed);
        conditions = new byte[symbols];
    }

    abstract void onText(String text, long requestId);

    abstract void onQuery(String url, long requestId);

    final void start(CoreRun core) {
        run = core;
        take();
        after(LEAST_LATENCY_NS, () -> run.up(0));
    }

    final long latency() {
        return LEAST_LATENCY_NS + random.nextInt(JITTER_NS);
    }

    /** The shortest time from a request to its answer. */
    static long leastRoundTripNs() {
        return 2 * LEAST_LATENCY_NS;
    }

    final void after(long ns, Runnable what) {
        at(run.nowNs() + ns, what);
    }

    /** A frame to the core, behind those that are on their way. */
    final void tell(String frame) {
        downNs = Math.max(downNs + 1, run.nowNs() + latency());
        at(downNs, () -> run.frame(0, frame));
    }

    final int live() {
        return live;
    }

    final boolean isLive(int symbol) {
        return conditions[symbol] == Condition.LIVE;
    }

    /** Lets time pass until something is so; returns how long it took. */
    final long runUntil(BooleanSupplier done, long mostNs) {
        final long begin = run.nowNs();
        while (!done.getAsBoolean()) {
            if (run.nowNs() - begin > mostNs) {
                throw new AssertionError(
                        "not after " + mostNs / CoreRun.SECOND + " s: " + live + " of " + symbols + " books are LIVE");
            }
            step();
        }
        return run.nowNs() - begin;
    }

    private void step() {
        final long deadline = run.core().nextDeadlineNs();
        if (run.core().continueCount() != continues) {
            continues = run.core().continueCount();
            run.continueWork();
        } else if (events.isEmpty() || deadline < events.peek().atNs()) {
            run.fireNext();
        } else {
            final Event event = events.remove();
            run.pass(Math.max(0, event.atNs() - run.nowNs()));
            event.what().run();
        }
        take();
    }

    private void at(long ns, Runnable what) {
        events.add(new Event(ns, orders++, what));
    }

    private void take() {
        for (Output output : run.last()) {
            if (output.type() == OutputType.CONDITION) {
                final byte to = ConditionBody.to(output.buffer(), output.body());
                final int symbol = ConditionBody.instrument(output.buffer(), output.body());
                live += (to == Condition.LIVE ? 1 : 0) - (isLive(symbol) ? 1 : 0);
                conditions[symbol] = to;
            } else if (output.isRequest(RequestBody.SEND)) {
                upNs = Math.max(upNs + 1, run.nowNs() + latency());
                at(upNs, () -> arrive(output));
            } else if (output.isRequest(RequestBody.QUERY)) {
                after(latency(), () -> onQuery(output.requestText(), output.requestId()));
            }
        }
        run.forgetOutputs();
    }

    private void arrive(Output output) {
        if (!frames.take(run.nowNs(), 1)) {
            frameViolations++;
        }
        onText(output.requestText(), output.requestId());
    }
}
