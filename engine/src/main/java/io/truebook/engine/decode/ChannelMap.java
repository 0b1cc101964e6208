package io.truebook.engine.decode;

import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/**
 * What a venue's own channel ids stand for, per connection: entries sorted by connection and id, so that the state has
 * one form however it came about. The entry found last is tried first. One thread.
 */
final class ChannelMap {
    /** Enough for any venue's limit of channels on all our connections; more would be a venue gone mad. */
    private static final int MAX_ENTRIES = 65_536;

    private int count;
    private int[] connections = new int[16];
    private long[] ids = new long[16];
    private int[] symbols = new int[16];
    private int[] channels = new int[16];
    private int last;

    /** The entry's index, or a negative number. */
    int find(int connection, long id) {
        if (last < count && ids[last] == id && connections[last] == connection) {
            return last;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final int order = connections[middle] != connection
                    ? Integer.compare(connections[middle], connection)
                    : Long.compare(ids[middle], id);
            if (order == 0) {
                last = middle;
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    int symbol(int entry) {
        return symbols[entry];
    }

    int channel(int entry) {
        return channels[entry];
    }

    /** Binds an id anew; returns its entry, or -1 when the map is full. */
    int put(int connection, long id, int symbol, int channel) {
        int entry = find(connection, id);
        if (entry < 0) {
            if (count == MAX_ENTRIES) {
                return -1;
            }
            entry = ~entry;
            insert(entry);
        }
        connections[entry] = connection;
        ids[entry] = id;
        symbols[entry] = symbol;
        channels[entry] = channel;
        return entry;
    }

    void remove(int connection, long id) {
        final int entry = find(connection, id);
        if (entry >= 0) {
            cut(entry, entry + 1);
        }
    }

    void connectionDown(int connection) {
        int from = 0;
        while (from < count && connections[from] < connection) {
            from++;
        }
        int to = from;
        while (to < count && connections[to] == connection) {
            to++;
        }
        cut(from, to);
    }

    void visit(StateVisitor v) {
        count = v.visit(count);
        connections = v.visit(connections, count);
        ids = v.visit(ids, count);
        symbols = v.visit(symbols, count);
        channels = v.visit(channels, count);
        if (v.isRestore()) {
            last = 0;
        }
    }

    private void insert(int at) {
        if (count == Math.min(ids.length, connections.length)) {
            final int size = Math.max(16, count * 2);
            connections = Arrays.copyOf(connections, size);
            ids = Arrays.copyOf(ids, size);
            symbols = Arrays.copyOf(symbols, size);
            channels = Arrays.copyOf(channels, size);
        }
        move(at, at + 1, count - at);
        count++;
    }

    private void cut(int from, int to) {
        move(to, from, count - to);
        count -= to - from;
    }

    private void move(int from, int to, int length) {
        System.arraycopy(connections, from, connections, to, length);
        System.arraycopy(ids, from, ids, to, length);
        System.arraycopy(symbols, from, symbols, to, length);
        System.arraycopy(channels, from, channels, to, length);
    }
}
