package io.truebook.engine.decode;

/**
 * Exact numbers: {@code mantissa × 10^-decimals} with at most 18 digits. Digits are read eight at a time; what is longer,
 * has an exponent or looks odd goes a slow way with the same answers. Never rounds. One thread.
 */
final class NumberReader {
    /** No number stands there. */
    static final int BAD = -1;
    /** A number that does not fit 18 digits, or whose exponent is out of all reason. */
    static final int RANGE = -2;

    private static final int MAX_DIGITS = 18;
    private static final int MAX_DECIMALS = 40;
    private static final long ZEROS = 0x3030303030303030L;
    private static final long TO_HIGH = 0x7676767676767676L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    long mantissa;
    int decimals;

    /**
     * Reads the number at {@code p} and returns the position behind it, {@link #BAD} or {@link #RANGE}.
     *
     * @param quoted true in a string, where leading zeros are let through
     */
    int read(byte[] d, int p, boolean quoted) {
        final boolean negative = d[p] == '-';
        final int start = negative ? p + 1 : p;
        long word = (long) JsonBytes.LONGS.get(d, start) ^ ZEROS;
        long other = ((word + TO_HIGH) | word) & HIGHS;
        if (other == 0) {
            return readLong(d, p, quoted);
        }
        int count = Long.numberOfTrailingZeros(other) >>> 3;
        // No digit, or a leading zero with another behind it. One test that is nearly never true: how many digits stand
        // before the point is chance, and a branch on it is guessed wrong in every third size.
        if ((((1 - count) & ((d[start] ^ '0') - 1)) | (count - 1)) < 0) {
            return readSlow(d, p, quoted);
        }
        long value = eight(word << (64 - (count << 3)));
        int q = start + count;
        int scale = 0;
        if (d[q] == '.') {
            word = (long) JsonBytes.LONGS.get(d, q + 1) ^ ZEROS;
            other = ((word + TO_HIGH) | word) & HIGHS;
            scale = other == 0 ? 8 : Long.numberOfTrailingZeros(other) >>> 3;
            if (scale == 0) {
                return BAD;
            }
            value = value * POWERS[scale] + eight(word << (64 - (scale << 3)));
            q += 1 + scale;
        }
        // An exponent, or a ninth decimal.
        final int next = d[q] | 0x20;
        if (next == 'e' || (next >= '0' && next <= '9')) {
            return readSlow(d, p, quoted);
        }
        mantissa = negative ? -value : value;
        decimals = scale;
        return q;
    }

    /** Eight digits or more before any point: ids and counters. */
    private int readLong(byte[] d, int p, boolean quoted) {
        final int start = d[p] == '-' ? p + 1 : p;
        if (d[start] == '0') {
            return readSlow(d, p, quoted);
        }
        final long high = eight((long) JsonBytes.LONGS.get(d, start) ^ ZEROS);
        final long word = (long) JsonBytes.LONGS.get(d, start + 8) ^ ZEROS;
        final long other = ((word + TO_HIGH) | word) & HIGHS;
        final int count = other == 0 ? 8 : Long.numberOfTrailingZeros(other) >>> 3;
        final int q = start + 8 + count;
        final byte next = d[q];
        if (count == 8 || next == '.' || (next | 0x20) == 'e') {
            return readSlow(d, p, quoted);
        }
        final long value = count == 0 ? high : high * POWERS[count] + eight(word << (64 - (count << 3)));
        mantissa = start == p ? value : -value;
        decimals = 0;
        return q;
    }

    /** Eight bytes with digits as their values. */
    static long word(byte[] d, int p) {
        return (long) JsonBytes.LONGS.get(d, p) ^ ZEROS;
    }

    /** How many bytes of a {@link #word} are digits before the first that is not, 0 to 8. */
    static int digits(long word) {
        // no mark at all gives 64 zeros, and so 8
        return Long.numberOfTrailingZeros(((word + TO_HIGH) | word) & HIGHS) >>> 3;
    }

    /** The value of 1 to 8 digits and 1 to 8 more behind a point, from the words in which they stand. */
    static long value(long word, int whole, long rest, int scale) {
        return eight(word << (64 - (whole << 3))) * POWERS[scale] + eight(rest << (64 - (scale << 3)));
    }

    /** The value of eight digits, the first in the lowest byte. */
    static long eight(long digits) {
        long v = (digits * 10) + (digits >>> 8);
        v = (((v & 0x000000FF000000FFL) * 0x000F424000000064L)
                        + (((v >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L))
                >>> 32;
        return v;
    }

    private int readSlow(byte[] d, int p, boolean quoted) {
        int q = d[p] == '-' ? p + 1 : p;
        final int first = q;
        long value = 0;
        int digits = 0;
        int scale = 0;
        // Zeros behind the point count only once another digit follows: they may be dropped without rounding.
        int zeros = 0;
        boolean point = false;
        boolean any = false;
        for (; ; q++) {
            final byte c = d[q];
            if (c == '.' && !point && any) {
                point = true;
                any = false;
                continue;
            }
            if (c < '0' || c > '9') {
                break;
            }
            any = true;
            if (point && c == '0') {
                zeros++;
                continue;
            }
            for (int i = point ? zeros : 0; i >= 0; i--) {
                final int digit = i == 0 ? c - '0' : 0;
                if (digits > 0 || digit > 0) {
                    if (++digits > MAX_DIGITS) {
                        return RANGE;
                    }
                }
                value = value * 10 + digit;
            }
            if (point) {
                scale += zeros + 1;
                zeros = 0;
            }
            if (scale > MAX_DECIMALS) {
                return RANGE;
            }
        }
        if (!any || (!quoted && d[first] == '0' && d[first + 1] >= '0' && d[first + 1] <= '9')) {
            return BAD;
        }
        // Digits that were zeros to the end stay in the scale where they fit: "1.50" keeps its two decimals.
        while (zeros > 0 && digits < MAX_DIGITS && scale < MAX_DECIMALS) {
            value *= 10;
            digits += value == 0 ? 0 : 1;
            scale++;
            zeros--;
        }
        if ((d[q] | 0x20) == 'e') {
            q = exponent(d, q + 1);
            if (q < 0) {
                return q;
            }
            scale -= decimals;
        }
        if (value == 0) {
            scale = Math.max(0, Math.min(scale, MAX_DIGITS));
        }
        if (scale > MAX_DECIMALS || scale < -MAX_DIGITS) {
            return RANGE;
        }
        mantissa = first == p ? value : -value;
        decimals = scale;
        return q;
    }

    /** Leaves the exponent in {@link #decimals}. */
    private int exponent(byte[] d, int p) {
        final boolean negative = d[p] == '-';
        int q = negative || d[p] == '+' ? p + 1 : p;
        final int first = q;
        int value = 0;
        while (d[q] >= '0' && d[q] <= '9') {
            value = Math.min(value * 10 + d[q] - '0', 10_000);
            q++;
        }
        decimals = negative ? -value : value;
        return q == first ? BAD : q;
    }
}
