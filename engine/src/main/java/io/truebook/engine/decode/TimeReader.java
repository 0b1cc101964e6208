package io.truebook.engine.decode;

import io.truebook.engine.venue.DecodeRules.TimeUnit;

/**
 * Times of venues as ns since the epoch. Digits below a nanosecond are cut. A time that 64 bits of ns cannot hold (the
 * year 1, which some venues send for "never") counts as absent: 0. One thread.
 */
final class TimeReader {
    static final long BAD = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;
    /** {@code 00:00:00}, first byte lowest. */
    private static final long CLOCK = 0x30303A30303A3030L;
    /** Lifts any byte above 9, or above 0 for the colons, into the high bit. */
    private static final long CLOCK_LIMIT = 0x76767F76767F7676L;

    private static final long HIGHS = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    private static final long TO_HIGH = 0x7676767676767676L;
    private static final int FIRST_YEAR = 1678;
    private static final int LAST_YEAR = 2262;
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000L, 10_000_000_000L
    };

    /** The date read last, as its first eight bytes and its last two, and its ns: dates come in long runs. */
    private long dateHigh;

    private int dateLow;
    private long dateNs;

    /** A number in a unit, as ns; {@link #BAD} when it does not fit. */
    static long epoch(long mantissa, int decimals, TimeUnit unit) {
        final int exponent = switch (unit) {
            case S -> 9;
            case MS -> 6;
            case US -> 3;
            default -> 0;
        };
        final int shift = exponent - decimals;
        if (shift < -18 || shift > 10) {
            return mantissa == 0 ? 0 : BAD;
        }
        if (shift < 0) {
            long value = mantissa;
            for (int i = shift; i < 0; i++) {
                value /= 10;
            }
            return value;
        }
        final long factor = POWERS[shift];
        return Math.abs(mantissa) > Long.MAX_VALUE / factor ? BAD : mantissa * factor;
    }

    /** {@code 2026-08-02T03:35:51.660084Z}, any number of decimals, {@code Z} or an offset; {@link #BAD} otherwise. */
    long rfc3339(byte[] d, int p, int length) {
        if (length < 20 || (d[p + 10] | 0x20) != 't') {
            return BAD;
        }
        final long high = (long) JsonBytes.LONGS.get(d, p);
        final int low = d[p + 8] << 8 | d[p + 9];
        if (high != dateHigh || low != dateLow) {
            final long ns = date(d, p);
            if (ns == BAD || ns == 0) {
                return ns;
            }
            dateHigh = high;
            dateLow = low;
            dateNs = ns;
        }
        // The three pairs of digits and their colons at once: HH:MM:SS is eight bytes.
        final long clock = (long) JsonBytes.LONGS.get(d, p + 11) ^ CLOCK;
        if (((clock + CLOCK_LIMIT | clock) & HIGHS) != 0) {
            return BAD;
        }
        final int hour = (int) (clock & 15) * 10 + (int) (clock >>> 8 & 15);
        final int minute = (int) (clock >>> 24 & 15) * 10 + (int) (clock >>> 32 & 15);
        final int second = (int) (clock >>> 48 & 15) * 10 + (int) (clock >>> 56);
        if (hour > 23 || minute > 59 || second > 60) {
            return BAD;
        }
        final int end = p + length;
        int q = p + 19;
        long fraction = 0;
        if (d[q] == '.') {
            q++;
            // up to seven digits from one word; what is longer goes digit by digit
            final long word = (long) JsonBytes.LONGS.get(d, q) ^ ZEROS;
            final long other = (word + TO_HIGH | word) & HIGHS;
            int digits = Long.numberOfTrailingZeros(other) >>> 3;
            if (digits == 0) {
                return BAD;
            }
            if (other != 0) {
                fraction = NumberReader.eight(word << (64 - (digits << 3)));
                q += digits;
            } else {
                digits = 0;
                while (q < end && d[q] >= '0' && d[q] <= '9') {
                    if (digits < 9) {
                        fraction = fraction * 10 + d[q] - '0';
                        digits++;
                    }
                    q++;
                }
            }
            fraction *= POWERS[9 - digits];
        }
        final long offset = offset(d, q, end);
        return offset == BAD ? BAD : dateNs + ((hour * 60L + minute) * 60 + second - offset) * SECOND + fraction;
    }

    /** Seconds east of Greenwich. */
    private static long offset(byte[] d, int q, int end) {
        if (end - q == 1 && (d[q] | 0x20) == 'z') {
            return 0;
        }
        if (end - q != 6 || (d[q] != '+' && d[q] != '-') || d[q + 3] != ':') {
            return BAD;
        }
        final int hours = two(d, q + 1);
        final int minutes = two(d, q + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return BAD;
        }
        final long seconds = (hours * 60L + minutes) * 60;
        return d[q] == '-' ? -seconds : seconds;
    }

    private static long date(byte[] d, int p) {
        final int high = two(d, p);
        final int low = two(d, p + 2);
        final int month = two(d, p + 5);
        final int day = two(d, p + 8);
        if (high < 0 || low < 0 || d[p + 4] != '-' || d[p + 7] != '-') {
            return BAD;
        }
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return BAD;
        }
        final int year = high * 100 + low;
        if (year < FIRST_YEAR || year >= LAST_YEAR) {
            return 0;
        }
        // Days since the epoch in the proleptic Gregorian calendar, the year beginning in March.
        final int y = month <= 2 ? year - 1 : year;
        final int era = y / 400;
        final int ofEra = y - era * 400;
        final int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        final int dayOfEra = ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
        return (era * 146_097L + dayOfEra - 719_468) * DAY;
    }

    private static int two(byte[] d, int p) {
        final int tens = d[p] - '0';
        final int ones = d[p + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
