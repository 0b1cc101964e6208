package io.truebook.transport;

import io.truebook.journal.ChronicleJournal;
import net.openhft.chronicle.queue.ChronicleQueue;

/** Breaks each rule for the transport once; never run. */
final class TransportViolations {
    private TransportViolations() {}

    static final class UsesJournal {
        ChronicleJournal journal;
    }

    static final class UsesChronicle {
        ChronicleQueue queue;
    }
}
