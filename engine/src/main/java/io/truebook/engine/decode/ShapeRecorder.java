package io.truebook.engine.decode;

import java.util.Arrays;

/**
 * Notes what {@link Scanner} does with one frame, for a {@link Shape}. Of a scope it notes the first element; the shape
 * repeats it. A frame that does what a shape cannot say is given up. One thread.
 */
final class ShapeRecorder {
    private static final int MAX_STEPS = 64;
    private static final int MAX_LITERAL = 512;
    private static final int MAX_SCOPES = 4;

    final byte[] kinds = new byte[MAX_STEPS];
    final Plan.Node[] nodes = new Plan.Node[MAX_STEPS];
    final Plan.Scope[] scopes = new Plan.Scope[MAX_STEPS];
    final int[] targets = new int[MAX_STEPS];
    final long[] bits = new long[MAX_STEPS];
    final byte[][] literals = new byte[MAX_STEPS][];
    long frameBits;
    int steps;

    private final int[] starts = new int[MAX_STEPS];
    private final int[] open = new int[MAX_SCOPES];
    private int depth;
    /** Elements under way that are not noted, being repetitions. */
    private int muted;

    private byte[] data;
    /** End of what has been noted. */
    private int at;

    private boolean on;

    void begin(byte[] frame) {
        data = frame;
        at = 0;
        steps = 0;
        depth = 0;
        muted = 0;
        frameBits = 0;
        on = true;
        Arrays.fill(nodes, null);
        Arrays.fill(scopes, null);
    }

    /** The shape of the frame that ends at {@code end}; null where it has none. */
    Shape finish(int end) {
        if (isNoting()) {
            step(Shape.END, null, end, end);
        }
        final Shape shape = on ? new Shape(this) : null;
        on = false;
        return shape;
    }

    /** The frame does what no shape can say. */
    void giveUp() {
        on = false;
    }

    /** A value was read whole, from {@code start} to {@code end}. */
    void value(byte kind, Plan.Node node, int start, int end) {
        if (isNoting() && end >= 0) {
            step(kind, node, start, end);
        }
    }

    void skipped(int start, int end) {
        if (isNoting() && end >= 0) {
            final byte first = data[start];
            step(first == '[' || first == '{' ? Shape.SKIP_CONTAINER : Shape.SKIP_SCALAR, null, start, end);
        }
    }

    /** Bits that follow from the bytes which the shape's frames have in common. */
    void constant(long set) {
        if (!isNoting()) {
            return;
        }
        if (depth == 0) {
            frameBits |= set;
        } else {
            bits[open[depth - 1]] |= set;
        }
    }

    void again(Plan.Node node, int start) {
        if (!isNoting()) {
            return;
        }
        for (int i = 0; i < steps; i++) {
            if (starts[i] == start && kinds[i] != Shape.ENTER && kinds[i] != Shape.LEAVE) {
                step(Shape.AGAIN, node, at, at);
                if (on) {
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
            step(Shape.ENTER, null, start, start);
            if (on) {
                scopes[steps - 1] = scope;
                bits[steps - 1] = 0;
                open[depth++] = steps - 1;
            }
        }
    }

    void elementEnd(int index, int end) {
        if (index > 0) {
            muted--;
        } else if (isNoting()) {
            step(Shape.LEAVE, null, end, end);
            if (on) {
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

    private void step(byte kind, Plan.Node node, int start, int end) {
        // a value read a second time lies before what has been noted
        if (steps == MAX_STEPS || start < at || start - at > MAX_LITERAL) {
            giveUp();
            return;
        }
        kinds[steps] = kind;
        nodes[steps] = node;
        literals[steps] = Arrays.copyOfRange(data, at, start);
        starts[steps] = start;
        steps++;
        at = end;
    }
}
