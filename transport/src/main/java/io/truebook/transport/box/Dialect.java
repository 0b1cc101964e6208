package io.truebook.transport.box;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is a venue's own in its protocol: its words and its rules. {@link DialectProtocol} does what all venues share.
 * An instance serves one feed. Event loop.
 */
interface Dialect {
    /** What a dialect may ask and do. */
    interface Desk {
        /** Null when the feed has no such symbol. */
        BoxBook find(String symbol);

        Collection<BoxBook> books();

        Counters counters();

        /**
         * The client hears the topic from now on; call it after the acknowledgement went out. A book's topic begins
         * with a snapshot at once when the book is known, else with the feed's own, unless the topic {@link
         * Peer#begin began} before. {@code symbol} is null for a topic that is no book's.
         */
        void subscribe(Peer peer, String topic, String symbol);
    }

    boolean accepts(String path);

    void opened(Peer peer, Desk desk);

    void text(Peer peer, String text, Desk desk);

    /** Understands a frame of the feed: nothing where it is no concern of clients, null where it cannot be read. */
    List<BookMessage> read(FeedFrame frame);

    /** Whether the message is for this client, who hears its topic. */
    default boolean wants(Peer peer, BookMessage message) {
        return true;
    }

    /** The message as this client gets it, unless told otherwise as the feed has it. */
    default byte[] render(Peer peer, BookMessage message, FeedFrame frame) {
        return frame.payload();
    }

    /**
     * What the delivery log says of a message that is no book's, where faults may strike it like a book's; null where it is
     * relayed only.
     */
    default String log(BookMessage message) {
        return null;
    }

    /** The book as a snapshot for this client, made from the box's own levels. */
    byte[] snapshot(Peer peer, String topic, BoxBook book);

    /** Levels of each side that a recorded topic of this name carries; 0: whatever is sent. */
    default int depth(String topic) {
        return 0;
    }

    /** Whether clients have to drop levels beyond the depth by themselves. */
    default boolean truncates() {
        return false;
    }

    /** The checksum of the box's own book, or null where the venue has none. */
    default Long checksum(BoxBook book) {
        return null;
    }

    /** Heartbeats and limits; several times a second. */
    default void tick(Peer peer, long nowNs, Desk desk) {}

    /** Answers a GET, or null when the path is not the venue's. */
    default VenueProtocol.Answer get(String path, Map<String, List<String>> parameters, Desk desk) {
        return null;
    }
}
