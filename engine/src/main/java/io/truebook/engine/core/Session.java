package io.truebook.engine.core;

import io.truebook.engine.decode.MessageKind;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Configuration.VenueSetup;
import io.truebook.engine.venue.Policies.Reconnection;
import io.truebook.engine.venue.Policies.Strategy;
import io.truebook.engine.venue.Templates;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.SessionRules;

/**
 * One connection of a venue: connect, pings, silence, back-off with full jitter, and how many frames may be sent. What is
 * wanted on it ({@link Subscriptions}) outlives the socket. Asks through outputs and learns through inputs; has no
 * socket. One thread: the core's.
 */
final class Session {
    private static final int RECONNECT = 0;
    private static final int SILENCE = 1;
    private static final int SENDING = 2;
    private static final int CONNECTING = 3;
    private static final int AGE = 4;

    /** Windows of limits are held to be longer than stated by one part in so many. */
    static final int MARGIN = 20;

    /** A connection is replaced when it has less than one part in so many of its lifetime left, and a little before. */
    private static final int LIFETIME_LEFT = 20;

    private static final int LIFETIME_SPREAD = 40;

    private final Core core;
    private final Venue venue;
    private final Sessions sessions;
    private final int number;
    private final VenueSetup setup;
    private final SessionRules rules;
    private final Subscriptions subscriptions;
    private final int reconnectTimer;
    private final int silenceTimer;
    private final int sendTimer;
    private final int connectTimer;
    private final int ageTimer;

    private final RateWindow sends;

    private final KeepAlive keepAlive;
    private final ConnectionHealth health;
    private final long deadAfterNs;

    private int state = SessionState.DOWN;
    private int connection;
    private int attempts;
    private long upSinceNs;
    private long lastInboundNs;
    /** An operator keeps it closed. */
    private boolean held;
    /** Carries nothing any more, and closes. */
    private boolean retiring;
    /** Number of the one that replaces it, and of the one that it replaces; -1 for none. */
    private int next = -1;

    private int before = -1;
    private int slot;

    /** @param number its place among the venue's */
    Session(Core core, Venue venue, Sessions sessions, int number, VenueSetup setup) {
        this.core = core;
        this.venue = venue;
        this.sessions = sessions;
        this.number = number;
        this.setup = setup;
        rules = setup.definition().session();
        reconnectTimer = core.timers().register(this::onTimer, RECONNECT);
        silenceTimer = core.timers().register(this::onTimer, SILENCE);
        subscriptions = new Subscriptions(core, venue, this, setup);
        sendTimer = core.timers().register(this::onTimer, SENDING);
        connectTimer = core.timers().register(this::onTimer, CONNECTING);
        ageTimer = core.timers().register(this::onTimer, AGE);
        keepAlive = new KeepAlive(core, venue, this, rules.policies());
        // frames reach the venue later at one time than at another
        sends = new RateWindow(rules.sendLimit(), rules.sendWindowNs(), rules.sendWindowNs() / MARGIN);
        health = new ConnectionHealth(core, venue, this, rules.health(), unhealthyAfter());
        slot = number < rules.multiplexing().poolSize() ? number : -1;
        deadAfterNs = Math.min(rules.silenceNs(), rules.health().unhealthyNs());
    }

    /** Its place among the venue's connections. */
    int number() {
        return number;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    ConnectionHealth health() {
        return health;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** Its place in the pool that instruments are spread over, -1 for none; a successor inherits it. */
    int slot() {
        return slot;
    }

    /** True when it carries something, or is of the pool. */
    boolean isInUse() {
        return slot >= 0 || !subscriptions.isEmpty();
    }

    /** It carries nothing any more, and closes. */
    boolean isRetiring() {
        return retiring;
    }

    boolean isHeld() {
        return held;
    }

    /** The one that is to carry all that this one carries; null for none. */
    Session successor() {
        return next < 0 ? null : sessions.get(next);
    }

    /** The one that this one is to replace; null for none. */
    Session predecessor() {
        return before < 0 ? null : sessions.get(before);
    }

    void succeededBy(Session other) {
        next = other.number;
        other.before = number;
        other.retiring = false;
        other.attempts = 0;
    }

    /** Everything has gone over to the successor. */
    void retire() {
        successor().before = -1;
        successor().slot = slot;
        slot = -1;
        next = -1;
        retiring = true;
        subscriptions.clear();
        core.timers().cancel(reconnectTimer);
        if (state == SessionState.UP || state == SessionState.CONNECTING) {
            close();
        } else {
            state = SessionState.DOWN;
        }
    }

    /** A run starts: the socket is gone, and so is the one that was to replace it. */
    void forgetSuccessor() {
        lost();
        if (next >= 0) {
            successor().lost();
            successor().subscriptions.clear();
            successor().before = -1;
            next = -1;
        }
    }

    /** Makes the connection where there is none and none is on its way. */
    void connectIfIdle() {
        if (state == SessionState.DOWN
                && !held
                && core.isStarted()
                && !core.timers().isSet(reconnectTimer)) {
            retiring = false;
            health.started();
            connect();
        }
    }

    /** The id of the socket that is now, or was last; 0 before the first. */
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
        if (!held && mustConnect()) {
            connect();
        }
    }

    /** The first connection always; others when they carry something. */
    private boolean mustConnect() {
        return next < 0 && (slot == 0 || !subscriptions.isEmpty());
    }

    /** An operator wants it closed; true when there is a socket that has to close. */
    boolean hold() {
        held = true;
        core.timers().cancel(reconnectTimer);
        if (state == SessionState.UP || state == SessionState.CONNECTING) {
            close();
            return true;
        }
        state = SessionState.DOWN;
        if (isInUse()) {
            publish(0, 0, 0);
        }
        return false;
    }

    /** An operator wants it open again; true when it is being made. */
    boolean release() {
        final boolean wasHeld = held;
        held = false;
        attempts = wasHeld ? 0 : attempts;
        if (wasHeld && state == SessionState.DOWN && mustConnect()) {
            connect();
            return true;
        }
        return false;
    }

    void onUp() {
        state = SessionState.UP;
        upSinceNs = core.nowNs();
        lastInboundNs = core.nowNs();
        sends.clear();
        publish(0, 0, 0);
        health.up(attempts);
        set(silenceTimer, deadAfterNs);
        core.timers().cancel(connectTimer);
        keepAlive.up();
        planReplacement();
        for (int i = 0; i < rules.greetings().size(); i++) {
            send(render(rules.greetings().get(i), "", core.nextRequestId()), 0);
        }
        pump();
    }

    void onDown(int reason, int code) {
        if (state != SessionState.UP && state != SessionState.CONNECTING) {
            return;
        }
        if (retiring || next >= 0) {
            end(reason, code);
            return;
        }
        final boolean stable = state == SessionState.UP && core.nowNs() - upSinceNs >= policy().stableNs();
        attempts = stable ? 0 : attempts;
        subscriptions.leaveWhatIsNotRejoined();
        lost();
        venue.counters().reconnects++;
        attempts++;
        final long delayNs = held ? RetryDelay.NEVER : RetryDelay.ns(policy(), attempts, core.generator());
        if (delayNs == RetryDelay.NEVER) {
            publish(reason, code, 0);
        } else {
            state = attempts >= unhealthyAfter() ? SessionState.ERROR : SessionState.BACKOFF;
            core.timers().set(reconnectTimer, core.nowNs() + delayNs);
            publish(reason, code, core.nowNs() + delayNs);
        }
        health.down(attempts);
        if (attempts == unhealthyAfter() && !held) {
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

    /** Lost when another had been made for it: it does not come back. */
    private void end(int reason, int code) {
        lost();
        publish(reason, code, 0);
        health.ended();
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

    /** Reconnection can be off; an operator who wants a book wants its connection. */
    void connectIfDown() {
        if (state == SessionState.DOWN && !held) {
            connect();
        }
    }

    /** True when the connection is up and its limit has room for a frame; else a timer goes on. */
    boolean maySend() {
        return isUp() && !mayDeferSend();
    }

    /** As {@link #maySend}, and no timer is set. */
    boolean hasRoom() {
        return isUp() && sends.fits(core.nowNs(), 1);
    }

    void querySnapshot(BookSync book, long requestId) {
        venue.counters().queries++;
        final VenueDefinition definition = setup.definition();
        final int limit = setup.depth() > 0 ? setup.depth() : definition.book().restLimit();
        final String path = render(
                        definition.book().restTemplate(), book.instrument().symbol(), requestId)
                .replace("${limit}", Integer.toString(limit));
        core.outputs().request(venue.index(), RequestBody.QUERY, 0, requestId, "GET " + setup.restUrl() + path);
    }

    // ---- inside

    private void planReplacement() {
        if (rules.lifetimeNs() > 0) {
            final long spread = core.generator().below(Math.max(1, rules.lifetimeNs() / LIFETIME_SPREAD));
            set(ageTimer, rules.lifetimeNs() - rules.lifetimeNs() / LIFETIME_LEFT - spread);
        }
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

    private void connect() {
        final long mayAtNs = sessions.takeConnect();
        if (mayAtNs > core.nowNs()) {
            core.timers().set(reconnectTimer, mayAtNs);
            return;
        }
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
        core.timers().cancel(ageTimer);
        keepAlive.down();
        core.timers().cancel(sendTimer);
        subscriptions.lost();
        venue.connectionDown(this);
    }

    private void onTimer(int kind) {
        switch (kind) {
            case RECONNECT -> connect();
            case SILENCE -> onSilence();
            case CONNECTING -> onConnectTimeout();
            case AGE -> sessions.replace(this, "the venue cuts connections at an age of " + rules.lifetimeNs() + " ns");
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
        venue.silent(this);
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
        if (template == null) {
            sends.spend(core.nowNs(), 1);
            core.outputs().request(venue.index(), RequestBody.PING, connection, 0, "");
            health.sent();
        } else {
            send(render(template, "", core.nextRequestId()), 0);
        }
        return true;
    }

    /** The socket is closed; its end comes as an input. */
    void close() {
        core.outputs().request(venue.index(), RequestBody.CLOSE, connection, 0, "");
    }

    /** Sends what is pending, then what books wait for, as far as the venue's limit of frames allows. */
    void pump() {
        subscriptions.sweep();
        if (subscriptions.sendPending()) {
            venue.scheduler().pump();
        }
    }

    /** Pumps with the next input or timer, for a caller in the midst of its subscriptions. */
    void pumpSoon() {
        core.timers().set(sendTimer, core.nowNs() + 1);
    }

    /** True when the window is full; then a timer continues. */
    private boolean mayDeferSend() {
        if (sends.fits(core.nowNs(), 1)) {
            return false;
        }
        core.timers().set(sendTimer, sends.fitsAtNs(core.nowNs(), 1));
        return true;
    }

    /** Counts against the limit; {@link #maySend} comes first. */
    void send(String text, long requestId) {
        sends.spend(core.nowNs(), 1);
        health.sent();
        core.outputs().request(venue.index(), RequestBody.SEND, connection, requestId, text);
    }

    /** Cold: once per request. */
    String render(String template, String symbol, long id) {
        final VenueDefinition.BookRules book = setup.definition().book();
        final int depth = setup.depth() > 0 ? setup.depth() : book == null ? 0 : book.defaultDepth();
        return Templates.render(template, symbol, depth, rules.policies().snapshotOnConnect(), id);
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
        held = v.visit(held);
        retiring = v.visit(retiring);
        next = v.visit(next);
        before = v.visit(before);
        slot = v.visit(slot);
        sends.visit(v);
        keepAlive.visit(v);
        health.visit(v);
        subscriptions.visit(v);
    }
}
