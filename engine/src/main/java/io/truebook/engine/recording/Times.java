package io.truebook.engine.recording;

/** Decimal texts of times into nanoseconds, without floating point. */
final class Times {
    static final long INVALID = -1;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private Times() {}

    /** Unix seconds with any number of decimals (those beyond nanoseconds are cut); {@link #INVALID} otherwise. */
    static long secondsToNs(byte[] bytes, int from, int to) {
        int point = from;
        while (point < to && bytes[point] != '.') {
            point++;
        }
        long seconds = integer(bytes, from, point);
        if (seconds < 0 || seconds > Long.MAX_VALUE / NS_PER_SECOND - 1) {
            return INVALID;
        }
        long fraction = 0;
        long scale = NS_PER_SECOND;
        for (int i = point + 1; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            scale /= 10;
            fraction += digit * scale;
        }
        return seconds * NS_PER_SECOND + fraction;
    }

    /** A plain non-negative integer, or {@link #INVALID}. */
    static long integer(byte[] bytes, int from, int to) {
        if (from >= to || to - from > 19) {
            return INVALID;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
