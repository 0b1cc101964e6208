package io.truebook.engine.decode;

/**
 * Rows that are {@code ["price","size"]} without space, the form in which half the venues send their levels. Takes as
 * many rows as it can, each in a few words: a number whose point and closing quote stand within eight bytes is read from
 * one word with one conversion. What looks different in any way is left to the general reader, which has the last word
 * on every error; so the two never disagree. One thread.
 */
final class QuotedPairs {
    private static final long ZEROS = 0x3030303030303030L;
    private static final long TO_HIGH = 0x7676767676767676L;
    private static final long HIGHS = 0x8080808080808080L;
    /** {@code ","} and {@code "]}, the first byte lowest. */
    private static final int BETWEEN = 0x222C22;

    private static final int BETWEEN_MASK = 0xFFFFFF;
    private static final int CLOSING = 0x5D22;
    private static final int CLOSING_MASK = 0xFFFF;

    private final NumberReader number;

    // the number read last
    private long value;
    private int decimals;

    QuotedPairs(NumberReader number) {
        this.number = number;
    }

    /**
     * Reads rows from {@code p}, where a row's bracket stands, and adds them to the frame as prices and sizes; the
     * caller fills in what all rows share.
     *
     * @return the bracket of the first row that it left, or that which closes the table
     */
    int read(byte[] d, int p, DecodedFrame f, boolean wire) {
        int row = p;
        int level = f.levelCount;
        while (d[row] == '[' && d[row + 1] == '"' && level < f.levelPrice.length) {
            final int first = row + 2;
            final int firstEnd = number(d, first);
            final long price = value;
            final int priceDecimals = decimals;
            if (firstEnd < 0 || ((int) (long) JsonBytes.LONGS.get(d, firstEnd) & BETWEEN_MASK) != BETWEEN) {
                break;
            }
            final int second = firstEnd + 3;
            final int secondEnd = number(d, second);
            if (secondEnd < 0) {
                break;
            }
            final int tail = (int) (long) JsonBytes.LONGS.get(d, secondEnd);
            final int next = tail >>> 16 & 0xFFFF;
            if ((tail & CLOSING_MASK) != CLOSING || (next != (',' | '[' << 8) && (next & 0xFF) != ']')) {
                break;
            }
            f.levelPrice[level] = price;
            f.levelPriceDecimals[level] = priceDecimals;
            f.levelSize[level] = value;
            f.levelSizeDecimals[level] = decimals;
            if (wire) {
                f.levelPriceStart[level] = first;
                f.levelPriceLength[level] = firstEnd - first;
                f.levelSizeStart[level] = second;
                f.levelSizeLength[level] = secondEnd - second;
            }
            level++;
            // behind the comma, or the bracket that closes the table
            row = (next & 0xFF) == ']' ? secondEnd + 2 : secondEnd + 3;
        }
        f.levelCount = level;
        return row;
    }

    /** Reads the number at {@code p}; returns the place of its closing quote, or a negative number. */
    private int number(byte[] d, int p) {
        final long word = (long) JsonBytes.LONGS.get(d, p) ^ ZEROS;
        final long other = ((word + TO_HIGH) | word) & HIGHS;
        final long second = other & (other - 1);
        final int whole = Long.numberOfTrailingZeros(other) & ~7;
        final int end = Long.numberOfTrailingZeros(second) & ~7;
        // A point after a digit, a digit after the point, then the quote; marks behind a point are exact.
        if (second == 0
                || whole == 0
                || (word >>> whole & 0xFF) != ('.' ^ '0')
                || (word >>> end & 0xFF) != ('"' ^ '0')
                || end - whole == 8) {
            return slow(d, p);
        }
        // The digits without the point between them: at most six, pushed against the upper end of the word.
        final long low = word & ((1L << whole) - 1);
        final long high = word >>> 8 >>> whole << whole;
        value = NumberReader.eight((low | high) << (72 - end));
        decimals = (end - whole >>> 3) - 1;
        return p + (end >>> 3);
    }

    private int slow(byte[] d, int p) {
        final int end = number.read(d, p, true);
        if (end < 0 || d[end] != '"') {
            return -1;
        }
        value = number.mantissa;
        decimals = number.decimals;
        return end;
    }
}
