package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/** Reads one JSON text (RFC 8259) into a value; deeper than {@link #MAX_DEPTH} or a repeated name is refused. */
final class ValueReader {
    static final int MAX_DEPTH = 64;

    private final String text;
    private int at;

    ValueReader(String text) {
        this.text = text;
    }

    Value read() {
        final Value value = value(0);
        space();
        if (at < text.length()) {
            throw bad("something follows the value");
        }
        return value;
    }

    private Value value(int depth) {
        space();
        if (at >= text.length()) {
            throw bad("the text ends");
        }
        switch (text.charAt(at)) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return new Text(string());
            case 't':
                return literal("true", Literal.TRUE);
            case 'f':
                return literal("false", Literal.FALSE);
            case 'n':
                return literal("null", Literal.NULL);
            default:
                return number();
        }
    }

    private Value object(int depth) {
        open(depth);
        final List<String> names = new ArrayList<>();
        final List<Value> values = new ArrayList<>();
        space();
        if (!take('}')) {
            do {
                space();
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw bad("expected a name");
                }
                names.add(string());
                space();
                expect(':');
                values.add(value(depth + 1));
                space();
            } while (take(','));
            expect('}');
        }
        return names.isEmpty() ? ObjectValue.EMPTY : ObjectValue.of(names, values);
    }

    private Value array(int depth) {
        open(depth);
        final List<Value> elements = new ArrayList<>();
        space();
        if (!take(']')) {
            do {
                elements.add(value(depth + 1));
                space();
            } while (take(','));
            expect(']');
        }
        return elements.isEmpty() ? ArrayValue.EMPTY : ArrayValue.of(elements);
    }

    private void open(int depth) {
        if (depth == MAX_DEPTH) {
            throw bad("nested deeper than " + MAX_DEPTH);
        }
        at++;
    }

    private Value literal(String word, Value value) {
        if (!text.startsWith(word, at)) {
            throw bad("expected a value");
        }
        at += word.length();
        return value;
    }

    private Value number() {
        final int end = Decimal.numberEnd(text, at);
        if (end < 0) {
            throw bad("expected a value");
        }
        final Decimal number = Decimal.of(text.substring(at, end));
        at = end;
        return number;
    }

    private String string() {
        final int from = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return text.substring(from, at++);
        }
        final StringBuilder unescaped = new StringBuilder(text.substring(from, at));
        while (true) {
            if (at >= text.length()) {
                throw bad("the text ends within a string");
            }
            final char c = text.charAt(at++);
            if (c == '"') {
                return unescaped.toString();
            }
            if (c < ' ') {
                at--;
                throw bad("a control character within a string");
            }
            unescaped.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        if (at >= text.length()) {
            throw bad("the text ends within a string");
        }
        final char c = text.charAt(at++);
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    final int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                    if (digit < 0 || text.charAt(at) > 'f') {
                        throw bad("expected four hexadecimal digits");
                    }
                    code = code << 4 | digit;
                    at++;
                }
                return (char) code;
            default:
                at--;
                throw bad("unknown escape");
        }
    }

    private void space() {
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw bad("expected " + c);
        }
    }

    private DocumentException bad(String what) {
        return new DocumentException("JSON, position " + at + ": " + what);
    }
}
