package io.truebook.engine.recording;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The little JSON that containers need: where a value ends, the fields of one flat object, the bytes of a string. It
 * checks structure, not the grammar of numbers and words: frames are judged by the decoder.
 */
final class JsonText {
    private JsonText() {}

    /** Receives one field of an object; the value lies in {@code [from, to)} of the scanned bytes. */
    interface Field {
        void field(String name, int from, int to);
    }

    static boolean isSpace(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    static int skipSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** The index after the value that starts at {@code from}, or -1 when it does not end before {@code to}. */
    static int endOfValue(byte[] bytes, int from, int to) {
        if (from >= to) {
            return -1;
        }
        byte first = bytes[from];
        if (first == '"') {
            return endOfString(bytes, from, to);
        }
        if (first != '{' && first != '[') {
            int i = from;
            while (i < to && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']' && !isSpace(bytes[i])) {
                i++;
            }
            return i == from ? -1 : i;
        }
        int depth = 0;
        for (int i = from; i < to; i++) {
            switch (bytes[i]) {
                case '"':
                    i = endOfString(bytes, i, to) - 1;
                    if (i < 0) {
                        return -1;
                    }
                    break;
                case '{':
                case '[':
                    depth++;
                    break;
                case '}':
                case ']':
                    if (--depth == 0) {
                        return i + 1;
                    }
                    break;
                default:
                    break;
            }
        }
        return -1;
    }

    /** Whether the range holds exactly one value with a proper end. */
    static boolean complete(byte[] bytes, int from, int to) {
        int end = endOfValue(bytes, skipSpace(bytes, from, to), to);
        return end > 0 && skipSpace(bytes, end, to) == to;
    }

    /** The index after the closing quote of the string that opens at {@code from}, or -1. */
    static int endOfString(byte[] bytes, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Walks the top-level fields of the object in the range; false when it is no complete object. */
    static boolean fields(byte[] bytes, int from, int to, Field field) {
        int i = skipSpace(bytes, from, to);
        if (i >= to || bytes[i] != '{') {
            return false;
        }
        i = skipSpace(bytes, i + 1, to);
        while (i < to && bytes[i] == '"') {
            int nameEnd = endOfString(bytes, i, to);
            if (nameEnd < 0) {
                return false;
            }
            byte[] name = unescape(bytes, i + 1, nameEnd - 1);
            i = skipSpace(bytes, nameEnd, to);
            if (name == null || i >= to || bytes[i] != ':') {
                return false;
            }
            int value = skipSpace(bytes, i + 1, to);
            int valueEnd = endOfValue(bytes, value, to);
            if (valueEnd < 0) {
                return false;
            }
            field.field(new String(name, StandardCharsets.UTF_8), value, valueEnd);
            i = skipSpace(bytes, valueEnd, to);
            if (i < to && bytes[i] == ',') {
                i = skipSpace(bytes, i + 1, to);
            }
        }
        return i < to && bytes[i] == '}' && skipSpace(bytes, i + 1, to) == to;
    }

    /**
     * The bytes of a value: of a string its contents in UTF-8, of anything else the text as written; null when an
     * escape is wrong.
     */
    static byte[] payload(byte[] bytes, int from, int to) {
        return bytes[from] == '"' ? unescape(bytes, from + 1, to - 1) : Arrays.copyOfRange(bytes, from, to);
    }

    /** The contents of a string between its quotes, in UTF-8, or null when an escape is wrong. */
    static byte[] unescape(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\\') {
            i++;
        }
        if (i == to) {
            return Arrays.copyOfRange(bytes, from, to);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        out.write(bytes, from, i - from);
        while (i < to) {
            byte b = bytes[i++];
            if (b != '\\') {
                out.write(b);
                continue;
            }
            if (i == to) {
                return null;
            }
            byte escape = bytes[i++];
            int plain = "\"\\/bfnrt".indexOf(escape);
            if (plain >= 0) {
                out.write("\"\\/\b\f\n\r\t".charAt(plain));
            } else if (escape == 'u') {
                int point = hex(bytes, i, to);
                i += 4;
                if (point >= 0xd800 && point < 0xdc00 && i + 1 < to && bytes[i] == '\\' && bytes[i + 1] == 'u') {
                    int low = hex(bytes, i + 2, to);
                    if (low < 0xdc00 || low > 0xdfff) {
                        return null;
                    }
                    point = Character.toCodePoint((char) point, (char) low);
                    i += 6;
                }
                if (!writeUtf8(point, out)) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return out.toByteArray();
    }

    private static int hex(byte[] bytes, int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean writeUtf8(int point, ByteArrayOutputStream out) {
        if (point < 0 || (point >= 0xd800 && point <= 0xdfff)) {
            // A lone surrogate has no UTF-8 form; the wire cannot have carried it.
            return false;
        }
        if (point < 0x80) {
            out.write(point);
        } else if (point < 0x800) {
            out.write(0xc0 | point >> 6);
            out.write(0x80 | point & 0x3f);
        } else if (point < 0x10000) {
            out.write(0xe0 | point >> 12);
            out.write(0x80 | point >> 6 & 0x3f);
            out.write(0x80 | point & 0x3f);
        } else {
            out.write(0xf0 | point >> 18);
            out.write(0x80 | point >> 12 & 0x3f);
            out.write(0x80 | point >> 6 & 0x3f);
            out.write(0x80 | point & 0x3f);
        }
        return true;
    }
}
