package io.truebook.engine.document;

/**
 * Payload of a ticker snapshot (requirements, row 15). All are required; a venue without a figure has no ticker of the
 * model.
 *
 * @param timestampMs in ms since the epoch
 */
public record TickerPayload(
        String symbol,
        Decimal high,
        Decimal low,
        Decimal bid,
        Decimal ask,
        Decimal last,
        Decimal volume,
        long timestampMs) {

    /** Throws {@link DocumentException} that names the member. */
    public static TickerPayload parse(Value data) {
        final ObjectValue ticker = Payloads.object(data, "ticker");
        return new TickerPayload(
                Members.text(ticker, "symbol"),
                Members.decimal(ticker, "high"),
                Members.decimal(ticker, "low"),
                Members.decimal(ticker, "bid"),
                Members.decimal(ticker, "ask"),
                Members.decimal(ticker, "last"),
                Members.decimal(ticker, "volume"),
                Members.whole(ticker, "timestamp"));
    }
}
