package io.truebook.engine.core;

/** Exact decimal scaling of {@code mantissa × 10^-decimals} to {@code value × 10^-scale}. Stateless. */
public final class Scale {
    /** What {@link #to} returns where the value does not fit or would have to be rounded. */
    public static final long REFUSED = Long.MIN_VALUE;

    /** Largest scale: 10^18 is the largest power of ten in a long. */
    public static final int MAX = 18;

    private static final long[] POWERS = new long[MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= MAX; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Scale() {}

    /** 10 to the power of {@code exponent}, from 0 to {@link #MAX}. */
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /** The value at {@code scale}, {@link #REFUSED} where it does not fit or would have to be rounded. */
    public static long to(long mantissa, int decimals, int scale) {
        return decimals == scale ? mantissa : convert(mantissa, decimals, scale);
    }

    private static long convert(long mantissa, int decimals, int scale) {
        if (mantissa == 0) {
            return 0;
        }
        final int more = scale - decimals;
        if (more > MAX || more < -MAX) {
            return REFUSED;
        }
        if (more > 0) {
            final long factor = POWERS[more];
            final long value = mantissa * factor;
            return Math.multiplyHigh(mantissa, factor) == value >> 63 ? value : REFUSED;
        }
        final long divisor = POWERS[-more];
        final long value = mantissa / divisor;
        return value * divisor == mantissa ? value : REFUSED;
    }
}
