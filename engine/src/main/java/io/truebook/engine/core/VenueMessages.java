package io.truebook.engine.core;

import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import org.agrona.DirectBuffer;

/** Who gets which message of a venue's frames, and what is said of those that nobody gets. One thread: the core's. */
final class VenueMessages {
    private final Core core;
    private final Venue venue;
    private final Counters counters;
    private final MarketData marketData;
    private final DistinctCauses causes = new DistinctCauses();

    VenueMessages(Core core, Venue venue) {
        this.core = core;
        this.venue = venue;
        counters = venue.counters();
        marketData = new MarketData(core, venue);
    }

    /** @param session whose frame it is, null in a passive run */
    void onFrame(Session session, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        switch (frame.status) {
            case DecodedFrame.MALFORMED -> onMalformed(session, frame);
            case DecodedFrame.UNKNOWN -> {
                counters.unknownFrames++;
                if (causes.isNew(EventKind.UNKNOWN_FRAME)) {
                    core.event(
                            OutputType.EVENT,
                            venue,
                            EventKind.UNKNOWN_FRAME,
                            -1,
                            0,
                            0,
                            "a frame matches no message of the definition; later ones are counted only");
                }
            }
            default -> onMessages(session, frame, payload, payloadOffset);
        }
    }

    private static boolean isBookMessage(Message message) {
        return message.kind == MessageKind.BOOK_DELTA || message.kind == MessageKind.BOOK_SNAPSHOT;
    }

    private void onMessages(Session session, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        boolean bookFrame = false;
        if (session != null && frame.messageCount() > 0 && frame.message(0).kind != MessageKind.BOOK_SNAPSHOT) {
            session.health().clock().sample(core.nowNs(), frame.message(0).exchangeTimeNs); // a snapshot's may be old
        }
        for (int i = 0; i < frame.messageCount(); i++) {
            final Message message = frame.message(i);
            if (isBookMessage(message)) {
                bookFrame = true;
            }
            onMessage(session, message, frame, payload, payloadOffset);
        }
        if (bookFrame) {
            counters.bookFrames++;
        }
    }

    private void onMessage(
            Session session, Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        if (venue.isPassive() && message.symbol >= venue.instrumentCount()) {
            // found by the decoder; ids are dense in order of first sight
            venue.addInstrument(text(payload, payloadOffset, message.symbolStart, message.symbolLength));
        }
        switch (message.kind) {
            case MessageKind.BOOK_DELTA, MessageKind.BOOK_SNAPSHOT ->
                onBook(session, message, frame, payload, payloadOffset);
            case MessageKind.CHECKSUM -> {
                final BookSync book = resolveBook(session, message, payload, payloadOffset);
                if (book != null) {
                    book.onChecksum(message);
                }
            }
            case MessageKind.TRADE -> {
                final Instrument instrument = instrumentOf(session, message, payload, payloadOffset);
                if (instrument != null) {
                    marketData.onTrade(instrument, message);
                }
            }
            case MessageKind.TICKER -> {
                final Instrument instrument = instrumentOf(session, message, payload, payloadOffset);
                if (instrument != null) {
                    marketData.onTicker(instrument, message);
                }
            }
            case MessageKind.DOCUMENT_SNAPSHOT, MessageKind.DOCUMENT_DELTA -> {
                if (instrumentOf(session, message, payload, payloadOffset) != null) {
                    venue.documentsOf(message.symbol)
                            .onMessage(message, text(payload, payloadOffset, message.textStart, message.textLength));
                }
            }
            case MessageKind.INSTRUMENT -> onInstrument(message);
            case MessageKind.SUBSCRIBED, MessageKind.UNSUBSCRIBED -> onAck(session, message);
            case MessageKind.REFUSED, MessageKind.ERROR -> onRefused(session, message, payload, payloadOffset);
            case MessageKind.STATUS ->
                core.event(
                        OutputType.EVENT,
                        venue,
                        EventKind.VENUE_STATUS,
                        -1,
                        0,
                        0,
                        text(payload, payloadOffset, message.textStart, message.textLength));
            case MessageKind.PONG, MessageKind.HEARTBEAT_REPLY -> {
                if (session != null) {
                    session.onReply(message.kind);
                }
            }
            case MessageKind.SHUTDOWN -> {
                core.event(OutputType.EVENT, venue, EventKind.SHUTDOWN_NOTICE, -1, 0, 0, "");
                if (session != null) {
                    venue.sessions().replace(session, "the venue says that it will close the connection");
                }
            }
            default -> {
                // heartbeats count as inbound; candles and the rest are for later
            }
        }
    }

    private void onBook(Session session, Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        final BookSync book = resolveBook(session, message, payload, payloadOffset);
        if (book == null) {
            return;
        }
        if (message.kind == MessageKind.BOOK_SNAPSHOT) {
            book.onSnapshot(message, frame, payload, payloadOffset);
        } else {
            book.onDelta(message, frame, payload, payloadOffset);
        }
    }

    /** The message's book; null, counted and reported, where the symbol is one that nobody asked for. */
    private BookSync resolveBook(Session session, Message message, DirectBuffer payload, int payloadOffset) {
        if (venue.definition().book() == null) {
            return null;
        }
        if (message.symbol == -1 && venue.isPassive()) {
            return venue.onlyBookAwaitingSnapshot();
        }
        if (message.symbol < 0) {
            onUnknownSymbol(text(payload, payloadOffset, message.symbolStart, message.symbolLength));
            return null;
        }
        final BookSync book = venue.book(message.symbol, session);
        if (book == null || !book.instrument().isWanted()) {
            counters.dropped++; // removed, or another connection carries it by now
            return null;
        }
        return book;
    }

    private Instrument instrumentOf(Session session, Message message, DirectBuffer payload, int payloadOffset) {
        if (message.symbol < 0) {
            onUnknownSymbol(text(payload, payloadOffset, message.symbolStart, message.symbolLength));
            return null;
        }
        final Instrument instrument = venue.instrument(message.symbol);
        if (!venue.carries(session, message.symbol)) {
            counters.dropped++; // removed, or another connection carries it by now
            return null;
        }
        return instrument;
    }

    private void onUnknownSymbol(String symbol) {
        counters.unknownSymbols++;
        if (causes.isNew(symbol)) {
            core.event(OutputType.EVENT, venue, EventKind.UNKNOWN_SYMBOL, -1, 0, 0, symbol);
        }
    }

    private void onInstrument(Message message) {
        if (message.symbol < 0 || message.symbol >= venue.instrumentCount()) {
            return; // the venue names all its instruments; we know those that we asked for
        }
        final Instrument instrument = venue.instrument(message.symbol);
        final int price = message.priceDecimals;
        final int size = message.sizeDecimals;
        final boolean stated = price >= 0 && size >= 0 && price <= Scale.MAX && size <= Scale.MAX;
        final boolean same = instrument.precision() == Instrument.FROM_FRAME
                && price == instrument.priceScale()
                && size == instrument.sizeScale();
        if (!stated || same || instrument.precision() == Instrument.FROM_FILE) {
            return;
        }
        final BookSync book = venue.book(message.symbol);
        if (book == null) {
            instrument.scales(price, size, Instrument.FROM_FRAME);
        } else {
            venue.changeScales(message.symbol, price, size);
        }
        instrument.announce();
    }

    private void onAck(Session session, Message message) {
        if (session != null) {
            session.subscriptions().onAck(message);
            return;
        }
        final BookSync book = venue.book(message.symbol);
        if (message.kind == MessageKind.SUBSCRIBED
                && book != null
                && message.depth > 0
                && message.channel == venue.definition().book().bookChannel()
                && venue.definition().book().truncate()) {
            book.instrument().depth(message.depth);
        }
    }

    private void onRefused(Session session, Message message, DirectBuffer payload, int payloadOffset) {
        final String text = text(payload, payloadOffset, message.textStart, message.textLength);
        final boolean bound = session != null && session.subscriptions().onRefused(message);
        countError(session);
        core.event(
                bound ? OutputType.ALERT : OutputType.EVENT,
                venue,
                EventKind.REFUSED,
                message.symbol >= 0 && message.symbol < venue.instrumentCount()
                        ? venue.instrumentId(message.symbol)
                        : -1,
                0,
                0,
                text);
    }

    private void onMalformed(Session session, DecodedFrame frame) {
        counters.malformed++;
        countError(session);
        if (causes.isNew(frame.error)) {
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.MALFORMED,
                    -1,
                    frame.error,
                    frame.errorOffset,
                    DecodedFrame.errorName(frame.error));
        }
        venue.doubt(session);
    }

    /** Of the connection; a passive run has none. */
    private static void countError(Session session) {
        if (session != null) {
            session.health().error();
        }
    }

    private static String text(DirectBuffer payload, int payloadOffset, int start, int length) {
        return length <= 0 ? "" : payload.getStringWithoutLengthUtf8(payloadOffset + start, length);
    }

    void visit(StateVisitor v) {
        causes.visit(v);
        marketData.visit(v);
    }
}
