package io.truebook.engine.core;

import io.truebook.engine.record.OutputType;
import io.truebook.engine.state.StateVisitor;
import io.truebook.engine.venue.Policies;
import io.truebook.engine.venue.Policies.Heartbeat;
import io.truebook.engine.venue.Policies.OnTimeout;
import io.truebook.engine.venue.Policies.PingPong;

/**
 * Our pings and heartbeats on one connection, and what follows when they stay without an answer. A pong is not awaited
 * over a pause of our own reading: then it is we who are late. One thread: the core's.
 */
final class KeepAlive {
    private static final int PING = 0;
    private static final int PONG_DUE = 1;
    private static final int BEAT = 2;

    private final Core core;
    private final Venue venue;
    private final Session session;
    private final PingPong ping;
    private final Heartbeat beat;
    private final int pingTimer;
    private final int pongTimer;
    private final int beatTimer;

    private boolean paused;
    private long pingSentNs;
    /** When the heartbeat went out whose answer has not come, 0 for none. */
    private long beatSentNs;

    KeepAlive(Core core, Venue venue, Session session, Policies policies) {
        this.core = core;
        this.venue = venue;
        this.session = session;
        ping = policies.pingPong();
        beat = policies.heartbeat();
        pingTimer = core.timers().register(this::onTimer, PING);
        pongTimer = core.timers().register(this::onTimer, PONG_DUE);
        beatTimer = core.timers().register(this::onTimer, BEAT);
    }

    void up() {
        arm(pingTimer, ping.intervalNs());
        arm(beatTimer, beat.intervalNs());
    }

    void down() {
        core.timers().cancel(pingTimer);
        core.timers().cancel(beatTimer);
        paused = false;
        excuse();
    }

    /** A pong came, as a WebSocket frame or as a message. */
    void pong() {
        core.timers().cancel(pongTimer);
    }

    /** The answer to a heartbeat came. */
    void reply() {
        beatSentNs = 0;
    }

    /** While we do not read, answers cannot come. */
    void pause(boolean begins) {
        paused = begins;
        if (begins) {
            excuse();
        }
    }

    private void excuse() {
        core.timers().cancel(pongTimer);
        beatSentNs = 0;
    }

    private void onTimer(int kind) {
        switch (kind) {
            case PING -> onPing();
            case PONG_DUE -> late(core.nowNs() - pingSentNs, ping.timeoutNs(), ping.onTimeout(), "no pong");
            default -> onBeat();
        }
    }

    private void onPing() {
        arm(pingTimer, ping.intervalNs());
        if (session.sendControl(ping.message()) && ping.timeoutNs() > 0 && !paused) {
            pingSentNs = core.nowNs();
            arm(pongTimer, ping.timeoutNs());
        }
    }

    private void onBeat() {
        if (beatSentNs != 0) {
            late(core.nowNs() - beatSentNs, beat.intervalNs(), OnTimeout.RECONNECT, "no answer to the heartbeat");
            return;
        }
        arm(beatTimer, beat.intervalNs());
        if (session.sendControl(beat.message()) && beat.answered() && !paused) {
            beatSentNs = core.nowNs();
        }
    }

    private void late(long waitedNs, long limitNs, OnTimeout action, String what) {
        core.event(
                action == OnTimeout.ERROR ? OutputType.ALERT : OutputType.EVENT,
                venue,
                EventKind.NO_ANSWER,
                -1,
                limitNs,
                waitedNs,
                what);
        switch (action) {
            case RECONNECT -> session.dead();
            case ERROR -> session.health().error();
            case IGNORE -> {
                // the event is all that was asked for
            }
        }
    }

    private void arm(int timer, long afterNs) {
        if (afterNs > 0) {
            core.timers().set(timer, core.nowNs() + afterNs);
        }
    }

    void visit(StateVisitor v) {
        paused = v.visit(paused);
        pingSentNs = v.visit(pingSentNs);
        beatSentNs = v.visit(beatSentNs);
    }
}
