package io.truebook.transport.box;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a feed to its protocol at the feed's own pace times the speed, from the first subscription on. Speed 0 means
 * as fast as listeners take it; while nobody listens the clock then runs at the recorded pace, so that a client that
 * reconnects finds a market that went on rather than one that ended. A listener that takes no more stops the feed;
 * afterwards it catches up. Event loop.
 */
final class Player {
    private static final Logger LOG = LoggerFactory.getLogger(Player.class);

    /** Frames played before other work of the event loop gets its turn. */
    private static final int BATCH = 64;

    private static final long GATE_POLL_NS = 2_000_000;

    private final EventLoop loop;
    private final Feed feed;
    private final VenueProtocol protocol;
    private final double speed;
    private final Counters counters;

    private Feed.Pass pass;
    private FeedFrame next;
    private Future<?> scheduled;
    private boolean ended;
    private Throwable failure;
    private long startFeedNs;
    private long startNs;
    private long lastFeedNs;
    private long lastNs;

    Player(EventLoop loop, Feed feed, VenueProtocol protocol, double speed, Counters counters) {
        this.loop = loop;
        this.feed = feed;
        this.protocol = protocol;
        this.speed = speed;
        this.counters = counters;
    }

    /** Begins, once. */
    void start() {
        if (pass != null) {
            // A new listener must not wait for a moment that was due at the unheard pace.
            wake();
        } else if (!ended) {
            pass = feed.open();
            startNs = System.nanoTime();
            lastNs = startNs;
            next = pass.next();
            startFeedNs = next == null ? 0 : next.timeNs();
            lastFeedNs = startFeedNs;
            // In a task of its own: the acknowledgement that made us start goes first.
            schedule(0);
        }
    }

    /** Something that stopped the feed may be over. */
    void wake() {
        if (pass != null) {
            schedule(0);
        }
    }

    /** Whether the feed is exhausted and nothing is held back. */
    boolean finished() {
        return ended && protocol.drained();
    }

    /** Why the feed stopped before its end, or null. */
    Throwable failure() {
        return failure;
    }

    void close() {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        if (pass != null) {
            pass.close();
            pass = null;
        }
        ended = true;
    }

    private void schedule(long delayNs) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        // Never submit(): the loop runs up to 64 submitted tasks before it reads from its sockets again, so a short
        // feed
        // at speed 0 was over before the second of a client's requests was read.
        scheduled = loop.schedule(this::play, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
    }

    private void play() {
        scheduled = null;
        if (pass == null) {
            return;
        }
        try {
            playBatch();
        } catch (RuntimeException | Error e) {
            LOG.error("exchange {}: the feed stopped", protocol.venue(), e);
            failure = e;
            close();
        }
    }

    private void playBatch() {
        for (int i = 0; i < BATCH; i++) {
            if (next == null) {
                protocol.flush();
                close();
                return;
            }
            long nowNs = System.nanoTime();
            long waitNs = dueNs(next.timeNs()) - nowNs;
            if (waitNs > 0) {
                protocol.flush();
                schedule(waitNs);
                return;
            }
            if (!protocol.ready()) {
                // wake() goes on when the client's socket has room.
                protocol.flush();
                return;
            }
            if (!protocol.admits(next)) {
                protocol.flush();
                startNs += GATE_POLL_NS;
                schedule(GATE_POLL_NS);
                return;
            }
            counters.feedFrames++;
            lastNs = nowNs;
            lastFeedNs = next.timeNs();
            protocol.publish(next);
            next = pass.next();
        }
        protocol.flush();
        schedule(0);
    }

    private long dueNs(long feedNs) {
        if (speed > 0) {
            return startNs + (long) ((feedNs - startFeedNs) / speed);
        }
        return protocol.listening() ? Long.MIN_VALUE / 2 : lastNs + (feedNs - lastFeedNs);
    }
}
