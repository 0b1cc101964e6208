package io.truebook.engine.document;

/** Writes a value as JSON. */
final class ValueWriter {
    private static final String HEX = "0123456789abcdef";

    private ValueWriter() {}

    static void write(Value value, StringBuilder text) {
        if (value instanceof ObjectValue object) {
            text.append('{');
            for (int i = 0; i < object.size(); i++) {
                string(object.name(i), i > 0 ? text.append(',') : text);
                write(object.value(i), text.append(':'));
            }
            text.append('}');
        } else if (value instanceof ArrayValue array) {
            text.append('[');
            for (int i = 0; i < array.size(); i++) {
                write(array.get(i), i > 0 ? text.append(',') : text);
            }
            text.append(']');
        } else if (value instanceof Text string) {
            string(string.value(), text);
        } else {
            text.append(value); // numbers as they came, literals
        }
    }

    private static void string(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            final char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
