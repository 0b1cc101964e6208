package io.truebook.tools.simulate;

import java.util.List;
import java.util.Set;

/**
 * One venue's words, server side: what its frames look like and how they follow each other. Has no time, no fault and no
 * client of its own.
 */
interface VenueProtocol {
    /** What a client's message leads to. */
    interface Client {
        /** An answer. */
        void answer(byte[] frame);

        void subscribe(String symbol, int depth);

        void unsubscribe(String symbol);
    }

    String venue();

    /** Instruments to choose from. */
    List<Listing> listings();

    /** Depths to choose from, 0 for the definition's own. */
    int[] depths();

    /** The definition's channels that the run subscribes to. */
    List<String> channels();

    /** Ids of changes rise by 1 to so much. */
    int idStep();

    /** True where a snapshot is the answer to a query, false where it follows the subscription. */
    boolean hasQueries();

    /** True where frames bear checksums, so that a changed digit can be found. */
    boolean hasChecksums();

    /** True where a book's id is the venue's own; else a book stands for the frame that came last. */
    boolean hasIds();

    /** The kinds of fault that this venue's clients must bear. */
    Set<FaultKind> faults();

    /** The first frame of a connection, or null. */
    byte[] greeting();

    /** What is sent when nothing else was for a second, or null. */
    byte[] heartbeat();

    /** How often the venue pings, in ns. */
    long pingEveryNs();

    void onText(String text, Client client);

    /** The delta for what changed since {@code feed.told}; null where there is nothing to say. */
    byte[] delta(SymbolFeed feed, long timeNs, boolean wrongChecksum);

    /** The book at the moment of {@code feed.past}, as a frame or as an answer, {@code limit} levels a side. */
    byte[] snapshot(SymbolFeed feed, long timeNs, int limit);
}
