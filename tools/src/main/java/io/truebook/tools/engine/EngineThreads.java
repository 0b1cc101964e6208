package io.truebook.tools.engine;

import java.util.Map;
import java.util.concurrent.ThreadFactory;
import net.openhft.affinity.Affinity;

/** Makes the engine's threads: named, and pinned to the CPUs that the profile gives them. */
final class EngineThreads {
    private final Map<String, Integer> pin;

    EngineThreads(Map<String, Integer> pin) {
        this.pin = pin;
    }

    ThreadFactory named(String name) {
        final Integer cpu = pin.get(name);
        return task -> {
            final Runnable pinned = () -> {
                if (cpu != null) {
                    Affinity.setAffinity(cpu);
                }
                task.run();
            };
            final Thread thread = new Thread(pinned, "truebook-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
