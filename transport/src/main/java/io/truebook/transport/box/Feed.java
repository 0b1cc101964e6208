package io.truebook.transport.box;

import java.util.Map;

/** What a venue says, from a recording or a seeded market; the same on every pass. */
interface Feed {
    /** By symbol, in a fixed order. */
    Map<String, Instrument> instruments();

    /** A pass from the beginning. */
    Pass open();

    /** One pass; the owner closes it. */
    interface Pass extends AutoCloseable {
        /** The next frame, or null at the end. */
        FeedFrame next();

        @Override
        void close();
    }
}
