package io.truebook.tools.simulate;

import java.util.Locale;

/** What goes wrong between a simulated venue and the core. */
public enum FaultKind {
    /** A delta is not delivered. */
    LOSS,
    /** A delta is delivered twice: at once, or again some frames later. */
    DUPLICATION,
    /** A delta is delivered after some that were sent later. */
    REORDERING,
    /** A connection delivers nothing for a while, then everything. */
    DELAY,
    /** A frame is cut short. */
    TRUNCATION,
    /** A byte of a frame is changed: a digit where the venue sends checksums, else what makes it JSON. */
    CORRUPTION,
    /** A snapshot shows the book as it was some time ago. */
    STALE_SNAPSHOT,
    /** The connection is lost. */
    DISCONNECT,
    /** The connection is lost, and several attempts after it fail, or are lost soon after they stand. */
    RECONNECT_STORM,
    /** The venue sends nothing for one symbol for a while; what it would have sent is lost. */
    SILENT_SYMBOL,
    /** The venue sends wrong checksums for one symbol, a few frames long. */
    WRONG_CHECKSUM,
    /** A query fails: an error of the server, a time-out, a cut answer, or none at all. */
    REST_FAILURE,
    /** A query is refused with 429 or 418 and Retry-After. */
    RATE_LIMIT;

    /** As options and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
