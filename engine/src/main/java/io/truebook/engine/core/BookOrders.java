package io.truebook.engine.core;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Orders;
import io.truebook.engine.checksum.OrderChecksum;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import org.agrona.DirectBuffer;

/**
 * The rows of messages that are single orders: what each of them does to the orders, and through them to the levels. Used
 * by {@link BookLevels} where the definition keeps a book order by order. One thread: the core's.
 */
final class BookOrders {
    private final Book book;
    private final Orders orders;
    /** Null where the venue sends none. */
    private final OrderChecksum checksum;
    /** The checksum is made of texts from the wire. */
    private final boolean wire;

    // the row applied last: the levels that it changed
    private byte oldSide;
    private long oldPrice;
    private byte newSide;
    private long newPrice;
    private String misfit = "";

    BookOrders(BookRules rules, Book book) {
        this.book = book;
        wire = rules.checksum() != null && rules.checksum().numberFormat() == NumberFormat.WIRE;
        orders = new Orders(book, rules.orders().limit(), rules.orders().queuesById(), wire);
        checksum = rules.checksum() == null
                ? null
                : new OrderChecksum(rules.checksum(), rules.orders().checksumCountsOrders(), book, orders);
    }

    Orders orders() {
        return orders;
    }

    OrderChecksum checksum() {
        return checksum;
    }

    /** Why the rows checked last cannot be applied. */
    String misfit() {
        return misfit;
    }

    /**
     * Whether all rows of a delta can be applied; nothing changes.
     *
     * @param prices, sizes at the instrument's scale; the first row's stand at {@code scaled}
     */
    boolean fits(
            Message message,
            DecodedFrame frame,
            long[] prices,
            long[] sizes,
            int scaled,
            DirectBuffer payload,
            int payloadOffset) {
        long more = 0;
        int added = 0;
        for (int level = message.levelFrom, i = scaled; level < message.levelTo; level++, i++) {
            final int order = find(frame, level, payload, payloadOffset);
            final byte operation = frame.levelOperation[level];
            if (operation == DecodedFrame.REDUCE) {
                if (order == Orders.NONE || orders.size(order) < sizes[i]) {
                    // A trade at an order that we do not know, or of more than it has: our book is not the venue's.
                    return refuse(
                            order == Orders.NONE ? "an unknown order trades" : "an order trades more than it has");
                }
            } else if (operation == DecodedFrame.SET || operation == DecodedFrame.CHANGE && order != Orders.NONE) {
                final boolean set = operation == DecodedFrame.SET;
                added += order == Orders.NONE ? 1 : 0;
                // what the message's other rows add may come to the same level
                final boolean fits = sizes[i] <= Long.MAX_VALUE - more
                        && !orders.overflows(
                                set ? frame.levelSide[level] : orders.side(order),
                                set || isPriced(frame, level) ? prices[i] : orders.price(order),
                                more + sizes[i]);
                if (!fits) {
                    return refuse("the orders of a level add up to more than fits");
                }
                more += sizes[i];
            }
        }
        return !orders.isFull(added) || refuse("more orders than book.orders.limit allows");
    }

    private boolean refuse(String why) {
        misfit = why;
        return false;
    }

    private int find(DecodedFrame frame, int level, DirectBuffer payload, int payloadOffset) {
        return orders.find(payload, payloadOffset + frame.levelOrderStart[level], frame.levelOrderLength[level]);
    }

    private static boolean isPriced(DecodedFrame frame, int level) {
        return frame.levelPriceDecimals[level] != Message.ABSENT;
    }

    private static boolean isSized(DecodedFrame frame, int level) {
        return frame.levelSizeDecimals[level] != Message.ABSENT;
    }

    /** Replaces all orders; false, and there are none, where they do not fit. */
    boolean replace(
            Message message,
            DecodedFrame frame,
            long[] prices,
            long[] sizes,
            int scaled,
            DirectBuffer payload,
            int payloadOffset) {
        orders.clear();
        for (int level = message.levelFrom, i = scaled; level < message.levelTo; level++, i++) {
            final boolean fits = !orders.isFull(1) && !orders.overflows(frame.levelSide[level], prices[i], sizes[i]);
            if (!fits) {
                orders.clear();
                return refuse("the snapshot's orders do not fit: more than book.orders.limit, or a level's sum");
            }
            apply(frame, level, prices[i], sizes[i], payload, payloadOffset);
        }
        return true;
    }

    /**
     * Applies a row that fits.
     *
     * @return how many levels changed: none, {@link #newSide()} and {@link #newPrice()}, or those and the old ones too
     */
    int apply(DecodedFrame frame, int level, long price, long size, DirectBuffer payload, int payloadOffset) {
        int order = find(frame, level, payload, payloadOffset);
        final boolean known = order != Orders.NONE;
        newSide = known ? orders.side(order) : frame.levelSide[level];
        newPrice = known ? orders.price(order) : price;
        oldSide = newSide;
        oldPrice = newPrice;
        switch (frame.levelOperation[level]) {
            case DecodedFrame.DELETE -> {
                if (!known) {
                    return 0; // it never stood on the book, or went with its level
                }
                orders.remove(order);
                return 1;
            }
            case DecodedFrame.REDUCE -> {
                orders.reduce(order, size);
                return 1;
            }
            case DecodedFrame.CHANGE -> {
                if (!known) {
                    return 0;
                }
                newPrice = isPriced(frame, level) ? price : oldPrice;
                order = set(order, isSized(frame, level) ? size : orders.size(order));
            }
            default -> {
                newSide = frame.levelSide[level];
                newPrice = price;
                if (!known && size == 0) {
                    return 0;
                }
                order = known ? set(order, size) : orders.add(newSide, price, size);
            }
        }
        if (wire && order != Orders.NONE) {
            keepText(frame, level, order, payload, payloadOffset);
        }
        return known && (oldSide != newSide || oldPrice != newPrice) ? 2 : 1;
    }

    private int set(int order, long size) {
        if (size == 0) {
            orders.remove(order);
            return Orders.NONE;
        }
        orders.change(order, newSide, newPrice, size);
        return order;
    }

    private void keepText(DecodedFrame frame, int level, int order, DirectBuffer payload, int payloadOffset) {
        orders.textLength(
                order,
                checksum.levelText()
                        .renderWire(
                                payload,
                                payloadOffset + frame.levelPriceStart[level],
                                frame.levelPriceLength[level],
                                payloadOffset + frame.levelSizeStart[level],
                                frame.levelSizeLength[level],
                                payloadOffset + frame.levelOrderStart[level],
                                frame.levelOrderLength[level],
                                orders.texts(),
                                order * BookSide.TEXT_BYTES));
    }

    byte oldSide() {
        return oldSide;
    }

    long oldPrice() {
        return oldPrice;
    }

    byte newSide() {
        return newSide;
    }

    long newPrice() {
        return newPrice;
    }

    long sizeAt(byte side, long price) {
        return book.side(side).sizeAt(price);
    }

    /** After the book's state. */
    void visit(StateVisitor v) {
        orders.visit(v);
        if (v.isRestore() && checksum != null) {
            checksum.forget();
        }
    }
}
