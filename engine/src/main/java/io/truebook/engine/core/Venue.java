package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.DecodedFrame;
import io.truebook.engine.decode.Message;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.Precision;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Continuity;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * One venue of the run: its session, its instruments with their books, its counters, and who gets which message. One
 * thread: the core's.
 */
public final class Venue {
    /** A connection that was read again is held to be caught up after so long without another pause. */
    private static final long CAUGHT_UP_NS = 1_000_000_000L;

    private final Core core;
    private final int index;
    private final VenueSetup setup;
    private final boolean passive;
    private final Session session;
    private final Counters counters = new Counters();
    private final List<Instrument> instruments = new ArrayList<>();
    private final List<BookSync> books = new ArrayList<>();
    private final DistinctCauses causes = new DistinctCauses();
    private final ResyncScheduler scheduler;
    private final MarketData marketData;
    private final ConnectionSequences sequences = new ConnectionSequences();
    /** Frames bear a number that counts over the whole connection. */
    private final boolean countsConnection;

    private final int caughtUpTimer;

    Venue(Core core, int index, VenueSetup setup, boolean passive) {
        this.core = core;
        this.index = index;
        this.setup = setup;
        this.passive = passive;
        marketData = new MarketData(core, this);
        final BookRules book = setup.definition().book();
        countsConnection = book != null && book.continuity() == Continuity.CONNECTION;
        scheduler = new ResyncScheduler(core, this);
        caughtUpTimer = core.timers().register(kind -> caughtUp(), 0);
        for (String symbol : setup.symbols()) {
            addInstrument(symbol);
        }
        session = passive ? null : new Session(core, this, setup);
    }

    public int index() {
        return index;
    }

    public VenueDefinition definition() {
        return setup.definition();
    }

    public Counters counters() {
        return counters;
    }

    /** By symbol id, which is the order of the configuration, then of discovery. */
    public List<Instrument> instruments() {
        return List.copyOf(instruments);
    }

    /** What is known of the book of a symbol id. */
    public BookView view(int symbol) {
        final BookSync book = book(symbol);
        return book == null ? null : new BookView(book);
    }

    /** Books that are silent for longer than their own limit. */
    int silentBooks() {
        int silent = 0;
        for (int i = 0; i < books.size(); i++) {
            silent += books.get(i).liveness().isSilent() ? 1 : 0;
        }
        return silent;
    }

    /** Of the connection; a passive run has none. */
    private void countError() {
        if (session != null) {
            session.health().error();
        }
    }

    boolean isPassive() {
        return passive;
    }

    /** Whose turn it is when books want snapshots. */
    ResyncScheduler scheduler() {
        return scheduler;
    }

    /** The rank of a symbol of the profile among those that wait. */
    int rank(int symbol) {
        return instruments.get(symbol).rank();
    }

    int bookCount() {
        return books.size();
    }

    Session session() {
        return session;
    }

    boolean isUp() {
        return session != null && session.isUp();
    }

    boolean isSubscribed(BookSync book) {
        return session != null && session.isActive(book);
    }

    BookSync book(int symbol) {
        return symbol >= 0 && symbol < books.size() ? books.get(symbol) : null;
    }

    int instrumentId(int symbol) {
        return symbol < 0 ? -1 : instruments.get(symbol).id();
    }

    // ---- inputs

    void onFrame(int connection, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        counters.frames++;
        if (session != null) {
            if (connection != session.connection() || !session.isUp()) {
                return; // late, from a connection that has been given up
            }
            session.onInbound();
        }
        if (frame.hasConnectionSequence && countsConnection && !followsOnConnection(connection, frame)) {
            return;
        }
        switch (frame.status) {
            case DecodedFrame.MALFORMED -> onMalformed(connection, frame);
            case DecodedFrame.UNKNOWN -> {
                counters.unknownFrames++;
                if (causes.isNew(EventKind.UNKNOWN_FRAME)) {
                    core.event(
                            OutputType.EVENT,
                            this,
                            EventKind.UNKNOWN_FRAME,
                            -1,
                            0,
                            0,
                            "a frame matches no message of the definition; later ones are counted only");
                }
            }
            default -> onMessages(frame, payload, payloadOffset);
        }
    }

    /** False for a frame that came before, or late: its place is taken, and nothing of it is used. */
    private boolean followsOnConnection(int connection, DecodedFrame frame) {
        switch (sequences.take(connection, frame.connectionSequence)) {
            case ConnectionSequences.STALE -> {
                counters.sequenceStale++;
                return false;
            }
            case ConnectionSequences.GAP -> {
                counters.sequenceChecked++;
                counters.sequenceGaps++;
                core.event(
                        OutputType.EVENT,
                        this,
                        EventKind.SEQUENCE_GAP,
                        -1,
                        sequences.expected(),
                        frame.connectionSequence,
                        "frames of the connection are missing; every book of it is in doubt");
                for (int i = 0; i < books.size(); i++) {
                    books.get(i).connectionGap();
                }
            }
            case ConnectionSequences.NEXT -> counters.sequenceChecked++;
            default -> {
                // the first number of the connection is compared with nothing
            }
        }
        return true;
    }

    void onDown(int connection, int reason, int code) {
        sequences.forget(connection);
        if (session != null) {
            session.onDown(connection, reason, code);
        } else {
            connectionDown();
        }
    }

    void onPause(int type) {
        if (session != null) {
            session.keepAlive().pause(type == InputType.PAUSED);
        }
        if (type == InputType.PAUSED) {
            core.timers().cancel(caughtUpTimer);
            books.forEach(book -> book.cover(BookCondition.PAUSED));
        } else {
            // what was read right after a pause is as old as the pause; only time without another one shows the end
            core.timers().set(caughtUpTimer, core.nowNs() + CAUGHT_UP_NS);
        }
    }

    void onLag(boolean begins) {
        if (begins) {
            books.forEach(book -> book.cover(BookCondition.LAGGING));
        } else {
            books.forEach(book -> book.uncover(BookCondition.LAGGING));
        }
    }

    void onOversize(int connection, int length) {
        counters.malformed++;
        countError();
        core.event(
                OutputType.EVENT,
                this,
                EventKind.OVERSIZE,
                -1,
                definition().maxFrameBytes(),
                length,
                "frame over maxFrameBytes; the connection is closed");
        books.forEach(BookSync::doubt);
    }

    /** @param body offset of the {@link OutcomeBody} */
    void onOutcome(DirectBuffer buffer, int body, DecodedFrame frame) {
        final long requestId = OutcomeBody.requestId(buffer, body);
        final BookSync book = passive ? bookOfUrl(OutcomeBody.url(buffer, body)) : bookOfRequest(requestId);
        if (book == null) {
            return; // the answer to a request that has been given up
        }
        final int status = OutcomeBody.status(buffer, body);
        final int failure = OutcomeBody.failure(buffer, body);
        final Message snapshot = frame.status == DecodedFrame.OK ? firstSnapshot(frame) : null;
        if (failure != OutcomeBody.FAILURE_NONE || status != 200 || snapshot == null) {
            book.requests()
                    .failed(
                            status,
                            failure,
                            Math.max(0, OutcomeBody.retryAfterSeconds(buffer, body)),
                            OutcomeBody.usedWeight(buffer, body));
            return;
        }
        book.onSnapshot(snapshot, frame, buffer, OutcomeBody.bodyOffset(buffer, body));
        scheduler.succeeded(OutcomeBody.usedWeight(buffer, body));
    }

    void skipped(long position) {
        books.forEach(book -> book.broken(Reason.SKIPPED_INPUT));
        core.event(
                OutputType.ALERT,
                this,
                EventKind.SKIPPED_INPUT,
                -1,
                0,
                position,
                "an input that crashed the core is left out; its books are BROKEN until 'resync'");
    }

    /** Nothing has come for too long; the connection is about to be closed. */
    void silent() {
        books.forEach(book -> book.cover(BookCondition.SILENT));
    }

    void connectionDown() {
        core.timers().cancel(caughtUpTimer);
        books.forEach(BookSync::connectionDown);
    }

    /** Goes on with the books that are catching up, one step each. */
    void continueWork() {
        for (int i = 0; i < books.size(); i++) {
            if (books.get(i).isCatchingUp()) {
                books.get(i).catchUp();
            }
        }
    }

    boolean resync(String symbol) {
        for (BookSync book : books) {
            if (book.instrument().symbol().equals(symbol)) {
                book.resync();
                return true;
            }
        }
        return false;
    }

    // ---- messages

    boolean isDeltaOf(Message message, BookSync book) {
        return message.kind == MessageKind.BOOK_DELTA && book(message.symbol) == book;
    }

    private static boolean isBookMessage(Message message) {
        return message.kind == MessageKind.BOOK_DELTA || message.kind == MessageKind.BOOK_SNAPSHOT;
    }

    private void onMessages(DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        boolean bookFrame = false;
        if (session != null && frame.messageCount() > 0 && frame.message(0).kind != MessageKind.BOOK_SNAPSHOT) {
            session.health().clock().sample(core.nowNs(), frame.message(0).exchangeTimeNs); // a snapshot's may be old
        }
        for (int i = 0; i < frame.messageCount(); i++) {
            final Message message = frame.message(i);
            if (isBookMessage(message)) {
                bookFrame = true;
            }
            onMessage(message, frame, payload, payloadOffset);
        }
        if (bookFrame) {
            counters.bookFrames++;
        }
    }

    private void onMessage(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        if (passive && message.symbol >= instruments.size()) {
            // found by the decoder; ids are dense in order of first sight
            addInstrument(text(payload, payloadOffset, message.symbolStart, message.symbolLength));
        }
        switch (message.kind) {
            case MessageKind.BOOK_DELTA, MessageKind.BOOK_SNAPSHOT -> onBook(message, frame, payload, payloadOffset);
            case MessageKind.CHECKSUM -> {
                final BookSync book = resolveBook(message, payload, payloadOffset);
                if (book != null) {
                    book.onChecksum(message);
                }
            }
            case MessageKind.TRADE -> {
                final Instrument instrument = instrumentOf(message, payload, payloadOffset);
                if (instrument != null) {
                    marketData.onTrade(instrument, message);
                }
            }
            case MessageKind.TICKER -> {
                final Instrument instrument = instrumentOf(message, payload, payloadOffset);
                if (instrument != null) {
                    marketData.onTicker(instrument, message);
                }
            }
            case MessageKind.INSTRUMENT -> onInstrument(message);
            case MessageKind.SUBSCRIBED, MessageKind.UNSUBSCRIBED -> onAck(message);
            case MessageKind.REFUSED, MessageKind.ERROR -> onRefused(message, payload, payloadOffset);
            case MessageKind.STATUS ->
                core.event(
                        OutputType.EVENT,
                        this,
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
            case MessageKind.SHUTDOWN -> core.event(OutputType.EVENT, this, EventKind.SHUTDOWN_NOTICE, -1, 0, 0, "");
            default -> {
                // heartbeats count as inbound; candles and the rest are for later
            }
        }
    }

    private void onBook(Message message, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        final BookSync book = resolveBook(message, payload, payloadOffset);
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
    private BookSync resolveBook(Message message, DirectBuffer payload, int payloadOffset) {
        if (definition().book() == null) {
            return null;
        }
        if (message.symbol == -1 && passive) {
            return onlyBookAwaitingSnapshot();
        }
        return instrumentOf(message, payload, payloadOffset) == null ? null : books.get(message.symbol);
    }

    private Instrument instrumentOf(Message message, DirectBuffer payload, int payloadOffset) {
        if (message.symbol < 0) {
            onUnknownSymbol(text(payload, payloadOffset, message.symbolStart, message.symbolLength));
            return null;
        }
        return instruments.get(message.symbol);
    }

    private void onUnknownSymbol(String symbol) {
        counters.unknownSymbols++;
        if (causes.isNew(symbol)) {
            core.event(OutputType.EVENT, this, EventKind.UNKNOWN_SYMBOL, -1, 0, 0, symbol);
        }
    }

    private void onInstrument(Message message) {
        if (message.symbol < 0 || message.symbol >= instruments.size()) {
            return; // the venue names all its instruments; we know those that we asked for
        }
        final Instrument instrument = instruments.get(message.symbol);
        final int price = message.priceDecimals;
        final int size = message.sizeDecimals;
        final boolean stated = price >= 0 && size >= 0 && price <= Scale.MAX && size <= Scale.MAX;
        final boolean same = instrument.precision() == Instrument.FROM_FRAME
                && price == instrument.priceScale()
                && size == instrument.sizeScale();
        if (!stated || same || instrument.precision() == Instrument.FROM_FILE) {
            return;
        }
        final BookSync book = book(message.symbol);
        if (book == null) {
            instrument.scales(price, size, Instrument.FROM_FRAME);
        } else {
            book.changeScales(price, size);
        }
        instrument.announce();
    }

    private void onAck(Message message) {
        if (session != null) {
            session.onAck(message);
            return;
        }
        final BookSync book = book(message.symbol);
        if (message.kind == MessageKind.SUBSCRIBED
                && book != null
                && message.depth > 0
                && message.channel == definition().book().bookChannel()
                && definition().book().truncate()) {
            book.instrument().depth(message.depth);
        }
    }

    private void onRefused(Message message, DirectBuffer payload, int payloadOffset) {
        final String text = text(payload, payloadOffset, message.textStart, message.textLength);
        final boolean bound = session != null && session.onRefused(message);
        countError();
        core.event(
                bound ? OutputType.ALERT : OutputType.EVENT,
                this,
                EventKind.REFUSED,
                message.symbol >= 0 && message.symbol < instruments.size() ? instrumentId(message.symbol) : -1,
                0,
                0,
                text);
    }

    private void onMalformed(int connection, DecodedFrame frame) {
        counters.malformed++;
        countError();
        if (causes.isNew(frame.error)) {
            core.event(
                    OutputType.EVENT,
                    this,
                    EventKind.MALFORMED,
                    -1,
                    frame.error,
                    frame.errorOffset,
                    DecodedFrame.errorName(frame.error));
        }
        books.forEach(BookSync::doubt);
    }

    // ---- inside

    private void addInstrument(String symbol) {
        final int named = setup.priority().indexOf(symbol);
        final int rank = named < 0 ? SnapshotRequests.LAST_RANK : named;
        final Instrument instrument =
                new Instrument(core, core.nextInstrumentId(), this, instruments.size(), symbol, rank);
        for (Precision precision : setup.precisions()) {
            if (precision.symbol().equals(symbol)) {
                instrument.scales(precision.priceDecimals(), precision.sizeDecimals(), Instrument.FROM_FILE);
            }
        }
        if (definition().book() != null && definition().book().truncate()) {
            // a passive run that is not told learns it from an acknowledgement or a snapshot
            instrument.depth(
                    setup.depth() > 0 || passive
                            ? setup.depth()
                            : definition().book().defaultDepth());
        }
        instruments.add(instrument);
        core.symbolAdded(this, symbol);
        if (definition().book() != null) {
            books.add(new BookSync(core, this, instrument));
        }
    }

    private void caughtUp() {
        books.forEach(book -> book.uncover(BookCondition.PAUSED));
    }

    private BookSync bookOfRequest(long requestId) {
        for (BookSync book : books) {
            if (book.requests().requestId() == requestId && requestId != 0) {
                return book;
            }
        }
        return null;
    }

    private BookSync bookOfUrl(String url) {
        for (BookSync book : books) {
            final String symbol = book.instrument().symbol();
            if (url.endsWith("=" + symbol) || url.contains("=" + symbol + "&")) {
                return book;
            }
        }
        return onlyBookAwaitingSnapshot();
    }

    /** A recorded answer without its request: it can only be for the one book that waits for it. */
    private BookSync onlyBookAwaitingSnapshot() {
        BookSync found = null;
        for (BookSync book : books) {
            if (book.isSeen() && book.isAwaitingSnapshot()) {
                if (found != null) {
                    return null;
                }
                found = book;
            }
        }
        return found;
    }

    private static Message firstSnapshot(DecodedFrame frame) {
        for (int i = 0; i < frame.messageCount(); i++) {
            if (frame.message(i).kind == MessageKind.BOOK_SNAPSHOT) {
                return frame.message(i);
            }
        }
        return null;
    }

    private static String text(DirectBuffer payload, int payloadOffset, int start, int length) {
        return length <= 0 ? "" : payload.getStringWithoutLengthUtf8(payloadOffset + start, length);
    }

    void visit(StateVisitor v) {
        counters.visit(v);
        final int stored = v.visit(instruments.size());
        for (int i = 0; i < stored; i++) {
            final boolean known = i < instruments.size();
            final String symbol = v.visit(known ? instruments.get(i).symbol() : "");
            if (!known) {
                addInstrument(symbol);
            }
            instruments.get(i).visit(v);
        }
        for (int i = 0; i < books.size(); i++) {
            books.get(i).visit(v);
        }
        causes.visit(v);
        scheduler.visit(v);
        marketData.visit(v);
        sequences.visit(v);
        if (session != null) {
            session.visit(v);
        }
    }
}
