package io.truebook.engine.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression over bytes of a frame, one character a byte, so without a copy of the text. Not the fast way: for
 * conditions that name no fixed text. One thread.
 */
final class TextPattern implements CharSequence {
    private final Matcher matcher;
    private byte[] data;
    private int from;
    private int length;

    TextPattern(String pattern) {
        matcher = Pattern.compile(pattern).matcher(this);
    }

    /** True when the expression finds something in the bytes. */
    boolean isIn(byte[] bytes, int start, int count) {
        data = bytes;
        from = start;
        length = count;
        return matcher.reset().find();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (data[from + index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(charAt(i));
        }
        return text.toString();
    }
}
