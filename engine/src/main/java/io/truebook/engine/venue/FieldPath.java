package io.truebook.engine.venue;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value sits in a frame: {@code $} followed by {@code .name}, {@code ['any name']}, {@code [n]} (from the
 * start), {@code [-n]} (from the end, last step only) or {@code [*]} (any element). Immutable.
 *
 * @param text as written
 * @param steps from the root
 */
public record FieldPath(String text, List<Step> steps) {

    /** How deep a path may go; the scanner skips iteratively below, so this bounds its recursion. */
    public static final int MAX_STEPS = 16;

    private static final int MAX_INDEX = 31;

    /**
     * One step.
     *
     * @param key name of a member, null for an element
     * @param index of an element, negative from the end; ignored when {@code any}
     * @param any any element
     */
    public record Step(String key, int index, boolean any) {}

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** Compiles a path; throws IllegalArgumentException that names the position of what is wrong. */
    public static FieldPath parse(String text) {
        return parse(text, MAX_INDEX);
    }

    /** As {@link #parse(String)}, with the greatest index allowed. */
    static FieldPath parse(String text, int maxIndex) {
        if (text.isEmpty() || text.charAt(0) != '$') {
            throw bad(text, 0, "a path begins with $");
        }
        final List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            final int end;
            if (text.charAt(at) == '.') {
                end = nameEnd(text, at + 1);
                steps.add(new Step(text.substring(at + 1, end), 0, false));
                at = end;
            } else if (text.charAt(at) == '[') {
                end = text.indexOf(']', at);
                if (end < 0) {
                    throw bad(text, at, "close the bracket");
                }
                at = bracket(text, at, steps, maxIndex);
            } else {
                throw bad(text, at, "expected . or [");
            }
        }
        if (steps.size() > MAX_STEPS) {
            throw bad(text, text.length(), "at most " + MAX_STEPS + " steps");
        }
        for (int i = 0; i < steps.size() - 1; i++) {
            if (steps.get(i).key() == null && steps.get(i).index() < 0) {
                throw bad(text, 0, "an index from the end must be the last step");
            }
        }
        return new FieldPath(text, steps);
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            if (text.charAt(end) == ']' || text.charAt(end) == '\'' || text.charAt(end) == '"') {
                throw bad(text, end, "unexpected character");
            }
            end++;
        }
        if (end == from) {
            throw bad(text, from, "a name is missing");
        }
        return end;
    }

    private static int bracket(String text, int open, List<Step> steps, int maxIndex) {
        final char first = open + 1 < text.length() ? text.charAt(open + 1) : ']';
        if (first == '\'' || first == '"') {
            final int close = text.indexOf(first, open + 2);
            if (close < 0 || close + 1 >= text.length() || text.charAt(close + 1) != ']') {
                throw bad(text, open, "close the quoted name");
            }
            steps.add(new Step(text.substring(open + 2, close), 0, false));
            return close + 2;
        }
        final int close = text.indexOf(']', open);
        final String inner = text.substring(open + 1, close);
        if (inner.equals("*")) {
            steps.add(new Step(null, 0, true));
            return close + 1;
        }
        try {
            final int index = Integer.parseInt(inner);
            if (index < -maxIndex || index > maxIndex || inner.startsWith("+")) {
                throw bad(text, open, "an index lies within -" + maxIndex + " and " + maxIndex);
            }
            steps.add(new Step(null, index, false));
        } catch (NumberFormatException e) {
            throw bad(text, open, "expected a number, a quoted name or *");
        }
        return close + 1;
    }

    private static IllegalArgumentException bad(String text, int position, String what) {
        return new IllegalArgumentException("path '" + text + "', position " + position + ": " + what);
    }

    /** True when this path begins with all steps of the other. */
    public boolean startsWith(FieldPath other) {
        return steps.size() >= other.steps.size()
                && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    /** This path below another root: the steps of {@code root}, then these. */
    public FieldPath under(FieldPath root) {
        final List<Step> joined = new ArrayList<>(root.steps);
        joined.addAll(steps);
        return new FieldPath(root.text + text.substring(1), joined);
    }
}
