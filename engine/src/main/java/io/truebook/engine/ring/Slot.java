package io.truebook.engine.ring;

import io.truebook.engine.core.OutputBatch;
import io.truebook.engine.decode.DecodedFrame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One slot of the ring: an input record, what was decoded from it and what the core made of it. Preallocated. Written by
 * the producer until it is published, then by each handler in turn.
 */
final class Slot {
    final DecodedFrame decoded;
    final OutputBatch outputs;

    private final UnsafeBuffer inline;
    private UnsafeBuffer buffer;
    private int length;

    Slot(UnsafeBuffer inline, DecodedFrame decoded, OutputBatch outputs) {
        this.inline = inline;
        this.decoded = decoded;
        this.outputs = outputs;
        buffer = inline;
    }

    /** The record starts at 0. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Bytes of the record. */
    int length() {
        return length;
    }

    /** The producer fills this slot; {@code jumbo} is null where the record fits inline. */
    void begin(UnsafeBuffer jumbo, int length) {
        buffer = jumbo == null ? inline : jumbo;
        this.length = length;
    }

    /** Gives up the jumbo buffer; null when the record was inline. */
    UnsafeBuffer release() {
        final UnsafeBuffer jumbo = buffer == inline ? null : buffer;
        buffer = inline;
        return jumbo;
    }
}
