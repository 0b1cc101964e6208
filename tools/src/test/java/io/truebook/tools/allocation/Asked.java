package io.truebook.tools.allocation;

import io.truebook.engine.transport.Transport;
import java.util.List;

/** Writes down what the engine asks of the outside, and does none of it. */
record Asked(List<String> requests) implements Transport {
    @Override
    public void connect(int connection, int venue, String url, int maxFrameBytes) {
        requests.add("connect " + connection + " " + url);
    }

    @Override
    public void send(int connection, String text) {
        requests.add("send " + connection + " " + text);
    }

    @Override
    public void ping(int connection) {
        requests.add("ping " + connection);
    }

    @Override
    public void close(int connection) {
        requests.add("close " + connection);
    }

    @Override
    public void query(long requestId, int venue, String methodAndUrl) {
        requests.add("query " + requestId + " " + methodAndUrl);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
