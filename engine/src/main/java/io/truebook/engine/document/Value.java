package io.truebook.engine.document;

/**
 * A JSON value, immutable. Equality is that of RFC 6902, section 4.6: numbers by their exact value, objects whatever the
 * order of their members, arrays in order.
 */
public sealed interface Value permits ObjectValue, ArrayValue, Decimal, Text, Literal {

    /** Reads one value; throws {@link DocumentException} that names the position of what is wrong. */
    static Value parse(String json) {
        return new ValueReader(json).read();
    }

    /** What people call it: {@code object}, {@code array}, {@code number}, {@code string}, {@code boolean}, {@code null}. */
    String kind();

    /** The shortest JSON text, members in their order, numbers as they came. */
    default String toJson() {
        final StringBuilder text = new StringBuilder();
        ValueWriter.write(this, text);
        return text.toString();
    }

    default boolean isNull() {
        return this == Literal.NULL;
    }

    /** True for a value that holds no others. */
    default boolean isScalar() {
        return !(this instanceof ObjectValue) && !(this instanceof ArrayValue);
    }

    /** Of the content, the same in every run: each kind of value states it. */
    @Override
    int hashCode();
}
