package io.truebook.engine.checksum;

import io.truebook.engine.book.BookSide;
import io.truebook.engine.venue.VenueDefinition.NumberFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Renders one level by a template such as <code>{price}{amount}</code> or <code>{price}:{amount}</code>; <code>{{</code>
 * and <code>}}</code> stand for braces. Compiled once; rendering allocates nothing. One thread.
 */
public final class LevelText {
    private static final int LITERAL = 0;
    private static final int PRICE = 1;
    private static final int AMOUNT = 2;
    private static final int ID = 3;
    private static final long EIGHT_DIGITS = 100_000_000L;
    private static final long SIXTEEN_DIGITS = EIGHT_DIGITS * EIGHT_DIGITS;
    private static final long ZEROS = 0x3030303030303030L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Digits of the longest long, or of the smallest scale and a zero before it. */
    private static final int DIGITS = 20;
    /** A sign, 19 digits and a dot. */
    private static final int LONGEST_NUMBER = 21;
    /** 00 to 99, two bytes each. */
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private final int[] kinds;
    private final byte[] literals;
    private final NumberFormat format;
    private final byte[] digits = new byte[DIGITS];

    /**
     * @throws IllegalArgumentException for an unknown name or an unbalanced brace, with its position, and for a template
     *     whose longest text would not fit a level's room
     */
    public LevelText(String template, NumberFormat format) {
        this.format = format;
        final List<Integer> parts = new ArrayList<>();
        final StringBuilder chars = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            final char c = template.charAt(i);
            final boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
            if (c == '{' && !doubled) {
                final int end = template.indexOf('}', i);
                if (end < 0) {
                    throw new IllegalArgumentException(
                            "checksum format: '{' at " + i + " is never closed: " + template);
                }
                parts.add(kind(template.substring(i + 1, end), template, format));
                chars.append(' ');
                i = end;
            } else {
                if (c == '}' && !doubled) {
                    throw new IllegalArgumentException("checksum format: '}' at " + i + " closes nothing: " + template);
                }
                if (c == '{' || c == '}') {
                    i++;
                }
                parts.add(LITERAL);
                chars.append(c);
            }
        }
        kinds = parts.stream().mapToInt(Integer::intValue).toArray();
        final int longest = parts.stream()
                .mapToInt(part -> part == LITERAL ? 1 : LONGEST_NUMBER)
                .sum();
        if (longest > BookSide.TEXT_BYTES) {
            throw new IllegalArgumentException("checksum format: longer than a level's room: bytes=" + longest
                    + ", limit=" + BookSide.TEXT_BYTES + ": " + template);
        }
        literals = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            literals[i] = (byte) chars.charAt(i);
        }
    }

    private static int kind(String name, String template, NumberFormat format) {
        if (name.equals("id") && format == NumberFormat.WIRE) {
            return ID;
        }
        return switch (name) {
            case "price" -> PRICE;
            case "amount", "size", "qty" -> AMOUNT;
            default ->
                throw new IllegalArgumentException("checksum format: unknown name {" + name + "} in " + template
                        + "; known: price, amount, and id of an order with numberFormat wire");
        };
    }

    /**
     * Writes the level's text.
     *
     * @return its length, at most {@link BookSide#TEXT_BYTES}
     */
    public int render(long price, int priceScale, long size, int sizeScale, byte[] target, int offset) {
        int at = offset;
        for (int i = 0; i < kinds.length; i++) {
            switch (kinds[i]) {
                case PRICE -> at = number(price, priceScale, target, at);
                case AMOUNT -> at = number(size, sizeScale, target, at);
                default -> target[at++] = literals[i];
            }
        }
        return at - offset;
    }

    /**
     * Writes the level's text from the literals of the wire.
     *
     * @return its length, 0 when it would be longer than {@link BookSide#TEXT_BYTES}
     */
    public int renderWire(
            DirectBuffer payload,
            int priceStart,
            int priceLength,
            int sizeStart,
            int sizeLength,
            byte[] target,
            int offset) {
        return renderWire(payload, priceStart, priceLength, sizeStart, sizeLength, 0, 0, target, offset);
    }

    /** As the other, for a template with the id of an order. */
    public int renderWire(
            DirectBuffer payload,
            int priceStart,
            int priceLength,
            int sizeStart,
            int sizeLength,
            int idStart,
            int idLength,
            byte[] target,
            int offset) {
        int at = offset;
        for (int i = 0; i < kinds.length; i++) {
            final int start = kinds[i] == PRICE ? priceStart : kinds[i] == ID ? idStart : sizeStart;
            final int length =
                    kinds[i] == LITERAL ? 1 : kinds[i] == PRICE ? priceLength : kinds[i] == ID ? idLength : sizeLength;
            if (at + length > offset + BookSide.TEXT_BYTES) {
                return 0;
            }
            if (kinds[i] == LITERAL) {
                target[at] = literals[i];
            } else {
                payload.getBytes(start, target, at, length);
            }
            at += length;
        }
        return at - offset;
    }

    private int number(long value, int scale, byte[] target, int offset) {
        final boolean fixed = format != NumberFormat.STRIP_DOT_AND_LEADING_ZEROS;
        if (!fixed && value >= 0 && value < SIXTEEN_DIGITS) {
            return stripped(value, target, offset);
        }
        int at = offset;
        long rest = value;
        if (rest < 0) {
            target[at++] = '-';
            rest = -rest;
        }
        // from the last digit backwards, so that they stand in the right order
        final byte[] d = digits;
        int first = DIGITS;
        while (rest >= 10) {
            final long next = rest / 100;
            final int pair = (int) (rest - next * 100) * 2;
            d[--first] = PAIRS[pair + 1];
            d[--first] = PAIRS[pair];
            rest = next;
        }
        if (rest > 0) {
            d[--first] = (byte) ('0' + rest);
        }
        if (fixed) {
            while (DIGITS - first <= scale) {
                d[--first] = '0';
            }
        }
        final int point = fixed ? DIGITS - scale : DIGITS;
        for (int i = first; i < DIGITS; i++) {
            if (i == point) {
                target[at++] = '.';
            }
            target[at++] = d[i];
        }
        return at;
    }

    /** Up to sixteen digits without leading zeros, eight at a time: no loop whose end nobody could foresee. */
    private static int stripped(long value, byte[] target, int offset) {
        if (value < EIGHT_DIGITS) {
            return leading(value, target, offset);
        }
        final long high = value / EIGHT_DIGITS;
        final int at = leading(high, target, offset);
        LONGS.set(target, at, eight(value - high * EIGHT_DIGITS) | ZEROS);
        return at + 8;
    }

    /** The digits of a number below 10^8; eight bytes are written, and only the digits count. */
    private static int leading(long value, byte[] target, int offset) {
        final long digits = eight(value);
        final int zeros = Long.numberOfTrailingZeros(digits) & ~7;
        if (zeros == 64) {
            return offset;
        }
        LONGS.set(target, offset, (digits | ZEROS) >>> zeros);
        return offset + (64 - zeros >>> 3);
    }

    /** The eight digits of a number below 10^8, the first in the lowest byte: halves, quarters, then single digits. */
    private static long eight(long value) {
        final long half = value / 10_000;
        final long halves = half | (value - half * 10_000) << 32;
        final long hundreds = (halves * 10_486 >>> 20) & 0x0000_007F_0000_007FL;
        final long quarters = hundreds | (halves - hundreds * 100) << 16;
        final long tens = (quarters * 103 >>> 10) & 0x000F_000F_000F_000FL;
        return tens | (quarters - tens * 10) << 8;
    }
}
