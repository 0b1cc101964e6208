package io.truebook.transport.box;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A market in Bitfinex's words, as a session with all flags would hear it: one level a message, removals before the
 * rest, so that the book is never crossed between two messages; after every other round a checksum. The first symbol's
 * prices lie around a millionth, where numbers change their notation.
 */
final class BitfinexWording implements Wording {
    private static final Habits HABITS = new Habits(
            List.of(
                    new Market.Listing("tXRPBTC", 10, 8, 9_990),
                    new Market.Listing("tBTCUSD", 0, 8, 63_388),
                    new Market.Listing("tETHUSD", 1, 8, 26_811),
                    new Market.Listing("tAVAX:USD", 3, 6, 15_233)),
            "tT%03dUSD",
            Habits.leastOf(25, 100, 250),
            true,
            false);

    @Override
    public Habits habits() {
        return HABITS;
    }

    @Override
    public Words open(SplittableRandom random, List<Instrument> instruments) {
        return new Session(random);
    }

    /** The counter of one pass. */
    private static final class Session implements Words {
        private final SplittableRandom random;
        private long sequence;
        private long tradeId = 600_000_000;

        Session(SplittableRandom random) {
            this.random = random;
        }

        private void say(Out out, long channel, String body) {
            out.frame("[" + channel + ',' + body + ',' + ++sequence + ']');
        }

        @Override
        public void begin(Moment book, Out out) {
            Instrument instrument = book.instrument();
            for (String channel : List.of("book", "trades")) {
                out.frame("{\"event\":\"subscribed\",\"channel\":\"" + channel + "\",\"chanId\":"
                        + channelId(channel, book.index()) + ",\"symbol\":\"" + instrument.symbol()
                        + "\",\"prec\":\"P0\",\"freq\":\"F0\",\"len\":\"" + instrument.depth() + "\"}");
            }
            say(out, channelId("book", book.index()), BitfinexText.rows(book.bids(), book.asks()));
        }

        private static long channelId(String channel, int index) {
            return channel.equals("book") ? 2L * index + 1 : 2L * index + 2;
        }

        @Override
        public void update(Moment changes, Moment book, Out out) {
            long channel = channelId("book", changes.index());
            List<String> rows = new ArrayList<>();
            int removals = 0;
            for (boolean bid : new boolean[] {true, false}) {
                for (Level level : bid ? changes.bids() : changes.asks()) {
                    String row = BitfinexText.row(bid, level, 1 + random.nextInt(9));
                    if (level.size().signum() == 0) {
                        rows.add(removals++, row);
                    } else {
                        rows.add(row);
                    }
                }
            }
            rows.forEach(row -> say(out, channel, row));
            if (random.nextBoolean()) {
                say(out, channel, "\"cs\"," + BitfinexText.checksum(book.bids(), book.asks()));
            }
        }

        @Override
        public void trades(Moment book, List<MarketSymbol.Trade> trades, Out out) {
            for (MarketSymbol.Trade trade : trades) {
                java.math.BigDecimal amount =
                        Market.decimal(trade.size(), book.instrument().sizeDecimals());
                java.math.BigDecimal price =
                        Market.decimal(trade.price(), book.instrument().priceDecimals());
                String row = "[" + ++tradeId + ',' + book.timeNs() / 1_000_000 + ','
                        + BitfinexText.number(trade.takerBuys() ? amount : amount.negate()) + ','
                        + BitfinexText.number(price) + ']';
                say(out, channelId("trades", book.index()), "\"te\"," + row);
                say(out, channelId("trades", book.index()), "\"tu\"," + row);
            }
        }
    }
}
