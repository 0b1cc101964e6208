package io.truebook.engine.core;

import io.truebook.engine.book.Hash;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Policies;
import java.util.Arrays;

/**
 * Messages that came lately, by what they are: whose, which id, and the content. For messages that stand alone, such as
 * trades, and are sent again after a reconnect; deltas of books are told apart by their chain. Bounded by age and by
 * number; an entry that leaves takes its key along, so nothing is held for a copy of what has been forgotten. The hash is
 * kept incrementally. One thread: the core's.
 */
final class MessageCache {
    private final int most;
    private final long ttlNs;

    // a ring, the oldest at head
    private final int[] owners;
    private final long[] ids;
    private final long[] prices;
    private final long[] sizes;
    private final long[] times;
    private final long[] seenNs;
    private int head;
    private int count;

    /** Slots of the ring plus one, by the hash of their key; 0 for none. Probed one by one. */
    private final int[] table;

    private long hash;

    MessageCache(Policies.MessageCacheLimits limits) {
        most = limits.maxMessages();
        ttlNs = limits.ttlNs();
        owners = new int[most];
        ids = new long[most];
        prices = new long[most];
        sizes = new long[most];
        times = new long[most];
        seenNs = new long[most];
        table = new int[Integer.highestOneBit(most * 2 - 1) * 2];
    }

    int count() {
        return count;
    }

    /** Keys held; as many as messages. For the test of the defect that they are not. */
    int keyCount() {
        int keys = 0;
        for (final int entry : table) {
            keys += entry == 0 ? 0 : 1;
        }
        return keys;
    }

    /**
     * Remembers a message.
     *
     * @param owner whose it is, such as an instrument's id
     * @return false when the same one, by id and content, is remembered already
     */
    boolean add(int owner, long id, long price, long size, long timeNs, long nowNs) {
        while (count > 0 && nowNs - seenNs[head] >= ttlNs) {
            removeOldest();
        }
        int at = place(owner, id);
        while (table[at] != 0) {
            final int slot = table[at] - 1;
            if (owners[slot] == owner
                    && ids[slot] == id
                    && prices[slot] == price
                    && sizes[slot] == size
                    && times[slot] == timeNs) {
                return false;
            }
            at = at + 1 & table.length - 1;
        }
        if (count == most) {
            removeOldest();
        }
        final int slot = (head + count++) % most;
        owners[slot] = owner;
        ids[slot] = id;
        prices[slot] = price;
        sizes[slot] = size;
        times[slot] = timeNs;
        seenNs[slot] = nowNs;
        hash += hashOf(slot);
        insert(slot);
        return true;
    }

    private int place(int owner, long id) {
        return (int) Hash.mix(Hash.combine(id, owner)) & table.length - 1;
    }

    private void insert(int slot) {
        int at = place(owners[slot], ids[slot]);
        while (table[at] != 0) {
            at = at + 1 & table.length - 1;
        }
        table[at] = slot + 1;
    }

    private void removeOldest() {
        final int slot = head;
        hash -= hashOf(slot);
        head = (head + 1) % most;
        count--;
        int at = place(owners[slot], ids[slot]);
        while (table[at] != slot + 1) {
            at = at + 1 & table.length - 1;
        }
        close(at);
    }

    /** Empties a place of the table; those behind it that would not be found any more move up. */
    private void close(int empty) {
        final int mask = table.length - 1;
        int gap = empty;
        int at = gap + 1 & mask;
        while (table[at] != 0) {
            final int slot = table[at] - 1;
            final int home = place(owners[slot], ids[slot]);
            if ((at - home & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                gap = at;
            }
            at = at + 1 & mask;
        }
        table[gap] = 0;
    }

    private long hashOf(int slot) {
        long h = Hash.combine(ids[slot], owners[slot]);
        h = Hash.combine(h, prices[slot]);
        h = Hash.combine(h, sizes[slot]);
        h = Hash.combine(h, times[slot]);
        return Hash.mix(Hash.combine(h, seenNs[slot]));
    }

    /** The hash as it must be; for the test of the one that is kept. */
    long recomputeHash() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += hashOf((head + i) % most);
        }
        return sum;
    }

    long hash() {
        return hash;
    }

    void visit(StateVisitor v) {
        final int stored = v.visit(count);
        hash = v.visit(hash);
        if (v.isHash()) {
            return;
        }
        if (v.isRestore()) {
            Arrays.fill(table, 0);
            head = 0;
            count = stored;
        }
        for (int i = 0; i < stored; i++) {
            final int slot = (head + i) % most;
            owners[slot] = v.visit(owners[slot]);
            ids[slot] = v.visit(ids[slot]);
            prices[slot] = v.visit(prices[slot]);
            sizes[slot] = v.visit(sizes[slot]);
            times[slot] = v.visit(times[slot]);
            seenNs[slot] = v.visit(seenNs[slot]);
            if (v.isRestore()) {
                insert(slot);
            }
        }
    }
}
