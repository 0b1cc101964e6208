package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.TickerBody;
import io.truebook.engine.record.TradeBody;
import io.truebook.engine.state.StateVisitor;

/**
 * Publishes a venue's trades and best prices at the instrument's scales. Inferred scales grow where needed; a value that
 * does not fit is counted, reported once and left out. One thread: the core's.
 */
final class MarketData {
    private final Core core;
    private final Venue venue;
    private final MessageCache seen;
    private boolean misfitReported;

    MarketData(Core core, Venue venue) {
        this.core = core;
        this.venue = venue;
        seen = new MessageCache(venue.definition().session().policies().messageCache());
    }

    void onTrade(Instrument instrument, Message message) {
        if (!fits(instrument, message, Message.PRICE, Message.SIZE)
                || message.decimals[Message.PRICE] == Message.ABSENT) {
            return;
        }
        if (message.has(Message.HAS_TRADE_ID) && !isNew(instrument, message)) {
            venue.counters().tradeDuplicates++;
            return;
        }
        venue.counters().trades++;
        instrument.announce();
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.TRADE, venue.index(), TradeBody.BYTES);
        TradeBody.instrument(out.buffer(), body, instrument.id());
        TradeBody.side(out.buffer(), body, message.side);
        TradeBody.priceScale(out.buffer(), body, (byte) instrument.priceScale());
        TradeBody.sizeScale(out.buffer(), body, (byte) instrument.sizeScale());
        TradeBody.reserved(out.buffer(), body, (byte) 0);
        TradeBody.price(out.buffer(), body, price(instrument, message, Message.PRICE));
        TradeBody.size(out.buffer(), body, size(instrument, message, Message.SIZE));
        TradeBody.tradeId(out.buffer(), body, message.tradeId);
        TradeBody.exchangeTimeNs(out.buffer(), body, message.exchangeTimeNs);
        TradeBody.receiveTimeNs(out.buffer(), body, core.nowNs());
        out.close(TradeBody.BYTES);
    }

    void onTicker(Instrument instrument, Message message) {
        if (!fits(instrument, message, Message.BID, Message.BID_SIZE)
                || !fits(instrument, message, Message.ASK, Message.ASK_SIZE)) {
            return;
        }
        venue.counters().tickers++;
        instrument.announce();
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.TICKER, venue.index(), TickerBody.BYTES);
        TickerBody.instrument(out.buffer(), body, instrument.id());
        TickerBody.priceScale(out.buffer(), body, (byte) instrument.priceScale());
        TickerBody.sizeScale(out.buffer(), body, (byte) instrument.sizeScale());
        TickerBody.reserved(out.buffer(), body, (byte) 0);
        TickerBody.reserved2(out.buffer(), body, (byte) 0);
        TickerBody.updateId(out.buffer(), body, message.lastId);
        TickerBody.bid(out.buffer(), body, price(instrument, message, Message.BID));
        TickerBody.bidSize(out.buffer(), body, size(instrument, message, Message.BID_SIZE));
        TickerBody.ask(out.buffer(), body, price(instrument, message, Message.ASK));
        TickerBody.askSize(out.buffer(), body, size(instrument, message, Message.ASK_SIZE));
        TickerBody.exchangeTimeNs(out.buffer(), body, message.exchangeTimeNs);
        TickerBody.receiveTimeNs(out.buffer(), body, core.nowNs());
        out.close(TickerBody.BYTES);
    }

    /** The same id with another content is another trade: a venue may have several series of ids. */
    private boolean isNew(Instrument instrument, Message message) {
        return seen.add(
                instrument.id(),
                message.tradeId,
                message.mantissa[Message.PRICE],
                message.mantissa[Message.SIZE],
                message.exchangeTimeNs,
                core.nowNs());
    }

    /** Inferred scales grow where needed; a value that does not fit is counted and left out. */
    private boolean fits(Instrument instrument, Message message, int price, int size) {
        if (instrument.precision() == Instrument.INFERRED) {
            final int priceDecimals = message.mantissa[price] == 0 ? 0 : message.decimals[price];
            final int sizeDecimals = message.mantissa[size] == 0 ? 0 : message.decimals[size];
            widen(instrument, priceDecimals, sizeDecimals);
        }
        if (price(instrument, message, price) == Scale.REFUSED || size(instrument, message, size) == Scale.REFUSED) {
            venue.counters().malformed++;
            if (!misfitReported) {
                misfitReported = true;
                core.event(
                        OutputType.EVENT,
                        venue,
                        EventKind.MALFORMED,
                        instrument.id(),
                        DecodedFrame.ERROR_NUMBER_RANGE,
                        0,
                        "a trade or ticker does not fit the instrument's scale");
            }
            return false;
        }
        return true;
    }

    private void widen(Instrument instrument, int price, int size) {
        if (price <= instrument.priceScale() && size <= instrument.sizeScale()) {
            return;
        }
        final BookSync book = venue.book(instrument.symbolId());
        if (book != null) {
            book.widen(price, size);
        } else {
            instrument.widen(
                    Math.min(Scale.MAX, Math.max(price, instrument.priceScale())),
                    Math.min(Scale.MAX, Math.max(size, instrument.sizeScale())));
        }
    }

    private static long price(Instrument instrument, Message message, int value) {
        return message.decimals[value] == Message.ABSENT
                ? 0
                : Scale.to(message.mantissa[value], message.decimals[value], instrument.priceScale());
    }

    private static long size(Instrument instrument, Message message, int value) {
        return message.decimals[value] == Message.ABSENT
                ? 0
                : Scale.to(message.mantissa[value], message.decimals[value], instrument.sizeScale());
    }

    void visit(StateVisitor v) {
        misfitReported = v.visit(misfitReported);
        seen.visit(v);
    }
}
