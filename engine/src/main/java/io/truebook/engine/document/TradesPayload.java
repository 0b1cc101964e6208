package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/** Payload of a trades snapshot (requirements, row 14). Immutable. */
public record TradesPayload(List<Trade> trades) {
    public TradesPayload {
        trades = List.copyOf(trades);
    }

    /**
     * One trade.
     *
     * @param id as text, whether it came as string or number
     * @param bought the taker bought
     * @param timestampMs in ms since the epoch
     */
    public record Trade(String id, Decimal price, Decimal amount, boolean bought, long timestampMs) {}

    /** Throws {@link DocumentException} that names the trade and the member. */
    public static TradesPayload parse(Value data) {
        final ObjectValue object = Payloads.object(data, "trades");
        if (!(Members.required(object, "trades") instanceof ArrayValue list)) {
            throw new DocumentException("trades must be an array");
        }
        final List<Trade> trades = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                trades.add(trade(list.get(i)));
            } catch (DocumentException e) {
                throw new DocumentException("trades[" + i + "]: " + e.getMessage());
            }
        }
        return new TradesPayload(trades);
    }

    private static Trade trade(Value value) {
        final ObjectValue trade = Payloads.object(value, "trade");
        final Value id = Members.required(trade, "id");
        if (!(id instanceof Text) && !(id instanceof Decimal)) {
            throw new DocumentException("id must be a string or a number, is " + id.kind());
        }
        final String side = Members.text(trade, "side");
        if (!side.equals("buy") && !side.equals("sell")) {
            throw new DocumentException("side must be buy or sell, is '" + side + "'");
        }
        final Decimal price = Members.decimal(trade, "price");
        final Decimal amount = Members.decimal(trade, "amount");
        if (amount.isNegative()) {
            throw new DocumentException("amount is negative: " + amount);
        }
        return new Trade(
                id instanceof Text text ? text.value() : ((Decimal) id).text(),
                price,
                amount,
                side.equals("buy"),
                Members.whole(trade, "timestamp"));
    }
}
