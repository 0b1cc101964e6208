package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * One level of order-book data: an absolute amount at a price.
 *
 * @param price exact
 * @param amount exact; null removes, and so does zero in any spelling
 * @param row the level as a book holds it: {@code [price, amount]}, each as it came
 */
public record Level(Decimal price, Decimal amount, ArrayValue row) {
    private static final String PRICE = "price";
    private static final String AMOUNT = "amount";

    /** True when the price's level goes away. */
    public boolean removes() {
        return amount == null || amount.isZero();
    }

    /**
     * Levels of an insert or update: {@code [price, amount]}, {@code {price, amount}}, or a list of either. A null amount
     * removes. Throws {@link DocumentException}.
     */
    static List<Level> ofChange(Value data) {
        if (data instanceof ObjectValue object) {
            return List.of(ofObject(object));
        }
        if (!(data instanceof ArrayValue array)) {
            throw new DocumentException("level data must be [price, amount], {price, amount} or a list of them, is "
                    + (data.isScalar() ? data.toJson() : data.kind()));
        }
        if (array.size() > 0 && array.get(0).isScalar()) {
            return List.of(ofPair(array));
        }
        final List<Level> levels = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            levels.add(ofRow(array.get(i)));
        }
        return levels;
    }

    /**
     * Prices of a delete: one price, a list of prices, or levels of which the price counts: {@code {price, amount}} or a
     * list of {@code [price, amount]} and {@code {price, amount}}. A flat list holds prices, also one of two.
     */
    static List<Decimal> ofDelete(Value data) {
        if (data instanceof ObjectValue object) {
            return List.of(decimal(member(object, PRICE), PRICE));
        }
        if (!(data instanceof ArrayValue array)) {
            return List.of(decimal(data, PRICE));
        }
        final List<Decimal> prices = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            final Value element = array.get(i);
            if (element instanceof ObjectValue object) {
                prices.add(decimal(member(object, PRICE), PRICE));
            } else if (element instanceof ArrayValue row) {
                if (row.size() == 0 || row.size() > 2) {
                    throw new DocumentException("a level is [price, amount], is " + row.toJson());
                }
                prices.add(decimal(row.get(0), PRICE));
            } else {
                prices.add(decimal(element, PRICE));
            }
        }
        return prices;
    }

    private static Level ofRow(Value row) {
        if (row instanceof ObjectValue object) {
            return ofObject(object);
        }
        if (row instanceof ArrayValue pair) {
            return ofPair(pair);
        }
        throw new DocumentException("a level is [price, amount] or {price, amount}, is " + row.toJson());
    }

    static Level ofPair(ArrayValue pair) {
        if (pair.size() != 2) {
            throw new DocumentException("a level is [price, amount], exactly two, is " + pair.toJson());
        }
        return of(pair.get(0), pair.get(1), pair);
    }

    private static Level ofObject(ObjectValue object) {
        final Value price = member(object, PRICE);
        final Value amount = member(object, AMOUNT);
        return of(price, amount, ArrayValue.of(price, amount));
    }

    private static Level of(Value price, Value amount, ArrayValue row) {
        final Decimal size = amount.isNull() ? null : decimal(amount, AMOUNT);
        if (size != null && size.isNegative()) {
            throw new DocumentException("a level's amount is negative: " + row.toJson());
        }
        return new Level(decimal(price, PRICE), size, row);
    }

    private static Value member(ObjectValue level, String name) {
        final Value value = level.get(name);
        if (value == null) {
            throw new DocumentException("a level lacks its " + name + ": " + level.toJson());
        }
        return value;
    }

    private static Decimal decimal(Value value, String what) {
        final Decimal number = Decimal.from(value);
        if (number == null) {
            throw new DocumentException("a level's " + what + " must be a decimal, is " + value.toJson());
        }
        return number;
    }
}
