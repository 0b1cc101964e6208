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
import io.truebook.engine.venue.VenueDefinition.Reconciliation;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * One venue of the run: its connections, its instruments with their books, its counters, and which of them an input
 * concerns. One thread: the core's.
 */
public final class Venue {
    /** A connection that was read again is held to be caught up after so long without another pause. */
    private static final long CAUGHT_UP_NS = 1_000_000_000L;

    private final Core core;
    private final int index;
    private final VenueSetup setup;
    private final boolean passive;
    private final Sessions sessions;
    private final Counters counters = new Counters();
    /** By symbol id. */
    private final List<Leg> legs = new ArrayList<>();
    /** The other leg of an instrument by symbol id, null for one that never had two. */
    private final List<Leg> standbys = new ArrayList<>();
    /** All of both. */
    private final List<Leg> all = new ArrayList<>();

    private final ResyncScheduler scheduler;
    private final VenueMessages messages;
    private final ConnectionSequences sequences = new ConnectionSequences();
    /** Frames bear a number that counts over the whole connection. */
    private final boolean countsConnection;

    private final int caughtUpTimer;

    Venue(Core core, int index, VenueSetup setup, boolean passive) {
        this.core = core;
        this.index = index;
        this.setup = setup;
        this.passive = passive;
        messages = new VenueMessages(core, this);
        final BookRules book = setup.definition().book();
        countsConnection = book != null && book.continuity() == Continuity.CONNECTION;
        scheduler = new ResyncScheduler(core, this);
        caughtUpTimer = core.timers().register(kind -> caughtUp(), 0);
        for (String symbol : setup.symbols()) {
            addInstrument(symbol);
        }
        sessions = passive ? null : new Sessions(core, this, setup);
        for (int i = 0; sessions != null && i < legs.size(); i++) {
            sessions.carry(legs.get(i));
        }
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
        return legs.stream().map(Leg::instrument).toList();
    }

    /** What is known of the book of a symbol id. */
    public BookView view(int symbol) {
        final BookSync book = book(symbol);
        return book == null ? null : new BookView(book);
    }

    /** What is known of the documents of a symbol id that are no order books. */
    public List<DocumentView> documents(int symbol) {
        return legs.get(symbol).documents().views();
    }

    /** The documents of a symbol id, empty where the venue sends none. */
    Documents documentsOf(int symbol) {
        return legs.get(symbol).documents();
    }

    /** Books of a connection that are silent for longer than their own limit. */
    int silentBooks(Session session) {
        int silent = 0;
        for (int i = 0; i < all.size(); i++) {
            final Leg leg = all.get(i);
            silent += leg.session() == session
                            && leg.book() != null
                            && leg.book().liveness().isSilent()
                    ? 1
                    : 0;
        }
        return silent;
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
        return instrument(symbol).rank();
    }

    int legCount() {
        return all.size();
    }

    Leg leg(int index) {
        return all.get(index);
    }

    /** The second leg of an instrument, made where there is none. */
    Leg standby(int symbol) {
        if (standbys.get(symbol) == null) {
            makeStandby(symbol);
        }
        return standbys.get(symbol);
    }

    /** Null in a passive run. */
    Sessions sessions() {
        return sessions;
    }

    /** True when a connection is up. */
    boolean isUp() {
        return sessions != null && sessions.isUp();
    }

    /** True when the connection that carries the book is up. */
    boolean isUp(BookSync book) {
        final Session session = sessionOf(book);
        return session != null && session.isUp();
    }

    boolean isSubscribed(BookSync book) {
        final Session session = sessionOf(book);
        return session != null && session.subscriptions().isActive(book);
    }

    /** Null in a passive run. */
    Session sessionOf(BookSync book) {
        final int symbol = book.instrument().symbolId();
        final Leg main = legs.get(symbol);
        return main.book() == book ? main.session() : standbys.get(symbol).session();
    }

    int instrumentCount() {
        return legs.size();
    }

    Instrument instrument(int symbol) {
        return legs.get(symbol).instrument();
    }

    BookSync book(int symbol) {
        return symbol >= 0 && symbol < legs.size() ? legs.get(symbol).book() : null;
    }

    /** The book that is made of what comes on that connection. */
    BookSync book(int symbol, Session session) {
        final Leg leg = legs.get(symbol);
        if (leg.session() == session) {
            return leg.book();
        }
        final Leg standby = standbys.get(symbol);
        return standby != null && standby.session() == session ? standby.book() : null;
    }

    /** True when what comes on that connection is what we believe of that symbol. */
    boolean carries(Session session, int symbol) {
        final Leg leg = legs.get(symbol);
        return leg.session() == session && leg.instrument().isWanted();
    }

    int instrumentId(int symbol) {
        return symbol < 0 ? -1 : instrument(symbol).id();
    }

    /** The socket that events of an instrument, or with -1 of the venue, name; 0 in a passive run. */
    int connectionOf(int instrumentId) {
        if (sessions == null) {
            return 0;
        }
        for (int i = 0; instrumentId >= 0 && i < legs.size(); i++) {
            if (legs.get(i).instrument().id() == instrumentId && legs.get(i).session() != null) {
                return legs.get(i).session().connection();
            }
        }
        return sessions.connection();
    }

    // ---- inputs

    void onFrame(int connection, DecodedFrame frame, DirectBuffer payload, int payloadOffset) {
        counters.frames++;
        Session session = null;
        if (sessions != null) {
            session = sessions.of(connection);
            if (session == null || !session.isUp()) {
                return; // late, from a connection that has been given up
            }
            session.onInbound();
        }
        if (frame.hasConnectionSequence && countsConnection && !followsOnConnection(connection, session, frame)) {
            return;
        }
        messages.onFrame(session, frame, payload, payloadOffset);
    }

    void onUp(int connection) {
        final Session session = sessions == null ? null : sessions.of(connection);
        if (session != null) {
            session.onUp();
        }
    }

    /** A ping or a pong. */
    void onSignOfLife(int connection, boolean pong) {
        final Session session = sessions == null ? null : sessions.of(connection);
        if (session != null) {
            session.onInbound();
            if (pong) {
                session.keepAlive().pong();
            }
        }
    }

    /** False for a frame that came before, or late: its place is taken, and nothing of it is used. */
    private boolean followsOnConnection(int connection, Session session, DecodedFrame frame) {
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
                for (int i = 0; i < all.size(); i++) {
                    if (isBookOf(all.get(i), session)) {
                        all.get(i).book().connectionGap();
                    }
                }
            }
            case ConnectionSequences.NEXT -> counters.sequenceChecked++;
            default -> {
                // the first number of the connection is compared with nothing
            }
        }
        return true;
    }

    /** A run starts: says how the books are kept, and where that comes from. */
    void announceMode() {
        if (definition().book() != null) {
            final Reconciliation rules = definition().book().reconciliation();
            core.event(OutputType.EVENT, this, EventKind.MODE, -1, 0, rules.snapshotIntervalNs(), rules.modeText());
        }
    }

    void onDown(int connection, int reason, int code) {
        sequences.forget(connection);
        if (sessions == null) {
            connectionDown(null);
            return;
        }
        final Session session = sessions.of(connection);
        if (session != null) {
            session.onDown(reason, code);
        }
    }

    void onPause(int connection, int type) {
        final Session session = sessions == null ? null : sessions.of(connection);
        if (session != null) {
            session.keepAlive().pause(type == InputType.PAUSED);
        }
        if (type == InputType.PAUSED) {
            core.timers().cancel(caughtUpTimer);
            cover(BookCondition.PAUSED);
        } else {
            // what was read right after a pause is as old as the pause; only time without another one shows the end
            core.timers().set(caughtUpTimer, core.nowNs() + CAUGHT_UP_NS);
        }
    }

    void onLag(boolean begins) {
        if (begins) {
            cover(BookCondition.LAGGING);
        } else {
            uncover(BookCondition.LAGGING);
        }
    }

    void onOversize(int connection, int length) {
        counters.malformed++;
        final Session session = sessions == null ? null : sessions.of(connection);
        if (session != null) {
            session.health().error();
        }
        core.event(
                OutputType.EVENT,
                this,
                EventKind.OVERSIZE,
                -1,
                definition().maxFrameBytes(),
                length,
                "frame over maxFrameBytes; the connection is closed");
        doubt(session);
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
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).book() != null) {
                all.get(i).book().broken(Reason.SKIPPED_INPUT);
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).documents().broken(Reason.SKIPPED_INPUT);
        }
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
    void silent(Session session) {
        for (int i = 0; i < all.size(); i++) {
            if (isBookOf(all.get(i), session)) {
                all.get(i).book().cover(BookCondition.SILENT);
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            if (isOf(legs.get(i), session)) {
                legs.get(i).documents().cover(BookCondition.SILENT);
            }
        }
    }

    /** @param session null in a passive run, where all books come on one */
    void connectionDown(Session session) {
        if (!isUp()) {
            core.timers().cancel(caughtUpTimer);
        }
        for (int i = 0; i < all.size(); i++) {
            if (isBookOf(all.get(i), session)) {
                all.get(i).book().connectionDown();
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            if (isOf(legs.get(i), session)) {
                legs.get(i).documents().connectionDown();
            }
        }
    }

    /** Something on the connection could not be read, and may have concerned any book of it. */
    void doubt(Session session) {
        for (int i = 0; i < all.size(); i++) {
            if (isBookOf(all.get(i), session)) {
                all.get(i).book().doubt();
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            if (isOf(legs.get(i), session)) {
                legs.get(i).documents().doubt();
            }
        }
    }

    /** Goes on with the books that are catching up, one step each. */
    void continueWork() {
        for (int i = 0; i < all.size(); i++) {
            final BookSync book = all.get(i).book();
            if (book != null && book.isCatchingUp()) {
                book.catchUp();
            } else if (book != null && book.picture().isDue()) {
                book.picture().compare();
            }
        }
    }

    // ---- what an operator asks for

    /** @return false when nobody asked for such a symbol */
    boolean resync(String symbol) {
        final Leg leg = wanted(symbol);
        if (leg == null || leg.book() == null && leg.documents().views().isEmpty()) {
            return false;
        }
        if (leg.book() != null) {
            leg.book().resync();
        }
        leg.documents().resync();
        return true;
    }

    /** Subscribes a symbol; one that is wanted already stays as it is. False in a passive run. */
    boolean add(String symbol) {
        if (passive) {
            return false;
        }
        Leg leg = find(symbol);
        if (leg == null) {
            addInstrument(symbol);
            leg = legs.get(legs.size() - 1);
            if (core.isLagging() && leg.book() != null) {
                leg.book().cover(BookCondition.LAGGING);
            }
            if (core.isLagging()) {
                leg.documents().cover(BookCondition.LAGGING);
            }
            sessions.askForInstruments();
        }
        leg.instrument().wanted(true);
        core.event(
                OutputType.EVENT, this, EventKind.SYMBOL_ADDED, leg.instrument().id(), 0, 0, symbol);
        sessions.carry(leg);
        sessions.pump();
        return true;
    }

    /** Unsubscribes a symbol: from now on nothing of it is believed. False when nobody asked for it. */
    boolean remove(String symbol) {
        final Leg leg = wanted(symbol);
        if (leg == null) {
            return false;
        }
        leg.instrument().wanted(false);
        if (leg.book() != null) {
            leg.book().removed();
        }
        final Leg standby = standbys.get(leg.instrument().symbolId());
        if (standby != null && standby.session() != null) {
            standby.session().subscriptions().leave(leg.instrument().symbolId());
            standDown(standby);
        }
        leg.documents().connectionDown();
        if (leg.session() != null) {
            leg.session().subscriptions().leave(leg.instrument().symbolId());
        }
        return true;
    }

    /** The venue sends nothing more of a symbol that was removed. */
    void left(Session session, int symbol) {
        final Leg leg = legs.get(symbol);
        if (leg.session() == session && !leg.instrument().isWanted()) {
            core.event(
                    OutputType.EVENT,
                    this,
                    EventKind.SYMBOL_REMOVED,
                    leg.instrument().id(),
                    0,
                    0,
                    leg.instrument().symbol());
            leg.carriedBy(null);
            sessions.placeFree();
        }
    }

    /** Instruments that wait for room on a connection. */
    void carryWaiting() {
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).session() == null && legs.get(i).instrument().isWanted()) {
                sessions.carry(legs.get(i));
            }
        }
        sessions.pump();
    }

    /** The condition of a symbol's book, {@link Commands#NOTHING_FOLLOWS} where the venue keeps none. */
    int standing(String symbol) {
        final BookSync book = find(symbol).book();
        return book == null ? Commands.NOTHING_FOLLOWS : book.condition().published();
    }

    /** 1 while the venue may still send what was removed, else 0. */
    int stillSubscribed(String symbol) {
        return find(symbol).session() == null ? 0 : 1;
    }

    /** The global id of a symbol, -1 for one that was never wanted. */
    int instrumentOf(String symbol) {
        final Leg leg = find(symbol);
        return leg == null ? -1 : leg.instrument().id();
    }

    private Leg find(String symbol) {
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).instrument().symbol().equals(symbol)) {
                return legs.get(i);
            }
        }
        return null;
    }

    private Leg wanted(String symbol) {
        final Leg leg = find(symbol);
        return leg != null && leg.instrument().isWanted() ? leg : null;
    }

    // ---- what the parts of the venue ask

    boolean isDeltaOf(Message message, BookSync book) {
        return message.kind == MessageKind.BOOK_DELTA
                && message.symbol == book.instrument().symbolId();
    }

    /** What came has no symbol: it can only be for the one book that waits for a snapshot. */
    BookSync onlyBookAwaitingSnapshot() {
        BookSync found = null;
        for (int i = 0; i < legs.size(); i++) {
            final BookSync book = legs.get(i).book();
            if (book != null && book.isSeen() && book.isAwaitingSnapshot()) {
                if (found != null) {
                    return null;
                }
                found = book;
            }
        }
        return found;
    }

    void addInstrument(String symbol) {
        core.growth().add(index, Growth.INSTRUMENT, symbol);
        final int named = setup.priority().indexOf(symbol);
        final int rank = named < 0 ? SnapshotRequests.LAST_RANK : named;
        final Instrument instrument = new Instrument(core, core.nextInstrumentId(), this, legs.size(), symbol, rank);
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
        core.symbolAdded(this, symbol);
        final Leg leg = new Leg(
                this, instrument, makeBook(instrument), new Documents(core, this, instrument, setup.channels()), false);
        legs.add(leg);
        standbys.add(null);
        all.add(leg);
    }

    private BookSync makeBook(Instrument instrument) {
        return definition().book() == null ? null : new BookSync(core, this, instrument);
    }

    private void makeStandby(int symbol) {
        core.growth().add(index, Growth.LEG, Integer.toString(symbol));
        final Instrument instrument = instrument(symbol);
        final Leg leg =
                new Leg(this, instrument, makeBook(instrument), legs.get(symbol).documents(), true);
        if (leg.book() != null) {
            leg.book().standBy();
            if (core.isLagging()) {
                leg.book().cover(BookCondition.LAGGING);
            }
        }
        standbys.set(symbol, leg);
        all.add(leg);
    }

    /** Makes what an image has and the configuration alone has not. */
    void grow(int kind, String name) {
        switch (kind) {
            case Growth.SESSION -> sessions.make();
            case Growth.LEG -> makeStandby(Integer.parseInt(name));
            default -> addInstrument(name);
        }
    }

    // ---- two legs

    /** What one connection carries comes over another one too; readers see nothing of that yet. */
    void shadow(Session old, Session next) {
        for (int symbol = 0; symbol < legs.size(); symbol++) {
            if (legs.get(symbol).session() == old && instrument(symbol).isWanted()) {
                standby(symbol).carriedBy(next);
                next.subscriptions().want(symbol);
            }
        }
    }

    /** True when the connection carries something that readers see, and that may still be right. */
    boolean isCarriedBy(Session session) {
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).session() == session && !legs.get(i).isBroken()) {
                return true;
            }
        }
        return false;
    }

    /** Lets the second legs that are proven take over from those that are being given up. */
    void arbitrate() {
        if (sessions == null || !sessions.isReplacing()) {
            return;
        }
        for (int symbol = 0; symbol < standbys.size(); symbol++) {
            final Leg standby = standbys.get(symbol);
            final Leg main = legs.get(symbol);
            if (standby != null
                    && main.session() != null
                    && standby.session() == main.session().successor()
                    && standby.mayStandFor(main)) {
                takeOver(symbol);
            }
        }
        sessions.retireReplaced();
    }

    /** No instrument has two legs any more. */
    void standDown() {
        for (int symbol = 0; symbol < standbys.size(); symbol++) {
            if (standbys.get(symbol) != null) {
                standDown(standbys.get(symbol));
            }
        }
    }

    /** What no leg can prove goes over as it is: books that are BROKEN stay so. */
    void handOver(Session old) {
        for (int symbol = 0; symbol < legs.size(); symbol++) {
            if (legs.get(symbol).session() == old) {
                legs.get(symbol).carriedBy(old.successor());
                if (standbys.get(symbol) != null) {
                    standDown(standbys.get(symbol));
                }
            }
        }
    }

    private void takeOver(int symbol) {
        final Leg old = legs.get(symbol);
        final Leg next = standbys.get(symbol);
        core.event(
                OutputType.EVENT,
                this,
                EventKind.LEG_TAKEN,
                old.instrument().id(),
                old.session().connection(),
                next.session().connection(),
                "");
        legs.set(symbol, next);
        standbys.set(symbol, old);
        if (next.book() != null) {
            next.book().takeOver(old.book());
        }
        standDown(old);
    }

    private static void standDown(Leg leg) {
        leg.carriedBy(null);
        if (leg.book() != null) {
            leg.book().removed();
        }
    }

    /** Another book of the instrument makes its scales grow. */
    void followScales(int symbol, BookLevels grown, int priceScale, int sizeScale) {
        for (int i = 0; i < all.size(); i++) {
            final BookSync book = all.get(i).book();
            if (book != null && book.instrument().symbolId() == symbol && !book.has(grown)) {
                book.followScales(priceScale, sizeScale);
            }
        }
    }

    /** The venue states the instrument's scales. */
    void changeScales(int symbol, int priceScale, int sizeScale) {
        final Leg standby = standbys.get(symbol);
        if (standby != null) {
            standby.book().followScales(priceScale, sizeScale);
        }
        legs.get(symbol).book().changeScales(priceScale, sizeScale);
    }

    // ---- inside

    private static boolean isOf(Leg leg, Session session) {
        return leg.session() == session && leg.instrument().isWanted();
    }

    private static boolean isBookOf(Leg leg, Session session) {
        return isOf(leg, session) && leg.book() != null;
    }

    private void cover(int bit) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).book() != null) {
                all.get(i).book().cover(bit);
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).documents().cover(bit);
        }
    }

    private void uncover(int bit) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).book() != null) {
                all.get(i).book().uncover(bit);
            }
        }
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).documents().uncover(bit);
        }
    }

    private void caughtUp() {
        uncover(BookCondition.PAUSED);
    }

    private BookSync bookOfRequest(long requestId) {
        for (int i = 0; i < all.size(); i++) {
            final BookSync book = all.get(i).book();
            if (book != null && book.requests().requestId() == requestId && requestId != 0) {
                return book;
            }
        }
        return null;
    }

    private BookSync bookOfUrl(String url) {
        for (int i = 0; i < legs.size(); i++) {
            final String symbol = legs.get(i).instrument().symbol();
            if (url.endsWith("=" + symbol) || url.contains("=" + symbol + "&") || url.contains("/" + symbol + "/")) {
                return legs.get(i).book();
            }
        }
        return onlyBookAwaitingSnapshot();
    }

    static Message firstSnapshot(DecodedFrame frame) {
        for (int i = 0; i < frame.messageCount(); i++) {
            if (frame.message(i).kind == MessageKind.BOOK_SNAPSHOT) {
                return frame.message(i);
            }
        }
        return null;
    }

    void visit(StateVisitor v) {
        counters.visit(v);
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).instrument().visit(v);
        }
        for (int symbol = 0; symbol < legs.size(); symbol++) {
            final boolean second = v.visit(legs.get(symbol).isSecond());
            if (second != legs.get(symbol).isSecond()) {
                legs.set(symbol, standbys.set(symbol, legs.get(symbol)));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).visit(v);
        }
        messages.visit(v);
        scheduler.visit(v);
        sequences.visit(v);
        if (sessions != null) {
            sessions.visit(v);
        }
    }
}
