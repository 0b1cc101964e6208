package io.truebook.tools.simulate;

import io.truebook.engine.book.Condition;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import org.agrona.DirectBuffer;

/** One book as any reader makes it from the core's outputs. Prices and sizes at the scales that the record states. */
final class PublishedBook {
    private final Side bids = new Side(true);
    private final Side asks = new Side(false);
    private byte condition = Condition.EMPTY;
    private int provenDepth;
    private long lastId;
    private int priceScale;
    private int sizeScale;

    byte condition() {
        return condition;
    }

    int provenDepth() {
        return provenDepth;
    }

    long lastId() {
        return lastId;
    }

    int priceScale() {
        return priceScale;
    }

    int sizeScale() {
        return sizeScale;
    }

    Side side(boolean bid) {
        return bid ? bids : asks;
    }

    /** A {@link BookBody}: all levels, or what changed. */
    void onBook(DirectBuffer buffer, int body, boolean snapshot) {
        final int newPriceScale = BookBody.priceScale(buffer, body);
        final int newSizeScale = BookBody.sizeScale(buffer, body);
        if (snapshot) {
            bids.clear();
            asks.clear();
        } else if (newPriceScale != priceScale || newSizeScale != sizeScale) {
            rescale(bids, newPriceScale - priceScale, newSizeScale - sizeScale);
            rescale(asks, newPriceScale - priceScale, newSizeScale - sizeScale);
        }
        priceScale = newPriceScale;
        sizeScale = newSizeScale;
        for (int i = 0; i < BookBody.levelCount(buffer, body); i++) {
            side(BookBody.levelSide(buffer, body, i) == DecodedFrame.BID)
                    .set(BookBody.levelPrice(buffer, body, i), BookBody.levelSize(buffer, body, i));
        }
        condition = BookBody.condition(buffer, body);
        provenDepth = BookBody.provenDepth(buffer, body);
        lastId = BookBody.lastId(buffer, body);
    }

    /** A {@link ConditionBody}. */
    void onCondition(DirectBuffer buffer, int body) {
        condition = ConditionBody.to(buffer, body);
        provenDepth = ConditionBody.provenDepth(buffer, body);
    }

    private static void rescale(Side side, int morePrice, int moreSize) {
        final int count = side.count();
        final long[] prices = new long[count];
        final long[] sizes = new long[count];
        for (int i = 0; i < count; i++) {
            prices[i] = scaled(side.price(i), morePrice);
            sizes[i] = scaled(side.size(i), moreSize);
        }
        side.clear();
        for (int i = 0; i < count; i++) {
            side.set(prices[i], sizes[i]);
        }
    }

    /** Exactly; a scale that shrinks and loses a digit is an error of the core. */
    static long scaled(long units, int more) {
        long result = units;
        for (int i = 0; i < more; i++) {
            result = Math.multiplyExact(result, 10);
        }
        for (int i = more; i < 0; i++) {
            if (result % 10 != 0) {
                throw new IllegalStateException("a published number has more digits than the venue's: units=" + units);
            }
            result /= 10;
        }
        return result;
    }
}
