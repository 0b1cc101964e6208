package io.truebook.engine.document;

import java.util.Arrays;
import java.util.List;

/** A JSON array. A changed one shares its elements with the old one; only the row of references is copied. */
public final class ArrayValue implements Value {
    public static final ArrayValue EMPTY = new ArrayValue(new Value[0]);

    private final Value[] elements;

    /** Takes the array as it is: the caller must not keep it. */
    private ArrayValue(Value[] elements) {
        this.elements = elements;
    }

    public static ArrayValue of(List<? extends Value> elements) {
        return new ArrayValue(elements.toArray(Value[]::new));
    }

    public static ArrayValue of(Value... elements) {
        return new ArrayValue(elements.clone());
    }

    public int size() {
        return elements.length;
    }

    /** Throws IndexOutOfBoundsException. */
    public Value get(int index) {
        return elements[index];
    }

    /** An independent view that cannot be written. */
    public List<Value> toList() {
        return List.of(elements);
    }

    public ArrayValue with(int index, Value value) {
        final Value[] copy = elements.clone();
        copy[index] = value;
        return new ArrayValue(copy);
    }

    /** An index past the end appends. */
    public ArrayValue insert(int index, Value value) {
        final int at = Math.min(index, elements.length);
        final Value[] copy = new Value[elements.length + 1];
        System.arraycopy(elements, 0, copy, 0, at);
        copy[at] = value;
        System.arraycopy(elements, at, copy, at + 1, elements.length - at);
        return new ArrayValue(copy);
    }

    public ArrayValue append(Value value) {
        return insert(elements.length, value);
    }

    public ArrayValue without(int index) {
        final Value[] copy = new Value[elements.length - 1];
        System.arraycopy(elements, 0, copy, 0, index);
        System.arraycopy(elements, index + 1, copy, index, copy.length - index);
        return new ArrayValue(copy);
    }

    @Override
    public String kind() {
        return "array";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayValue array && Arrays.equals(elements, array.elements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
