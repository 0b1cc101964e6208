package io.truebook.engine.transport;

import org.agrona.MutableDirectBuffer;

/** Bytes that can copy themselves; lets a Netty buffer reach a slot without Netty in the engine. */
@FunctionalInterface
public interface Payload {
    /** Copies all bytes to {@code target} at {@code offset}. Called at most once per offer, on the offering thread. */
    void copyTo(MutableDirectBuffer target, int offset);
}
