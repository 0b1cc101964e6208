package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * Gives each symbol of a table whose rows name theirs a message of its own. Rows of one symbol that do not stand
 * together are brought together, in their order: two snapshots of one book in one frame would replace each other. One
 * thread.
 */
final class RowGroups {
    private int[] order = new int[64];
    private long[] longs = new long[64];
    private int[] ints = new int[64];
    private byte[] bytes = new byte[64];
    private boolean[] flags = new boolean[64];

    /** The levels of {@code message} become those of one message per symbol, in order of first mention. */
    void split(DecodedFrame out, Message message, int[] symbols) {
        final int from = message.levelFrom;
        final int to = message.levelTo;
        int runs = 1;
        for (int i = from + 1; i < to; i++) {
            if (symbols[i] != symbols[i - 1]) {
                runs++;
            }
        }
        message.symbol = symbols[from];
        if (runs == 1) {
            return;
        }
        sort(out, from, to, symbols);
        int start = from;
        Message current = message;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || symbols[i] != symbols[start]) {
                current.symbol = symbols[start];
                current.levelFrom = start;
                current.levelTo = i;
                start = i;
                if (i < to) {
                    current = out.add();
                    share(message, current);
                }
            }
        }
    }

    /** What the frame says once holds for each of them. */
    private static void share(Message from, Message to) {
        to.kind = from.kind;
        to.channel = from.channel;
        to.present = from.present;
        to.firstId = from.firstId;
        to.lastId = from.lastId;
        to.previousId = from.previousId;
        to.requestId = from.requestId;
        to.exchangeTimeNs = from.exchangeTimeNs;
    }

    /** Stable, by first mention of the symbol; quadratic in the number of symbols, which is small. */
    private void sort(DecodedFrame out, int from, int to, int[] symbols) {
        final int count = to - from;
        if (order.length < count) {
            final int size = Math.max(count, order.length * 2);
            order = new int[size];
            longs = new long[size];
            ints = new int[size];
            bytes = new byte[size];
            flags = new boolean[size];
        }
        Arrays.fill(flags, 0, count, false);
        int placed = 0;
        for (int i = 0; i < count; i++) {
            if (flags[i]) {
                continue;
            }
            for (int j = i; j < count; j++) {
                if (symbols[from + j] == symbols[from + i] && !flags[j]) {
                    flags[j] = true;
                    order[placed++] = from + j;
                }
            }
        }
        move(out.levelPrice, from, count);
        move(out.levelSize, from, count);
        move(out.levelRowId, from, count);
        move(out.levelPriceDecimals, from, count);
        move(out.levelSizeDecimals, from, count);
        move(out.levelPriceStart, from, count);
        move(out.levelPriceLength, from, count);
        move(out.levelSizeStart, from, count);
        move(out.levelSizeLength, from, count);
        move(out.levelOrderStart, from, count);
        move(out.levelOrderLength, from, count);
        move(symbols, from, count);
        move(out.levelSide, from, count);
        move(out.levelOperation, from, count);
    }

    private void move(long[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            longs[i] = values[order[i]];
        }
        System.arraycopy(longs, 0, values, from, count);
    }

    private void move(int[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            ints[i] = values[order[i]];
        }
        System.arraycopy(ints, 0, values, from, count);
    }

    private void move(byte[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            bytes[i] = values[order[i]];
        }
        System.arraycopy(bytes, 0, values, from, count);
    }
}
