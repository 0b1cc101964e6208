package io.truebook.engine.checksum;

/**
 * A venue's own checksum over the best levels of one book, for what no template can say. One instance serves one book and
 * may keep scratch; it is called by the core's thread, once per message that bears a checksum. It must be a pure function
 * of the levels, and must not allocate.
 */
@FunctionalInterface
public interface ChecksumFunction {
    /** The value; its lowest 32 bits are compared with the venue's, signed or not. */
    long compute(Levels levels);

    /** The best levels of a book, to the depth of the definition. Valid during the call. */
    interface Levels {
        /** Bids, at most {@code depth}. */
        int bids();

        /** Asks, at most {@code depth}. */
        int asks();

        /** Price of the bid at that rank, 0 being the best, at the instrument's scale. */
        long bidPrice(int rank);

        /** Size of the bid at that rank, at the instrument's scale. */
        long bidSize(int rank);

        /** As {@link #bidPrice}. */
        long askPrice(int rank);

        /** As {@link #bidSize}. */
        long askSize(int rank);

        /**
         * Writes the bid's text, as the definition's {@code format} and {@code numberFormat} write it ({@code wire}: the
         * digits as they came). The target needs {@link io.truebook.engine.book.BookSide#TEXT_BYTES} more bytes than
         * the text.
         *
         * @return where the text ends
         */
        int bidText(int rank, byte[] target, int at);

        /** As {@link #bidText}. */
        int askText(int rank, byte[] target, int at);
    }
}
