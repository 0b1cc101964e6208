package io.truebook.engine.document;

import java.util.Arrays;
import java.util.List;

/**
 * A JSON object; its members keep their order. A changed one shares the values with the old one, and the names too where
 * no name came or went: only a row of references is copied.
 */
public final class ObjectValue implements Value {
    public static final ObjectValue EMPTY = new ObjectValue(Names.NONE, new Value[0]);

    private final Names names;
    private final Value[] values;

    private ObjectValue(Names names, Value[] values) {
        this.names = names;
        this.values = values;
    }

    /** Throws {@link DocumentException} when a name stands twice. */
    public static ObjectValue of(List<String> names, List<? extends Value> values) {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException("names=" + names.size() + ", values=" + values.size());
        }
        return new ObjectValue(Names.of(names), values.toArray(Value[]::new));
    }

    public int size() {
        return values.length;
    }

    /** Name of the member in that place of the order. */
    public String name(int index) {
        return names.get(index);
    }

    /** Value of the member in that place of the order. */
    public Value value(int index) {
        return values[index];
    }

    /** The member's value, null when there is none of that name. */
    public Value get(String name) {
        final int index = names.indexOf(name);
        return index < 0 ? null : values[index];
    }

    public boolean has(String name) {
        return names.indexOf(name) >= 0;
    }

    /** A known name keeps its place; a new one comes last. */
    public ObjectValue with(String name, Value value) {
        final int index = names.indexOf(name);
        if (index >= 0) {
            final Value[] copy = values.clone();
            copy[index] = value;
            return new ObjectValue(names, copy);
        }
        final Value[] copy = Arrays.copyOf(values, values.length + 1);
        copy[values.length] = value;
        return new ObjectValue(names.with(name), copy);
    }

    /** This object where there is no such member. */
    public ObjectValue without(String name) {
        final int index = names.indexOf(name);
        if (index < 0) {
            return this;
        }
        final Value[] copy = new Value[values.length - 1];
        System.arraycopy(values, 0, copy, 0, index);
        System.arraycopy(values, index + 1, copy, index, copy.length - index);
        return new ObjectValue(names.without(index), copy);
    }

    @Override
    public String kind() {
        return "object";
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ObjectValue object) || object.values.length != values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!values[i].equals(object.get(names.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < values.length; i++) {
            hash += names.get(i).hashCode() ^ values[i].hashCode(); // whatever the order
        }
        return hash;
    }

    @Override
    public String toString() {
        return toJson();
    }
}
