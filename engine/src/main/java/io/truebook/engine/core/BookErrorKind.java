package io.truebook.engine.core;

/** System B's kinds of book errors (row 127), each with its own count of a venue. */
public enum BookErrorKind {
    /** A price that is none, or has more digits than the instrument states. */
    INVALID_PRICE,
    /** A size that is none, negative, or has more digits than the instrument states. */
    INVALID_QUANTITY,
    SEQUENCE_GAP,
    MALFORMED_MESSAGE,
    /** A book was silent for longer than its limit. */
    STALE_DATA,
    /** What waits for a snapshot reached its bound. */
    MEMORY_LIMIT,
    /** A frame lay longer than a second before it was processed. */
    PROCESSING_TIMEOUT,
    CROSSED_MARKET;

    /** How often so far. */
    public long count(Counters counters) {
        return switch (this) {
            case INVALID_PRICE -> counters.invalidPrices;
            case INVALID_QUANTITY -> counters.invalidSizes;
            case SEQUENCE_GAP -> counters.sequenceGaps;
            case MALFORMED_MESSAGE -> counters.malformed;
            case STALE_DATA -> counters.silences;
            case MEMORY_LIMIT -> counters.bufferOverflows;
            case PROCESSING_TIMEOUT -> counters.slowFrames;
            case CROSSED_MARKET -> counters.crossed;
        };
    }
}
