package io.truebook.engine.ring;

import org.agrona.DirectBuffer;

/**
 * Sees each output right after it was appended, on the publishing thread. Must not block, allocate per record or keep
 * the buffer.
 */
@FunctionalInterface
public interface OutputListener {
    /** {@code receiveNs} is the receive stamp of the cause, {@code publishNs} the publish time. */
    void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs);
}
