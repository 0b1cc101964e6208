package io.truebook.bench.yardstick;

/** Kraken's v2 book frames. */
public final class HandKraken extends HandScanner {
    private static final byte[] HEAD = bytes("{\"channel\":\"book\",\"type\":\"");
    private static final byte[] DATA = bytes("\",\"data\":[{\"symbol\":\"");
    private static final byte[] UPDATE = bytes("update");
    private static final byte[] SNAPSHOT = bytes("snapshot");
    private static final byte[] BIDS = bytes(",\"bids\":[");
    private static final byte[] ASKS = bytes(",\"asks\":[");
    private static final byte[] CHECKSUM = bytes(",\"checksum\":");
    private static final byte[] TIMESTAMP = bytes(",\"timestamp\":\"");
    private static final byte[] TAIL = bytes("\"}]}");
    private static final byte[] PRICE = bytes("{\"price\":");
    private static final byte[] QUANTITY = bytes(",\"qty\":");
    private static final long SECOND = 1_000_000_000L;

    public boolean snapshot;

    @Override
    boolean frame() {
        if (!is(HEAD)) {
            return false;
        }
        snapshot = is(SNAPSHOT);
        if (!snapshot && !is(UPDATE) || !is(DATA) || !text() || !is(BIDS) || !rows()) {
            return false;
        }
        bids = levels;
        if (!is(ASKS) || !rows() || !is(CHECKSUM) || !number()) {
            return false;
        }
        checksum = mantissa;
        return is(TIMESTAMP) && time() && is(TAIL);
    }

    private boolean rows() {
        if (is(']')) {
            return true;
        }
        do {
            if (!is(PRICE) || !number()) {
                return false;
            }
            price();
            if (!is(QUANTITY) || !number() || !is('}')) {
                return false;
            }
            size();
        } while (is(','));
        return is(']');
    }

    /** {@code 2026-08-02T03:35:51.660084Z}. */
    private boolean time() {
        final int year = two(p) * 100 + two(p + 2);
        final int month = two(p + 5);
        final int day = two(p + 8);
        final long seconds = two(p + 11) * 3600L + two(p + 14) * 60L + two(p + 17);
        p += 19;
        long fraction = 0;
        long unit = SECOND;
        if (is('.')) {
            while (d[p] >= '0' && d[p] <= '9') {
                unit /= 10;
                fraction += (d[p++] - '0') * unit;
            }
        }
        timeNs = (days(year, month, day) * 86_400L + seconds) * SECOND + fraction;
        return is('Z');
    }

    private int two(int at) {
        return (d[at] - '0') * 10 + d[at + 1] - '0';
    }

    private static long days(int year, int month, int day) {
        final int y = month <= 2 ? year - 1 : year;
        final int century = y / 100;
        final int monthsFromMarch = (month + 9) % 12;
        return 365L * y + y / 4 - century + y / 400 + (153L * monthsFromMarch + 2) / 5 + day - 719_469;
    }
}
