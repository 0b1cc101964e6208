package io.truebook.engine.core;

import io.truebook.engine.book.Reason;
import io.truebook.engine.decode.Message;
import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.Policies.Reconnection;
import io.truebook.engine.venue.Policies.Strategy;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.AckBinding;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The public connection of one venue: connect, subscribe within the venue's limits, acknowledgements, pings, silence,
 * back-off with full jitter. Wanted subscriptions outlive the socket. Asks through outputs and learns through inputs; has
 * no socket. One thread: the core's.
 */
final class Session {
    private static final int RECONNECT = 0;
    private static final int SILENCE = 1;
    private static final int ACKS = 2;
    private static final int SENDING = 3;
    private static final int CONNECTING = 4;

    /** Windows of limits are held to be longer than stated by one part in so many. */
    private static final int MARGIN = 20;

    private static final int ATTEMPTS_PER_REQUEST = 3;

    private final Core core;
    private final Venue venue;
    private final VenueSetup setup;
    private final SessionRules rules;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final int reconnectTimer;
    private final int silenceTimer;
    private final int ackTimer;
    private final int sendTimer;
    private final int connectTimer;

    private final RateWindow sends;
    private final RateWindow connects;

    private final KeepAlive keepAlive;
    private final ConnectionHealth health;
    private final long deadAfterNs;

    private int state = SessionState.DOWN;
    private int connection;
    private int attempts;
    private long upSinceNs;
    private long lastInboundNs;

    Session(Core core, Venue venue, VenueSetup setup) {
        this.core = core;
        this.venue = venue;
        this.setup = setup;
        rules = setup.definition().session();
        reconnectTimer = core.timers().register(this::onTimer, RECONNECT);
        silenceTimer = core.timers().register(this::onTimer, SILENCE);
        ackTimer = core.timers().register(this::onTimer, ACKS);
        sendTimer = core.timers().register(this::onTimer, SENDING);
        connectTimer = core.timers().register(this::onTimer, CONNECTING);
        keepAlive = new KeepAlive(core, venue, this, rules.policies());
        // frames reach the venue later at one time than at another
        sends = new RateWindow(rules.sendLimit(), rules.sendWindowNs(), rules.sendWindowNs() / MARGIN);
        connects = new RateWindow(rules.connectRate(), rules.connectRate().windowNs() / MARGIN);
        health = new ConnectionHealth(core, venue, rules.health(), unhealthyAfter());
        deadAfterNs = Math.min(rules.silenceNs(), rules.health().unhealthyNs());
        makeSubscriptions();
    }

    ConnectionHealth health() {
        return health;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    int connection() {
        return connection;
    }

    boolean isUp() {
        return state == SessionState.UP;
    }

    int state() {
        return state;
    }

    // ---- inputs

    /** A run starts: whatever was is gone. */
    void start() {
        lost();
        attempts = 0;
        health.started();
        connect();
    }

    void onUp(int id) {
        if (id != connection) {
            return;
        }
        state = SessionState.UP;
        upSinceNs = core.nowNs();
        lastInboundNs = core.nowNs();
        sends.clear();
        publish(0, 0, 0);
        health.up(attempts);
        set(silenceTimer, deadAfterNs);
        core.timers().cancel(connectTimer);
        keepAlive.up();
        for (int i = 0; i < rules.greetings().size(); i++) {
            sends.spend(core.nowNs(), 1);
            send(render(rules.greetings().get(i), "", core.nextRequestId()), 0);
        }
        pump();
    }

    void onDown(int id, int reason, int code) {
        if (id != connection || state == SessionState.BACKOFF || state == SessionState.DOWN) {
            return;
        }
        final boolean stable = state == SessionState.UP && core.nowNs() - upSinceNs >= policy().stableNs();
        attempts = stable ? 0 : attempts;
        leaveWhatIsNotRejoined();
        lost();
        venue.counters().reconnects++;
        attempts++;
        final long delayNs = RetryDelay.ns(policy(), attempts, core.generator());
        if (delayNs == RetryDelay.NEVER) {
            publish(reason, code, 0);
        } else {
            state = SessionState.BACKOFF;
            core.timers().set(reconnectTimer, core.nowNs() + delayNs);
            publish(reason, code, core.nowNs() + delayNs);
        }
        health.down(attempts);
        if (attempts == unhealthyAfter()) {
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.UNHEALTHY,
                    -1,
                    0,
                    attempts,
                    delayNs == RetryDelay.NEVER
                            ? "reconnection is off; 'resync' a book of the venue to connect again"
                            : "connection attempts failed in a row; slow retries go on");
        }
    }

    void onInbound() {
        lastInboundNs = core.nowNs();
        health.inbound();
    }

    /** The venue answers a ping or a heartbeat of ours. */
    void onReply(byte kind) {
        if (kind == MessageKind.PONG) {
            keepAlive.pong();
        } else {
            keepAlive.reply();
        }
    }

    void onAck(Message message) {
        final Subscription subscription = find(message);
        if (subscription == null) {
            return;
        }
        final Channel channel = subscription.definition;
        switch (message.kind) {
            case MessageKind.UNSUBSCRIBED -> {
                if (subscription.state == Subscription.LEAVE_SENT) {
                    subscription.state = Subscription.WANTED;
                    pump();
                }
            }
            case MessageKind.SUBSCRIBED -> {
                // where acks are bound by id alone, the answer to an unsubscribe looks the same
                if (subscription.state == Subscription.LEAVE_SENT && channel.ack() == AckBinding.BY_REQUEST) {
                    subscription.state = Subscription.WANTED;
                    pump();
                } else if (subscription.state == Subscription.SENT) {
                    subscription.channelId = message.mapId;
                    activate(subscription, message.depth);
                }
            }
            default -> {
                // nothing else is an acknowledgement
            }
        }
    }

    /** The venue refuses a request; @return false when it is not known which */
    boolean onRefused(Message message) {
        final Subscription subscription = find(message);
        if (subscription == null) {
            return false;
        }
        if (subscription.state == Subscription.LEAVE_SENT) {
            subscription.state = Subscription.WANTED; // it was not subscribed; that is what we wanted
            pump();
            return true;
        }
        subscription.state = Subscription.REFUSED;
        final BookSync book = bookOf(subscription);
        if (book != null) {
            book.broken(Reason.REFUSED);
        }
        return true;
    }

    // ---- what books ask

    /** Leaves the book's channel and joins it again, for an in-band snapshot; {@link ResyncScheduler} says when. */
    void resubscribe(BookSync book) {
        for (Subscription subscription : subscriptions) {
            if (bookOf(subscription) == book && subscription.mayLeave()) {
                subscription.state = Subscription.LEAVING;
                subscription.attempts = 0;
            }
        }
        sendPending();
    }

    /** True when the connection is up and its limit has room for a frame; else a timer goes on. */
    boolean maySend() {
        return state == SessionState.UP && !mayDeferSend();
    }

    /**
     * Asks again for what the venue had refused.
     *
     * @return true when the book's channel had been refused or left; its snapshot follows the subscription
     */
    boolean renew(BookSync book) {
        if (state == SessionState.DOWN) {
            connect(); // reconnection is off, and this is who asks for it
        }
        for (Subscription subscription : subscriptions) {
            if (bookOf(subscription) == book && subscription.waitsForOperator()) {
                subscription.state = Subscription.WANTED;
                pump();
                return true;
            }
        }
        return false;
    }

    void querySnapshot(BookSync book, long requestId) {
        final VenueDefinition definition = setup.definition();
        final int limit = setup.depth() > 0 ? setup.depth() : definition.book().restLimit();
        final String path = render(
                        definition.book().restTemplate(), book.instrument().symbol(), requestId)
                .replace("${limit}", Integer.toString(limit));
        core.outputs().request(venue.index(), RequestBody.QUERY, 0, requestId, "GET " + setup.restUrl() + path);
    }

    boolean isActive(BookSync book) {
        for (Subscription subscription : subscriptions) {
            if (subscription.state == Subscription.ACTIVE && bookOf(subscription) == book) {
                return true;
            }
        }
        return false;
    }

    // ---- inside

    private void makeSubscriptions() {
        final List<Channel> channels = setup.definition().channels();
        for (int index : setup.channels()) {
            final Channel channel = channels.get(index);
            if (channel.subscribe() == null) {
                continue;
            }
            if (!channel.perSymbol()) {
                subscriptions.add(new Subscription(index, channel, -1));
            } else {
                for (int symbol = 0; symbol < setup.symbols().size(); symbol++) {
                    subscriptions.add(new Subscription(index, channel, symbol));
                }
            }
        }
        // what concerns the whole venue, such as precisions, comes first, then what the profile calls first
        subscriptions.sort(Comparator.comparing((Subscription s) -> s.symbol >= 0)
                .thenComparing(s -> s.symbol < 0 ? 0 : venue.rank(s.symbol)));
    }

    private Reconnection policy() {
        return rules.policies().reconnection();
    }

    /** Failures in a row after which people are told: five, or what the policy tries when that is less. */
    private int unhealthyAfter() {
        return policy().strategy() == Strategy.NONE
                ? 1
                : Math.max(1, Math.min(ConnectionHealth.UNHEALTHY_AFTER, policy().maxRetries()));
    }

    private void leaveWhatIsNotRejoined() {
        for (Subscription subscription : subscriptions) {
            if (subscription.wasAsked() && !policy().rejoins(subscription.definition.name())) {
                subscription.state = Subscription.LEFT;
            }
        }
    }

    private void connect() {
        if (!connects.fits(core.nowNs(), 1)) {
            core.timers().set(reconnectTimer, connects.fitsAtNs(core.nowNs(), 1));
            return;
        }
        connects.spend(core.nowNs(), 1);
        connection = core.nextConnection();
        state = SessionState.CONNECTING;
        publish(0, 0, 0);
        set(connectTimer, rules.policies().connectionLimits().connectionTimeoutNs());
        core.outputs().request(venue.index(), RequestBody.CONNECT, connection, 0, setup.webSocketUrl());
    }

    private void lost() {
        state = SessionState.DOWN;
        core.timers().cancel(reconnectTimer);
        core.timers().cancel(silenceTimer);
        core.timers().cancel(connectTimer);
        keepAlive.down();
        core.timers().cancel(ackTimer);
        core.timers().cancel(sendTimer);
        for (Subscription subscription : subscriptions) {
            if (!subscription.waitsForOperator()) {
                subscription.state = Subscription.WANTED;
            }
            subscription.attempts = 0;
            subscription.channelId = 0;
        }
        venue.connectionDown();
    }

    private void onTimer(int kind) {
        switch (kind) {
            case RECONNECT -> connect();
            case SILENCE -> onSilence();
            case ACKS -> onAckTimer();
            case CONNECTING -> onConnectTimeout();
            default -> pump();
        }
    }

    private void onSilence() {
        final long silence = core.nowNs() - lastInboundNs;
        if (silence < deadAfterNs) {
            core.timers().set(silenceTimer, lastInboundNs + deadAfterNs);
            return;
        }
        core.event(OutputType.EVENT, venue, EventKind.SILENT, -1, deadAfterNs, silence, "reconnecting");
        dead();
    }

    /** Nothing, or not what had to come: the books are in doubt at once, and another connection follows. */
    void dead() {
        venue.silent();
        health.dead();
        close();
    }

    private void onConnectTimeout() {
        final long limitNs = rules.policies().connectionLimits().connectionTimeoutNs();
        core.event(OutputType.EVENT, venue, EventKind.NO_ANSWER, -1, limitNs, limitNs, "no connection");
        close();
    }

    /**
     * Sends a ping or a heartbeat, unless the window is full of what matters more.
     *
     * @param template of a text frame, null for a WebSocket ping frame
     * @return true when it was sent
     */
    boolean sendControl(String template) {
        if (mayDeferSend()) {
            return false;
        }
        sends.spend(core.nowNs(), 1);
        if (template == null) {
            core.outputs().request(venue.index(), RequestBody.PING, connection, 0, "");
            health.sent();
        } else {
            send(render(template, "", core.nextRequestId()), 0);
        }
        return true;
    }

    private void onAckTimer() {
        boolean waiting = false;
        for (Subscription subscription : subscriptions) {
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
                close();
                return;
            }
            subscription.state = Subscription.WANTED;
        }
        if (waiting) {
            set(ackTimer, Math.max(1, rules.ackTimeoutNs() / 4));
        }
        pump();
    }

    private void close() {
        core.outputs().request(venue.index(), RequestBody.CLOSE, connection, 0, "");
    }

    /** Sends what is pending, then what books wait for, as far as the venue's limit of frames allows. */
    private void pump() {
        if (sendPending()) {
            venue.scheduler().pump();
        }
    }

    /** @return true when nothing is pending any more */
    private boolean sendPending() {
        if (state != SessionState.UP) {
            return false;
        }
        for (Subscription subscription : subscriptions) {
            if (!subscription.isPending()) {
                continue;
            }
            if (mayDeferSend()) {
                return false;
            }
            sends.spend(core.nowNs(), 1);
            sendFor(subscription);
        }
        return true;
    }

    /** True when the window is full; then a timer continues. */
    private boolean mayDeferSend() {
        if (sends.fits(core.nowNs(), 1)) {
            return false;
        }
        core.timers().set(sendTimer, sends.fitsAtNs(core.nowNs(), 1));
        return true;
    }

    private void sendFor(Subscription subscription) {
        final boolean leaving = subscription.state == Subscription.LEAVING;
        final Channel channel = subscription.definition;
        final long id = core.nextRequestId();
        subscription.requestId = id;
        subscription.sentAtNs = core.nowNs();
        subscription.attempts++;
        final String symbol = subscription.symbol < 0 ? "" : setup.symbols().get(subscription.symbol);
        final String text = render(leaving ? channel.unsubscribe() : channel.subscribe(), symbol, id);
        send(text.replace(Subscription.CHANNEL_ID, Long.toString(subscription.channelId)), id);
        final BookSync book = bookOf(subscription);
        if (leaving) {
            subscription.state = channel.ack() == AckBinding.NONE ? Subscription.WANTED : Subscription.LEAVE_SENT;
        } else {
            subscription.state = Subscription.SENT;
            if (book != null) {
                book.subscribing();
            }
            if (channel.ack() == AckBinding.NONE) {
                activate(subscription, 0);
            }
        }
        if (subscription.awaitsAck() && !core.timers().isSet(ackTimer)) {
            set(ackTimer, rules.ackTimeoutNs());
        }
        if (subscription.isPending()) {
            core.timers().set(sendTimer, core.nowNs() + 1);
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
        for (Subscription subscription : subscriptions) {
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
        final VenueDefinition.BookRules book = setup.definition().book();
        return book != null && subscription.symbol >= 0 && subscription.channel == book.bookChannel()
                ? venue.book(subscription.symbol)
                : null;
    }

    private void send(String text, long requestId) {
        health.sent();
        core.outputs().request(venue.index(), RequestBody.SEND, connection, requestId, text);
    }

    /** Cold: once per request. */
    private String render(String template, String symbol, long id) {
        final VenueDefinition.BookRules book = setup.definition().book();
        final int depth = setup.depth() > 0 ? setup.depth() : book == null ? 0 : book.defaultDepth();
        return template.replace("${symbol}", symbol)
                .replace("${symbol:lower}", symbol.toLowerCase(Locale.ROOT))
                .replace("${depth}", Integer.toString(depth))
                .replace("${id}", Long.toString(id));
    }

    private void set(int timer, long afterNs) {
        if (afterNs > 0) {
            core.timers().set(timer, core.nowNs() + afterNs);
        }
    }

    private void publish(int reason, int code, long retryAtNs) {
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.SESSION, venue.index(), SessionBody.BYTES);
        SessionBody.connection(out.buffer(), body, connection);
        SessionBody.state(out.buffer(), body, state);
        SessionBody.reason(out.buffer(), body, reason);
        SessionBody.code(out.buffer(), body, code);
        SessionBody.attempt(out.buffer(), body, attempts);
        SessionBody.reserved(out.buffer(), body, 0);
        SessionBody.retryAtNs(out.buffer(), body, retryAtNs);
        out.close(SessionBody.BYTES);
    }

    void visit(StateVisitor v) {
        state = v.visit(state);
        connection = v.visit(connection);
        attempts = v.visit(attempts);
        upSinceNs = v.visit(upSinceNs);
        lastInboundNs = v.visit(lastInboundNs);
        sends.visit(v);
        connects.visit(v);
        keepAlive.visit(v);
        health.visit(v);
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).visit(v); // hashed while frames flow: an iterator would be garbage
        }
    }
}
