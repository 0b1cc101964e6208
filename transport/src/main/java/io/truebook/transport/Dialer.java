package io.truebook.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Opens TCP connections and builds their pipelines: TLS with SNI and verified names, then HTTP. Event loop only. */
final class Dialer {
    private static final int MAX_UPGRADE_ANSWER_BYTES = 1 << 16;
    private static final int MAX_LINE_BYTES = 8192;
    private static final int MAX_HEADER_BYTES = 1 << 16;
    private static final int MAX_CHUNK_BYTES = 1 << 16;

    private final Bootstrap template;
    private final SslContext tls;
    private final TransportOptions options;

    /** @throws IllegalArgumentException where the trusted certificates cannot be read */
    Dialer(EventLoop loop, NameLookup names, TransportOptions options) {
        this.options = options;
        this.tls = tlsContext(options);
        this.template = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .resolver(names)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, TimeUnit.NANOSECONDS.toMillis(options.connectTimeoutNs())))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 16_384, 131_072));
        if (options.receiveBufferBytes() > 0) {
            template.option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
    }

    Channel dialWebSocket(Endpoint endpoint, WebSocketConnection connection) {
        return dial(
                endpoint,
                connection.readStamp(),
                cause -> connection.connectFailed(Failures.text(cause)),
                new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
                new HttpObjectAggregator(MAX_UPGRADE_ANSWER_BYTES),
                connection);
    }

    Channel dialRest(Endpoint endpoint, RestConnection connection) {
        return dial(
                endpoint,
                connection.readStamp(),
                cause -> connection.connectFailed(),
                new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
                new HttpContentDecompressor(false, options.maxBodyBytes() + 1),
                connection);
    }

    private Channel dial(Endpoint endpoint, ReadStamp first, Failed failed, ChannelHandler... handlers) {
        ChannelFuture attempt = template.clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline().addLast(first);
                        if (endpoint.tls()) {
                            pipeline.addLast(tlsHandler(channel, endpoint));
                        }
                        pipeline.addLast(handlers);
                    }
                })
                .connect(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()));
        attempt.addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) {
                failed.because(future.cause());
            }
        });
        return attempt.channel();
    }

    /** The peer's host makes the JDK send it as SNI and compare it with the certificate. */
    private SslHandler tlsHandler(Channel channel, Endpoint endpoint) {
        SslHandler handler = tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(options.handshakeTimeoutNs())));
        return handler;
    }

    private static SslContext tlsContext(TransportOptions options) {
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        try {
            options.trustedCertificates().ifPresent(file -> builder.trustManager(file.toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TLS cannot be set up: trustedCertificates=" + options.trustedCertificates(), e);
        }
    }

    private interface Failed {
        void because(Throwable cause);
    }
}
