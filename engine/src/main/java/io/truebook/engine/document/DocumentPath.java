package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a document: an optional leading {@code $}, then {@code .name}, {@code ['any name']}, {@code ["any name"]} or
 * {@code [n]}; the dot before the first name may be left out. In a quoted name a backslash stands before a quote or
 * another backslash. Wildcards, slices, filters, negative indexes and unbalanced brackets are refused with their
 * position. A dotted name is a name even where it looks like a number ({@code bids.0} is the member "0").
 *
 * <p>Compiled once, immutable.
 */
public final class DocumentPath {
    public static final int MAX_LENGTH = 300;
    public static final int MAX_SEGMENTS = 32;
    public static final int MAX_INDEX = 1_000_000;

    /** The whole document. */
    public static final DocumentPath ROOT = new DocumentPath("", List.of());

    private final String text;
    private final List<Segment> segments;

    /**
     * One step.
     *
     * @param name of a member, null for an element
     * @param index of an element, meaningless with a name
     */
    public record Segment(String name, int index) {
        static Segment name(String name) {
            return new Segment(name, 0);
        }

        static Segment index(int index) {
            return new Segment(null, index);
        }

        public boolean isIndex() {
            return name == null;
        }
    }

    private DocumentPath(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    /** Throws {@link DocumentException} that names the path, the position and what is wrong. */
    public static DocumentPath compile(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new DocumentException("path of " + text.length() + " characters, limit=" + MAX_LENGTH);
        }
        if (text.isEmpty()) {
            return ROOT;
        }
        final List<Segment> segments = new ArrayList<>();
        int at = text.charAt(0) == '$' ? 1 : 0;
        if (at == 0 && text.charAt(0) != '.' && text.charAt(0) != '[') {
            at = name(text, 0, segments);
        }
        while (at < text.length()) {
            if (segments.size() == MAX_SEGMENTS) {
                throw bad(text, at, "at most " + MAX_SEGMENTS + " segments");
            }
            at = switch (text.charAt(at)) {
                case '.' -> name(text, at + 1, segments);
                case '[' -> bracket(text, at, segments);
                default -> throw bad(text, at, "expected . or [");
            };
        }
        return new DocumentPath(text, segments);
    }

    /** The path of these segments; its text is written anew. */
    static DocumentPath of(List<Segment> segments) {
        final StringBuilder text = new StringBuilder("$");
        for (final Segment segment : segments) {
            if (segment.isIndex()) {
                text.append('[').append(segment.index()).append(']');
            } else {
                final String name = segment.name().replace("\\", "\\\\").replace("'", "\\'");
                text.append("['").append(name).append("']");
            }
        }
        return new DocumentPath(text.toString(), segments);
    }

    private static int name(String text, int from, List<Segment> segments) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            final char c = text.charAt(end);
            if (c == ']' || c == '\'' || c == '"' || c == '*' || c == '$' || c == '?' || c <= ' ') {
                throw bad(text, end, "unexpected character '" + c + "', quote a name as ['" + "name']");
            }
            end++;
        }
        if (end == from) {
            throw bad(text, from, "a name is missing");
        }
        segments.add(Segment.name(text.substring(from, end)));
        return end;
    }

    private static int bracket(String text, int open, List<Segment> segments) {
        final char first = open + 1 < text.length() ? text.charAt(open + 1) : 0;
        if (first == '\'' || first == '"') {
            return quoted(text, open, first, segments);
        }
        int end = open + 1;
        int index = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            index = index * 10 + text.charAt(end) - '0';
            end++;
            if (index > MAX_INDEX) {
                throw bad(text, open, "an index is at most " + MAX_INDEX);
            }
        }
        if (end == open + 1) {
            throw bad(text, end, "expected an index from 0 or a quoted name");
        }
        if (text.charAt(open + 1) == '0' && end > open + 2) {
            throw bad(text, open + 1, "an index has no leading zero");
        }
        if (end == text.length() || text.charAt(end) != ']') {
            throw bad(text, end, "close the bracket");
        }
        segments.add(Segment.index(index));
        return end + 1;
    }

    private static int quoted(String text, int open, char quote, List<Segment> segments) {
        final StringBuilder name = new StringBuilder();
        int at = open + 2;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at == text.length()
                        || text.charAt(at) != '\\' && text.charAt(at) != '\'' && text.charAt(at) != '"') {
                    throw bad(text, at - 1, "a backslash stands before a quote or a backslash");
                }
            }
            name.append(text.charAt(at));
            at++;
        }
        if (at + 1 >= text.length() || text.charAt(at + 1) != ']') {
            throw bad(text, open, "close the quoted name");
        }
        segments.add(Segment.name(name.toString()));
        return at + 2;
    }

    private static DocumentException bad(String text, int position, String what) {
        return new DocumentException("path '" + text + "', position " + position + ": " + what);
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** True for the whole document. */
    public boolean isRoot() {
        return segments.isEmpty();
    }

    public int length() {
        return segments.size();
    }

    public Segment segment(int index) {
        return segments.get(index);
    }

    /** What stands there, null where nothing does. */
    public Value get(Value document) {
        Value at = document;
        for (int i = 0; i < segments.size() && at != null; i++) {
            final Segment segment = segments.get(i);
            if (segment.isIndex()) {
                at = at instanceof ArrayValue array && segment.index() < array.size()
                        ? array.get(segment.index())
                        : null;
            } else {
                at = at instanceof ObjectValue object ? object.get(segment.name()) : null;
            }
        }
        return at;
    }

    /** Two spellings of one place are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DocumentPath path && segments.equals(path.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
