package io.truebook.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.TickerBody;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class TopOfBookTest {
    private final TopOfBook tops = new TopOfBook();

    @Test
    void shouldCompareWithTheTickerOfTheGreatestIdNotAboveTheDeltas() {
        delta(10, 1, 100, 5, 101, 6);
        ticker(9, 1, 100, 5, 101, 6);
        ticker(11, 1, 200, 5, 201, 6);

        assertCounts(1, 0, 0);
    }

    @Test
    void shouldUseATickerThatArrivesAfterTheDelta() {
        ticker(1, 1, 1, 1, 2, 1);
        delta(10, 1, 100, 5, 101, 6);
        delta(20, 1, 100, 7, 101, 6);
        ticker(20, 1, 100, 7, 101, 6);
        ticker(10, 1, 100, 5, 101, 6);

        assertCounts(2, 0, 0);
    }

    @Test
    void shouldCountADifferentSizeAsAMismatch() {
        ticker(10, 1, 100, 5, 101, 6);
        delta(10, 1, 100, 5, 101, 7);

        assertCounts(0, 1, 0);
    }

    @Test
    void shouldCompareValuesAndNotDigitsWhenAScaleWasWidened() {
        ticker(10, 1, 100, 5, 101, 6);
        delta(10, 2, 1000, 5, 1010, 6);

        assertCounts(1, 0, 0);
    }

    @Test
    void shouldSkipWhereNoTickerCameBeforeOrASideIsEmpty() {
        delta(5, 1, 100, 5, 101, 6);
        ticker(10, 1, 100, 5, 101, 6);
        delta(10, 1, 100, 5, 0, 0);

        assertCounts(0, 0, 2);
    }

    @Test
    void shouldCountNothingInARecordingWithoutTickers() {
        delta(5, 1, 100, 5, 101, 6);
        ticker(0, 1, 100, 5, 101, 6);

        assertCounts(0, 0, 0);
    }

    private void assertCounts(long match, long mismatch, long skipped) {
        tops.compare();
        assertThat(tops.match()).isEqualTo(match);
        assertThat(tops.mismatch()).isEqualTo(mismatch);
        assertThat(tops.skipped()).isEqualTo(skipped);
    }

    private void delta(long id, int priceScale, long bid, long bidSize, long ask, long askSize) {
        final ExpandableArrayBuffer b = new ExpandableArrayBuffer();
        final int o = Envelope.BYTES;
        Envelope.write(b, 0, OutputType.BOOK_DELTA, 1, 1, 1, 0, 0, 0);
        BookBody.lastId(b, o, id);
        BookBody.priceScale(b, o, (byte) priceScale);
        BookBody.sizeScale(b, o, (byte) 3);
        BookBody.bestBid(b, o, bid);
        BookBody.bestBidSize(b, o, bidSize);
        BookBody.bestAsk(b, o, ask);
        BookBody.bestAskSize(b, o, askSize);
        tops.add(b, 0);
    }

    private void ticker(long id, int priceScale, long bid, long bidSize, long ask, long askSize) {
        final ExpandableArrayBuffer b = new ExpandableArrayBuffer();
        final int o = Envelope.BYTES;
        Envelope.write(b, 0, OutputType.TICKER, 1, 1, 1, 0, 0, 0);
        TickerBody.updateId(b, o, id);
        TickerBody.priceScale(b, o, (byte) priceScale);
        TickerBody.sizeScale(b, o, (byte) 3);
        TickerBody.bid(b, o, bid);
        TickerBody.bidSize(b, o, bidSize);
        TickerBody.ask(b, o, ask);
        TickerBody.askSize(b, o, askSize);
        tops.add(b, 0);
    }
}
