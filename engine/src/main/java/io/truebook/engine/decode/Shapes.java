package io.truebook.engine.decode;

/**
 * The shapes of frames met so far under one plan, those met last in front. Learning allocates, so it ends after a while:
 * a stream of ever new shapes costs its scan and no more. One thread.
 */
final class Shapes {
    private static final int KEPT = 12;
    private static final int MAX_LEARNT = 96;
    /** Frames that turn out to have no shape cost a look each, and nothing lasting. */
    private static final int MAX_REFUSED = 512;

    private final Shape[] known = new Shape[KEPT];
    private int count;
    private int learnt;
    private int refused;
    private long fitted;

    int count() {
        return count;
    }

    Shape get(int index) {
        return known[index];
    }

    /** The shape fitted: it moves forward by one. */
    void used(int index) {
        fitted++;
        if (index > 0) {
            final Shape shape = known[index];
            known[index] = known[index - 1];
            known[index - 1] = shape;
        }
    }

    /** Frames that a shape has fitted. */
    long fitted() {
        return fitted;
    }

    void stopLearning() {
        learnt = MAX_LEARNT;
    }

    boolean isLearning() {
        return learnt < MAX_LEARNT && refused < MAX_REFUSED;
    }

    /** Takes in a shape, in place of the one used least where there are many; null: the frame has none. */
    void add(Shape shape) {
        if (shape == null) {
            refused++;
            return;
        }
        for (int i = 0; i < count; i++) {
            if (known[i].isSame(shape)) {
                // a value of this frame is odd, its shape is not
                refused++;
                return;
            }
        }
        learnt++;
        if (count < KEPT) {
            count++;
        }
        known[count - 1] = shape;
    }
}
