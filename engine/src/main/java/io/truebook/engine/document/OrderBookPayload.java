package io.truebook.engine.document;

import java.util.List;

/**
 * Payload of an order-book snapshot (requirements, row 13), ordered and checked. Immutable.
 *
 * @param bids best first, which is the highest
 * @param asks best first, which is the lowest
 * @param nonce {@link Snapshot#NO_ID} where absent
 */
public record OrderBookPayload(List<Level> bids, List<Level> asks, long nonce) {
    public OrderBookPayload {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }

    /** Throws {@link DocumentException} that names side and level. */
    public static OrderBookPayload parse(Value data) {
        final ObjectValue book = Payloads.object(data, "orderBook");
        return new OrderBookPayload(side(book, BookDelta.BIDS), side(book, BookDelta.ASKS), Members.id(book, "nonce"));
    }

    private static List<Level> side(ObjectValue book, String side) {
        final List<Level> levels = BookDelta.side(book, side);
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).removes()) {
                throw new DocumentException(side + "[" + i + "]: a level of a snapshot needs an amount, is "
                        + levels.get(i).row().toJson());
            }
            if (i > 0 && BookDelta.order(side).compare(levels.get(i - 1), levels.get(i)) >= 0) {
                throw new DocumentException(
                        side + "[" + i + "]: " + levels.get(i).price() + " stands behind "
                                + levels.get(i - 1).price() + ", " + side
                                + (side.equals(BookDelta.BIDS) ? " descend" : " ascend"));
            }
        }
        return levels;
    }

    /** The highest bid, null when there is none. */
    public Level bestBid() {
        return bids.isEmpty() ? null : bids.get(0);
    }

    /** The lowest ask, null when there is none. */
    public Level bestAsk() {
        return asks.isEmpty() ? null : asks.get(0);
    }

    /** Exactly (bid + ask) / 2; null when a side is empty. */
    public Decimal mid() {
        return bids.isEmpty() || asks.isEmpty()
                ? null
                : bestBid().price().plus(bestAsk().price()).half();
    }

    public boolean isCrossed() {
        return !bids.isEmpty()
                && !asks.isEmpty()
                && bestBid().price().compareTo(bestAsk().price()) >= 0;
    }
}
