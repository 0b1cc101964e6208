package io.truebook.tools.simulate;

/** What a simulated venue knows of one symbol beside its market: how far clients were told, and what goes wrong. */
final class SymbolFeed {
    final SymbolMarket market;
    /** The book as of the last delta, for what changed since. */
    final History.Replica told;
    /** The book at any moment, for snapshots. */
    final History.Replica past;

    boolean subscribed;
    /** Levels a side that the client asked for, 0 for all. */
    int depth;
    /** Id of the last change told. */
    long toldId;

    long silentUntilNs;
    /** The silence has not cost a delta yet. */
    boolean silencing;

    int wrongChecksums;

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
}
