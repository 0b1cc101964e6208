package io.truebook.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.transport.Payload;
import org.agrona.MutableDirectBuffer;

/** One HTTP request from the call of {@code query} to its one outcome. Event loop only. */
final class RestRequest implements Payload {
    private static final int ABSENT = -1;

    private final long id;
    private final int venue;
    private final String url;
    private final HttpMethod method;
    private final Endpoint endpoint;

    private Future<?> timeout;
    private RestConnection connection;
    private boolean settled;
    private boolean repeated;
    private long stampNs;
    private int status;
    private int failure;
    private int usedWeight = ABSENT;
    private int retryAfterSeconds = ABSENT;
    private ByteBuf body;

    /** {@code endpoint} is null where the URL cannot be asked at all. */
    RestRequest(long id, int venue, String url, HttpMethod method, Endpoint endpoint) {
        this.id = id;
        this.venue = venue;
        this.url = url;
        this.method = method;
        this.endpoint = endpoint;
    }

    long id() {
        return id;
    }

    HttpMethod method() {
        return method;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean settled() {
        return settled;
    }

    void timeout(Future<?> task) {
        timeout = task;
    }

    /** The connection that carries it now, or null. */
    RestConnection connection() {
        return connection;
    }

    void connection(RestConnection carrier) {
        connection = carrier;
    }

    /** True once: only what can be asked twice without effect is, and only one time. */
    boolean mayRepeat() {
        boolean may = !repeated && method.equals(HttpMethod.GET);
        repeated = true;
        return may;
    }

    /** The body goes over to this request. */
    void answered(long atNs, int httpStatus, int weight, int retryAfter, ByteBuf content) {
        settle(atNs);
        status = httpStatus;
        usedWeight = weight;
        retryAfterSeconds = retryAfter;
        body = content;
    }

    /** Status and limit headers as far as they came. */
    void failed(long atNs, int why, int httpStatus, int weight, int retryAfter) {
        settle(atNs);
        status = httpStatus;
        failure = why;
        usedWeight = weight;
        retryAfterSeconds = retryAfter;
    }

    /** The answer turned out to be more than can be handed over. */
    void tooLarge() {
        failure = OutcomeBody.FAILURE_TOO_LARGE;
        release();
    }

    boolean offer(Shared shared) {
        int length = body == null ? 0 : body.readableBytes();
        return shared.input()
                .outcome(id, venue, stampNs, status, failure, usedWeight, retryAfterSeconds, url, this, length);
    }

    boolean succeeded() {
        return failure == OutcomeBody.FAILURE_NONE;
    }

    void release() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    @Override
    public void copyTo(MutableDirectBuffer target, int offset) {
        if (body != null) {
            Payloads.copy(body, body.readerIndex(), body.readableBytes(), target, offset);
        }
    }

    private void settle(long atNs) {
        settled = true;
        stampNs = atNs;
        connection = null;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
