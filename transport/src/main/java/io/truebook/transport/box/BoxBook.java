package io.truebook.transport.box;

import java.util.List;

/** A symbol's book in the box, with what the venue says beside the levels. Event loop. */
final class BoxBook {
    /** An older state is kept after this many changes, so that a stale snapshot is never the present one. */
    static final int GENERATION = 32;

    private final Instrument instrument;
    private final Book levels = new Book();
    private boolean known;
    private long id = OracleBook.NO_ID;
    private long timeNs;
    private boolean remembers;
    private int changes;
    private BoxBook aged;
    private BoxBook older;

    BoxBook(Instrument instrument) {
        this.instrument = instrument;
    }

    Instrument instrument() {
        return instrument;
    }

    String symbol() {
        return instrument.symbol();
    }

    Book levels() {
        return levels;
    }

    /** False before the first snapshot. */
    boolean known() {
        return known;
    }

    /** The venue's id of the last change. */
    long id() {
        return id;
    }

    /** Nanoseconds since the epoch, of the last change, in the feed's own time. */
    long timeNs() {
        return timeNs;
    }

    /** From now on older states are kept. */
    void remember() {
        remembers = true;
    }

    /** The book as it was 32 to 64 changes ago, or null so early or when it does not remember. */
    BoxBook older() {
        return older;
    }

    /** Best levels first, as many as the feed carries. */
    List<Level> side(boolean bid) {
        int most = instrument.depth() == 0 ? Integer.MAX_VALUE : instrument.depth();
        return bid ? levels.bids(most) : levels.asks(most);
    }

    /** The book as a snapshot is made from it. */
    Wording.Moment moment() {
        return new Wording.Moment(0, instrument, timeNs, side(true), side(false));
    }

    /** {@code truncate}: whether levels beyond the depth fall out without a word. */
    void apply(BookMessage message, long feedTimeNs, boolean truncate) {
        if (message.kind() == BookMessage.Kind.SNAPSHOT) {
            levels.clear();
            known = true;
        }
        if (!known || message.kind() == BookMessage.Kind.CHECKSUM) {
            return;
        }
        if (remembers && changes++ % GENERATION == 0) {
            older = aged;
            aged = copy();
        }
        message.changes().forEach(change -> levels.set(change.bid(), change.price(), change.size()));
        if (truncate && instrument.depth() > 0) {
            levels.truncate(instrument.depth());
        }
        id = message.id();
        timeNs = feedTimeNs;
    }

    private BoxBook copy() {
        BoxBook copy = new BoxBook(instrument);
        copy.levels.take(levels);
        copy.known = known && !levels.isEmpty();
        copy.id = id;
        copy.timeNs = timeNs;
        return copy;
    }
}
