package io.truebook.engine.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The payload under the scanner and the primitives over it. The bytes are copied to an array that ends in zeros: a zero
 * is no JSON, so no primitive needs to ask for the end, and eight bytes may be read at once anywhere. Methods return the
 * position after what they read, or {@link #FAILED} with {@link #error} and {@link #errorAt} set. One thread.
 */
final class JsonBytes {
    static final int FAILED = -1;
    /** Deepest nesting below a place that the plan does not know. */
    static final int MAX_DEPTH = 64;

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int PADDING = 32;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
    private static final long SPACES = 0x2020202020202020L;

    byte[] data = new byte[4096];
    int end;
    int error;
    int errorAt;
    /** Whether the string read last held an escape. */
    boolean escaped;

    void wrap(DirectBuffer buffer, int offset, int length) {
        if (length + PADDING > data.length) {
            data = new byte[Integer.highestOneBit(length + PADDING) * 2];
        }
        buffer.getBytes(offset, data, 0, length);
        // Clearing only the padding is enough: nothing reads further than 32 bytes behind the end.
        final byte[] d = data;
        LONGS.set(d, length, 0L);
        LONGS.set(d, length + 8, 0L);
        LONGS.set(d, length + 16, 0L);
        LONGS.set(d, length + 24, 0L);
        end = length;
        error = DecodedFrame.ERROR_NONE;
        errorAt = -1;
    }

    int fail(int position) {
        return fail(position >= end ? DecodedFrame.ERROR_TRUNCATED : DecodedFrame.ERROR_NOT_JSON, position);
    }

    int fail(int code, int position) {
        error = code;
        errorAt = Math.min(position, end);
        return FAILED;
    }

    /** The first position from {@code p} that is not white space. */
    int space(int p) {
        final byte[] d = data;
        int q = p;
        while (d[q] == ' ' || d[q] == '\n' || d[q] == '\r' || d[q] == '\t') {
            q++;
        }
        return q;
    }

    /** From behind the opening quote to the closing quote's position; sets {@link #escaped}. */
    int stringEnd(int p) {
        final byte[] d = data;
        escaped = false;
        int q = p;
        while (true) {
            final long word = (long) LONGS.get(d, q);
            final long quote = word ^ QUOTES;
            final long backslash = word ^ BACKSLASHES;
            final long found =
                    (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGHS;
            if (found == 0) {
                q += 8;
                continue;
            }
            // The lowest mark is exact; marks above it may come from a borrow.
            q += Long.numberOfTrailingZeros(found) >>> 3;
            final byte c = d[q];
            if (c == '"') {
                return q;
            }
            if (c != '\\') {
                return fail(q);
            }
            q = escape(q);
            if (q < 0) {
                return FAILED;
            }
        }
    }

    private int escape(int p) {
        escaped = true;
        switch (data[p + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return p + 2;
            case 'u':
                for (int i = p + 2; i < p + 6; i++) {
                    if (Character.digit(data[i], 16) < 0) {
                        return fail(i);
                    }
                }
                return p + 6;
            default:
                return fail(p + 1);
        }
    }

    /** Writes the string between two positions without its escapes, as UTF-8, and returns the length. */
    int unescape(int from, int to, byte[] target) {
        final byte[] d = data;
        int length = 0;
        int p = from;
        while (p < to) {
            final byte c = d[p];
            if (c != '\\') {
                target[length++] = c;
                p++;
                continue;
            }
            final byte e = d[p + 1];
            p += 2;
            if (e == 'u') {
                length = utf8(hex(p), target, length);
                p += 4;
            } else {
                target[length++] = switch (e) {
                    case 'b' -> (byte) '\b';
                    case 'f' -> (byte) '\f';
                    case 'n' -> (byte) '\n';
                    case 'r' -> (byte) '\r';
                    case 't' -> (byte) '\t';
                    default -> e;
                };
            }
        }
        return length;
    }

    private int hex(int p) {
        int code = 0;
        for (int i = p; i < p + 4; i++) {
            code = code << 4 | Character.digit(data[i], 16);
        }
        return code;
    }

    /** Never longer than the six bytes of the escape. Halves of a pair stay apart: such a name matches nothing. */
    private static int utf8(int code, byte[] target, int at) {
        int length = at;
        if (code < 0x80) {
            target[length++] = (byte) code;
        } else if (code < 0x800) {
            target[length++] = (byte) (0xC0 | code >> 6);
            target[length++] = (byte) (0x80 | code & 0x3F);
        } else {
            target[length++] = (byte) (0xE0 | code >> 12);
            target[length++] = (byte) (0x80 | code >> 6 & 0x3F);
            target[length++] = (byte) (0x80 | code & 0x3F);
        }
        return length;
    }

    /** Reads past any value, checking its grammar; iterative, so depth costs no stack. */
    int skip(int from) {
        final byte[] d = data;
        int p = from;
        int depth = 0;
        long objects = 0;
        while (true) {
            final byte c = d[p];
            if (c == '{' || c == '[') {
                if (depth == MAX_DEPTH) {
                    return fail(DecodedFrame.ERROR_TOO_DEEP, p);
                }
                depth++;
                objects = objects << 1 | (c == '{' ? 1 : 0);
                p = space(p + 1);
                if (d[p] != c + 2) {
                    if (c == '{') {
                        p = key(p);
                        if (p < 0) {
                            return FAILED;
                        }
                    }
                    continue;
                }
                p++;
                depth--;
                objects >>>= 1;
            } else {
                p = scalar(p);
                if (p < 0) {
                    return FAILED;
                }
            }
            while (true) {
                if (depth == 0) {
                    return p;
                }
                p = space(p);
                final boolean object = (objects & 1) != 0;
                if (d[p] == ',') {
                    p = space(p + 1);
                    if (object) {
                        p = key(p);
                        if (p < 0) {
                            return FAILED;
                        }
                    }
                    break;
                }
                if (d[p] != (object ? '}' : ']')) {
                    return fail(p);
                }
                p++;
                depth--;
                objects >>>= 1;
            }
        }
    }

    private int key(int p) {
        if (data[p] != '"') {
            return fail(p);
        }
        int q = stringEnd(p + 1);
        if (q < 0) {
            return FAILED;
        }
        q = space(q + 1);
        return data[q] == ':' ? space(q + 1) : fail(q);
    }

    /** Reads past a string, number or literal. */
    int scalar(int p) {
        switch (data[p]) {
            case '"':
                final int q = stringEnd(p + 1);
                return q < 0 ? FAILED : q + 1;
            case 't':
                return literal(p, "true");
            case 'f':
                return literal(p, "false");
            case 'n':
                return literal(p, "null");
            default:
                return number(p);
        }
    }

    private int literal(int p, String text) {
        for (int i = 1; i < text.length(); i++) {
            if (data[p + i] != text.charAt(i)) {
                return fail(p + i);
            }
        }
        return p + text.length();
    }

    /** Reads past a number, by the grammar of JSON. */
    private int number(int p) {
        final byte[] d = data;
        int q = d[p] == '-' ? p + 1 : p;
        if (d[q] == '0') {
            q++;
        } else {
            q = digits(q);
        }
        if (q >= 0 && d[q] == '.') {
            q = digits(q + 1);
        }
        if (q >= 0 && (d[q] == 'e' || d[q] == 'E')) {
            q++;
            q = digits(d[q] == '+' || d[q] == '-' ? q + 1 : q);
        }
        return q;
    }

    private int digits(int p) {
        final byte[] d = data;
        int q = p;
        while (d[q] >= '0' && d[q] <= '9') {
            q++;
        }
        return q == p ? fail(p) : q;
    }
}
