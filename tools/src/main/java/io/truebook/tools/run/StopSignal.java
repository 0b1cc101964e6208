package io.truebook.tools.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Says when a command that runs until it is stopped has to stop: Ctrl-C, SIGTERM, or {@link #request}. The signals are
 * taken away from the JVM while it is open, because the JVM would end with 130 or 143 and not wait for the flush.
 */
public final class StopSignal implements AutoCloseable {
    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private final CountDownLatch latch = new CountDownLatch(1);
    private final Object[] previous = new Object[NAMES.length];

    /** Takes the signals. */
    public static StopSignal install() {
        final StopSignal signal = new StopSignal();
        for (int i = 0; i < NAMES.length; i++) {
            signal.previous[i] = Signals.register(NAMES[i], signal::request);
        }
        return signal;
    }

    /** Asks for the stop; any thread, any number of times. */
    public void request() {
        latch.countDown();
    }

    /**
     * Waits for a request.
     *
     * @param seconds at most so long, 0 for ever
     * @return true when there was a request
     */
    public boolean await(long seconds) {
        try {
            if (seconds > 0) {
                return latch.await(seconds, TimeUnit.SECONDS);
            }
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** True when there was a request. */
    public boolean isRequested() {
        return latch.getCount() == 0;
    }

    /** Gives the signals back. */
    @Override
    public void close() {
        for (int i = 0; i < NAMES.length; i++) {
            Signals.unregister(NAMES[i], previous[i]);
        }
    }
}
