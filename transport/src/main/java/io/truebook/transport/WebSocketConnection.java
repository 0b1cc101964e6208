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
import io.netty.buffer.Unpooled;
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
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.truebook.engine.transport.Payload;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * One WebSocket connection from the call of {@code connect} to its CONNECTION_DOWN: the last handler of its channel, the
 * holder of what the ring refuses, and the payload of each frame in turn.
 *
 * <p>Inputs leave in this order, each offered again until it is taken: up; messages, pings, pongs, an oversize; down.
 * When one in the middle is refused the socket is no longer read, PAUSED goes first, then what is held, then RESUMED,
 * and only then is the socket read again. Event loop only.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements Payload {
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

    private enum Pause {
        NONE,
        WANTED,
        TOLD
    }

    private final int id;
    private final int venue;
    private final Endpoint endpoint;
    private final int maxFrameBytes;
    private final Shared shared;
    private final ReadStamp readStamp;
    private final Runnable retry = this::retry;

    private Channel channel;
    private Upgrade upgrade;
    private FrameReader reader;
    private Phase phase = Phase.CONNECTING;
    private Pause pause = Pause.NONE;
    private boolean upWanted;
    private boolean upTaken;
    private long upStampNs;
    private boolean retryScheduled;
    private boolean deaf;
    private boolean pingAnswered;
    private boolean pumping;
    private boolean pumpAgain;
    private boolean oversizeTimed;
    private boolean done;

    private int downReason;
    private int downCode;
    private String downDetail = "";
    private long downStampNs;

    WebSocketConnection(int id, int venue, Endpoint endpoint, int maxFrameBytes, Shared shared) {
        this.id = id;
        this.venue = venue;
        this.endpoint = endpoint;
        this.maxFrameBytes = maxFrameBytes;
        this.shared = shared;
        this.readStamp = new ReadStamp(shared.clock());
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
        channel.closeFuture().addListener(future -> channelClosed());
    }

    void connectFailed(String detail) {
        fail(CONNECT_FAILED, 0, detail);
        channelClosed();
    }

    void send(String text) {
        if (phase != Phase.UP || downReason != 0) {
            shared.counters().increment(TransportCounter.SENDS_DROPPED);
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
    }

    void ping() {
        if (phase != Phase.UP || downReason != 0) {
            shared.counters().increment(TransportCounter.SENDS_DROPPED);
            return;
        }
        channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
    }

    /** Says goodbye and gives the peer a moment to do so too; what still comes until then is passed on. */
    void close() {
        if (downReason != 0) {
            return;
        }
        boolean up = phase == Phase.UP;
        note(CLOSED_BY_US, CLOSE_NORMAL, "");
        if (up) {
            channel.writeAndFlush(new CloseWebSocketFrame(CLOSE_NORMAL, ""));
            shared.loop().schedule(this::closeChannel, shared.options().closeTimeoutNs(), TimeUnit.NANOSECONDS);
        } else {
            closeChannel();
        }
    }

    /** Says goodbye without waiting for an answer. */
    void closeNow() {
        if (downReason == 0 && phase == Phase.UP) {
            fail(CLOSED_BY_US, CLOSE_NORMAL, "");
        } else {
            note(CLOSED_BY_US, CLOSE_NORMAL, "");
            closeChannel();
        }
    }

    /** Shutdown with a ring that takes nothing more: what is held is given up. */
    void abandon() {
        done = true;
        deaf = true;
        if (reader != null) {
            reader.release();
        }
        closeChannel();
    }

    @Override
    public void copyTo(MutableDirectBuffer target, int offset) {
        Payloads.copy(reader.payload(), reader.payloadIndex(), reader.payloadLength(), target, offset);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        phase = endpoint.tls() ? Phase.TLS : Phase.UPGRADING;
        shared.loop().schedule(this::handshakeOverdue, shared.options().handshakeTimeoutNs(), TimeUnit.NANOSECONDS);
        if (!endpoint.tls()) {
            startUpgrade();
        }
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
            if (deaf) {
                ReferenceCountUtil.release(message);
                return;
            }
            reader.append((ByteBuf) message, readStamp.stampNs());
            if (pause == Pause.NONE && upTaken) {
                pump();
            }
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
        String text = Failures.text(cause);
        if (phase == Phase.TLS || Failures.isTls(cause)) {
            fail(TLS_FAILED, 0, text);
        } else if (phase == Phase.UPGRADING) {
            fail(HANDSHAKE_FAILED, 0, text);
        } else {
            fail(LOST, 0, text);
        }
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
            fail(HANDSHAKE_FAILED, status, shorten(response.status() + " " + body));
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
        reader = new FrameReader(channel.alloc(), maxFrameBytes);
        if (inflating) {
            reader.enableInflating();
        }
        phase = Phase.UP;
        upWanted = true;
        upStampNs = readStamp.stampNs();
        shared.counters().increment(TransportCounter.CONNECTED);
        pump();
    }

    private void handshakeOverdue() {
        if (phase == Phase.TLS || phase == Phase.UPGRADING) {
            long limitMs = TimeUnit.NANOSECONDS.toMillis(shared.options().handshakeTimeoutNs());
            fail(
                    phase == Phase.TLS ? TLS_FAILED : HANDSHAKE_FAILED,
                    0,
                    "no answer to the " + (phase == Phase.TLS ? "TLS handshake" : "upgrade") + " within " + limitMs
                            + " ms");
        }
    }

    private void channelClosed() {
        if (phase == Phase.CLOSED || phase == Phase.CONNECTING && downReason == 0) {
            // While connecting, the future of the attempt says why, and calls again.
            return;
        }
        note(phaseReason(), 0, "the connection ended without a close frame");
        phase = Phase.CLOSED;
        if (reader != null) {
            reader.endOfInput();
        }
        pump();
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

    private void retry() {
        retryScheduled = false;
        pump();
    }

    /** Offers whatever is due, in order, as far as the ring takes it. */
    private void pump() {
        if (done) {
            return;
        }
        if (pumping) {
            // A write can fail at once and close the channel in the middle of an offer; the outer call goes round.
            pumpAgain = true;
            return;
        }
        boolean taken;
        pumping = true;
        try {
            do {
                pumpAgain = false;
                taken = offerAll();
            } while (taken && pumpAgain && !done);
        } finally {
            pumping = false;
        }
        if (!taken) {
            shared.counters().increment(TransportCounter.REFUSED);
            if (channel != null) {
                channel.config().setAutoRead(false);
            }
            if (!retryScheduled) {
                retryScheduled = true;
                shared.loop().schedule(retry, shared.options().retryIntervalNs(), TimeUnit.NANOSECONDS);
            }
        } else if (phase != Phase.CLOSED && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    private boolean offerAll() {
        if (upWanted && !upTaken) {
            if (!shared.input().connectionUp(id, venue, upStampNs)) {
                return false;
            }
            upTaken = true;
        }
        if (pause == Pause.WANTED) {
            if (!shared.input().paused(id, venue, shared.clock().nowNs())) {
                return false;
            }
            pause = Pause.TOLD;
            shared.counters().increment(TransportCounter.PAUSES);
        }
        if (reader != null && !deaf && !offerHeld()) {
            if (pause == Pause.NONE) {
                pause = Pause.WANTED;
            }
            return false;
        }
        if (pause == Pause.TOLD) {
            if (!shared.input().resumed(id, venue, shared.clock().nowNs())) {
                return false;
            }
            pause = Pause.NONE;
        }
        return phase != Phase.CLOSED || offerDown();
    }

    private boolean offerHeld() {
        FrameReader in = reader;
        while (true) {
            int event = in.next();
            switch (event) {
                case FrameReader.NOTHING:
                    timeOversize(in);
                    return true;
                case FrameReader.MESSAGE:
                    int length = in.payloadLength();
                    if (!shared.input().frame(id, venue, in.stampNs(), this, length)) {
                        return false;
                    }
                    shared.counters().increment(TransportCounter.MESSAGES);
                    shared.counters().add(TransportCounter.MESSAGE_BYTES, length);
                    break;
                case FrameReader.PING:
                    if (!offerPing(in)) {
                        return false;
                    }
                    break;
                case FrameReader.PONG:
                    if (!shared.input().pong(id, venue, in.stampNs())) {
                        return false;
                    }
                    break;
                case FrameReader.CLOSE:
                    closedByPeer(in);
                    return true;
                case FrameReader.OVERSIZE:
                    if (!shared.input()
                            .oversize(id, venue, in.stampNs(), in.declaredLength(), this, in.payloadLength())) {
                        return false;
                    }
                    shared.counters().increment(TransportCounter.OVERSIZE);
                    stopListening();
                    fail(FRAME_TOO_LONG, CLOSE_TOO_LONG, "a message over " + maxFrameBytes + " bytes");
                    return true;
                default:
                    shared.counters().increment(TransportCounter.VIOLATIONS);
                    String violation = in.violation();
                    stopListening();
                    fail(PROTOCOL_ERROR, CLOSE_PROTOCOL_ERROR, violation);
                    return true;
            }
            in.consume();
        }
    }

    /** The start of a message over the limit is waited for, but not for ever. */
    private void timeOversize(FrameReader in) {
        if (in.awaitsOversizeStart() && !oversizeTimed) {
            oversizeTimed = true;
            shared.loop()
                    .schedule(
                            () -> {
                                in.endOfInput();
                                pump();
                            },
                            shared.options().closeTimeoutNs(),
                            TimeUnit.NANOSECONDS);
        }
    }

    /** The answer does not wait for the ring: a venue that gets no pong hangs up. */
    private boolean offerPing(FrameReader in) {
        if (!pingAnswered && phase == Phase.UP) {
            ByteBuf content = in.payloadLength() == 0
                    ? Unpooled.EMPTY_BUFFER
                    : in.payload().copy(in.payloadIndex(), in.payloadLength());
            channel.writeAndFlush(new PongWebSocketFrame(content), channel.voidPromise());
        }
        pingAnswered = !shared.input().ping(id, venue, in.stampNs());
        return !pingAnswered;
    }

    private void closedByPeer(FrameReader in) {
        int code = in.closeCode();
        String reason = in.closeReason();
        stopListening();
        boolean oursFirst = downReason != 0;
        note(CLOSED_BY_PEER, code, shorten(reason));
        if (oursFirst || phase != Phase.UP) {
            closeChannel();
        } else {
            sayGoodbye(code == NO_STATUS ? CLOSE_NORMAL : echo(code));
        }
    }

    private static int echo(int code) {
        return WebSocketCloseStatus.isValidStatusCode(code) ? code : CLOSE_PROTOCOL_ERROR;
    }

    private void stopListening() {
        deaf = true;
        reader.release();
    }

    /** Ends the connection for this reason, unless it is ending already. */
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
        shared.loop().schedule(this::closeChannel, shared.options().closeTimeoutNs(), TimeUnit.NANOSECONDS);
    }

    /** The first reason is the one that counts. */
    private void note(int reason, int code, String detail) {
        if (downReason == 0) {
            downReason = reason;
            downCode = code;
            downDetail = shorten(detail);
            downStampNs = shared.clock().nowNs();
        }
    }

    private void closeChannel() {
        if (channel != null) {
            channel.close();
        }
    }

    private boolean offerDown() {
        if (done) {
            return true;
        }
        if (!shared.input().connectionDown(id, venue, downStampNs, downReason, downCode, downDetail)) {
            return false;
        }
        done = true;
        if (reader != null) {
            reader.release();
        }
        shared.counters().increment(TransportCounter.DOWNS);
        shared.downTaken(this);
        return true;
    }

    private static String shorten(String text) {
        return text.length() <= DETAIL_CHARS ? text : text.substring(0, DETAIL_CHARS);
    }
}
