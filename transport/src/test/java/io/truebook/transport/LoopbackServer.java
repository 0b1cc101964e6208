package io.truebook.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A small real server on loopback, written apart from the client: HTTP and WebSocket, as a script says. */
final class LoopbackServer implements AutoCloseable {
    /** What the server does; runs on its own event loop. */
    interface Script {
        /** After the upgrade. */
        default void opened(ChannelHandlerContext ctx) {}

        default void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {}

        /** Any request that is not a WebSocket upgrade, and upgrades too where {@link #upgrades} says no. */
        default void request(ChannelHandlerContext ctx, FullHttpRequest request) {}

        default boolean upgrades(FullHttpRequest request) {
            return request.headers().contains(HttpHeaderNames.UPGRADE);
        }
    }

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, (Runnable task) -> new Thread(task, "test-server"), NioIoHandler.newFactory());
    private final Channel listening;

    private LoopbackServer(Script script, SslContext tls, boolean compression) throws InterruptedException {
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast("http", new HttpServerCodec());
                        channel.pipeline().addLast(new HttpObjectAggregator(1 << 20));
                        if (compression) {
                            channel.pipeline().addLast(new WebSocketServerCompressionHandler(0));
                        }
                        channel.pipeline().addLast(new Playing(script, compression));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    static LoopbackServer start(Script script) throws InterruptedException {
        return new LoopbackServer(script, null, false);
    }

    static LoopbackServer start(Script script, SslContext tls) throws InterruptedException {
        return new LoopbackServer(script, tls, false);
    }

    static LoopbackServer startCompressing(Script script) throws InterruptedException {
        return new LoopbackServer(script, null, true);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    static FullHttpResponse answer(HttpResponseStatus status, String body) {
        ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        return response;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Playing extends SimpleChannelInboundHandler<Object> {
        private final Script script;
        private final boolean extensions;

        Playing(Script script, boolean extensions) {
            this.script = script;
            this.extensions = extensions;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object message) {
            if (message instanceof WebSocketFrame) {
                script.frame(ctx, (WebSocketFrame) message);
                return;
            }
            FullHttpRequest request = (FullHttpRequest) message;
            if (!script.upgrades(request)) {
                script.request(ctx, request);
                return;
            }
            WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                            "ws://loopback" + request.uri(), null, extensions, 1 << 24)
                    .newHandshaker(request);
            // Written at once, so that what the script sends may arrive in the same read as the answer.
            handshaker.handshake(ctx.channel(), request);
            script.opened(ctx);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
