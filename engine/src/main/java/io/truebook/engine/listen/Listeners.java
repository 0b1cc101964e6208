package io.truebook.engine.listen;

import io.truebook.engine.ring.OutputListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;

/**
 * Hands each output to any number of listeners, in the order in which they were added. One that throws harms neither the
 * engine nor the others: it is counted, told of at its first failure, and called again for the next output. Listeners may
 * be added and removed on any thread, while the engine runs; outputs come on the publishing thread.
 */
public final class Listeners implements OutputListener {
    private final List<Named> all = new CopyOnWriteArrayList<>();
    private final BiConsumer<String, RuntimeException> failures;

    /** @param failures is told the name of a listener that failed for the first time, and why; on the publishing thread */
    public Listeners(BiConsumer<String, RuntimeException> failures) {
        this.failures = failures;
    }

    /**
     * Adds a listener; it sees the next output.
     *
     * @throws IllegalArgumentException when one of that name is there
     */
    public synchronized void add(String name, OutputListener listener) {
        if (find(name) != null) {
            throw new IllegalArgumentException("listener is there already: name=" + name + ", remove it first");
        }
        all.add(new Named(name, listener));
    }

    /** Removes a listener; false when there is none of that name. */
    public synchronized boolean remove(String name) {
        return all.removeIf(named -> named.name.equals(name));
    }

    /** How often the listener has failed; 0 where there is none of that name. */
    public long failures(String name) {
        final Named named = find(name);
        return named == null ? 0 : named.failed;
    }

    private Named find(String name) {
        for (final Named named : all) {
            if (named.name.equals(name)) {
                return named;
            }
        }
        return null;
    }

    @Override
    public void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
        for (final Named named : all) {
            try {
                named.listener.onOutput(record, offset, length, receiveNs, publishNs);
            } catch (RuntimeException e) {
                named.failed++;
                if (named.failed == 1) {
                    failures.accept(named.name, e);
                }
            }
        }
    }

    private static final class Named {
        private final String name;
        private final OutputListener listener;
        /** Written by the publishing thread, read by any. */
        private volatile long failed;

        Named(String name, OutputListener listener) {
            this.name = name;
            this.listener = listener;
        }
    }
}
