package io.truebook.tools.simulate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Builds a frame's bytes. ASCII; reused from frame to frame. */
final class Text {
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes = new byte[4096];
    private final byte[] digits = new byte[40];
    private int length;

    Text clear() {
        length = 0;
        return this;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    long crc(CRC32 crc) {
        crc.reset();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    Text add(String text) {
        room(text.length());
        // the deprecated copy of low bytes is what is wanted here, but a charset says so better
        final byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    Text add(char one) {
        room(1);
        bytes[length++] = (byte) one;
        return this;
    }

    /** Not negative. */
    Text add(long number) {
        return decimal(number, 0);
    }

    /** At least so many digits, with leading zeros. */
    Text padded(long number, int width) {
        for (long least = power(width - 1); least > 1 && number < least; least /= 10) {
            add('0');
        }
        return add(number);
    }

    /** The units with all their decimals: 1200 with 3 is {@code 1.200}. */
    Text decimal(long units, int decimals) {
        int at = digits.length;
        long rest = units;
        // two digits a division: most of a simulation's time would go into writing numbers
        while (rest >= 10) {
            final long quotient = rest / 100;
            final int pair = (int) (rest - quotient * 100);
            digits[--at] = ONES[pair];
            digits[--at] = TENS[pair];
            rest = quotient;
        }
        if (rest > 0) {
            digits[--at] = (byte) ('0' + rest);
        }
        while (digits.length - at <= decimals) {
            digits[--at] = '0';
        }
        final int whole = digits.length - decimals - at;
        room(digits.length - at + 1);
        copy(at, whole);
        if (decimals > 0) {
            bytes[length++] = '.';
            copy(at + whole, decimals);
        }
        return this;
    }

    private void copy(int from, int count) {
        for (int i = 0; i < count; i++) {
            bytes[length++] = digits[from + i];
        }
    }

    private static long power(int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= 10;
        }
        return result;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }
}
