package io.truebook.engine.ring;

import io.truebook.engine.transport.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns the core's deadlines and its wish to go on into inputs: looks every half millisecond, and offers one of each at a
 * time, so that a full ring is never filled with ticks.
 */
final class Ticker implements AutoCloseable {
    private static final long PERIOD_NS = 500_000;

    private final Clock clock;
    private final RingInput input;
    private final Stages stages;
    private final Thread thread;
    private volatile boolean running = true;

    Ticker(Clock clock, RingInput input, Stages stages, ThreadFactory threads) {
        this.clock = clock;
        this.input = input;
        this.stages = stages;
        thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long offeredDeadline = Long.MIN_VALUE;
        long continuesOffered = stages.continueCount();
        while (running) {
            final long deadline = stages.nextDeadlineNs();
            final long now = clock.nowNs();
            if (deadline <= now && deadline != offeredDeadline && input.timer(now)) {
                offeredDeadline = deadline;
            }
            final long continues = stages.continueCount();
            final boolean wanted = continues != continuesOffered;
            if (wanted && input.continueWork(now)) {
                continuesOffered = continues;
            }
            LockSupport.parkNanos(wanted ? PERIOD_NS / 20 : PERIOD_NS);
        }
    }
}
