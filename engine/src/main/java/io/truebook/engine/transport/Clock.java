package io.truebook.engine.transport;

/**
 * Receive stamps: nanoseconds since the epoch, from a monotonic clock anchored to the wall clock at start, so that they
 * never run backwards. Any thread. Handed in; nothing in the engine asks the system for the time.
 */
@FunctionalInterface
public interface Clock {
    long nowNs();
}
