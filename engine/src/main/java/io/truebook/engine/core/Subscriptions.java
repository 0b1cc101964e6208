package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.Message;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.VenueDefinition.AckBinding;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.DataType;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wanted on one connection, and how far the venue has agreed: subscribing within the limits, acknowledgements
 * with time-out and retry, leaving. What is wanted outlives the socket. One thread: the core's.
 */
final class Subscriptions {
    private static final int ATTEMPTS_PER_REQUEST = 3;

    private final Core core;
    private final Venue venue;
    private final Session session;
    private final VenueSetup setup;
    private final SessionRules rules;
    private final List<Subscription> all = new ArrayList<>();
    private final int ackTimer;

    Subscriptions(Core core, Venue venue, Session session, VenueSetup setup) {
        this.core = core;
        this.venue = venue;
        this.session = session;
        this.setup = setup;
        rules = setup.definition().session();
        ackTimer = core.timers().register(kind -> onAckTimer(), 0);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Instruments that have a subscription here. */
    int symbols() {
        int symbols = 0;
        for (int i = 0; i < all.size(); i++) {
            boolean first = all.get(i).symbol >= 0;
            for (int k = 0; first && k < i; k++) {
                first = all.get(k).symbol != all.get(i).symbol;
            }
            symbols += first ? 1 : 0;
        }
        return symbols;
    }

    boolean wants(int symbol) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).symbol == symbol && all.get(i).wanted) {
                return true;
            }
        }
        return false;
    }

    /** True when every channel of the instrument stands. */
    boolean isSubscribed(int symbol) {
        boolean any = false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).symbol == symbol) {
                any = true;
                if (all.get(i).state != Subscription.ACTIVE) {
                    return false;
                }
            }
        }
        return any;
    }

    /** Nothing is wanted here any more, and the connection is given up with all that it carried. */
    void clear() {
        core.timers().cancel(ackTimer);
        all.clear();
    }

    // ---- what is wanted

    /** The channels of one instrument, or with -1 those that are subscribed once for the whole venue. */
    void want(int symbol) {
        for (int index : setup.channels()) {
            final Channel channel = setup.definition().channels().get(index);
            if (channel.subscribe() != null && channel.perSymbol() == symbol >= 0) {
                want(index, channel, symbol);
            }
        }
    }

    private void want(int index, Channel channel, int symbol) {
        for (Subscription known : all) {
            if (known.channel == index && known.symbol == symbol) {
                known.wanted = true;
                known.state = known.state == Subscription.GONE ? Subscription.WANTED : known.state;
                return;
            }
        }
        all.add(placeOf(index, symbol), new Subscription(index, channel, symbol));
    }

    /**
     * What concerns the whole venue, such as precisions, comes first, then the instruments by rank; of one rank channel by
     * channel, so that the books are asked for before what nobody waits for.
     */
    private int placeOf(int channel, int symbol) {
        for (int i = 0; i < all.size(); i++) {
            final Subscription other = all.get(i);
            final int order =
                    other.symbol < 0 || symbol < 0 ? Integer.compare(signum(symbol), signum(other.symbol)) : 0;
            final int byRank =
                    order != 0 || symbol < 0 ? order : Integer.compare(venue.rank(symbol), venue.rank(other.symbol));
            if (byRank < 0 || byRank == 0 && channelPlace(channel) < channelPlace(other.channel)) {
                return i;
            }
        }
        return all.size();
    }

    private static int signum(int symbol) {
        return symbol < 0 ? 0 : 1;
    }

    private int channelPlace(int channel) {
        return setup.channels().indexOf(channel);
    }

    /** Leaves the channels of one instrument; {@link Venue#left} is told when the last is left. */
    void leave(int symbol) {
        for (int i = all.size() - 1; i >= 0; i--) {
            final Subscription subscription = all.get(i);
            if (subscription.symbol != symbol) {
                continue;
            }
            subscription.wanted = false;
            if (subscription.mayLeave()) {
                subscription.state = Subscription.LEAVING;
                subscription.attempts = 0;
            } else if (!subscription.isLeaving() && !subscription.awaitsAck()) {
                all.remove(i); // not sent, refused, or the venue has no way to leave: what still comes is not believed
            }
        }
        toldIfLeft(symbol);
        session.pump();
    }

    /** Subscribes again to what tells of instruments: an instrument that is new to us was named before we knew it. */
    void askForInstruments() {
        for (Subscription subscription : all) {
            if (subscription.definition.type() == DataType.INSTRUMENT
                    && subscription.symbol < 0
                    && subscription.state == Subscription.ACTIVE
                    && subscription.mayLeave()) {
                subscription.state = Subscription.LEAVING;
                subscription.attempts = 0;
            }
        }
    }

    private void toldIfLeft(int symbol) {
        if (symbol >= 0 && all.stream().noneMatch(other -> other.symbol == symbol)) {
            venue.left(session, symbol);
        }
    }

    /** The connection breaks: what the policy does not join again by itself is left. */
    void leaveWhatIsNotRejoined() {
        for (Subscription subscription : all) {
            if (subscription.wasAsked() && !rules.policies().reconnection().rejoins(subscription.definition.name())) {
                subscription.state = Subscription.LEFT;
            }
        }
    }

    /** The connection is gone, and with it what the venue had agreed to. */
    void lost() {
        core.timers().cancel(ackTimer);
        for (int i = all.size() - 1; i >= 0; i--) {
            final Subscription subscription = all.get(i);
            if (!subscription.wanted) {
                all.remove(i);
                toldIfLeft(subscription.symbol);
                continue;
            }
            if (!subscription.waitsForOperator()) {
                subscription.state = Subscription.WANTED;
            }
            subscription.attempts = 0;
            subscription.channelId = 0;
        }
    }

    // ---- what books ask

    /** Leaves the book's channel and joins it again, for an in-band snapshot; {@link ResyncScheduler} says when. */
    void resubscribe(BookSync book) {
        for (Subscription subscription : all) {
            if (bookOf(subscription) == book && subscription.mayLeave()) {
                subscription.state = Subscription.LEAVING;
                subscription.attempts = 0;
            }
        }
        sendPending();
    }

    /** As {@link #resubscribe(BookSync)}, of the document that comes on that channel. */
    void resubscribe(int channel, int symbol) {
        for (Subscription subscription : all) {
            if (subscription.channel == channel && subscription.symbol == symbol && subscription.mayLeave()) {
                subscription.state = Subscription.LEAVING;
                subscription.attempts = 0;
            }
        }
        sendPending();
    }

    /**
     * Asks again for what the venue had refused.
     *
     * @return true when the book's channel had been refused or left; its snapshot follows the subscription
     */
    boolean renew(BookSync book) {
        session.connectIfDown();
        for (Subscription subscription : all) {
            if (bookOf(subscription) == book && subscription.waitsForOperator()) {
                subscription.state = Subscription.WANTED;
                session.pump();
                return true;
            }
        }
        return false;
    }

    boolean isActive(BookSync book) {
        for (Subscription subscription : all) {
            if (subscription.state == Subscription.ACTIVE && bookOf(subscription) == book) {
                return true;
            }
        }
        return false;
    }

    // ---- what the venue answers

    void onAck(Message message) {
        final Subscription subscription = find(message);
        if (subscription == null) {
            return;
        }
        switch (message.kind) {
            case MessageKind.UNSUBSCRIBED -> {
                if (subscription.state == Subscription.LEAVE_SENT) {
                    left(subscription);
                }
            }
            case MessageKind.SUBSCRIBED -> {
                // where acks are bound by id alone, the answer to an unsubscribe looks the same
                if (subscription.state == Subscription.LEAVE_SENT
                        && subscription.definition.ack() == AckBinding.BY_REQUEST) {
                    left(subscription);
                } else if (subscription.state == Subscription.SENT) {
                    subscription.channelId = message.mapId;
                    agreed(subscription, message.depth);
                }
            }
            default -> {
                // nothing else is an acknowledgement
            }
        }
    }

    private void agreed(Subscription subscription, int depth) {
        if (subscription.wanted) {
            activate(subscription, depth);
        } else {
            subscription.state = Subscription.ACTIVE;
            subscription.state = subscription.mayLeave() ? Subscription.LEAVING : Subscription.ACTIVE;
            session.pump();
        }
    }

    private void left(Subscription subscription) {
        if (subscription.wanted) {
            subscription.state = Subscription.WANTED;
        } else {
            all.remove(subscription);
            toldIfLeft(subscription.symbol);
        }
        session.pump();
    }

    /** The venue refuses a request; @return false when it is not known which */
    boolean onRefused(Message message) {
        final Subscription subscription = find(message);
        if (subscription == null) {
            return false;
        }
        if (subscription.state == Subscription.LEAVE_SENT || !subscription.wanted) {
            left(subscription); // it was not subscribed; that is what we wanted
            return true;
        }
        subscription.state = Subscription.REFUSED;
        final BookSync book = bookOf(subscription);
        if (book != null) {
            book.broken(Reason.REFUSED);
        }
        if (subscription.symbol >= 0) {
            venue.documentsOf(subscription.symbol).refused(subscription.channel, Reason.REFUSED);
        }
        return true;
    }

    private void onAckTimer() {
        boolean waiting = false;
        for (Subscription subscription : all) {
            if (!subscription.awaitsAck()) {
                continue;
            }
            if (core.nowNs() - subscription.sentAtNs < rules.ackTimeoutNs()) {
                waiting = true;
                continue;
            }
            core.event(
                    OutputType.EVENT,
                    venue,
                    EventKind.ACK_TIMEOUT,
                    venue.instrumentId(subscription.symbol),
                    0,
                    subscription.attempts,
                    subscription.definition.name());
            if (subscription.attempts >= ATTEMPTS_PER_REQUEST) {
                session.close();
                return;
            }
            subscription.state = subscription.wanted ? Subscription.WANTED : Subscription.LEAVING;
        }
        if (waiting) {
            set(Math.max(1, rules.ackTimeoutNs() / 4));
        }
        session.pump();
    }

    // ---- sending

    /** @return true when nothing is pending any more */
    boolean sendPending() {
        if (!session.isUp()) {
            return false;
        }
        for (Subscription subscription : all) {
            if (!subscription.isPending()) {
                continue;
            }
            if (!session.maySend()) {
                return false;
            }
            send(subscription);
        }
        return true;
    }

    private void send(Subscription subscription) {
        final boolean leaving = subscription.state == Subscription.LEAVING;
        final Channel channel = subscription.definition;
        final long id = core.nextRequestId();
        subscription.requestId = id;
        subscription.sentAtNs = core.nowNs();
        subscription.attempts++;
        final String symbol = subscription.symbol < 0
                ? ""
                : venue.instrument(subscription.symbol).symbol();
        final String text = session.render(leaving ? channel.unsubscribe() : channel.subscribe(), symbol, id);
        session.send(text.replace(Subscription.CHANNEL_ID, Long.toString(subscription.channelId)), id);
        if (leaving) {
            subscription.state = Subscription.LEAVE_SENT;
        } else {
            subscription.state = Subscription.SENT;
            subscription.channelId = 0; // the next acknowledgement names it; the last name is nobody's any more
            final BookSync book = bookOf(subscription);
            if (book != null) {
                book.subscribing();
            }
            if (subscription.symbol >= 0 && venue.carries(session, subscription.symbol)) {
                venue.documentsOf(subscription.symbol).subscribing(subscription.channel);
            }
        }
        if (channel.ack() == AckBinding.NONE) {
            taken(subscription, leaving);
        } else if (!core.timers().isSet(ackTimer)) {
            set(rules.ackTimeoutNs());
        }
    }

    /** The venue acknowledges nothing: what was sent is what is. */
    private void taken(Subscription subscription, boolean leaving) {
        if (!leaving) {
            activate(subscription, 0);
            return;
        }
        // the list is being walked over, so what has been left for good goes with the next pump
        subscription.state = subscription.wanted ? Subscription.WANTED : Subscription.GONE;
        session.pumpSoon();
    }

    /** Takes out what has been left for good. */
    void sweep() {
        for (int i = all.size() - 1; i >= 0; i--) {
            final Subscription subscription = all.get(i);
            if (subscription.state == Subscription.GONE) {
                all.remove(i);
                toldIfLeft(subscription.symbol);
            }
        }
    }

    private void activate(Subscription subscription, int depth) {
        subscription.state = Subscription.ACTIVE;
        subscription.attempts = 0;
        final BookSync book = bookOf(subscription);
        if (book != null) {
            if (depth > 0 && setup.definition().book().truncate()) {
                book.instrument().depth(depth);
            }
            book.requests().subscribed();
        }
    }

    private Subscription find(Message message) {
        for (Subscription subscription : all) {
            final AckBinding binding = subscription.definition.ack();
            final boolean byId = message.has(Message.HAS_REQUEST) && message.requestId == subscription.requestId;
            final boolean bySymbol = binding == AckBinding.BY_SYMBOL
                    && message.channel == subscription.channel
                    && message.symbol == subscription.symbol;
            if (subscription.awaitsAck() && (byId || bySymbol)) {
                return subscription;
            }
        }
        return null;
    }

    /** The book that a subscription feeds, null when it feeds none. */
    private BookSync bookOf(Subscription subscription) {
        final BookRules book = setup.definition().book();
        return book != null
                        && subscription.symbol >= 0
                        && subscription.wanted
                        && subscription.channel == book.bookChannel()
                ? venue.book(subscription.symbol, session)
                : null;
    }

    private void set(long afterNs) {
        core.timers().set(ackTimer, core.nowNs() + afterNs);
    }

    void visit(StateVisitor v) {
        final int stored = v.visit(all.size());
        for (int i = 0; i < stored; i++) {
            final boolean known = i < all.size(); // hashed while frames flow: an iterator would be garbage
            final int channel = v.visit(known ? all.get(i).channel : 0);
            final int symbol = v.visit(known ? all.get(i).symbol : 0);
            if (v.isRestore()) {
                final Subscription restored =
                        new Subscription(channel, setup.definition().channels().get(channel), symbol);
                if (known) {
                    all.set(i, restored);
                } else {
                    all.add(restored);
                }
            }
            all.get(i).visit(v);
        }
        while (v.isRestore() && all.size() > stored) {
            all.remove(all.size() - 1);
        }
    }
}
