package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Payload of a balance snapshot. The model promises the type and never says its shape (requirements, row 16): here it is
 * an object of currencies, each with {@code free}, {@code used} and {@code total}, exact decimals. Immutable.
 */
public record BalancePayload(List<Balance> balances) {
    public BalancePayload {
        balances = List.copyOf(balances);
    }

    /** One currency. A negative free is borrowed; used is what orders hold. */
    public record Balance(String currency, Decimal free, Decimal used, Decimal total) {
        /** True when free and used make the total, exactly. */
        public boolean addsUp() {
            return free.plus(used).equals(total);
        }
    }

    /** Throws {@link DocumentException} that names currency and member. That the sum is right is {@link #oddities}' to say. */
    public static BalancePayload parse(Value data) {
        final ObjectValue object = Payloads.object(data, "balance");
        final List<Balance> balances = new ArrayList<>(object.size());
        for (int i = 0; i < object.size(); i++) {
            final String currency = object.name(i);
            try {
                final ObjectValue balance = Payloads.object(object.value(i), "balance");
                balances.add(new Balance(
                        currency,
                        Members.decimal(balance, "free"),
                        Members.decimal(balance, "used"),
                        Members.decimal(balance, "total")));
            } catch (DocumentException e) {
                throw new DocumentException("currency " + currency + ": " + e.getMessage());
            }
        }
        return new BalancePayload(balances);
    }

    /** Null when there is none of that currency. */
    public Balance of(String currency) {
        for (final Balance balance : balances) {
            if (balance.currency().equals(currency)) {
                return balance;
            }
        }
        return null;
    }

    /** Currencies whose free and used do not make the total: a venue may round, so it is a warning and no error. */
    public List<String> oddities() {
        final List<String> odd = new ArrayList<>();
        for (final Balance balance : balances) {
            if (!balance.addsUp()) {
                odd.add("currency " + balance.currency() + ": free " + balance.free() + " and used " + balance.used()
                        + " make " + balance.free().plus(balance.used()) + ", total is " + balance.total());
            }
        }
        return odd;
    }
}
