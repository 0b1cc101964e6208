package io.truebook.engine.document;

import java.math.BigDecimal;

/**
 * A number: its exact value, and its text as it came. {@code 1.0}, {@code 1} and {@code 10e-1} are equal and keep their
 * texts. A literal of more than {@link #MAX_LENGTH} characters or an exponent beyond {@link #MAX_EXPONENT} is refused:
 * comparing {@code 1e999999999} exactly would cost a gigabyte.
 */
public final class Decimal implements Value, Comparable<Decimal> {
    public static final int MAX_LENGTH = 400;
    public static final int MAX_EXPONENT = 1_000;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final String text;
    private final BigDecimal value;

    private Decimal(String text, BigDecimal value) {
        this.text = text;
        this.value = value;
    }

    /** Of a literal by JSON's grammar; throws {@link DocumentException} for anything else. */
    public static Decimal of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new DocumentException("number of " + text.length() + " characters, limit=" + MAX_LENGTH);
        }
        if (numberEnd(text, 0) != text.length()) {
            throw new DocumentException("'" + text + "' is no number");
        }
        final int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0) {
            final String digits = text.substring(text.charAt(e + 1) == '+' ? e + 2 : e + 1);
            if (digits.length() > 5 || Math.abs(Integer.parseInt(digits)) > MAX_EXPONENT) {
                throw new DocumentException("number '" + text + "': exponent beyond " + MAX_EXPONENT);
            }
        }
        return new Decimal(text, new BigDecimal(text));
    }

    public static Decimal of(long value) {
        return new Decimal(Long.toString(value), BigDecimal.valueOf(value));
    }

    public static Decimal of(BigDecimal value) {
        return new Decimal(value.toPlainString(), value);
    }

    /**
     * A number as venues write it: a JSON number, or one in quotes.
     *
     * @return null when the value is neither
     */
    public static Decimal from(Value value) {
        if (value instanceof Decimal number) {
            return number;
        }
        if (value instanceof Text quoted) {
            final String text = quoted.value();
            return !text.isEmpty() && text.length() <= MAX_LENGTH && numberEnd(text, 0) == text.length()
                    ? of(text)
                    : null;
        }
        return null;
    }

    /** As it came. */
    public String text() {
        return text;
    }

    public BigDecimal value() {
        return value;
    }

    /** In any spelling: {@code 0}, {@code 0.000}, {@code -0}, {@code 0e5}. */
    public boolean isZero() {
        return value.signum() == 0;
    }

    public boolean isNegative() {
        return value.signum() < 0;
    }

    /** Exact. */
    public Decimal plus(Decimal other) {
        return of(value.add(other.value));
    }

    /** Exact: half of a decimal has one digit more at most. */
    public Decimal half() {
        final BigDecimal half = value.multiply(HALF);
        return of(half.scale() > 0 && half.signum() != 0 ? half.stripTrailingZeros() : half);
    }

    @Override
    public int compareTo(Decimal other) {
        return value.compareTo(other.value);
    }

    @Override
    public String kind() {
        return "number";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decimal number && value.compareTo(number.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.signum() == 0 ? 0 : value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Where the number that begins at {@code from} ends, by JSON's grammar; -1 where there is none. */
    static int numberEnd(String text, int from) {
        int at = from < text.length() && text.charAt(from) == '-' ? from + 1 : from;
        if (at < text.length() && text.charAt(at) == '0') {
            at++;
        } else {
            at = digits(text, at);
        }
        if (at >= 0 && at < text.length() && text.charAt(at) == '.') {
            at = digits(text, at + 1);
        }
        if (at >= 0 && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            at = digits(text, at);
        }
        return at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at == from ? -1 : at;
    }
}
