package io.truebook.tools.print;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.core.SessionState;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.BookStatsBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import io.truebook.engine.record.StateHashBody;
import io.truebook.engine.record.TickerBody;
import io.truebook.engine.record.TradeBody;
import io.truebook.tools.cli.Moment;
import org.agrona.DirectBuffer;

/** The fields of an output's body. */
final class OutputFields {
    private static final String[] PRECISION = {"inferred", "instrument frame", "instruments file"};

    private OutputFields() {}

    static void add(ObjectNode fields, Names names, int type, DirectBuffer buffer, int body, int length) {
        switch (type) {
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> book(fields, names, buffer, body);
            case OutputType.CONDITION -> condition(fields, names, buffer, body);
            case OutputType.TRADE -> trade(fields, names, buffer, body);
            case OutputType.TICKER -> ticker(fields, names, buffer, body);
            case OutputType.INSTRUMENT -> instrument(fields, buffer, body);
            case OutputType.BOOK_STATS -> {
                fields.put("symbol", names.instrument(BookStatsBody.instrument(buffer, body)));
                BookStatsFields.add(fields, buffer, body);
            }
            case OutputType.HEALTH -> HealthFields.add(fields, buffer, body);
            case OutputType.SESSION -> session(fields, buffer, body);
            case OutputType.REQUEST -> request(fields, buffer, body);
            case OutputType.EVENT, OutputType.ALERT -> event(fields, names, buffer, body);
            case OutputType.STATE_HASH -> {
                fields.put("hash", hash(StateHashBody.hash(buffer, body)));
                fields.put("coreVersion", StateHashBody.coreVersion(buffer, body));
            }
            default -> fields.put("length", length);
        }
    }

    private static String hash(long hash) {
        return String.format("%016x", hash);
    }

    private static void book(ObjectNode fields, Names names, DirectBuffer buffer, int body) {
        final int priceScale = BookBody.priceScale(buffer, body);
        final int sizeScale = BookBody.sizeScale(buffer, body);
        fields.put("symbol", names.instrument(BookBody.instrument(buffer, body)));
        fields.put("condition", Condition.name(BookBody.condition(buffer, body)));
        fields.put("proof", ProofKind.name(BookBody.proof(buffer, body)));
        fields.put("provenDepth", BookBody.provenDepth(buffer, body));
        fields.put("provenAt", BookBody.provenAt(buffer, body));
        if (BookBody.lastId(buffer, body) != 0) {
            fields.put("lastId", BookBody.lastId(buffer, body));
        }
        exchangeTime(fields, BookBody.exchangeTimeNs(buffer, body));
        best(fields, "bid", BookBody.bestBid(buffer, body), BookBody.bestBidSize(buffer, body), priceScale, sizeScale);
        best(fields, "ask", BookBody.bestAsk(buffer, body), BookBody.bestAskSize(buffer, body), priceScale, sizeScale);
        final ArrayNode bids = fields.putArray("bids");
        final ArrayNode asks = fields.putArray("asks");
        final int count = BookBody.levelCount(buffer, body);
        for (int i = 0; i < count; i++) {
            final ArrayNode side = BookBody.levelSide(buffer, body, i) == 0 ? bids : asks;
            side.addArray()
                    .add(Decimals.text(BookBody.levelPrice(buffer, body, i), priceScale))
                    .add(Decimals.text(BookBody.levelSize(buffer, body, i), sizeScale));
        }
    }

    private static void best(ObjectNode fields, String side, long price, long size, int priceScale, int sizeScale) {
        if (size != 0) {
            fields.put(side, Decimals.text(price, priceScale));
            fields.put(side + "Size", Decimals.text(size, sizeScale));
        }
    }

    private static void exchangeTime(ObjectNode fields, long timeNs) {
        if (timeNs != 0) {
            fields.put("exchangeTime", Moment.print(timeNs));
        }
    }

    private static void condition(ObjectNode fields, Names names, DirectBuffer buffer, int body) {
        fields.put("symbol", names.instrument(ConditionBody.instrument(buffer, body)));
        fields.put("from", Condition.name(ConditionBody.from(buffer, body)));
        fields.put("to", Condition.name(ConditionBody.to(buffer, body)));
        fields.put("reason", Reason.name(ConditionBody.reason(buffer, body)));
        fields.put("proof", ProofKind.name(ConditionBody.proof(buffer, body)));
        fields.put("provenDepth", ConditionBody.provenDepth(buffer, body));
        fields.put("provenAt", ConditionBody.provenAt(buffer, body));
    }

    private static void trade(ObjectNode fields, Names names, DirectBuffer buffer, int body) {
        fields.put("symbol", names.instrument(TradeBody.instrument(buffer, body)));
        final byte side = TradeBody.side(buffer, body);
        if (side >= 0) {
            fields.put("side", side == 0 ? "buy" : "sell");
        }
        fields.put("price", Decimals.text(TradeBody.price(buffer, body), TradeBody.priceScale(buffer, body)));
        fields.put("size", Decimals.text(TradeBody.size(buffer, body), TradeBody.sizeScale(buffer, body)));
        if (TradeBody.tradeId(buffer, body) != 0) {
            fields.put("tradeId", TradeBody.tradeId(buffer, body));
        }
        exchangeTime(fields, TradeBody.exchangeTimeNs(buffer, body));
    }

    private static void ticker(ObjectNode fields, Names names, DirectBuffer buffer, int body) {
        final int priceScale = TickerBody.priceScale(buffer, body);
        final int sizeScale = TickerBody.sizeScale(buffer, body);
        fields.put("symbol", names.instrument(TickerBody.instrument(buffer, body)));
        if (TickerBody.updateId(buffer, body) != 0) {
            fields.put("updateId", TickerBody.updateId(buffer, body));
        }
        best(fields, "bid", TickerBody.bid(buffer, body), TickerBody.bidSize(buffer, body), priceScale, sizeScale);
        best(fields, "ask", TickerBody.ask(buffer, body), TickerBody.askSize(buffer, body), priceScale, sizeScale);
        exchangeTime(fields, TickerBody.exchangeTimeNs(buffer, body));
    }

    private static void instrument(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("symbol", InstrumentBody.text(buffer, body));
        fields.put("instrument", InstrumentBody.instrument(buffer, body));
        fields.put("priceScale", InstrumentBody.priceScale(buffer, body));
        fields.put("sizeScale", InstrumentBody.sizeScale(buffer, body));
        fields.put("precision", PRECISION[InstrumentBody.precision(buffer, body)]);
        fields.put("depth", InstrumentBody.depth(buffer, body));
    }

    private static void session(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("connection", SessionBody.connection(buffer, body));
        fields.put("state", SessionState.name(SessionBody.state(buffer, body)));
        if (SessionBody.reason(buffer, body) != 0) {
            fields.put("reason", ConnectionDownBody.name(SessionBody.reason(buffer, body)));
            fields.put("code", SessionBody.code(buffer, body));
        }
        fields.put("attempt", SessionBody.attempt(buffer, body));
        if (SessionBody.retryAtNs(buffer, body) != 0) {
            fields.put("retryAt", Moment.print(SessionBody.retryAtNs(buffer, body)));
        }
    }

    private static void request(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("request", RequestBody.name(RequestBody.kind(buffer, body)));
        if (RequestBody.connection(buffer, body) != 0) {
            fields.put("connection", RequestBody.connection(buffer, body));
        }
        if (RequestBody.requestId(buffer, body) != 0) {
            fields.put("requestId", RequestBody.requestId(buffer, body));
        }
        fields.put("text", RequestBody.text(buffer, body));
    }

    private static void event(ObjectNode fields, Names names, DirectBuffer buffer, int body) {
        fields.put("event", EventKind.name(EventBody.kind(buffer, body)));
        final String symbol = names.instrument(EventBody.instrument(buffer, body));
        if (symbol != null) {
            fields.put("symbol", symbol);
        }
        if (EventBody.connection(buffer, body) != 0) {
            fields.put("connection", EventBody.connection(buffer, body));
        }
        fields.put("expected", EventBody.expected(buffer, body));
        fields.put("actual", EventBody.actual(buffer, body));
        if (EventBody.textLength(buffer, body) != 0) {
            fields.put("text", EventBody.text(buffer, body));
        }
    }
}
