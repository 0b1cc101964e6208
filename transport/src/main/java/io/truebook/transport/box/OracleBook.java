package io.truebook.transport.box;

import java.util.List;

/**
 * A book as the box holds it, best levels first. Immutable, any thread.
 *
 * @param updateId the venue's id of the last change in it, or {@link #NO_ID} where the venue has none
 */
public record OracleBook(String venue, String symbol, long updateId, List<Level> bids, List<Level> asks) {
    public static final long NO_ID = -1;

    public OracleBook {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
