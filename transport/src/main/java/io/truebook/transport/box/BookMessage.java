package io.truebook.transport.box;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * One thing that a feed said, understood.
 *
 * @param topic what a client subscribes to hear it, in the dialect's own words
 * @param changes levels in the order of the frame; a size of zero removes; empty unless the kind is a book's
 * @param id the venue's id of the book after this message, or {@link OracleBook#NO_ID}
 * @param checksum the venue's, as a number of either sign, or null
 * @param tree what a client is given, before anything that is different for each connection; null where the feed's own
 *     frame is relayed
 */
record BookMessage(
        Kind kind, String topic, String symbol, List<Change> changes, long id, Long checksum, JsonNode tree) {
    /** What the message is to the book. */
    enum Kind {
        /** The whole book; replaces whatever stood before. */
        SNAPSHOT,
        /** Changes of the book, perhaps none. */
        DELTA,
        /** No change, but a checksum of the book as it stands. */
        CHECKSUM,
        /** A trade, a ticker: relayed only. */
        OTHER
    }

    /** A level's new size. */
    record Change(boolean bid, BigDecimal price, BigDecimal size) {}

    static BookMessage other(String topic, String symbol, JsonNode tree) {
        return new BookMessage(Kind.OTHER, topic, symbol, List.of(), OracleBook.NO_ID, null, tree);
    }
}
