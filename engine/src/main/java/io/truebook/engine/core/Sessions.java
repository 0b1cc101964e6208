package io.truebook.engine.core;

import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one venue: which of them carries what, and what all of them together may do. One thread: the
 * core's.
 */
final class Sessions {
    private final Core core;
    private final List<Session> all = new ArrayList<>();
    private final RateWindow connects;

    Sessions(Core core, Venue venue, VenueSetup setup) {
        this.core = core;
        final SessionRules rules = setup.definition().session();
        connects = new RateWindow(rules.connectRate(), rules.connectRate().windowNs() / Session.MARGIN);
        final Session first = new Session(core, venue, this, 0, setup);
        all.add(first);
        first.subscriptions().want(-1);
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

    /** A run starts. */
    void start() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).start();
        }
    }

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

    /** Subscribes the instrument of a leg on the connection that has room for it. */
    void carry(Leg leg) {
        final Session session = leg.session() != null ? leg.session() : all.get(0);
        leg.carriedBy(session);
        session.subscriptions().want(leg.instrument().symbolId());
    }

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
        connects.visit(v);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).visit(v);
        }
    }
}
