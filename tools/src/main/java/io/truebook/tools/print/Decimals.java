package io.truebook.tools.print;

import java.math.BigDecimal;

/** Scaled longs as people read them. */
public final class Decimals {
    private Decimals() {}

    /** {@code value × 10^-scale} without an exponent, with {@code scale} decimals. */
    public static String text(long value, int scale) {
        return BigDecimal.valueOf(value, scale).toPlainString();
    }
}
