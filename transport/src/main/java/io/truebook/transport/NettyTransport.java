package io.truebook.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.transport.Clock;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Transport;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Transport} over real sockets. Any thread may call; each call hands over to the one event loop thread and
 * returns. Stamps come from the clock given, once per socket read. Never reconnects, never follows a redirect, never
 * switches the verification of certificates off.
 *
 * <p>After {@link #close} a connect or query is answered at once with CLOSED_BY_US or FAILURE_CLOSED, on the calling
 * thread, as far as the port takes it; sends are dropped.
 */
public final class NettyTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

    private final TransportOptions options;
    private final Clock clock;
    private final InputPort input;
    private final Counters counters = new Counters();
    private final NameLookup names = new NameLookup();
    private final SingleThreadIoEventLoop loop;
    private final Shared shared;
    private final Dialer dialer;
    private final RestClient rest;

    /** Event loop only. */
    private final Int2ObjectHashMap<WebSocketConnection> connections = new Int2ObjectHashMap<>();

    /** Written by the loop's thread factory, read by the closing thread. */
    private volatile Thread loopThread;

    /** Written by the closing thread under the monitor, read by all. */
    private volatile boolean closed;

    /** Event loop only: counted down when nothing is left to deliver. */
    private CountDownLatch drained;

    /**
     * Starts nothing yet: the thread starts with the first call.
     *
     * @throws IllegalArgumentException where TLS cannot be set up, naming the certificate file
     */
    public NettyTransport(TransportOptions options, Clock clock, InputPort input) {
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.input = Objects.requireNonNull(input, "input");
        // A lone loop rather than a group of one: a group ends through Netty's global executor, whose thread lingers.
        this.loop = new SingleThreadIoEventLoop(null, this::newThread, ioHandler(options));
        this.shared = new Shared(loop, clock, input, options, counters, this::downTaken);
        this.dialer = new Dialer(loop, names, options);
        this.rest = new RestClient(shared, dialer);
    }

    @Override
    public void connect(int connection, int venue, String url, int maxFrameBytes) {
        if (!execute(() -> open(connection, venue, url, maxFrameBytes))) {
            count(input.connectionDown(
                    connection, venue, clock.nowNs(), ConnectionDownBody.CLOSED_BY_US, 0, "the transport is closed"));
        }
    }

    @Override
    public void send(int connection, String text) {
        execute(() -> {
            WebSocketConnection target = connections.get(connection);
            if (target != null) {
                target.send(text);
            } else {
                counters.increment(TransportCounter.SENDS_DROPPED);
            }
        });
    }

    @Override
    public void ping(int connection) {
        execute(() -> {
            WebSocketConnection target = connections.get(connection);
            if (target != null) {
                target.ping();
            } else {
                counters.increment(TransportCounter.SENDS_DROPPED);
            }
        });
    }

    @Override
    public void close(int connection) {
        execute(() -> {
            WebSocketConnection target = connections.get(connection);
            if (target != null) {
                target.close();
            }
        });
    }

    @Override
    public void query(long requestId, int venue, String methodAndUrl) {
        if (!execute(() -> rest.query(requestId, venue, methodAndUrl))) {
            String url = methodAndUrl.substring(methodAndUrl.indexOf(' ') + 1);
            count(input.outcome(
                    requestId,
                    venue,
                    clock.nowNs(),
                    0,
                    OutcomeBody.FAILURE_CLOSED,
                    LimitHeaders.ABSENT,
                    LimitHeaders.ABSENT,
                    url,
                    (target, offset) -> {},
                    0));
        }
    }

    /** How often something happened so far. Any thread. */
    public long count(TransportCounter counter) {
        return counters.get(counter);
    }

    /**
     * Closes every connection and fails every request, waits until the port has taken what follows from that, but no
     * longer than the shutdown timeout, and joins the threads. Not from the event loop. A second call does nothing.
     */
    @Override
    public void close() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("close must not be called from the transport's own thread");
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        long deadlineNs = System.nanoTime() + options.shutdownTimeoutNs();
        CountDownLatch latch = new CountDownLatch(1);
        boolean interrupted = false;
        try {
            loop.execute(() -> closeAll(latch));
            if (!latch.await(options.shutdownTimeoutNs(), TimeUnit.NANOSECONDS)) {
                loop.execute(this::giveUp);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        loop.shutdownGracefully(0, options.shutdownTimeoutNs(), TimeUnit.NANOSECONDS);
        interrupted |= join(deadlineNs + options.shutdownTimeoutNs());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(int id, int venue, String url, int maxFrameBytes) {
        counters.increment(TransportCounter.CONNECTS);
        if (connections.containsKey(id)) {
            LOG.error("connect ignored: connection id {} is in use already; ids are never reused within a run", id);
            return;
        }
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(url, "ws", "wss");
            endpoint.webSocketUri();
        } catch (IllegalArgumentException e) {
            WebSocketConnection refused = new WebSocketConnection(id, venue, null, maxFrameBytes, shared);
            connections.put(id, refused);
            refused.connectFailed(e.getMessage());
            return;
        }
        WebSocketConnection connection = new WebSocketConnection(id, venue, endpoint, maxFrameBytes, shared);
        connections.put(id, connection);
        connection.attach(dialer.dialWebSocket(endpoint, connection));
        if (closed) {
            connection.closeNow();
        }
    }

    private void downTaken(WebSocketConnection connection) {
        connections.remove(connection.id());
        checkDrained();
    }

    private void closeAll(CountDownLatch latch) {
        drained = latch;
        for (WebSocketConnection connection : new ArrayList<>(connections.values())) {
            connection.closeNow();
        }
        rest.close();
        awaitDrained();
    }

    /** Looks again and again, because outcomes do not report back one by one. */
    private void awaitDrained() {
        if (!checkDrained()) {
            loop.schedule(this::awaitDrained, options.retryIntervalNs(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean checkDrained() {
        if (drained != null && connections.isEmpty() && rest.undelivered() == 0) {
            drained.countDown();
            return true;
        }
        return false;
    }

    private void giveUp() {
        int left = connections.size() + rest.undelivered();
        counters.add(TransportCounter.UNDELIVERED, left);
        if (left > 0) {
            LOG.warn("closed with {} inputs that the ring did not take within the shutdown timeout", left);
        }
        connections.values().forEach(WebSocketConnection::abandon);
        rest.release();
    }

    private boolean join(long deadlineNs) {
        boolean interrupted = false;
        try {
            loop.awaitTermination(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!names.stop(Math.max(0, deadlineNs - System.nanoTime()))) {
                LOG.warn("a host name lookup is still under way; its daemon thread ends with it");
            }
            Thread thread = loopThread;
            if (thread != null) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        return interrupted;
    }

    private boolean execute(Runnable task) {
        if (closed) {
            return false;
        }
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void count(boolean taken) {
        if (!taken) {
            LOG.debug("the transport is closed and the ring did not take the answer that says so");
        }
    }

    private Thread newThread(Runnable task) {
        Thread thread = options.threadFactory().newThread(task);
        if (thread.getName().startsWith("Thread-")) {
            thread.setName("truebook-io");
        }
        loopThread = thread;
        return thread;
    }

    private static IoHandlerFactory ioHandler(TransportOptions options) {
        if (!options.busySelect()) {
            return NioIoHandler.newFactory();
        }
        return NioIoHandler.newFactory(SelectorProvider.provider(), () -> (selectNow, hasTasks) -> selectNow.get());
    }
}
