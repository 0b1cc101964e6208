package io.truebook.engine.transport;

/**
 * Executes what the core asks for. Calls come from the publish thread and do not block; every outcome comes back
 * through the {@link InputPort}, exactly once per connection or request: up then down, or down alone; one outcome per
 * query. Connection ids are chosen by the core and never reused within a run.
 */
public interface Transport extends AutoCloseable {
    /** Opens a WebSocket connection to {@code ws://} or {@code wss://}; TLS is verified. */
    void connect(int connection, int venue, String url, int maxFrameBytes);

    /** Sends a text frame. On a connection that is not up it is dropped: the down input says so. */
    void send(int connection, String text);

    /** Sends a WebSocket ping frame. */
    void ping(int connection);

    /** Closes; {@code CONNECTION_DOWN} follows in every case. */
    void close(int connection);

    /** Executes an HTTP request. {@code METHOD URL}; an outcome follows in every case. */
    void query(long requestId, int venue, String methodAndUrl);

    /** Closes everything and waits for the transport's threads. */
    @Override
    void close();
}
