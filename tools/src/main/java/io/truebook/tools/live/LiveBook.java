package io.truebook.tools.live;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.print.Decimals;
import org.agrona.DirectBuffer;

/** The latest that the outputs say of one book, and what has happened to it since the view began. One thread. */
final class LiveBook {
    private final String symbol;
    private byte condition = Condition.EMPTY;
    private byte proof = ProofKind.NONE;
    private int reason = Reason.NONE;
    private int provenDepth;
    private long provenAt;
    private int priceScale;
    private int sizeScale;
    private long bid;
    private long bidSize;
    private long ask;
    private long askSize;
    private long updates;
    private long updatesBefore;
    private long updatesPerSecond;
    private long trades;
    private long gaps;
    private long badChecksums;
    private long resyncs;
    private long doubts;

    LiveBook(String symbol) {
        this.symbol = symbol;
    }

    void apply(int type, DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        switch (type) {
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> book(buffer, body);
            case OutputType.CONDITION -> condition(buffer, body);
            case OutputType.TRADE -> trades++;
            case OutputType.EVENT, OutputType.ALERT -> event(EventBody.kind(buffer, body));
            default -> {
                // nothing that the view shows
            }
        }
    }

    private void book(DirectBuffer buffer, int body) {
        condition = BookBody.condition(buffer, body);
        proof = BookBody.proof(buffer, body);
        provenDepth = BookBody.provenDepth(buffer, body);
        provenAt = BookBody.provenAt(buffer, body);
        priceScale = BookBody.priceScale(buffer, body);
        sizeScale = BookBody.sizeScale(buffer, body);
        bid = BookBody.bestBid(buffer, body);
        bidSize = BookBody.bestBidSize(buffer, body);
        ask = BookBody.bestAsk(buffer, body);
        askSize = BookBody.bestAskSize(buffer, body);
        updates++;
    }

    private void condition(DirectBuffer buffer, int body) {
        final byte to = ConditionBody.to(buffer, body);
        // a book that was proven and is not any more: what this program is there to notice
        if (ConditionBody.from(buffer, body) == Condition.LIVE && to != Condition.LIVE) {
            doubts++;
        }
        condition = to;
        reason = ConditionBody.reason(buffer, body);
        proof = ConditionBody.proof(buffer, body);
        provenDepth = ConditionBody.provenDepth(buffer, body);
        provenAt = ConditionBody.provenAt(buffer, body);
    }

    private void event(int kind) {
        switch (kind) {
            case EventKind.SEQUENCE_GAP -> gaps++;
            case EventKind.CHECKSUM_FAILED -> badChecksums++;
            case EventKind.RESYNC_TRIGGERED -> resyncs++;
            default -> {
                // nothing that the view shows
            }
        }
    }

    /** Ends an interval: rates are those of the interval before. */
    void interval(long elapsedNs) {
        updatesPerSecond = Math.round((updates - updatesBefore) * 1e9 / Math.max(1, elapsedNs));
        updatesBefore = updates;
    }

    String symbol() {
        return symbol;
    }

    byte condition() {
        return condition;
    }

    String conditionName() {
        return Condition.name(condition);
    }

    /** Why it is not proven; empty while it is. */
    String why() {
        return condition == Condition.LIVE ? "" : Reason.name(reason);
    }

    String proofText() {
        return proof == ProofKind.NONE
                ? "no proof"
                : ProofKind.name(proof) + " to depth " + provenDepth + " as of position " + provenAt;
    }

    /** {@code size @ price}, a dash for an empty side. */
    String bidText() {
        return side(bid, bidSize);
    }

    /** As {@link #bidText}. */
    String askText() {
        return side(ask, askSize);
    }

    private String side(long price, long size) {
        return size == 0 ? "-" : Decimals.text(size, sizeScale) + " @ " + Decimals.text(price, priceScale);
    }

    long updates() {
        return updates;
    }

    long updatesPerSecond() {
        return updatesPerSecond;
    }

    long trades() {
        return trades;
    }

    long gaps() {
        return gaps;
    }

    long badChecksums() {
        return badChecksums;
    }

    long resyncs() {
        return resyncs;
    }

    /** How often it was LIVE and then was not. */
    long doubts() {
        return doubts;
    }
}
