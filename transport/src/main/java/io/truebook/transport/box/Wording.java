package io.truebook.transport.box;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** A synthetic market in one venue's words. Stateless; {@link Words} holds what one pass counts. */
interface Wording {
    /**
     * What of the market does not lie in its words.
     *
     * @param familiar the first symbols
     * @param pattern the names of further symbols, with one number
     * @param window levels of each side on the wire for the depth asked for; 0: the whole book
     * @param deletesLeaving whether the venue deletes levels that leave the window; otherwise clients drop them by
     *     themselves
     * @param repeatsPrices whether one message may hold a price twice
     */
    record Habits(
            List<Market.Listing> familiar,
            String pattern,
            IntUnaryOperator window,
            boolean deletesLeaving,
            boolean repeatsPrices) {
        /** The venue's least depth that is not less, else its greatest. */
        static IntUnaryOperator leastOf(int... served) {
            return depth -> {
                for (int one : served) {
                    if (one >= depth) {
                        return one;
                    }
                }
                return served[served.length - 1];
            };
        }
    }

    Habits habits();

    Words open(SplittableRandom random, List<Instrument> instruments);

    /** What a message is made from; sides best first. */
    record Moment(int index, Instrument instrument, long timeNs, List<Level> bids, List<Level> asks) {
        /** As a book, for checksums. */
        Book levels() {
            Book levels = new Book();
            bids.forEach(level -> levels.set(true, level.price(), level.size()));
            asks.forEach(level -> levels.set(false, level.price(), level.size()));
            return levels;
        }
    }

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
