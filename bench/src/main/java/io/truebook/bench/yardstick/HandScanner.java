package io.truebook.bench.yardstick;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * A cursor over one frame, and the flat arrays that its levels go to: mantissa and decimals of price and size, bids
 * first. One thread.
 */
public abstract class HandScanner {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PADDING = 32;
    private static final int MAX_DIGITS = 18;
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};

    public int levels;
    /** How many of the levels are bids; they stand before the asks. */
    public int bids;

    public final long[] prices = new long[8192];
    public final int[] priceDecimals = new int[8192];
    public final long[] sizes = new long[8192];
    public final int[] sizeDecimals = new int[8192];
    /** The venue's time, ns since the epoch. */
    public long timeNs;

    public long checksum;
    public long firstId;
    public long lastId;
    public long previousId;

    /** Padded with zeros, which no frame holds. */
    byte[] d = new byte[1 << 14];

    int p;
    long mantissa;
    int decimals;
    private long word;

    /** Reads a frame; false where it is not one of those that this scanner was written for. */
    public final boolean scan(DirectBuffer buffer, int offset, int length) {
        if (length + PADDING > d.length) {
            d = new byte[length * 2];
        }
        buffer.getBytes(offset, d, 0, length);
        Arrays.fill(d, length, length + PADDING, (byte) 0);
        p = 0;
        levels = 0;
        return frame() && p == length;
    }

    abstract boolean frame();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Eight bytes at once; the frame is padded. */
    final boolean is(byte[] text) {
        final int length = text.length;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            if ((long) WORDS.get(d, p + at) != (long) WORDS.get(text, at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (d[p + at] != text[at]) {
                return false;
            }
        }
        p += length;
        return true;
    }

    final boolean is(char c) {
        if (d[p] != c) {
            return false;
        }
        p++;
        return true;
    }

    /** A decimal number without exponent, at most 18 digits; up to seven before the point and behind it at once. */
    final boolean number() {
        final int before = digits(p);
        if (before == 0 || before == 8) {
            return slowNumber();
        }
        long value = word;
        int q = p + before;
        int scale = 0;
        if (d[q] == '.') {
            scale = digits(q + 1);
            if (scale == 0 || scale == 8) {
                return slowNumber();
            }
            value = value * POWERS[scale] + word;
            q += 1 + scale;
        }
        mantissa = value;
        decimals = scale;
        p = q;
        return true;
    }

    /** How many of the eight bytes are digits before the first that is not; their value is left in {@link #word}. */
    private int digits(int at) {
        final long bits = word(at);
        final int count = Long.numberOfTrailingZeros(others(bits)) >>> 3;
        if (count > 0) {
            word = eight(bits, count);
        }
        return count;
    }

    /** Eight bytes, digits as their values. */
    final long word(int at) {
        return (long) WORDS.get(d, at) ^ 0x3030303030303030L;
    }

    /** The high bit of each byte that is no digit. */
    static long others(long bits) {
        return (bits + 0x7676767676767676L | bits) & 0x8080808080808080L;
    }

    /** The value of the first digits, one to eight. */
    static long eight(long bits, int count) {
        long v = bits << 64 - 8 * count;
        v = v * 10 + (v >>> 8);
        return (v & 0x000000FF000000FFL) * 0x000F424000000064L + (v >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L
                >>> 32;
    }

    private boolean slowNumber() {
        final byte[] bytes = d;
        int q = p;
        final boolean negative = bytes[q] == '-';
        if (negative) {
            q++;
        }
        final int first = q;
        long value = 0;
        int digit = bytes[q] - '0';
        while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            digit = bytes[++q] - '0';
        }
        int scale = 0;
        if (bytes[q] == '.') {
            final int point = q;
            digit = bytes[++q] - '0';
            while (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digit = bytes[++q] - '0';
            }
            scale = q - point - 1;
        }
        final int digits = q - first - (scale > 0 ? 1 : 0);
        if (digits == 0 || digits > MAX_DIGITS) {
            return false;
        }
        mantissa = negative ? -value : value;
        decimals = scale;
        p = q;
        return true;
    }

    /** Past a string without escapes, from behind its opening quote to behind its closing one. */
    final boolean text() {
        while (d[p] != '"') {
            if (d[p] == 0 || d[p] == '\\') {
                return false;
            }
            p++;
        }
        p++;
        return true;
    }

    final void price() {
        prices[levels] = mantissa;
        priceDecimals[levels] = decimals;
    }

    final void size() {
        sizes[levels] = mantissa;
        sizeDecimals[levels] = decimals;
        levels++;
    }
}
