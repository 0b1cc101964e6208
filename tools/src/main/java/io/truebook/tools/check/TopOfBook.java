package io.truebook.tools.check;

import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.TickerBody;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Compares each book's best levels with what the venue's own ticker says. A ticker may arrive long after the delta that
 * it belongs to, so everything is collected and compared at the end in the order of ids: after each applied delta with
 * last id {@code u} the book's best levels, prices and sizes, against the ticker with the greatest id not above
 * {@code u}.
 */
final class TopOfBook {
    private final Map<Integer, Tops> books = new HashMap<>();
    private final Map<Integer, Tops> tickers = new HashMap<>();
    private long match;
    private long mismatch;
    private long skipped;

    /** Takes any output. */
    void add(DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        switch (Envelope.type(buffer, offset)) {
            case OutputType.BOOK_DELTA ->
                books.computeIfAbsent(BookBody.instrument(buffer, body), ignored -> new Tops())
                        .add(
                                BookBody.lastId(buffer, body),
                                BookBody.priceScale(buffer, body),
                                BookBody.sizeScale(buffer, body),
                                BookBody.bestBid(buffer, body),
                                BookBody.bestBidSize(buffer, body),
                                BookBody.bestAsk(buffer, body),
                                BookBody.bestAskSize(buffer, body));
            case OutputType.TICKER -> {
                // a ticker without an id belongs to no delta
                if (TickerBody.updateId(buffer, body) != 0) {
                    tickers.computeIfAbsent(TickerBody.instrument(buffer, body), ignored -> new Tops())
                            .add(
                                    TickerBody.updateId(buffer, body),
                                    TickerBody.priceScale(buffer, body),
                                    TickerBody.sizeScale(buffer, body),
                                    TickerBody.bid(buffer, body),
                                    TickerBody.bidSize(buffer, body),
                                    TickerBody.ask(buffer, body),
                                    TickerBody.askSize(buffer, body));
                }
            }
            default -> {
                // says nothing about the best levels
            }
        }
    }

    /** Compares everything that was added; call once. A recording without the venue's tickers compares nothing. */
    void compare() {
        if (!tickers.isEmpty()) {
            final Tops none = new Tops();
            books.forEach((instrument, book) -> compare(book, tickers.getOrDefault(instrument, none)));
        }
    }

    private void compare(Tops book, Tops ticker) {
        final Integer[] bookOrder = book.order();
        final Integer[] tickerOrder = ticker.order();
        int next = 0;
        for (Integer at : bookOrder) {
            while (next < tickerOrder.length && ticker.ids[tickerOrder[next]] <= book.ids[at]) {
                next++;
            }
            if (next == 0 || book.isOneSided(at) || ticker.isOneSided(tickerOrder[next - 1])) {
                skipped++;
            } else if (book.equals(at, ticker, tickerOrder[next - 1])) {
                match++;
            } else {
                mismatch++;
            }
        }
    }

    long match() {
        return match;
    }

    long mismatch() {
        return mismatch;
    }

    long skipped() {
        return skipped;
    }

    /** Best levels by id, in the order in which they came. */
    private static final class Tops {
        private static final int VALUES = 4;

        private long[] ids = new long[1024];
        private int[] scales = new int[1024];
        private long[] values = new long[1024 * VALUES];
        private int count;

        void add(long id, int priceScale, int sizeScale, long bid, long bidSize, long ask, long askSize) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
                scales = Arrays.copyOf(scales, count * 2);
                values = Arrays.copyOf(values, count * 2 * VALUES);
            }
            ids[count] = id;
            scales[count] = priceScale << 16 | sizeScale & 0xFFFF;
            final int at = count++ * VALUES;
            values[at] = bid;
            values[at + 1] = bidSize;
            values[at + 2] = ask;
            values[at + 3] = askSize;
        }

        /** Indexes by id; of equal ids the one that came last is the last. */
        Integer[] order() {
            final Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(ids[a], ids[b]));
            return order;
        }

        boolean isOneSided(int index) {
            return values[index * VALUES + 1] == 0 || values[index * VALUES + 3] == 0;
        }

        boolean equals(int index, Tops other, int otherIndex) {
            if (scales[index] == other.scales[otherIndex]) {
                return Arrays.equals(
                        values,
                        index * VALUES,
                        (index + 1) * VALUES,
                        other.values,
                        otherIndex * VALUES,
                        (otherIndex + 1) * VALUES);
            }
            for (int i = 0; i < VALUES; i++) {
                if (decimal(index, i).compareTo(other.decimal(otherIndex, i)) != 0) {
                    return false;
                }
            }
            return true;
        }

        /** Scales differ where one was widened in between. */
        private BigDecimal decimal(int index, int value) {
            final int scale = (value & 1) == 0 ? scales[index] >> 16 : (short) scales[index];
            return BigDecimal.valueOf(values[index * VALUES + value], scale);
        }
    }
}
