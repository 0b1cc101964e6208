package io.truebook.bench;

import io.truebook.bench.baseline.Baseline;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.core.BookView;
import java.math.BigDecimal;
import java.util.Map;

/** Whether the engine and the baseline hold the same book: what is compared for speed must give the same answer. */
final class SameBook {
    private SameBook() {}

    /** The first difference, null where there is none. */
    static String difference(BookView engine, Baseline baseline) {
        final int priceScale = engine.instrument().priceScale();
        final int sizeScale = engine.instrument().sizeScale();
        final String bids = side("bid", engine.bids(), baseline.bids(), priceScale, sizeScale);
        return bids != null ? bids : side("ask", engine.asks(), baseline.asks(), priceScale, sizeScale);
    }

    private static String side(
            String name, BookSide side, Map<BigDecimal, BigDecimal> levels, int priceScale, int sizeScale) {
        if (side.count() != levels.size()) {
            return name + " levels: engine=" + side.count() + ", baseline=" + levels.size();
        }
        int rank = 0;
        for (Map.Entry<BigDecimal, BigDecimal> level : levels.entrySet()) {
            final BigDecimal price = BigDecimal.valueOf(side.price(rank), priceScale);
            final BigDecimal size = BigDecimal.valueOf(side.size(rank), sizeScale);
            if (price.compareTo(level.getKey()) != 0 || size.compareTo(level.getValue()) != 0) {
                return name + " at rank " + rank + ": engine=" + price + " " + size + ", baseline=" + level.getKey()
                        + " " + level.getValue();
            }
            rank++;
        }
        return null;
    }
}
