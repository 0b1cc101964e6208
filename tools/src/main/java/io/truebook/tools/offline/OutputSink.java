package io.truebook.tools.offline;

import org.agrona.DirectBuffer;

/** Takes the outputs of an input, in order; each lacks sequence, publish time and CRC. */
@FunctionalInterface
public interface OutputSink {
    /** The record is valid during the call only. */
    void onOutput(DirectBuffer buffer, int offset, int length);
}
