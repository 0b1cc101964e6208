package io.truebook.tools.simulate;

import java.util.Locale;

/** What the frames of a venue look like now and then, beside the usual. */
public enum Shape {
    /** A price stands twice in a frame; the later one holds. */
    REPEATED_PRICE,
    /** A level is deleted that the client never had. */
    UNKNOWN_DELETE,
    /** A level comes back into the depth, unchanged. */
    LEVEL_COMES_BACK,
    /** A side has fewer levels than a checksum covers. */
    THIN_SIDE,
    /** Both sides in one frame, in a payload object each. */
    TWO_OBJECTS,
    /** Two events in one frame. */
    TWO_EVENTS,
    /** A frame that joins several changes under a range of ids. */
    RANGE_OF_IDS,
    /** The venue counts anew. */
    SEQUENCE_RESET,
    /** A frame without a change. */
    KEEP_ALIVE,
    /** A snapshot in the middle of the stream. */
    SNAPSHOT_AGAIN,
    /** A number with an exponent. */
    E_NOTATION,
    /** A checksum in a frame of its own. */
    CHECKSUM_ALONE;

    /** As reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
