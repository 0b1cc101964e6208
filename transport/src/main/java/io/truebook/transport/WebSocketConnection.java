package io.truebook.transport;

import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_PEER;
import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_US;
import static io.truebook.engine.record.ConnectionDownBody.CONNECT_FAILED;
import static io.truebook.engine.record.ConnectionDownBody.FRAME_TOO_LONG;
import static io.truebook.engine.record.ConnectionDownBody.HANDSHAKE_FAILED;
import static io.truebook.engine.record.ConnectionDownBody.LOST;
import static io.truebook.engine.record.ConnectionDownBody.PROTOCOL_ERROR;
import static io.truebook.engine.record.ConnectionDownBody.TLS_FAILED;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket connection from the call of {@code connect} to its CONNECTION_DOWN: the last handler of its channel. It
 * leads through TLS and the upgrade, says goodbye, and settles on one reason for the end: the first one met. What it
 * reads it hands to its {@link Delivery}. Event loop only.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements Delivery.Met {
    private static final int CLOSE_NORMAL = 1000;
    private static final int CLOSE_PROTOCOL_ERROR = 1002;
    private static final int CLOSE_TOO_LONG = 1009;
    private static final int NO_STATUS = 1005;
    private static final int DETAIL_CHARS = 300;

    private enum Phase {
        CONNECTING,
        TLS,
        UPGRADING,
        UP,
        CLOSED
    }

    private final int id;
    private final Endpoint endpoint;
    private final int maxFrameBytes;
    private final Shared shared;
    private final ReadStamp readStamp;
    private final Delivery delivery;

    private Channel channel;
    private Upgrade upgrade;
    private Phase phase = Phase.CONNECTING;

    /** 0 as long as nothing has ended the connection. */
    private int downReason;

    private int downCode;
    private String downDetail;
    private long downStampNs;

    WebSocketConnection(int id, int venue, Endpoint endpoint, int maxFrameBytes, Shared shared) {
        this.id = id;
        this.endpoint = endpoint;
        this.maxFrameBytes = maxFrameBytes;
        this.shared = shared;
        this.readStamp = new ReadStamp(shared.clock());
        this.delivery = new Delivery(id, venue, shared, this);
    }

    int id() {
        return id;
    }

    ReadStamp readStamp() {
        return readStamp;
    }

    /** The channel exists, connected or not. */
    void attach(Channel created) {
        channel = created;
        channel.closeFuture().addListener(future -> {
            // Once connected, the end is told by channelInactive: behind what the handlers before this one still held,
            // such as a refusal of the upgrade that only the end of the stream makes complete.
            if (phase == Phase.CONNECTING) {
                channelClosed();
            }
        });
    }

    void connectFailed(String detail) {
        fail(CONNECT_FAILED, 0, detail);
        channelClosed();
    }

    void send(String text) {
        write(new TextWebSocketFrame(text));
    }

    void ping() {
        write(new PingWebSocketFrame());
    }

    /** Says goodbye and gives the peer a moment to do so too; what still comes until then is passed on. */
    void close() {
        if (downReason != 0) {
            return;
        }
        note(CLOSED_BY_US, CLOSE_NORMAL, "");
        if (phase == Phase.UP) {
            channel.writeAndFlush(new CloseWebSocketFrame(CLOSE_NORMAL, ""));
            closeChannelLater();
        } else {
            closeChannel();
        }
    }

    /** Says goodbye without waiting for an answer. */
    void closeNow() {
        if (downReason == 0) {
            fail(CLOSED_BY_US, CLOSE_NORMAL, "");
        } else {
            closeChannel();
        }
    }

    /** Shutdown with a ring that takes nothing more. */
    void abandon() {
        delivery.abandon();
        closeChannel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        phase = endpoint.tls() ? Phase.TLS : Phase.UPGRADING;
        shared.loop().schedule(this::handshakeOverdue, shared.options().handshakeTimeoutNs(), TimeUnit.NANOSECONDS);
        if (!endpoint.tls()) {
            startUpgrade();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        channelClosed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            SslHandshakeCompletionEvent completion = (SslHandshakeCompletionEvent) event;
            if (!completion.isSuccess()) {
                fail(TLS_FAILED, 0, Failures.text(completion.cause()));
            } else if (phase == Phase.TLS) {
                phase = Phase.UPGRADING;
                startUpgrade();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.UP && message instanceof ByteBuf) {
            delivery.bytes((ByteBuf) message, readStamp.stampNs());
            return;
        }
        try {
            if (phase == Phase.UPGRADING && message instanceof FullHttpResponse) {
                finishUpgrade((FullHttpResponse) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (phase == Phase.TLS || Failures.isTls(cause)) {
            fail(TLS_FAILED, 0, Failures.text(cause));
        } else {
            fail(phaseReason(), 0, Failures.text(cause));
        }
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void ping(ByteBuf content) {
        channel.writeAndFlush(new PongWebSocketFrame(content), channel.voidPromise());
    }

    @Override
    public void closeFrame(int code, String reason) {
        boolean oursFirst = downReason != 0;
        note(CLOSED_BY_PEER, code, reason);
        if (oursFirst || phase != Phase.UP) {
            closeChannel();
        } else if (code == NO_STATUS) {
            sayGoodbye(CLOSE_NORMAL);
        } else {
            sayGoodbye(WebSocketCloseStatus.isValidStatusCode(code) ? code : CLOSE_PROTOCOL_ERROR);
        }
    }

    @Override
    public void messageOverTheLimit() {
        fail(FRAME_TOO_LONG, CLOSE_TOO_LONG, "a message over " + maxFrameBytes + " bytes");
    }

    @Override
    public void violation(String what) {
        fail(PROTOCOL_ERROR, CLOSE_PROTOCOL_ERROR, what);
    }

    @Override
    public void portFailed(String text) {
        fail(LOST, 0, text);
    }

    @Override
    public void delivered() {
        shared.counters().increment(TransportCounter.DOWNS);
        shared.downTaken(this);
    }

    private void write(WebSocketFrame frame) {
        if (phase != Phase.UP || downReason != 0) {
            frame.release();
            shared.counters().increment(TransportCounter.SENDS_DROPPED);
            return;
        }
        // A write that fails comes back as an exception and ends the connection.
        channel.writeAndFlush(frame, channel.voidPromise());
    }

    private void startUpgrade() {
        upgrade = new Upgrade(endpoint, maxFrameBytes, shared.options().compression());
        upgrade.handshake(channel).addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) {
                fail(HANDSHAKE_FAILED, 0, Failures.text(future.cause()));
            }
        });
    }

    private void finishUpgrade(FullHttpResponse response) {
        int status = response.status().code();
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            String body = response.content().toString(StandardCharsets.UTF_8);
            fail(HANDSHAKE_FAILED, status, response.status() + " " + body);
            return;
        }
        boolean inflating;
        try {
            inflating = upgrade.agreedToCompress(response);
            upgrade.finishHandshake(channel, response);
        } catch (WebSocketHandshakeException e) {
            fail(HANDSHAKE_FAILED, status, Failures.text(e));
            return;
        }
        if (downReason != 0) {
            return;
        }
        FrameReader reader = new FrameReader(channel.alloc(), maxFrameBytes);
        if (inflating) {
            reader.enableInflating();
        }
        phase = Phase.UP;
        shared.counters().increment(TransportCounter.CONNECTED);
        delivery.up(reader, readStamp.stampNs());
    }

    private void handshakeOverdue() {
        if (phase == Phase.TLS || phase == Phase.UPGRADING) {
            String what = phase == Phase.TLS ? "TLS handshake" : "upgrade";
            long limitMs = TimeUnit.NANOSECONDS.toMillis(shared.options().handshakeTimeoutNs());
            fail(phaseReason(), 0, "no answer to the " + what + " within " + limitMs + " ms");
        }
    }

    private void channelClosed() {
        if (phase == Phase.CLOSED || phase == Phase.CONNECTING && downReason == 0) {
            // While connecting, the future of the attempt says why, and calls again.
            return;
        }
        note(phaseReason(), 0, "the connection ended without a close frame");
        phase = Phase.CLOSED;
        delivery.down(downReason, downCode, downDetail, downStampNs);
    }

    private int phaseReason() {
        switch (phase) {
            case CONNECTING:
                return CONNECT_FAILED;
            case TLS:
                return TLS_FAILED;
            case UPGRADING:
                return HANDSHAKE_FAILED;
            default:
                return LOST;
        }
    }

    /** Ends the connection for this reason, unless it is ending already; a WebSocket code goes to the peer too. */
    private void fail(int reason, int code, String detail) {
        boolean first = downReason == 0;
        note(reason, code, detail);
        if (first && phase == Phase.UP && code >= CLOSE_NORMAL) {
            sayGoodbye(code);
        } else {
            closeChannel();
        }
    }

    private void sayGoodbye(int code) {
        channel.writeAndFlush(new CloseWebSocketFrame(code, "")).addListener(ChannelFutureListener.CLOSE);
        // A peer that does not read would keep the frame, and so the channel, for ever.
        closeChannelLater();
    }

    /** The first reason is the one that counts. */
    private void note(int reason, int code, String detail) {
        if (downReason == 0) {
            downReason = reason;
            downCode = code;
            downDetail = detail.length() <= DETAIL_CHARS ? detail : detail.substring(0, DETAIL_CHARS);
            downStampNs = shared.clock().nowNs();
        }
    }

    private void closeChannel() {
        if (channel != null) {
            channel.close();
        }
    }

    private void closeChannelLater() {
        shared.loop().schedule(this::closeChannel, shared.options().closeTimeoutNs(), TimeUnit.NANOSECONDS);
    }
}
