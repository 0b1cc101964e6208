package io.truebook.transport.box;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Kraken's WebSocket v1 in its words (docs.kraken.com/api/docs/websocket-v1/book, 2026-06): positional arrays of
 * strings; one payload object a side that changed, the checksum in the last; a level that comes back into the depth is
 * marked {@code "r"}.
 */
final class KrakenV1Wording implements Wording {
    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("XBT/USD", 5, 8, 6_338_870_000L),
                    new Market.Listing("ETH/USD", 5, 8, 268_112_000L),
                    new Market.Listing("XRP/USD", 5, 8, 108_100),
                    new Market.Listing("ADA/USD", 6, 8, 345_678)),
            "T%03d/USD",
            depth -> depth,
            false,
            true);

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session(instruments.size());
    }

    /** What one pass has shown. */
    private static final class Session implements Words {
        /** By symbol and side: prices shown now, and those that left the depth unmentioned. */
        private final List<Set<BigDecimal>> shown = new ArrayList<>();

        private final List<Set<BigDecimal>> left = new ArrayList<>();

        Session(int symbols) {
            for (int i = 0; i < 2 * symbols; i++) {
                shown.add(new HashSet<>());
                left.add(new HashSet<>());
            }
        }

        @Override
        public void begin(Moment book, Out out) {
            note(book);
            out.frame(snapshot(index(book), book));
        }

        private static long index(Moment moment) {
            return 330L + moment.index();
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            Instrument pair = book.instrument();
            String checksum =
                    "\"c\":\"" + KrakenChecksum.of(book.levels(), pair.priceDecimals(), pair.sizeDecimals()) + '"';
            StringBuilder text = new StringBuilder("[").append(index(book)).append(',');
            if (!changes.asks().isEmpty()) {
                text.append("{\"a\":");
                append(text, changes.asks(), book.timeNs(), left.get(2 * book.index() + 1));
                text.append(changes.bids().isEmpty() ? "," + checksum + "}," : "},");
            }
            if (!changes.bids().isEmpty()) {
                text.append("{\"b\":");
                append(text, changes.bids(), book.timeNs(), left.get(2 * book.index()));
                text.append(',').append(checksum).append("},");
            }
            note(book);
            out.frame(text.append(tail(pair)).toString());
        }

        /** Remembers what left the depth. */
        private void note(Moment book) {
            for (int side = 0; side < 2; side++) {
                Set<BigDecimal> now = new HashSet<>();
                (side == 0 ? book.bids() : book.asks()).forEach(level -> now.add(level.price()));
                Set<BigDecimal> before = shown.set(2 * book.index() + side, now);
                before.removeAll(now);
                left.get(2 * book.index() + side).addAll(before);
            }
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            StringBuilder text = new StringBuilder("[").append(index(book)).append(",[");
            for (int i = 0; i < trades.size(); i++) {
                MarketSymbol.Trade trade = trades.get(i);
                text.append(i == 0 ? "[\"" : ",[\"");
                text.append(Market.decimal(trade.price(), book.instrument().priceDecimals())
                        .toPlainString());
                text.append("\",\"");
                text.append(Market.decimal(trade.size(), book.instrument().sizeDecimals())
                        .toPlainString());
                text.append("\",\"").append(time(book.timeNs())).append("\",\"");
                text.append(trade.takerBuys() ? 'b' : 's').append("\",\"m\",\"\"]");
            }
            out.frame(text.append("],\"trade\",\"")
                    .append(book.instrument().symbol())
                    .append("\"]")
                    .toString());
        }
    }

    private static String tail(Instrument pair) {
        return "\"book-" + pair.depth() + "\",\"" + pair.symbol() + "\"]";
    }

    static String snapshot(long channelId, Moment book) {
        StringBuilder text = new StringBuilder("[").append(channelId).append(",{\"as\":");
        append(text, book.asks(), book.timeNs(), Set.of());
        text.append(",\"bs\":");
        append(text, book.bids(), book.timeNs(), Set.of());
        return text.append("},").append(tail(book.instrument())).toString();
    }

    private static void append(StringBuilder text, List<Level> levels, long timeNs, Set<BigDecimal> back) {
        text.append('[');
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            text.append(i == 0 ? "[\"" : ",[\"").append(level.price().toPlainString());
            text.append("\",\"").append(level.size().toPlainString());
            text.append("\",\"").append(time(timeNs)).append('"');
            boolean again = level.size().signum() != 0 && back.contains(level.price());
            text.append(again ? ",\"r\"]" : "]");
        }
        levels.forEach(level -> {
            if (!back.isEmpty()) {
                back.remove(level.price());
            }
        });
        text.append(']');
    }

    /** Seconds with six decimals. */
    private static String time(long epochNs) {
        return BigDecimal.valueOf(epochNs / 1_000, 6).toPlainString();
    }
}
