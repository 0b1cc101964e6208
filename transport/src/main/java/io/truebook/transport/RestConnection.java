package io.truebook.transport;

import static io.truebook.engine.record.OutcomeBody.FAILURE_CLOSED;
import static io.truebook.engine.record.OutcomeBody.FAILURE_CONNECT;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TLS;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TOO_LARGE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/1.1 connection: carries one request at a time, gathers the answer up to the limit, and goes back to its
 * {@link RestHost} when the answer is whole. Event loop only.
 */
final class RestConnection extends ChannelInboundHandlerAdapter {
    private final RestHost host;
    private final Shared shared;
    private final ReadStamp readStamp;

    private Channel channel;
    private boolean connected;
    private boolean ready;
    private boolean closed;
    private int served;
    private Future<?> idleTimer;

    private RestRequest current;
    private boolean informational;
    private boolean answerBegan;
    private boolean keepAlive;
    private int status;
    private int usedWeight;
    private int retryAfterSeconds;
    private ByteBuf body;

    RestConnection(RestHost host, Shared shared, RestRequest first) {
        this.host = host;
        this.shared = shared;
        this.readStamp = new ReadStamp(shared.clock());
        this.current = first;
        first.connection(this);
    }

    ReadStamp readStamp() {
        return readStamp;
    }

    void attach(Channel created) {
        channel = created;
        channel.closeFuture().addListener(future -> {
            // Once connected, the end is told by channelInactive: behind the answer that it completes.
            if (!connected) {
                ended(FAILURE_CONNECT);
            }
        });
    }

    void connectFailed() {
        ended(FAILURE_CONNECT);
    }

    /** The request that it carries is settled otherwise: the answer, if it still comes, belongs to nobody. */
    void abandon() {
        current = null;
        close();
    }

    void close() {
        cancelIdleTimer();
        if (channel != null) {
            channel.close();
        }
    }

    void carry(RestRequest request) {
        cancelIdleTimer();
        current = request;
        request.connection(this);
        write();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended(ready ? FAILURE_CLOSED : FAILURE_CONNECT);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connected = true;
        if (!host.tls()) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            if (((SslHandshakeCompletionEvent) event).isSuccess()) {
                begin();
            } else {
                ended(FAILURE_TLS);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (current == null || !(message instanceof HttpObject)) {
                close();
                return;
            }
            if (((HttpObject) message).decoderResult().isFailure()) {
                ended(tooLarge(((HttpObject) message).decoderResult().cause()) ? FAILURE_TOO_LARGE : FAILURE_CLOSED);
                return;
            }
            if (message instanceof HttpResponse) {
                head((HttpResponse) message);
            }
            if (message instanceof HttpContent) {
                content((HttpContent) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!ready && Failures.isTls(cause)) {
            ended(FAILURE_TLS);
        } else {
            ended(tooLarge(cause) ? FAILURE_TOO_LARGE : ready ? FAILURE_CLOSED : FAILURE_CONNECT);
        }
    }

    private void begin() {
        ready = true;
        if (current != null) {
            write();
        }
    }

    private void write() {
        Endpoint endpoint = current.endpoint();
        HttpMethod method = current.method();
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, endpoint.target(), Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = request.headers()
                .set(HttpHeaderNames.HOST, endpoint.hostHeader())
                .set(HttpHeaderNames.USER_AGENT, Upgrade.USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        answerBegan = false;
        channel.writeAndFlush(request).addListener(future -> {
            if (!future.isSuccess()) {
                ended(FAILURE_CLOSED);
            }
        });
    }

    private void head(HttpResponse response) {
        informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informational) {
            return;
        }
        answerBegan = true;
        status = response.status().code();
        keepAlive = HttpUtil.isKeepAlive(response);
        usedWeight =
                LimitHeaders.usedWeight(response.headers(), shared.options().usedWeightHeaders());
        retryAfterSeconds = LimitHeaders.retryAfterSeconds(response.headers(), readStamp.stampNs());
    }

    private void content(HttpContent part) {
        if (informational) {
            return;
        }
        ByteBuf bytes = part.content();
        int soFar = body == null ? 0 : body.readableBytes();
        if (bytes.readableBytes() > shared.options().maxBodyBytes() - soFar) {
            ended(FAILURE_TOO_LARGE);
            return;
        }
        if (bytes.isReadable()) {
            if (body == null) {
                body = channel.alloc().buffer(bytes.readableBytes());
            }
            body.writeBytes(bytes);
        }
        if (part instanceof LastHttpContent) {
            answered();
        }
    }

    private void answered() {
        RestRequest request = current;
        current = null;
        ByteBuf content = body;
        body = null;
        served++;
        request.answered(readStamp.stampNs(), status, usedWeight, retryAfterSeconds, content);
        host.settled(request);
        if (keepAlive && !closed) {
            idleTimer = shared.loop().schedule(this::close, shared.options().idleTimeoutNs(), TimeUnit.NANOSECONDS);
            host.free(this);
        } else {
            close();
        }
    }

    /** It is of no more use; what it carries fails with {@code failure} unless it may be asked once more. */
    private void ended(int failure) {
        cancelIdleTimer();
        if (body != null) {
            body.release();
            body = null;
        }
        RestRequest request = current;
        current = null;
        if (!closed) {
            closed = true;
            host.gone(this);
        }
        close();
        if (request == null) {
            return;
        }
        request.connection(null);
        // A server may close a kept connection just when it is used again. Nothing of an answer has come, so a GET is
        // asked again on a new connection: that race is the transport's own, not an event that the core should see.
        if (failure == FAILURE_CLOSED && served > 0 && !answerBegan && request.mayRepeat()) {
            shared.counters().increment(TransportCounter.REQUESTS_REPEATED);
            host.submit(request);
            return;
        }
        request.failed(
                shared.clock().nowNs(),
                failure,
                answerBegan ? status : 0,
                answerBegan ? usedWeight : LimitHeaders.ABSENT,
                answerBegan ? retryAfterSeconds : LimitHeaders.ABSENT);
        host.settled(request);
    }

    private void cancelIdleTimer() {
        if (idleTimer != null) {
            idleTimer.cancel(false);
            idleTimer = null;
        }
    }

    private static boolean tooLarge(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof DecompressionException
                    && String.valueOf(at.getMessage()).contains("maximum size")) {
                return true;
            }
        }
        return false;
    }
}
