package io.truebook.tools.simulate;

import java.util.Arrays;
import java.util.zip.CRC32;

/** Builds a frame's bytes. ASCII; reused from frame to frame. */
final class Text {
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];
    private static final long[] POWERS = new long[19];

    /** Below ten to this power a number is written with an exponent. */
    private static final int LEAST_PLAIN_EXPONENT = -6;

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private byte[] bytes = new byte[4096];
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

    /** ASCII. */
    Text add(String text) {
        final int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
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

    /** The same without zeros at the end. */
    Text bare(long units, int decimals) {
        long rest = units;
        int left = decimals;
        while (left > 0 && rest % 10 == 0) {
            rest /= 10;
            left--;
        }
        return decimal(rest, left);
    }

    /** Of either sign. */
    Text signed(long number) {
        return (number < 0 ? add('-') : this).add(Math.abs(number));
    }

    /**
     * As JavaScript writes numbers: without zeros at the end, and below a millionth with an exponent.
     *
     * @return true for one with an exponent
     */
    boolean scientific(long units, int decimals) {
        long rest = units;
        int left = decimals;
        while (left > 0 && rest % 10 == 0) {
            rest /= 10;
            left--;
        }
        final int count = digits(rest);
        final int exponent = count - 1 - left;
        if (exponent >= LEAST_PLAIN_EXPONENT || rest == 0) {
            decimal(rest, left);
            return false;
        }
        decimal(rest, count - 1).add("e-").add(-exponent);
        return true;
    }

    /** At least so many digits, with leading zeros. */
    Text padded(long number, int width) {
        for (long least = POWERS[width - 1]; least > 1 && number < least; least /= 10) {
            add('0');
        }
        return add(number);
    }

    /** The units with all their decimals: 1200 with 3 is {@code 1.200}. Not negative. */
    Text decimal(long units, int decimals) {
        final int count = Math.max(digits(units), decimals + 1);
        final int end = length + count + (decimals > 0 ? 1 : 0);
        room(end - length);
        long rest = units;
        int at = end;
        if (decimals > 0) {
            rest = write(rest, at, decimals);
            at -= decimals;
            bytes[--at] = '.';
        }
        write(rest, at, count - decimals);
        length = end;
        return this;
    }

    /** Writes the last digits of a number before a place, and gives what is left of it. */
    private long write(long number, int end, int count) {
        long rest = number;
        int at = end;
        // two digits a division: much of a simulation's time goes into writing numbers
        for (int left = count; left >= 2; left -= 2) {
            final long quotient = rest / 100;
            final int pair = (int) (rest - quotient * 100);
            bytes[--at] = ONES[pair];
            bytes[--at] = TENS[pair];
            rest = quotient;
        }
        if ((count & 1) != 0) {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return rest;
    }

    private static int digits(long number) {
        int count = 1;
        while (count < POWERS.length && number >= POWERS[count]) {
            count++;
        }
        return count;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }
}
