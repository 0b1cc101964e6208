package io.truebook.engine.state;

/**
 * Visits the fields of a state in canonical order. Each method takes the present value and returns the value that the
 * field must have afterwards: the same one when hashing or writing, the stored one when restoring. So a class describes
 * itself once:
 *
 * <pre>{@code
 * void visit(StateVisitor v) {
 *     lastId = v.visit(lastId);
 *     waiting = v.visit(waiting);
 * }
 * }</pre>
 *
 * One thread: the owner of the state.
 */
public interface StateVisitor {
    long visit(long value);

    default int visit(int value) {
        return (int) visit((long) value);
    }

    default byte visit(byte value) {
        return (byte) visit((long) value);
    }

    default boolean visit(boolean value) {
        return visit(value ? 1L : 0L) != 0;
    }

    /** A text; null is a value of its own. */
    String visit(String value);

    /** The first {@code count} elements; the array that is returned holds them and may be longer. */
    long[] visit(long[] values, int count);

    /** The first {@code count} elements; the array that is returned holds them and may be longer. */
    int[] visit(int[] values, int count);

    /** The first {@code count} elements; the array that is returned holds them and may be longer. */
    byte[] visit(byte[] values, int count);

    /**
     * True for a hash: large content that is hashed incrementally (book levels) then visits its hash instead of its
     * content.
     */
    boolean isHash();

    /** True when the values returned come from an image. */
    boolean isRestore();
}
