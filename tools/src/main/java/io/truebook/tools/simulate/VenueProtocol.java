package io.truebook.tools.simulate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One venue's words, server side: what its frames look like and how they follow each other. Has no time and no fault of
 * its own; what it must remember of a client stands in the {@link Link}.
 *
 * <p>The exchange-in-a-box (transport) speaks the same venues over sockets from exact decimals and JSON trees. These are
 * written apart from it on purpose: whole numbers and bytes cost a few microseconds a frame, which is what makes
 * thousands of seeds possible, and what two writers understood alike is less likely misunderstood.
 */
interface VenueProtocol {
    /** What a client's message leads to. */
    interface Client {
        /** An answer. */
        void answer(byte[] frame);

        void subscribe(String symbol, int depth);

        void unsubscribe(String symbol);
    }

    /** Whoever sends the frames of a market. */
    interface Out {
        /**
         * @param shown the state of the book that the frame shows, as {@link SymbolFeed#shown} says it
         * @param whole the frame replaces the book
         */
        void frame(byte[] frame, long shown, boolean whole);
    }

    /** Which of the venue's states a LIVE book must equal. */
    enum Standing {
        /** That of the id which the book names, and it may not lie before what was delivered. */
        OWN_ID,
        /** The newest that was delivered, and the book must name the number which the venue gave it. */
        NUMBER,
        /** The newest that was delivered: a counter over the connection shows what is old. */
        COUNTER,
        /** That of the frame delivered last: nothing but a checksum shows what is old. */
        LAST_FRAME
    }

    String venue();

    /** Instruments to choose from. */
    List<Listing> listings();

    /** Depths to choose from, 0 for the definition's own. */
    int[] depths();

    /** Levels a side beyond which the venue itself has none, deleting what leaves; 0 for a book without bounds. */
    default int window(int depth) {
        return 0;
    }

    /** The definition's channels that the run subscribes to. */
    List<String> channels();

    /** Ids of changes rise by 1 to so much. */
    default int idStep() {
        return 1;
    }

    /** True where a snapshot is the answer to a query, false where it follows the subscription. */
    default boolean hasQueries() {
        return false;
    }

    Standing standing();

    /** True where the numbers of a book begin anew now and then. */
    default boolean numbersComeAgain() {
        return false;
    }

    /** Where a frame bears a checksum of the book after it, so that a changed digit can be found: how levels are written. */
    default Tamper.Levels checkedLevels() {
        return Tamper.Levels.UNCHECKED;
    }

    /** The kinds of fault that this venue's clients must bear. */
    default Set<FaultKind> faults() {
        return EnumSet.complementOf(EnumSet.of(FaultKind.REST_FAILURE, FaultKind.RATE_LIMIT, FaultKind.WRONG_CHECKSUM));
    }

    /** What its frames look like now and then: each must be there in 1 of 100 frames of books. */
    Set<Shape> shapes();

    /** The first frame of a connection, or null. */
    default byte[] greeting(Link link) {
        return null;
    }

    /** What is sent when nothing else was for a second, or null. */
    default byte[] heartbeat(Link link, long timeNs) {
        return null;
    }

    /** How often the venue pings, in ns; 0 for never. */
    default long pingEveryNs() {
        return 0;
    }

    void onText(String text, Link link, long timeNs, Client client);

    /** Gives the state that was told last its number, where the venue numbers states. */
    default void number(SymbolFeed feed) {}

    /**
     * Writes the frames for what changed since {@code feed.told}, none where there is nothing to say, and moves that.
     *
     * @param wrongChecksum the checksum is to be a wrong one, where there is one
     * @return false when no frame bore a checksum
     */
    boolean tell(SymbolFeed feed, Link link, long timeNs, boolean wrongChecksum, Out out);

    /** The book at the moment of {@code feed.past}, as a frame or as an answer, {@code limit} levels a side. */
    byte[] snapshot(SymbolFeed feed, Link link, long timeNs, int limit);
}
