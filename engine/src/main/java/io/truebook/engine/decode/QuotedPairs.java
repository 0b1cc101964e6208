package io.truebook.engine.decode;

/**
 * Rows that are {@code ["price","size"]} without space, the form in which half the venues send their levels; further
 * texts in a row, a count or a time, are passed over. Takes as
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

    private final JsonBytes json;
    private final NumberReader number;

    QuotedPairs(JsonBytes json, NumberReader number) {
        this.json = json;
        this.number = number;
    }

    /**
     * Reads rows from {@code p}, where a row's bracket stands, and adds them to the frame as prices and sizes; the
     * caller fills in what all rows share.
     *
     * @return the bracket of the first row that it left, or that which closes the table
     */
    int read(byte[] d, int p, DecodedFrame f, boolean wire) {
        final long[] prices = f.levelPrice;
        final int[] priceDecimals = f.levelPriceDecimals;
        final long[] sizes = f.levelSize;
        final int[] sizeDecimals = f.levelSizeDecimals;
        final int room = prices.length;
        int row = p;
        int level = f.levelCount;
        while (d[row] == '[' && d[row + 1] == '"' && level < room) {
            final int first = row + 2;
            final int firstEnd;
            final long price;
            final int priceScale;
            long word = (long) JsonBytes.LONGS.get(d, first) ^ ZEROS;
            long other = ((word + TO_HIGH) | word) & HIGHS;
            long second = other & (other - 1);
            int whole = Long.numberOfTrailingZeros(other) & ~7;
            int end = Long.numberOfTrailingZeros(second) & ~7;
            if (isPlain(word, whole, second, end)) {
                price = digits(word, whole, end);
                priceScale = (end - whole >>> 3) - 1;
                firstEnd = first + (end >>> 3);
            } else if (isInteger(word, other, whole)) {
                price = NumberReader.eight(word << (64 - whole));
                priceScale = 0;
                firstEnd = first + (whole >>> 3);
            } else {
                firstEnd = number.read(d, first, true);
                price = number.mantissa;
                priceScale = number.decimals;
            }
            if (firstEnd < 0 || ((int) (long) JsonBytes.LONGS.get(d, firstEnd) & BETWEEN_MASK) != BETWEEN) {
                break;
            }
            final int start = firstEnd + 3;
            final int sizeEnd;
            final long size;
            final int sizeScale;
            word = (long) JsonBytes.LONGS.get(d, start) ^ ZEROS;
            other = ((word + TO_HIGH) | word) & HIGHS;
            second = other & (other - 1);
            whole = Long.numberOfTrailingZeros(other) & ~7;
            end = Long.numberOfTrailingZeros(second) & ~7;
            if (isPlain(word, whole, second, end)) {
                size = digits(word, whole, end);
                sizeScale = (end - whole >>> 3) - 1;
                sizeEnd = start + (end >>> 3);
            } else if (isInteger(word, other, whole)) {
                size = NumberReader.eight(word << (64 - whole));
                sizeScale = 0;
                sizeEnd = start + (whole >>> 3);
            } else {
                sizeEnd = number.read(d, start, true);
                if (sizeEnd < 0) {
                    break;
                }
                size = number.mantissa;
                sizeScale = number.decimals;
            }
            int rowEnd = sizeEnd;
            if (d[rowEnd] == '"' && d[rowEnd + 1] == ',') {
                rowEnd = more(d, rowEnd + 1) - 1;
                if (rowEnd < 0) {
                    break;
                }
            }
            final int tail = (int) (long) JsonBytes.LONGS.get(d, rowEnd);
            final int next = tail >>> 16 & 0xFFFF;
            if ((tail & CLOSING_MASK) != CLOSING || (next != (',' | '[' << 8) && (next & 0xFF) != ']')) {
                break;
            }
            prices[level] = price;
            priceDecimals[level] = priceScale;
            sizes[level] = size;
            sizeDecimals[level] = sizeScale;
            if (wire) {
                f.levelPriceStart[level] = first;
                f.levelPriceLength[level] = firstEnd - first;
                f.levelSizeStart[level] = start;
                f.levelSizeLength[level] = sizeEnd - start;
            }
            level++;
            // behind the comma, or the bracket that closes the table
            row = (next & 0xFF) == ']' ? rowEnd + 2 : rowEnd + 3;
        }
        f.levelCount = level;
        return row;
    }

    /** Past further texts of a row, each behind a comma; the position behind the last quote, 0 where one is no text. */
    private int more(byte[] d, int p) {
        int q = p;
        while (d[q] == ',') {
            final int end = d[q + 1] == '"' ? json.stringEnd(q + 2) : -1;
            if (end < 0) {
                return 0;
            }
            q = end + 1;
        }
        return q;
    }

    /** Digits alone, then the quote; marks behind the first are not looked at. */
    private static boolean isInteger(long word, long other, int whole) {
        return other != 0 && whole != 0 && (word >>> whole & 0xFF) == ('"' ^ '0');
    }

    /** A point after a digit, a digit after the point, then the quote; marks behind a point are exact. */
    private static boolean isPlain(long word, int whole, long second, int end) {
        return second != 0
                && whole != 0
                && (word >>> whole & 0xFF) == ('.' ^ '0')
                && (word >>> end & 0xFF) == ('"' ^ '0')
                && end - whole != 8;
    }

    /** The digits without the point between them: at most six, pushed against the upper end of the word. */
    private static long digits(long word, int whole, int end) {
        final long low = word & ((1L << whole) - 1);
        final long high = word >>> 8 >>> whole << whole;
        return NumberReader.eight((low | high) << (72 - end));
    }
}
