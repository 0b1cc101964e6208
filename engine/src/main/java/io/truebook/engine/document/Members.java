package io.truebook.engine.document;

import java.math.BigDecimal;

/** Reads members of messages; what is missing or of another kind is an error that names it. */
final class Members {
    private static final BigDecimal MAX_ID = BigDecimal.valueOf(Long.MAX_VALUE);

    private Members() {}

    static Value required(ObjectValue object, String name) {
        final Value value = object.get(name);
        if (value == null) {
            throw new DocumentException(name + " is missing");
        }
        return value;
    }

    static String text(ObjectValue object, String name) {
        if (required(object, name) instanceof Text text) {
            return text.value();
        }
        throw new DocumentException(
                name + " must be a string, is " + object.get(name).kind());
    }

    static Decimal decimal(ObjectValue object, String name) {
        final Decimal number = Decimal.from(required(object, name));
        if (number == null) {
            throw new DocumentException(
                    name + " must be a decimal, is " + object.get(name).toJson());
        }
        return number;
    }

    /** A whole number from 0, exact beyond 2^53 as well. */
    static long whole(ObjectValue object, String name) {
        return whole(required(object, name), name);
    }

    /** {@link Snapshot#NO_ID} where it is absent or null. */
    static long id(ObjectValue object, String name) {
        final Value value = object.get(name);
        return value == null || value.isNull() ? Snapshot.NO_ID : whole(value, name);
    }

    static ObjectValue withId(ObjectValue object, String name, long id) {
        return id == Snapshot.NO_ID ? object : object.with(name, Decimal.of(id));
    }

    private static long whole(Value value, String name) {
        final BigDecimal number = value instanceof Decimal decimal ? decimal.value() : null;
        if (number == null
                || number.signum() < 0
                || number.compareTo(MAX_ID) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw new DocumentException(name + " must be a whole number from 0 to 2^63-1, is " + value.toJson());
        }
        return number.longValueExact();
    }
}
