package io.truebook.bench.yardstick;

/** Depth diffs of Binance's USD-M futures, wrapped as {@code {"stream":…,"data":…}}. */
public final class HandBinance extends HandScanner {
    private static final byte[] HEAD = bytes("{\"stream\":\"");
    private static final byte[] DATA = bytes(",\"data\":{\"e\":\"depthUpdate\",\"E\":");
    private static final byte[] TIME = bytes(",\"T\":");
    private static final byte[] SYMBOL = bytes(",\"s\":\"");
    private static final byte[] FIRST = bytes(",\"U\":");
    private static final byte[] LAST = bytes(",\"u\":");
    private static final byte[] PREVIOUS = bytes(",\"pu\":");
    private static final byte[] BIDS = bytes(",\"b\":[");
    private static final byte[] ASKS = bytes(",\"a\":[");
    private static final byte[] TAIL = bytes("}}");
    private static final long MS = 1_000_000L;

    @Override
    boolean frame() {
        if (!is(HEAD) || !text() || !is(DATA) || !number()) {
            return false;
        }
        if (!is(TIME) || !number()) {
            return false;
        }
        timeNs = mantissa * MS;
        if (!is(SYMBOL) || !text() || !is(FIRST) || !number()) {
            return false;
        }
        firstId = mantissa;
        if (!is(LAST) || !number()) {
            return false;
        }
        lastId = mantissa;
        if (!is(PREVIOUS) || !number()) {
            return false;
        }
        previousId = mantissa;
        if (!is(BIDS) || !rows()) {
            return false;
        }
        bids = levels;
        return is(ASKS) && rows() && is(TAIL);
    }

    /** Cursor and count in locals: rows are most of a frame. */
    private boolean rows() {
        final byte[] bytes = d;
        if (bytes[p] == ']') {
            p++;
            return true;
        }
        int q = p;
        int level = levels;
        while (level < prices.length && bytes[q] == '[' && bytes[q + 1] == '"') {
            q = quoted(q + 2, prices, priceDecimals, level);
            if (q < 0 || bytes[q] != ',' || bytes[q + 1] != '"') {
                return false;
            }
            q = quoted(q + 2, sizes, sizeDecimals, level);
            if (q < 0 || bytes[q] != ']') {
                return false;
            }
            level++;
            final byte next = bytes[q + 1];
            q += 2;
            if (next != ',') {
                p = q;
                levels = level;
                return next == ']';
            }
        }
        return false;
    }

    /**
     * A number up to its closing quote; returns the place behind that, -1 where there is none. One word and one
     * conversion where point and quote stand within eight bytes: the digits behind the point move over it.
     */
    private int quoted(int at, long[] mantissas, int[] scales, int level) {
        final long bits = word(at);
        final long others = others(bits);
        final int whole = Long.numberOfTrailingZeros(others) & ~7;
        final long behind = others & others - 1;
        final int end = Long.numberOfTrailingZeros(behind) & ~7;
        if (behind != 0 && whole != 0 && d[at + (whole >>> 3)] == '.' && d[at + (end >>> 3)] == '"') {
            final long low = bits & (1L << whole) - 1;
            final long high = bits >>> 8 >>> whole << whole;
            mantissas[level] = eight(low | high, (end >>> 3) - 1);
            scales[level] = (end - whole >>> 3) - 1;
            return at + (end >>> 3) + 1;
        }
        p = at;
        if (!number() || d[p] != '"') {
            return -1;
        }
        mantissas[level] = mantissa;
        scales[level] = decimals;
        return p + 1;
    }
}
