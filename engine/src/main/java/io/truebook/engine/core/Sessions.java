package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.Multiplexing;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one venue: which of them carries what, what all of them together may do, and the planned
 * replacement of one by another before the venue cuts it. One thread: the core's.
 */
final class Sessions {
    private final Core core;
    private final Venue venue;
    private final VenueSetup setup;
    private final Multiplexing rules;
    private final int channelsPerSymbol;
    private final List<Session> all = new ArrayList<>();
    private final RateWindow connects;

    /** Where the next instrument goes, of those that go one after the other. */
    private int turn;

    Sessions(Core core, Venue venue, VenueSetup setup) {
        this.core = core;
        this.venue = venue;
        this.setup = setup;
        final SessionRules session = setup.definition().session();
        rules = session.multiplexing();
        connects = new RateWindow(session.connectRate(), session.connectRate().windowNs() / Session.MARGIN);
        int channels = 0;
        for (int index : setup.channels()) {
            final Channel channel = setup.definition().channels().get(index);
            channels += channel.subscribe() != null && channel.perSymbol() ? 1 : 0;
        }
        channelsPerSymbol = channels;
        for (int i = 0; i < rules.poolSize(); i++) {
            all.add(new Session(core, venue, this, i, setup));
        }
        all.get(0).subscriptions().want(Subscription.WHOLE_VENUE);
    }

    int count() {
        return all.size();
    }

    Session get(int number) {
        return all.get(number);
    }

    /** The session whose socket that is; null for one that has been given up. */
    Session of(int connection) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).connection() == connection) {
                return all.get(i);
            }
        }
        return null;
    }

    /** The first socket's id, for what concerns no connection of its own. */
    int connection() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isInUse()) {
                return all.get(i).connection();
            }
        }
        return all.get(0).connection();
    }

    boolean isUp() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isUp()) {
                return true;
            }
        }
        return false;
    }

    /** A run starts: what was being replaced is gone as its successor is, and comes back by itself. */
    void start() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).forgetSuccessor();
        }
        venue.standDown();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).start();
        }
    }

    // ---- what an operator asks for

    /**
     * An operator takes the venue out: its connections are closed, and none is made until {@link #resume}.
     *
     * @return how many sockets are yet to close
     */
    int pause() {
        int open = 0;
        for (int i = 0; i < all.size(); i++) {
            open += all.get(i).hold() ? 1 : 0;
        }
        return open;
    }

    /** @return how many connections are being made */
    int resume() {
        int made = 0;
        for (int i = 0; i < all.size(); i++) {
            made += all.get(i).release() ? 1 : 0;
        }
        return made;
    }

    // ---- spreading

    /**
     * Subscribes the instrument of a leg on the connection that has room for it. Where none has, the definition says
     * whether the instrument waits or is refused.
     */
    void carry(Leg leg) {
        final int symbol = leg.instrument().symbolId();
        final Session known = leg.session() == null ? roomFor(leg.instrument()) : leg.session();
        if (known == null) {
            if (rules.overflow() != Multiplexing.Overflow.QUEUE) {
                noRoom(leg);
            }
            return;
        }
        leg.carriedBy(known);
        known.subscriptions().want(symbol);
        known.connectIfIdle();
        if (known.successor() != null) {
            venue.standby(symbol).carriedBy(known.successor());
            known.successor().subscriptions().want(symbol);
        }
    }

    private void noRoom(Leg leg) {
        core.event(
                OutputType.ALERT,
                venue,
                EventKind.NO_ROOM,
                leg.instrument().id(),
                rules.maxConnections(),
                all.size(),
                leg.instrument().symbol() + ": every connection is full, see websocket.multiplexing");
        if (leg.book() != null) {
            leg.book().broken(Reason.REFUSED);
        }
    }

    private Session roomFor(Instrument instrument) {
        final Session found = inPool(instrument);
        if (found != null || rules.overflow() != Multiplexing.Overflow.CREATE_CONNECTION) {
            return found;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).slot() < 0 && all.get(i).predecessor() == null && hasRoom(all.get(i))) {
                return all.get(i);
            }
        }
        return carrying() < rules.maxConnections() ? spare() : null;
    }

    private Session inPool(Instrument instrument) {
        final int size = rules.poolSize();
        final int first = switch (rules.balancing()) {
            case ROUND_ROBIN -> turn;
            case HASH_BASED -> Math.floorMod(hash(instrument.symbol()), size);
            case LEAST_CONNECTIONS -> least();
        };
        for (int i = 0; i < size; i++) {
            final Session session = ofSlot((first + i) % size);
            if (hasRoom(session)) {
                turn = (first + i + 1) % size;
                return session;
            }
        }
        return null;
    }

    private int least() {
        int best = 0;
        for (int i = 1; i < rules.poolSize(); i++) {
            if (ofSlot(i).subscriptions().symbols()
                    < ofSlot(best).subscriptions().symbols()) {
                best = i;
            }
        }
        return best;
    }

    private Session ofSlot(int slot) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).slot() == slot) {
                return all.get(i);
            }
        }
        throw new IllegalStateException("no connection has the slot: slot=" + slot + ", connections=" + all.size());
    }

    /** The same in every process, unlike what the platform calls a hash. */
    private static int hash(String symbol) {
        int hash = 17;
        for (int i = 0; i < symbol.length(); i++) {
            hash = hash * 31 + symbol.charAt(i);
        }
        return hash;
    }

    private boolean hasRoom(Session session) {
        final int symbols = session.subscriptions().symbols();
        return session.isInUse()
                && symbols < rules.maxSymbolsPerConnection()
                && (long) (symbols + 1) * channelsPerSymbol <= rules.maxSubscriptionsPerConnection();
    }

    private int carrying() {
        int carrying = 0;
        for (int i = 0; i < all.size(); i++) {
            carrying += all.get(i).isInUse() && all.get(i).predecessor() == null ? 1 : 0;
        }
        return carrying;
    }

    /** One that carries nothing, made where there is none. */
    private Session spare() {
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isInUse() && all.get(i).state() == SessionState.DOWN) {
                return all.get(i);
            }
        }
        return make();
    }

    /** A connection more; a restore makes the same in its turn. */
    Session make() {
        core.growth().add(venue.index(), Growth.SESSION, "");
        final Session made = new Session(core, venue, this, all.size(), setup);
        all.add(made);
        return made;
    }

    /** A place became free: whoever waits for one gets it. */
    void placeFree() {
        if (rules.overflow() == Multiplexing.Overflow.QUEUE) {
            venue.carryWaiting();
        }
    }

    // ---- planned replacement

    /**
     * Makes a new connection for all that one carries, and gives the old one up when the new one has proven every book.
     *
     * @param why for people
     */
    void replace(Session old, String why) {
        if (!old.isUp() || old.successor() != null || old.isRetiring() || old.predecessor() != null || old.isHeld()) {
            return;
        }
        final Session next = spare();
        old.succeededBy(next);
        core.event(OutputType.EVENT, venue, EventKind.PLANNED_RECONNECT, -1, old.connection(), 0, why);
        if (old.subscriptions().wants(Subscription.WHOLE_VENUE)) {
            next.subscriptions().want(Subscription.WHOLE_VENUE);
        }
        venue.shadow(old, next);
        next.connectIfIdle();
    }

    /** True while a second leg of some instrument is on its way. */
    boolean isReplacing() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).successor() != null) {
                return true;
            }
        }
        return false;
    }

    /** Gives up the connections whose every instrument has gone over to the successor. */
    void retireReplaced() {
        for (int i = 0; i < all.size(); i++) {
            final Session old = all.get(i);
            if (old.successor() != null && !venue.isCarriedBy(old)) {
                venue.handOver(old);
                old.retire();
            }
        }
    }

    // ---- limits

    /** An instrument is new to us: whatever the venue said of it before has been missed. */
    void askForInstruments() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).subscriptions().askForInstruments();
        }
    }

    void pump() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).pump();
        }
    }

    /** Books wait for room on connections: their timers go on. */
    void awaitRoom() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).maySend();
        }
    }

    /** @return when a connection may be made; not later than now when it may, and then it is counted */
    long takeConnect() {
        final long at = connects.fitsAtNs(core.nowNs(), 1);
        if (at <= core.nowNs()) {
            connects.spend(core.nowNs(), 1);
        }
        return at;
    }

    void visit(StateVisitor v) {
        turn = v.visit(turn);
        connects.visit(v);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).visit(v);
        }
    }
}
