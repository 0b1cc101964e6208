package io.truebook.engine.checksum;

import io.truebook.engine.book.Book;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Orders;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.ChecksumOrder;
import io.truebook.engine.venue.VenueDefinition.ChecksumOutput;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * CRC-32 over single orders, as a definition's template writes them: all orders of the best levels in the order of their
 * queues (kraken), or the best orders themselves (bitfinex R0). When no covered level changed since the last call, the last
 * value holds. One instance serves one book. One thread; allocates only where a queue is longer than any before.
 */
public final class OrderChecksum {
    private final Book book;
    private final Orders orders;
    private final int depth;
    private final boolean countsOrders;
    private final ChecksumOrder order;
    private final LevelText levelText;
    private final boolean wire;
    private final byte[] levelSeparator;
    private final byte[] sideSeparator;
    private final boolean signed;
    private final CRC32 crc = new CRC32();
    private final Cursor bids = new Cursor(DecodedFrame.BID);
    private final Cursor asks = new Cursor(DecodedFrame.ASK);

    private byte[] text;
    private int length;
    private long last;
    private boolean known;

    /**
     * @param countsOrders the definition's depth counts orders, not levels
     * @throws IllegalArgumentException for another algorithm than crc32, and for a template that {@link LevelText} refuses
     */
    public OrderChecksum(ChecksumDefinition definition, boolean countsOrders, Book book, Orders orders) {
        if (!definition.algorithm().equals("crc32")) {
            throw new IllegalArgumentException(
                    "checksum over single orders: only crc32 is known: algorithm=" + definition.algorithm());
        }
        this.book = book;
        this.orders = orders;
        this.countsOrders = countsOrders;
        depth = definition.depth();
        order = definition.order();
        levelText = new LevelText(definition.format(), definition.numberFormat());
        wire = definition.numberFormat() == NumberFormat.WIRE;
        levelSeparator = definition.levelSeparator().getBytes(StandardCharsets.US_ASCII);
        sideSeparator = definition.sideSeparator().getBytes(StandardCharsets.US_ASCII);
        signed = definition.output() == ChecksumOutput.SIGNED32;
        text = new byte[4 * depth * BookSide.TEXT_BYTES];
    }

    /** Levels per side that are surely covered: with so many orders, at least one level. */
    public int depth() {
        return countsOrders ? 1 : depth;
    }

    public LevelText levelText() {
        return levelText;
    }

    /** The checksum of the orders as they stand, as an unsigned value, or signed where the venue's is. */
    public long compute(int priceScale, int sizeScale) {
        // so many orders stand at no more levels
        if (known && !book.bids().isTouched(depth) && !book.asks().isTouched(depth)) {
            return last;
        }
        length = 0;
        bids.begin();
        asks.begin();
        switch (order) {
            case ASKS_THEN_BIDS -> twoSides(asks, bids, priceScale, sizeScale);
            case BIDS_THEN_ASKS -> twoSides(bids, asks, priceScale, sizeScale);
            case INTERLEAVED -> interleaved(priceScale, sizeScale);
        }
        crc.reset();
        crc.update(text, 0, length);
        last = signed ? (int) crc.getValue() : crc.getValue();
        known = true;
        book.bids().untouch();
        book.asks().untouch();
        return last;
    }

    /** The text that {@link #compute} would hash now; for tests and for explaining a mismatch. Allocates. */
    public String text(int priceScale, int sizeScale) {
        known = false;
        compute(priceScale, sizeScale);
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    /** Forgets what was computed last; after a restore. */
    public void forget() {
        known = false;
    }

    private void twoSides(Cursor first, Cursor second, int priceScale, int sizeScale) {
        side(first, priceScale, sizeScale);
        append(sideSeparator);
        side(second, priceScale, sizeScale);
    }

    private void side(Cursor cursor, int priceScale, int sizeScale) {
        final int start = length;
        while (cursor.next()) {
            if (length > start) {
                append(levelSeparator);
            }
            append(cursor.order, priceScale, sizeScale);
        }
    }

    private void interleaved(int priceScale, int sizeScale) {
        boolean bid = true;
        boolean ask = true;
        while (bid || ask) {
            bid = bid && bids.next();
            if (bid) {
                append(length > 0, bids.order, priceScale, sizeScale);
            }
            ask = ask && asks.next();
            if (ask) {
                append(length > 0, asks.order, priceScale, sizeScale);
            }
        }
    }

    private void append(boolean separated, int which, int priceScale, int sizeScale) {
        if (separated) {
            append(levelSeparator);
        }
        append(which, priceScale, sizeScale);
    }

    private void append(byte[] bytes) {
        if (length + bytes.length > text.length) {
            text = Arrays.copyOf(text, text.length * 2);
        }
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void append(int which, int priceScale, int sizeScale) {
        if (length + BookSide.TEXT_BYTES + Long.BYTES > text.length) {
            text = Arrays.copyOf(text, text.length * 2);
        }
        if (wire) {
            final int count = orders.textLength(which);
            System.arraycopy(orders.texts(), which * BookSide.TEXT_BYTES, text, length, count);
            length += count;
        } else {
            length += levelText.render(orders.price(which), priceScale, orders.size(which), sizeScale, text, length);
        }
    }

    /** Walks the orders of a side from the best, as far as the checksum covers them. */
    private final class Cursor {
        private final byte side;
        private int rank;
        private int taken;
        private int order;

        Cursor(byte side) {
            this.side = side;
        }

        void begin() {
            rank = -1;
            taken = 0;
            order = Orders.NONE;
        }

        boolean next() {
            if (countsOrders && taken == depth) {
                return false;
            }
            order = order == Orders.NONE ? Orders.NONE : orders.next(order);
            if (order == Orders.NONE) {
                rank++;
                if (rank >= book.side(side).count() || !countsOrders && rank == depth) {
                    rank--;
                    return false;
                }
                order = orders.first(side, book.side(side).price(rank));
            }
            taken++;
            return true;
        }
    }
}
