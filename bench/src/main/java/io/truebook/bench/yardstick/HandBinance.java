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

    private boolean rows() {
        if (is(']')) {
            return true;
        }
        final byte[] bytes = d;
        do {
            if (bytes[p] != '[' || bytes[p + 1] != '"') {
                return false;
            }
            p += 2;
            if (!number()) {
                return false;
            }
            price();
            if (bytes[p] != '"' || bytes[p + 1] != ',' || bytes[p + 2] != '"') {
                return false;
            }
            p += 3;
            if (!number() || bytes[p] != '"' || bytes[p + 1] != ']') {
                return false;
            }
            p += 2;
            size();
        } while (is(','));
        return is(']');
    }
}
