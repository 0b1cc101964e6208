package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;

/** A synthetic market in one venue's words. Stateless; {@link Words} holds what one pass counts. */
interface Wording {
    List<Market.Listing> familiar();

    /** The names of further symbols, with one number. */
    String pattern();

    /** Levels of each side on the wire for the depth asked for; 0: the whole book. */
    int window(int depth);

    /** Whether the venue deletes levels that leave the window; otherwise clients drop them by themselves. */
    boolean deletesLeaving();

    /** Whether one message may hold a price twice. */
    boolean repeatsPrices();

    Words open(SplittableRandom random, List<Instrument> instruments);

    /** What a message is made from; sides best first. */
    record Moment(int index, Instrument instrument, long timeNs, List<Level> bids, List<Level> asks) {}

    /** Whoever takes the frames. */
    interface Out {
        void frame(String text);
    }

    /** One pass's words. */
    interface Words {
        /** Before all else of a symbol; the moment holds the whole window. */
        void begin(Moment book, Out out);

        /** {@code changes} in the order of the wire; {@code book} is the window after them. */
        void update(Moment changes, Moment book, Out out);

        void trades(Moment book, List<MarketSymbol.Trade> trades, Out out);
    }
}
