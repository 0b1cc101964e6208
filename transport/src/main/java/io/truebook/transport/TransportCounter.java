package io.truebook.transport;

/** What the transport counts; {@link NettyTransport#count} reads them. Ids are the ordinals and stay in this order. */
public enum TransportCounter {
    MESSAGES("messages taken by the ring"),
    MESSAGE_BYTES("payload bytes of the messages taken"),
    REFUSED("offers that the ring refused and that were repeated"),
    PAUSES("times a socket was not read because the ring was full"),
    CONNECTS("WebSocket connections asked for"),
    CONNECTED("WebSocket handshakes completed"),
    DOWNS("WebSocket connections reported down"),
    OVERSIZE("messages over the connection's limit"),
    VIOLATIONS("connections closed because the peer broke the WebSocket protocol"),
    SENDS_DROPPED("frames not sent because the connection was not up"),
    REQUESTS("HTTP requests asked for"),
    REQUESTS_FAILED("HTTP requests that ended without an answer"),
    REQUESTS_REPEATED("HTTP GETs repeated because a kept connection had been closed by the server"),
    UNDELIVERED("inputs that the ring still refused when the transport was closed");

    private final String meaning;

    TransportCounter(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }
}
