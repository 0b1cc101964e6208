package io.truebook.transport.box;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An exchange on loopback. One port serves all its venues, each under its name:
 *
 * <pre>
 * ws://127.0.0.1:PORT/kraken/v2           ws://127.0.0.1:PORT/binance/stream?streams=…   …/binance/ws
 * http://127.0.0.1:PORT/binance/api/v3/depth   …/binance-usdm/fapi/v1/depth   …/binance-coinm/dapi/v1/depth
 * </pre>
 *
 * The prefix may be left out where the path alone, or there being one such venue only, says which is meant. A venue's
 * feed begins when the first client subscribes to one of its books. At the end the connections stay up, with
 * heartbeats, and the last books go on being answered. Any thread.
 */
public final class ExchangeBox implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 1 << 20;
    private static final long TICK_MILLIS = 100;
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup channels;
    private final Map<String, VenueServer> venues = new LinkedHashMap<>();
    private final Counters counters = new Counters();
    private final DeliveryLog log;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CountDownLatch struck = new CountDownLatch(1);
    private FaultPlan faults;
    private Channel acceptor;
    private Future<?> ticker;
    private long ticks;
    private boolean closed;

    private ExchangeBox(BoxOptions options) {
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("exchange-box", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.channels = new DefaultChannelGroup(loop);
        this.log = options.deliveryLog() == null ? null : new DeliveryLog(options.deliveryLog());
    }

    /**
     * Starts serving; recordings are scanned once before.
     *
     * @throws IllegalArgumentException for an unknown venue or a recording that is not the venue's
     * @throws IllegalStateException when the port is taken
     */
    public static ExchangeBox start(BoxOptions options) {
        ExchangeBox box = new ExchangeBox(options);
        try {
            Venues.check(options.faults(), options.sources().keySet());
            FaultPlan faults = new FaultPlan(options.faults());
            box.faults = faults;
            options.sources()
                    .forEach((venue, source) -> box.venues.put(
                            venue, Venues.server(venue, source, options, box.loop, faults, box.counters)));
            box.bind(options.port(), options.clients());
        } catch (RuntimeException | Error e) {
            box.close();
            throw e;
        }
        return box;
    }

    private void bind(int port, ClientListener clients) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                        new HttpDoor(venues, counters, log, clients));
                    }
                });
        try {
            acceptor = bootstrap.bind("127.0.0.1", port).sync().channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("exchange: interrupted while binding", e);
        } catch (Exception e) {
            // Netty throws the checked BindException through sync().
            throw new IllegalStateException(
                    "exchange: port " + port + " on 127.0.0.1 cannot be bound: " + e.getMessage()
                            + "; choose another, or 0 for a free one",
                    e);
        }
        ticker = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long nowNs = System.nanoTime();
        boolean all = true;
        for (VenueServer venue : venues.values()) {
            venue.protocol().tick(nowNs);
            all &= venue.player().finished();
        }
        if (faults.complete()) {
            struck.countDown();
        }
        if (all) {
            finished.countDown();
        }
        if (log != null && ++ticks % 10 == 0) {
            log.flush();
        }
    }

    /** The port bound. */
    public int port() {
        return ((InetSocketAddress) acceptor.localAddress()).getPort();
    }

    /** {@code ws://127.0.0.1:PORT/VENUE}: to which the venue's own path is appended. */
    public String webSocketUrl(String venue) {
        return "ws://127.0.0.1:" + port() + '/' + venue;
    }

    /** {@code http://127.0.0.1:PORT/VENUE}: to which the venue's own path is appended. */
    public String restUrl(String venue) {
        return "http://127.0.0.1:" + port() + '/' + venue;
    }

    /** The symbols of a venue's feed. */
    public List<String> symbols(String venue) {
        return List.copyOf(venue(venue).protocol().instruments().keySet());
    }

    private VenueServer venue(String venue) {
        VenueServer server = venues.get(venue);
        if (server == null) {
            throw new IllegalArgumentException("venue '" + venue + "' is not served, only " + venues.keySet());
        }
        return server;
    }

    /**
     * Waits until every feed is exhausted and everything was written to the clients.
     *
     * @return false when the time is over first
     * @throws IllegalStateException when a feed stopped because of an error
     */
    public boolean awaitFinished(Duration timeout) throws InterruptedException {
        boolean done = finished.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (done) {
            call(() -> {
                for (VenueServer venue : venues.values()) {
                    if (venue.player().failure() != null) {
                        throw new IllegalStateException(
                                "exchange: the feed of " + venue.protocol().venue() + " stopped",
                                venue.player().failure());
                    }
                }
                return null;
            });
        }
        return done;
    }

    /**
     * Waits until each planned fault has struck at least once, and none lasts.
     *
     * @return false when the time is over first
     */
    public boolean awaitFaults(Duration timeout) throws InterruptedException {
        return struck.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends every feed here, as if it were exhausted; see {@link #awaitFinished}. */
    public void endFeeds() {
        call(() -> {
            venues.values().forEach(venue -> venue.player().close());
            return null;
        });
    }

    /** The venue's whole book now, as far as the feed tells it; sides are empty before its snapshot. */
    public OracleBook oracleBook(String venue, String symbol) {
        VenueServer server = venue(venue);
        OracleBook book = call(() -> server.protocol().book(symbol));
        if (book == null) {
            throw new IllegalArgumentException("symbol '" + symbol + "' is not served by " + venue + ", only "
                    + server.protocol().instruments().keySet());
        }
        return book;
    }

    /** Counters now; after close those at the end. */
    public BoxStats stats() {
        return call(() -> counters.stats(finished.getCount() == 0));
    }

    private <T> T call(Callable<T> question) {
        try {
            if (loop.isShuttingDown()) {
                // After close: the event loop's last state is visible once it has ended.
                group.terminationFuture().await(ANSWER_PATIENCE.toMillis());
                return question.call();
            }
            Future<T> answer = loop.submit(question);
            return answer.get(ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("exchange: interrupted while waiting for the event loop", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException("exchange: the event loop failed", e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("exchange: the event loop did not answer", e);
        }
    }

    /** Closes every connection, completes the delivery log and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (acceptor != null) {
            acceptor.close().awaitUninterruptibly();
        }
        channels.close().awaitUninterruptibly();
        loop.submit(() -> {
                    if (ticker != null) {
                        ticker.cancel(false);
                    }
                    venues.values().forEach(venue -> venue.player().close());
                    if (log != null) {
                        log.close();
                    }
                })
                .awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
