package io.truebook.transport.box;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what a client sends to its venue. Event loop. */
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

    private final Session session;
    private final WebSocketServerHandshaker handshaker;
    private final ClientListener clients;

    SocketHandler(Session session, WebSocketServerHandshaker handshaker, ClientListener clients) {
        this.session = session;
        this.handshaker = handshaker;
        this.clients = clients;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (session.closed()) {
            // What a client says after its connection was ended is not heard.
            return;
        }
        if (frame instanceof TextWebSocketFrame text) {
            clients.onRequest(ClientListener.Kind.SEND, session.ordinal(), text.text());
            session.server().protocol().text(session, text.text());
        } else if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            session.pong();
        } else if (frame instanceof CloseWebSocketFrame close) {
            session.gone();
            handshaker.close(context, close.retain());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            session.server().wake();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.gone();
        session.server().protocol().closed(session);
        // A feed that waited for this client goes on without it.
        session.server().wake();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        logAndClose(context, cause);
    }

    static void logAndClose(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("exchange: a client's connection broke", cause);
        } else {
            LOG.error("exchange: a client's connection failed and is closed", cause);
        }
        context.close();
    }
}
