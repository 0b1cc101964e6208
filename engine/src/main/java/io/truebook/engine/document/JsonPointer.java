package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/** A JSON Pointer (RFC 6901): empty for the whole, else {@code /}-separated tokens with {@code ~0} and {@code ~1}. */
final class JsonPointer {
    private static final int MAX_TOKENS = 64;

    private final String text;
    private final List<String> tokens;

    private JsonPointer(String text, List<String> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    static JsonPointer compile(String text) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new DocumentException("pointer '" + text + "', position 0: begins with /");
        }
        final List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            final int slash = text.indexOf('/', at + 1);
            final int end = slash < 0 ? text.length() : slash;
            tokens.add(unescape(text, at + 1, end));
            at = end;
            if (tokens.size() > MAX_TOKENS) {
                throw new DocumentException("pointer of more than " + MAX_TOKENS + " tokens");
            }
        }
        return new JsonPointer(text, List.copyOf(tokens));
    }

    private static String unescape(String text, int from, int to) {
        final StringBuilder token = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '~') {
                i++;
                if (i == to || text.charAt(i) != '0' && text.charAt(i) != '1') {
                    throw new DocumentException(
                            "pointer '" + text + "', position " + (i - 1) + ": ~ stands before 0 or 1");
                }
                c = text.charAt(i) == '0' ? '~' : '/';
            }
            token.append(c);
        }
        return token.toString();
    }

    int length() {
        return tokens.size();
    }

    String token(int index) {
        return tokens.get(index);
    }

    boolean isProperPrefixOf(JsonPointer other) {
        return tokens.size() < other.tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    /** The index that a token names in an array of that size: up to {@code most}; throws for anything else. */
    int index(int place, int most) {
        final String token = tokens.get(place);
        final boolean number = !token.isEmpty()
                && token.length() <= 9
                && token.chars().allMatch(c -> c >= '0' && c <= '9')
                && (token.length() == 1 || token.charAt(0) != '0');
        if (!number) {
            throw bad("'" + token + "' is no index");
        }
        final int index = Integer.parseInt(token);
        if (index > most) {
            throw bad("index " + index + " is past the end");
        }
        return index;
    }

    /** What stands there; throws where nothing does. */
    Value get(Value document) {
        Value at = document;
        for (int i = 0; i < tokens.size(); i++) {
            at = child(at, i);
        }
        return at;
    }

    /** The part of a value that the token in that place names; throws where there is none. */
    Value child(Value at, int place) {
        if (at instanceof ArrayValue array) {
            return array.get(index(place, array.size() - 1));
        }
        final Value child = at instanceof ObjectValue object ? object.get(tokens.get(place)) : null;
        if (child == null) {
            throw bad("nothing stands at '" + tokens.get(place) + "'");
        }
        return child;
    }

    DocumentException bad(String what) {
        return new DocumentException("pointer '" + text + "': " + what);
    }

    @Override
    public String toString() {
        return text;
    }
}
