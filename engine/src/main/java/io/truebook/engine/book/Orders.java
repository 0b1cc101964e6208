package io.truebook.engine.book;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The single orders behind a {@link Book}, by the venue's id. The orders of one price stand in a queue, and every change
 * is brought to the book at once: a level's size is always the exact sum of its orders.
 *
 * <p>Prices and sizes are scaled longs as in the book. Callers ask {@link #isFull} and {@link #overflows} before they add
 * or change. Allocates only to grow, and keeps what it has grown to. One thread.
 */
public final class Orders {
    /** Longest id in bytes. */
    public static final int ID_BYTES = OrderIndex.ID_BYTES;
    /** What {@link #find} returns for an unknown id, and what ends a queue. */
    public static final int NONE = OrderIndex.NONE;

    private static final int FIRST_CAPACITY = 256;

    private final Book book;
    private final int limit;
    private final boolean queuesById;
    private final boolean keepsText;
    private final OrderIndex index;
    // by order
    private byte[] sides;
    private long[] prices;
    private long[] sizes;
    /** Rises with every place taken at the end of a queue: it makes the hash tell one queue from another. */
    private long[] arrivals;

    private int[] next;
    private int[] previous;
    private byte[] texts;
    private byte[] textLengths;
    // by side and by level of the book
    private final int[][] heads = {new int[64], new int[64]};
    private final int[][] tails = {new int[64], new int[64]};
    private final int[][] counts = {new int[64], new int[64]};

    private long arrival;
    private long hash;

    /**
     * @param book what the orders add up to; nobody else may change it
     * @param limit most orders that are kept
     * @param queuesById orders of one price stand by their ids as numbers, not by their arrival
     * @param keepsText true when a checksum is made of orders' texts from the wire
     */
    public Orders(Book book, int limit, boolean queuesById, boolean keepsText) {
        this.book = book;
        this.limit = limit;
        this.queuesById = queuesById;
        this.keepsText = keepsText;
        final int capacity = Math.min(limit, FIRST_CAPACITY);
        index = new OrderIndex(capacity);
        sides = new byte[capacity + 1];
        prices = new long[capacity + 1];
        sizes = new long[capacity + 1];
        arrivals = new long[capacity + 1];
        next = new int[capacity + 1];
        previous = new int[capacity + 1];
        texts = new byte[keepsText ? (capacity + 1) * BookSide.TEXT_BYTES : 0];
        textLengths = new byte[keepsText ? capacity + 1 : 0];
    }

    public int count() {
        return index.count();
    }

    /** True when so many more would pass the limit. */
    public boolean isFull(int more) {
        return index.count() + more > limit;
    }

    /** True when a level cannot hold so much more at that price. */
    public boolean overflows(byte side, long price, long more) {
        return book.side(side).sizeAt(price) > Long.MAX_VALUE - more;
    }

    /**
     * The order of that id, {@link #NONE} for an unknown one. The id is remembered for {@link #add}.
     *
     * @param length 1 to {@link #ID_BYTES}
     */
    public int find(DirectBuffer text, int start, int length) {
        return index.find(text, start, length);
    }

    public byte side(int order) {
        return sides[order];
    }

    public long price(int order) {
        return prices[order];
    }

    public long size(int order) {
        return sizes[order];
    }

    /** First order of the queue at that price, {@link #NONE} when there is no such level. */
    public int first(byte side, long price) {
        final int level = book.side(side).textSlotAt(price);
        return level < 0 ? NONE : heads[side][level];
    }

    /** The order behind this one in its queue, {@link #NONE} for the last. */
    public int next(int order) {
        return next[order];
    }

    /** Orders at that price. */
    public int countAt(byte side, long price) {
        final int level = book.side(side).textSlotAt(price);
        return level < 0 ? 0 : counts[side][level];
    }

    /** Texts of orders; that of order {@code o} starts at {@code o × TEXT_BYTES} of {@link BookSide}. */
    public byte[] texts() {
        return texts;
    }

    /** 0 when there is none. */
    public int textLength(int order) {
        return textLengths[order];
    }

    /** The text in place is of that length from now on. */
    public void textLength(int order, int length) {
        textLengths[order] = (byte) length;
        hash += textMix(order);
    }

    /** Adds the order that {@link #find} has just not found; its size is above zero. */
    public int add(byte side, long price, long size) {
        if (index.count() == index.capacity()) {
            grow(Math.min(limit, index.capacity() * 2));
        }
        final int order = index.add();
        forget(order);
        place(order, side, price, size);
        return order;
    }

    /**
     * Gives the order another side, price or size above zero. It keeps its place in the queue where only its size falls;
     * else it becomes the last.
     */
    public void change(int order, byte side, long price, long size) {
        if (sides[order] == side && prices[order] == price && (queuesById || size <= sizes[order])) {
            resize(order, size);
            return;
        }
        displace(order);
        place(order, side, price, size);
    }

    /** Takes so much from the order, at most its size; an order of which nothing is left is gone. */
    public void reduce(int order, long size) {
        if (size == sizes[order]) {
            remove(order);
        } else {
            resize(order, sizes[order] - size);
        }
    }

    private void resize(int order, long size) {
        hash -= mix(order);
        final BookSide levels = book.side(sides[order]);
        levels.set(prices[order], levels.sizeAt(prices[order]) - sizes[order] + size);
        sizes[order] = size;
        forget(order);
        hash += mix(order);
    }

    public void remove(int order) {
        displace(order);
        index.remove(order);
    }

    /** Drops the worst level with all its orders; the side must not be empty. */
    public void removeWorst(byte side) {
        final long price = book.side(side).worstPrice();
        while (book.side(side).sizeAt(price) != 0) {
            remove(first(side, price));
        }
    }

    /** Drops all orders, and all levels of the book. */
    public void clear() {
        book.clear();
        index.clear();
        arrival = 0;
        hash = 0;
    }

    /** Multiplies all prices and sizes, as the book's have been, which therefore fit. */
    public void rescale(long priceFactor, long sizeFactor) {
        for (final int order : index.slots()) {
            prices[order] *= priceFactor;
            sizes[order] *= sizeFactor;
        }
        hash = recomputeHash();
    }

    /** Hash over all orders and their places in the queues, kept incrementally. */
    public long hash() {
        return hash;
    }

    /** The same hash from the orders alone; for tests and restore. */
    public long recomputeHash() {
        long sum = 0;
        for (final int order : index.slots()) {
            sum += order == NONE ? 0 : mix(order);
        }
        return sum;
    }

    /** Canonical state, after the book's: bids, then asks, each from the worst level, each level by its queue. */
    public void visit(StateVisitor v) {
        arrival = v.visit(arrival);
        final int stored = v.visit(index.count());
        if (v.isHash()) {
            v.visit(hash);
        } else if (v.isRestore()) {
            restore(v, stored);
        } else {
            for (byte side = 0; side < 2; side++) {
                final BookSide levels = book.side(side);
                for (int rank = levels.count() - 1; rank >= 0; rank--) {
                    for (int order = first(side, levels.price(rank)); order != NONE; order = next[order]) {
                        for (int i = 0; i < OrderIndex.words(); i++) {
                            v.visit(index.word(order, i));
                        }
                        visit(v, order);
                    }
                }
            }
        }
    }

    private void visit(StateVisitor v, int order) {
        sides[order] = v.visit(sides[order]);
        prices[order] = v.visit(prices[order]);
        sizes[order] = v.visit(sizes[order]);
        arrivals[order] = v.visit(arrivals[order]);
        if (keepsText) {
            textLengths[order] = v.visit(textLengths[order]);
            final int at = order * BookSide.TEXT_BYTES;
            for (int i = 0; i < textLengths[order]; i++) {
                texts[at + i] = v.visit(texts[at + i]);
            }
        }
    }

    /** The book's levels are restored already: orders only take their places. */
    private void restore(StateVisitor v, int stored) {
        index.clear();
        if (stored > index.capacity()) {
            grow(stored);
        }
        Arrays.fill(counts[0], 0);
        Arrays.fill(counts[1], 0);
        final long[] id = new long[OrderIndex.words()];
        for (int i = 0; i < stored; i++) {
            for (int word = 0; word < id.length; word++) {
                id[word] = v.visit(0L);
            }
            final int order = index.add(id);
            visit(v, order);
            enqueue(order);
        }
        hash = recomputeHash();
    }

    private void place(int order, byte side, long price, long size) {
        final BookSide levels = book.side(side);
        final long before = levels.sizeAt(price);
        levels.set(price, before + size);
        if (before == 0) {
            final int level = levels.textSlotAt(price);
            counts[side] = room(counts[side], level);
            counts[side][level] = 0;
        }
        sides[order] = side;
        prices[order] = price;
        sizes[order] = size;
        arrivals[order] = arrival++;
        forget(order);
        enqueue(order);
        hash += mix(order);
    }

    private void enqueue(int order) {
        final byte side = sides[order];
        final int level = book.side(side).textSlotAt(prices[order]);
        heads[side] = room(heads[side], level);
        tails[side] = room(tails[side], level);
        counts[side] = room(counts[side], level);
        int before = counts[side][level]++ == 0 ? NONE : tails[side][level];
        while (queuesById && before != NONE && index.isBefore(order, before)) {
            before = previous[before]; // ids rise, so this is rare
        }
        final int behind = before != NONE ? next[before] : counts[side][level] > 1 ? heads[side][level] : NONE;
        previous[order] = before;
        next[order] = behind;
        if (before == NONE) {
            heads[side][level] = order;
        } else {
            next[before] = order;
        }
        if (behind == NONE) {
            tails[side][level] = order;
        } else {
            previous[behind] = order;
        }
    }

    /** Takes the order out of its queue and its size out of its level. */
    private void displace(int order) {
        hash -= mix(order);
        final byte side = sides[order];
        final BookSide levels = book.side(side);
        final int level = levels.textSlotAt(prices[order]);
        counts[side][level]--;
        if (previous[order] == NONE) {
            heads[side][level] = next[order];
        } else {
            next[previous[order]] = next[order];
        }
        if (next[order] == NONE) {
            tails[side][level] = previous[order];
        } else {
            previous[next[order]] = previous[order];
        }
        levels.set(prices[order], levels.sizeAt(prices[order]) - sizes[order]);
    }

    private void forget(int order) {
        if (keepsText) {
            textLengths[order] = 0;
        }
    }

    private static int[] room(int[] values, int level) {
        return level < values.length ? values : Arrays.copyOf(values, Math.max(level + 1, values.length * 2));
    }

    private long mix(int order) {
        long mix = Hash.combine(index.mix(order) + sides[order], prices[order]);
        mix = Hash.combine(mix, sizes[order]);
        return Hash.combine(mix, arrivals[order]) + textMix(order);
    }

    private long textMix(int order) {
        if (!keepsText || textLengths[order] == 0) {
            return 0;
        }
        long mix = index.mix(order);
        final int at = order * BookSide.TEXT_BYTES;
        for (int i = 0; i < textLengths[order]; i++) {
            mix = mix * 31 + texts[at + i];
        }
        return Hash.mix(mix);
    }

    private void grow(int capacity) {
        index.grow(capacity);
        sides = Arrays.copyOf(sides, capacity + 1);
        prices = Arrays.copyOf(prices, capacity + 1);
        sizes = Arrays.copyOf(sizes, capacity + 1);
        arrivals = Arrays.copyOf(arrivals, capacity + 1);
        next = Arrays.copyOf(next, capacity + 1);
        previous = Arrays.copyOf(previous, capacity + 1);
        if (keepsText) {
            texts = Arrays.copyOf(texts, (capacity + 1) * BookSide.TEXT_BYTES);
            textLengths = Arrays.copyOf(textLengths, capacity + 1);
        }
    }
}
