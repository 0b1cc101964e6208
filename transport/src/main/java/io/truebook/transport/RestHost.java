package io.truebook.transport;

import java.util.ArrayDeque;

/**
 * Kept connections to one scheme, host and port, and the requests that wait for one. The connection used last is used
 * first, so that the others may grow old and be closed. Event loop only.
 */
final class RestHost {
    private final RestClient client;
    private final boolean tls;
    private final int maxConnections;
    private final ArrayDeque<RestConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<RestRequest> waiting = new ArrayDeque<>();
    private int open;

    RestHost(RestClient client, boolean tls, int maxConnections) {
        this.client = client;
        this.tls = tls;
        this.maxConnections = maxConnections;
    }

    boolean tls() {
        return tls;
    }

    void submit(RestRequest request) {
        RestConnection kept = idle.pollLast();
        if (kept != null) {
            kept.carry(request);
        } else if (open < maxConnections) {
            open++;
            client.open(this, request);
        } else {
            waiting.add(request);
        }
    }

    void settled(RestRequest request) {
        client.settled(request);
    }

    /** The connection can carry the next request. */
    void free(RestConnection connection) {
        RestRequest next = nextWaiting();
        if (next != null) {
            connection.carry(next);
        } else {
            idle.addLast(connection);
        }
    }

    void gone(RestConnection connection) {
        open--;
        idle.remove(connection);
        RestRequest next = nextWaiting();
        if (next != null) {
            submit(next);
        }
    }

    void closeIdle() {
        // A copy: closing takes each out of the queue.
        for (RestConnection connection : new ArrayDeque<>(idle)) {
            connection.close();
        }
    }

    /** Those that timed out while they waited are settled already. */
    private RestRequest nextWaiting() {
        RestRequest next = waiting.poll();
        while (next != null && next.settled()) {
            next = waiting.poll();
        }
        return next;
    }
}
