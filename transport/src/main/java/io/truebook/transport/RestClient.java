package io.truebook.transport;

import static io.truebook.engine.record.OutcomeBody.FAILURE_CLOSED;
import static io.truebook.engine.record.OutcomeBody.FAILURE_CONNECT;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TIMEOUT;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes HTTP requests: one outcome for each, whatever happens. Redirects are not followed: the core sees the status.
 * An outcome that the ring refuses waits here, in order, with its body; there are never more of them than requests.
 * Event loop only.
 */
final class RestClient {
    private static final Logger LOG = LoggerFactory.getLogger(RestClient.class);

    private final Shared shared;
    private final Dialer dialer;
    private final Map<String, RestHost> hosts = new HashMap<>();
    private final Set<RestRequest> pending = new LinkedHashSet<>();
    private final ArrayDeque<RestRequest> refused = new ArrayDeque<>();
    private boolean closing;

    RestClient(Shared shared, Dialer dialer) {
        this.shared = shared;
        this.dialer = dialer;
    }

    void query(long requestId, int venue, String methodAndUrl) {
        shared.counters().increment(TransportCounter.REQUESTS);
        int space = methodAndUrl.indexOf(' ');
        String url = methodAndUrl.substring(space + 1);
        RestRequest request;
        try {
            HttpMethod method = HttpMethod.valueOf(space < 0 ? "GET" : methodAndUrl.substring(0, space));
            request = new RestRequest(requestId, venue, url, method, Endpoint.parse(url, "http", "https"));
        } catch (IllegalArgumentException e) {
            LOG.warn("request {} cannot be asked: {}", requestId, e.getMessage());
            fail(new RestRequest(requestId, venue, url, HttpMethod.GET, null), FAILURE_CONNECT);
            return;
        }
        pending.add(request);
        if (closing) {
            fail(request, FAILURE_CLOSED);
            return;
        }
        request.timeout(shared.loop()
                .schedule(() -> overdue(request), shared.options().requestTimeoutNs(), TimeUnit.NANOSECONDS));
        Endpoint endpoint = request.endpoint();
        hosts.computeIfAbsent(
                        endpoint.poolKey(),
                        key -> new RestHost(
                                this, endpoint.tls(), shared.options().maxConnectionsPerHost()))
                .submit(request);
    }

    void open(RestHost host, RestRequest first) {
        RestConnection connection = new RestConnection(host, shared, first);
        connection.attach(dialer.dialRest(first.endpoint(), connection));
    }

    void settled(RestRequest request) {
        pending.remove(request);
        if (!request.succeeded()) {
            shared.counters().increment(TransportCounter.REQUESTS_FAILED);
        }
        refused.add(request);
        if (refused.size() == 1) {
            offerRefused();
        }
    }

    /** Everything outstanding fails with FAILURE_CLOSED. */
    void close() {
        closing = true;
        for (RestRequest request : new ArrayList<>(pending)) {
            fail(request, FAILURE_CLOSED);
        }
        hosts.values().forEach(RestHost::closeIdle);
    }

    /** Outcomes not yet taken by the ring. */
    int undelivered() {
        return pending.size() + refused.size();
    }

    void release() {
        refused.forEach(RestRequest::release);
    }

    private void overdue(RestRequest request) {
        if (!request.settled()) {
            fail(request, FAILURE_TIMEOUT);
        }
    }

    private void fail(RestRequest request, int failure) {
        RestConnection carrier = request.connection();
        request.failed(shared.clock().nowNs(), failure, 0, LimitHeaders.ABSENT, LimitHeaders.ABSENT);
        settled(request);
        if (carrier != null) {
            carrier.abandon();
        }
    }

    private boolean offer(RestRequest request) {
        try {
            return request.offer(shared);
        } catch (IllegalArgumentException e) {
            // Longer than the ring can hold: the outcome still comes, without the body, so that none behind it waits.
            LOG.error("request {}: the answer does not fit the ring; lower maxBodyBytes", request.id(), e);
            request.tooLarge();
            return request.offer(shared);
        }
    }

    private void offerRefused() {
        RestRequest request = refused.peek();
        while (request != null) {
            if (!offer(request)) {
                shared.counters().increment(TransportCounter.REFUSED);
                shared.loop().schedule(this::offerRefused, shared.options().retryIntervalNs(), TimeUnit.NANOSECONDS);
                return;
            }
            request.release();
            refused.poll();
            request = refused.peek();
        }
    }
}
