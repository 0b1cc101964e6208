package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * Notes what {@link Scanner} does with one frame, for {@link ShapeCompiler}. Of a scope it notes the first element; the
 * shape repeats it. A frame that does what a shape cannot say is given up. Allocates nothing. One thread.
 */
final class ShapeRecorder {
    static final byte END = 0;
    static final byte ENTER = 1;
    static final byte LEAVE = 2;
    /** A string, number or literal. */
    static final byte SCALAR = 3;
    /** An object or array that was read whole. */
    static final byte CONTAINER = 4;
    /** The value of an earlier step once more, for a node that counts elements from the end. */
    static final byte AGAIN = 5;

    private static final int MAX_STEPS = 64;
    private static final int MAX_LITERAL = 512;
    private static final int MAX_SCOPES = 4;

    final byte[] kinds = new byte[MAX_STEPS];
    /** What the plan asks of the value, null for nothing. */
    final Plan.Node[] nodes = new Plan.Node[MAX_STEPS];
    /** The scope whose element the value lies in, null for the frame; of an ENTER and a LEAVE their own. */
    final Plan.Scope[] scopes = new Plan.Scope[MAX_STEPS];
    /** For {@link #LEAVE} its ENTER, for {@link #AGAIN} the step that read the value. */
    final int[] targets = new int[MAX_STEPS];
    /** Where the bytes before the value begin, and where the value does and ends. */
    final int[] literals = new int[MAX_STEPS];

    final int[] starts = new int[MAX_STEPS];
    final int[] ends = new int[MAX_STEPS];
    int steps;

    private final int[] open = new int[MAX_SCOPES];
    private int depth;
    /** Elements under way that are not noted, being repetitions. */
    private int muted;

    /** End of what has been noted. */
    private int at;

    private boolean on;

    void begin() {
        at = 0;
        steps = 0;
        depth = 0;
        muted = 0;
        on = true;
        Arrays.fill(nodes, null);
        Arrays.fill(scopes, null);
    }

    /** Ends the run at {@code end}; false where the frame has no shape. */
    boolean finish(int end) {
        if (isNoting()) {
            step(END, null, end, end);
        }
        final boolean whole = on;
        on = false;
        return whole;
    }

    /** The frame does what no shape can say. */
    void giveUp() {
        on = false;
    }

    /** A value was read whole, from {@code start} to {@code end}; {@code node} may be null. */
    void value(byte kind, Plan.Node node, int start, int end) {
        if (isNoting() && end >= 0) {
            step(kind, node, start, end);
        }
    }

    void again(Plan.Node node, int start) {
        if (!isNoting()) {
            return;
        }
        for (int i = 0; i < steps; i++) {
            if (starts[i] == start && kinds[i] == SCALAR) {
                if (step(AGAIN, node, at, at)) {
                    targets[steps - 1] = i;
                }
                return;
            }
        }
        giveUp();
    }

    void element(Plan.Scope scope, int index, int start) {
        if (index > 0) {
            muted++;
        } else if (isNoting()) {
            if (depth == MAX_SCOPES) {
                giveUp();
                return;
            }
            if (step(ENTER, null, start, start)) {
                scopes[steps - 1] = scope;
                open[depth++] = steps - 1;
            }
        }
    }

    void elementEnd(int index, int end) {
        if (index > 0) {
            muted--;
        } else if (isNoting()) {
            if (step(LEAVE, null, end, end)) {
                targets[steps - 1] = open[--depth];
            }
        }
    }

    /** The scope's last element ends there: what stands between the first element and it is repetition. */
    void scopeEnd(int end) {
        if (isNoting()) {
            at = end;
        }
    }

    /** What follows is a second look at what has been noted. */
    void pause() {
        muted++;
    }

    void resume() {
        muted--;
    }

    boolean isNoting() {
        return on && muted == 0;
    }

    private boolean step(byte kind, Plan.Node node, int start, int end) {
        // a value read a second time lies before what has been noted
        if (steps == MAX_STEPS || start < at || start - at > MAX_LITERAL) {
            giveUp();
            return false;
        }
        kinds[steps] = kind;
        nodes[steps] = node;
        scopes[steps] = depth == 0 ? null : scopes[open[depth - 1]];
        literals[steps] = at;
        starts[steps] = start;
        ends[steps] = end;
        steps++;
        at = end;
        return true;
    }
}
