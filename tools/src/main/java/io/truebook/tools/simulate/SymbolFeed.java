package io.truebook.tools.simulate;

/** What a simulated venue knows of one symbol beside its market: how far clients were told, and what goes wrong. */
final class SymbolFeed {
    final SymbolMarket market;
    /** The book as of the last delta, for what changed since. */
    final History.Replica told;
    /** The book at any moment, for snapshots. */
    final History.Replica past;
    /** Of the states that were told, where the venue numbers them. */
    final Numbers numbers = new Numbers();
    /** Index of the number of {@link #past}. */
    int pastNumber;

    boolean subscribed;
    /** Levels a side that the client asked for, 0 for all. */
    int depth;
    /** Id of the last change told. */
    long toldId;

    long silentUntilNs;
    /** The silence has not cost a delta yet. */
    boolean silencing;

    int wrongChecksums;
    /** Whole books sent in the middle of the stream. */
    int wholesSent;

    SymbolFeed(SymbolMarket market) {
        this.market = market;
        told = market.history().new Replica();
        past = market.history().new Replica();
        tell();
    }

    Listing listing() {
        return market.listing();
    }

    /** Everything up to now has been told. */
    void tell() {
        told.seek(market.history().count());
        toldId = told.lastId();
    }

    /** So many changes have been told. */
    void tell(int changes) {
        told.seek(changes);
        toldId = told.lastId();
    }

    /** What a frame shows that was told last: an index of {@link #numbers}, else the id of a change. Never 0. */
    long shown(VenueProtocol.Standing standing) {
        return standing == VenueProtocol.Standing.NUMBER ? numbers.last() : toldId;
    }

    /** Goes back to so many changes, or where the venue numbers its states to the last of them by then. */
    void goBack(int changes, VenueProtocol.Standing standing) {
        if (standing == VenueProtocol.Standing.NUMBER) {
            pastNumber = numbers.at(changes);
            past.seek(numbers.changes(pastNumber));
        } else {
            past.seek(changes);
        }
    }

    /** As {@link #shown}, of {@link #past}. */
    long pastShown(VenueProtocol.Standing standing) {
        return standing == VenueProtocol.Standing.NUMBER ? pastNumber : past.lastId();
    }
}
