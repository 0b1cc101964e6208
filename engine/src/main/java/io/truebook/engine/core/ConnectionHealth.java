package io.truebook.engine.core;

import io.truebook.engine.record.HealthBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.VenueDefinition.HealthRules;

/**
 * Counts what a connection does and judges how it is, from inputs and core time alone. Only what comes in is
 * life: nothing that we send touches it. Ratios and rates are of the last ten to twenty seconds, so they react and
 * recover; counts outlive a connection, and the time up stops with it. Published at each change and every ten seconds
 * while connected. One thread: the core's.
 */
final class ConnectionHealth implements Timers.Listener {
    private static final long CHECK_NS = 10_000_000_000L;
    /** Connection failures in a row after which it is UNHEALTHY. */
    static final int UNHEALTHY_AFTER = 5;

    private final Core core;
    private final Venue venue;
    private final Session session;
    private final HealthRules rules;
    private final int unhealthyAfter;
    private final ClockOffset clock = new ClockOffset();
    private final int timer;

    private int health = Health.UNHEALTHY;
    private int reason = Health.REASON_UNHEARD;
    private int published = Health.UNHEALTHY;
    private int attempts;
    private boolean heard;
    private boolean dead;
    private long received;
    private long sent;
    private long errors;
    private long disconnections;
    private long startedNs;
    private long upSinceNs;
    private long upBeforeNs;
    private long lastInboundNs;
    /** Begin of the window now and of the one before it. */
    private long markNs;

    private long markReceived;
    private long markErrors;
    private long olderNs;
    private long olderReceived;
    private long olderErrors;

    /** @param unhealthyAfter failures in a row, at most {@link #UNHEALTHY_AFTER} */
    ConnectionHealth(Core core, Venue venue, Session session, HealthRules rules, int unhealthyAfter) {
        this.unhealthyAfter = unhealthyAfter;
        this.core = core;
        this.venue = venue;
        this.session = session;
        this.rules = rules;
        timer = core.timers().register(this, 0);
    }

    int health() {
        return health;
    }

    int reason() {
        return reason;
    }

    ClockOffset clock() {
        return clock;
    }

    // ---- what the session tells

    /** A run starts: connections of the one before are gone, what was counted stays. */
    void started() {
        settleUptime();
        startedNs = core.nowNs();
        attempts = 0;
        judge();
        arm();
    }

    void up(int attemptsSoFar) {
        attempts = attemptsSoFar;
        upSinceNs = core.nowNs();
        heard = false;
        dead = false;
        markNs = upSinceNs;
        markReceived = received;
        markErrors = errors;
        olderNs = markNs;
        olderReceived = received;
        olderErrors = errors;
        judge();
        arm();
    }

    void down(int attemptsSoFar) {
        settleUptime();
        attempts = attemptsSoFar;
        disconnections++;
        judge();
        arm();
    }

    /** The connection has been replaced: its end is no fault. */
    void ended() {
        settleUptime();
        attempts = 0;
        health = Health.UNHEALTHY;
        reason = Health.REASON_UNHEARD;
        published = health;
        lastInboundNs = 0;
        core.timers().cancel(timer);
    }

    void inbound() {
        received++;
        lastInboundNs = core.nowNs();
        if (!heard) {
            heard = true;
            judge();
        } else if (health != Health.HEALTHY && reason == Health.REASON_SILENT) {
            judge();
        }
    }

    void sent() {
        sent++;
    }

    /** Counted in {@link #inbound} already, and it could not be read, was too long, or said no. */
    void error() {
        errors++;
        judge();
    }

    /** The session gives the connection up, because nothing comes. */
    void dead() {
        dead = true;
        judge();
    }

    @Override
    public void onTimer(int kind) {
        final boolean due = isUp() && core.nowNs() - markNs >= CHECK_NS;
        if (due) {
            olderNs = markNs;
            olderReceived = markReceived;
            olderErrors = markErrors;
            markNs = core.nowNs();
            markReceived = received;
            markErrors = errors;
        }
        final int before = published;
        judge();
        if (due && published == before) {
            publish(health);
        }
        arm();
    }

    // ---- inside

    private boolean isUp() {
        return upSinceNs != 0;
    }

    private void settleUptime() {
        if (isUp()) {
            upBeforeNs += core.nowNs() - upSinceNs;
            upSinceNs = 0;
        }
    }

    private long silenceNs() {
        return core.nowNs() - Math.max(lastInboundNs, startedNs);
    }

    private void judge() {
        final int before = health;
        if (!isUp() && attempts >= unhealthyAfter) {
            set(Health.UNHEALTHY, Health.REASON_ATTEMPTS_FAILED);
        } else if (dead || silenceNs() > rules.unhealthyNs()) {
            set(Health.UNHEALTHY, Health.REASON_SILENT);
        } else if (lastInboundNs == 0 && !isUp()) {
            set(Health.UNHEALTHY, Health.REASON_UNHEARD);
        } else if (!isUp()) {
            set(Health.DEGRADED, Health.REASON_RECONNECTING);
        } else if (!heard) {
            set(Health.DEGRADED, Health.REASON_UNHEARD);
        } else if (silenceNs() > rules.degradedNs()) {
            set(Health.DEGRADED, Health.REASON_SILENT);
        } else if ((errors - olderErrors) * 100 > (received - olderReceived) * rules.errorPercent()) {
            set(Health.DEGRADED, Health.REASON_ERRORS);
        } else {
            set(Health.HEALTHY, Health.REASON_NONE);
        }
        if (health != published) {
            final int previous = published;
            publish(previous);
            tellPeople(before);
        }
    }

    private void set(int newHealth, int newReason) {
        health = newHealth;
        reason = newReason;
    }

    /** Failed attempts are told by the session, at the fifth of them whatever was before. */
    private void tellPeople(int before) {
        if (health == Health.UNHEALTHY && reason == Health.REASON_SILENT && !dead) {
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.UNHEALTHY,
                    -1,
                    rules.unhealthyNs(),
                    silenceNs(),
                    "nothing came for too long");
        } else if (reason == Health.REASON_ERRORS && before == Health.HEALTHY) {
            core.event(
                    OutputType.ALERT,
                    venue,
                    EventKind.DEGRADED,
                    -1,
                    received - olderReceived,
                    errors - olderErrors,
                    "too many errors among what was received");
        }
    }

    /** At the next check while connected, or when the silence passes a limit; never while nothing can change. */
    private void arm() {
        long next = isUp() ? markNs + CHECK_NS : Timers.NONE;
        if (health != Health.UNHEALTHY) {
            final long heardNs = Math.max(lastInboundNs, startedNs);
            final long limit = silenceNs() > rules.degradedNs() ? rules.unhealthyNs() : rules.degradedNs();
            next = Math.min(next, heardNs + (isUp() ? limit : rules.unhealthyNs()) + 1);
        }
        if (next == Timers.NONE) {
            core.timers().cancel(timer);
        } else {
            core.timers().set(timer, Math.max(next, core.nowNs() + 1));
        }
    }

    private void publish(int previous) {
        final Outputs out = core.outputs();
        final int body = out.open(OutputType.HEALTH, venue.index(), HealthBody.BYTES);
        HealthBody.connection(out.buffer(), body, session.connection());
        HealthBody.health(out.buffer(), body, health);
        HealthBody.previous(out.buffer(), body, previous);
        HealthBody.reason(out.buffer(), body, reason);
        HealthBody.sessionState(out.buffer(), body, session.state());
        HealthBody.attempts(out.buffer(), body, attempts);
        HealthBody.silentBooks(out.buffer(), body, venue.silentBooks(session));
        HealthBody.clockSamples(out.buffer(), body, clock.samples());
        HealthBody.received(out.buffer(), body, received);
        HealthBody.sent(out.buffer(), body, sent);
        HealthBody.errors(out.buffer(), body, errors);
        HealthBody.disconnections(out.buffer(), body, disconnections);
        HealthBody.upSinceNs(out.buffer(), body, upSinceNs);
        HealthBody.upTotalNs(out.buffer(), body, upBeforeNs + (isUp() ? core.nowNs() - upSinceNs : 0));
        HealthBody.lastInboundNs(out.buffer(), body, lastInboundNs);
        HealthBody.windowNs(out.buffer(), body, isUp() ? core.nowNs() - olderNs : 0);
        HealthBody.windowReceived(out.buffer(), body, received - olderReceived);
        HealthBody.windowErrors(out.buffer(), body, errors - olderErrors);
        HealthBody.clockOffsetNs(out.buffer(), body, clock.medianNs());
        HealthBody.clockLeastNs(out.buffer(), body, clock.leastNs());
        out.close(HealthBody.BYTES);
        published = health;
    }

    void visit(StateVisitor v) {
        health = v.visit(health);
        reason = v.visit(reason);
        published = v.visit(published);
        attempts = v.visit(attempts);
        heard = v.visit(heard);
        dead = v.visit(dead);
        received = v.visit(received);
        sent = v.visit(sent);
        errors = v.visit(errors);
        disconnections = v.visit(disconnections);
        startedNs = v.visit(startedNs);
        upSinceNs = v.visit(upSinceNs);
        upBeforeNs = v.visit(upBeforeNs);
        lastInboundNs = v.visit(lastInboundNs);
        markNs = v.visit(markNs);
        markReceived = v.visit(markReceived);
        markErrors = v.visit(markErrors);
        olderNs = v.visit(olderNs);
        olderReceived = v.visit(olderReceived);
        olderErrors = v.visit(olderErrors);
        clock.visit(v);
    }
}
