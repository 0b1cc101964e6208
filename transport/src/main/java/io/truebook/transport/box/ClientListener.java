package io.truebook.transport.box;

/**
 * Is told what clients ask of the box, so that a test can hold it against what a client says that it asked. Called on
 * the box's event loop, before the request is answered; must not block.
 */
@FunctionalInterface
public interface ClientListener {
    /** What a client did. */
    enum Kind {
        /** Asked for a WebSocket; the text is the path and query. */
        CONNECT,
        /** Sent a text frame; the text is the frame. */
        SEND,
        /** Asked over HTTP; the text is the path and query. */
        QUERY
    }

    /** @param connection WebSocket connections in order of accept, from 1; 0 for a query */
    void onRequest(Kind kind, long connection, String text);
}
