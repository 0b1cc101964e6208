package io.truebook.engine.document;

import java.util.ArrayList;
import java.util.List;

/** Checks documents against the shape that their type requires (requirements, rows 8 and 13 to 17). */
public final class Payloads {
    private static final long FIRST_MS = 1_000_000_000_000L; // 2001; below it a time is in seconds
    private static final long LAST_MS = 100_000_000_000_000L; // 5138; above it a time is in microseconds

    private Payloads() {}

    /**
     * Throws {@link DocumentException} that names what is wrong.
     *
     * @return what is odd and no error
     */
    public static List<String> check(SnapshotType type, Value data) {
        switch (type) {
            case ORDER_BOOK -> {
                return OrderBookPayload.parse(data).isCrossed() ? List.of("the book is crossed") : List.of();
            }
            case TRADES -> {
                TradesPayload.parse(data);
                return List.of();
            }
            case TICKER -> {
                TickerPayload.parse(data);
                return List.of();
            }
            default -> {
                return BalancePayload.parse(data).oddities();
            }
        }
    }

    /**
     * As {@link #check}, but only of the part that a delta at that path changed, so that its cost is not that of the
     * whole: a ticker, one trade, one currency. An order book's deltas are checked as they are applied.
     */
    public static void checkAt(SnapshotType type, Value data, DocumentPath path) {
        switch (type) {
            case TICKER -> TickerPayload.parse(data);
            case TRADES -> {
                if (path.length() > 1 && path.segment(1).isIndex()) {
                    final Value trades = object(data, "trades").get("trades");
                    final int at = path.segment(1).index();
                    if (trades instanceof ArrayValue list && at < list.size()) {
                        TradesPayload.parse(ObjectValue.EMPTY.with("trades", ArrayValue.of(list.get(at))));
                        return;
                    }
                }
                TradesPayload.parse(data);
            }
            case BALANCE -> {
                if (path.isRoot() || path.segment(0).isIndex()) {
                    BalancePayload.parse(data);
                    return;
                }
                final String currency = path.segment(0).name();
                final Value balance = object(data, "balance").get(currency);
                if (balance != null) {
                    BalancePayload.parse(ObjectValue.EMPTY.with(currency, balance));
                }
            }
            default -> {
                // levels
            }
        }
    }

    /**
     * Invariants between a state and the snapshot or the delta's result that follows it (requirements, row 91): ids do
     * not fall, and times are milliseconds.
     *
     * @param previous null where nothing came before
     */
    public static List<String> invariants(Snapshot previous, Snapshot next) {
        final List<String> broken = new ArrayList<>();
        if (next.timestampMs() != 0 && (next.timestampMs() < FIRST_MS || next.timestampMs() > LAST_MS)) {
            broken.add("timestamp=" + next.timestampMs() + " is not in milliseconds since the epoch");
        }
        if (previous != null && previous.id() != Snapshot.NO_ID && next.id() < previous.id()) {
            broken.add("id falls from " + previous.id() + " to " + next.id());
        }
        if (previous != null && next.timestampMs() != 0 && next.timestampMs() < previous.timestampMs()) {
            broken.add("timestamp falls from " + previous.timestampMs() + " to " + next.timestampMs());
        }
        return broken;
    }

    static ObjectValue object(Value value, String what) {
        if (value instanceof ObjectValue object) {
            return object;
        }
        throw new DocumentException("a " + what + " must be an object, is " + value.kind());
    }
}
