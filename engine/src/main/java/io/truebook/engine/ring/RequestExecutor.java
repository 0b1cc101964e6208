package io.truebook.engine.ring;

import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.transport.Transport;
import org.agrona.DirectBuffer;

/** Hands the core's requests to the transport. The publishing thread; cold. */
final class RequestExecutor {
    private final Transport transport;
    private final int maxFrameBytes;

    RequestExecutor(Transport transport, int maxFrameBytes) {
        this.transport = transport;
        this.maxFrameBytes = maxFrameBytes;
    }

    void execute(DirectBuffer buffer, int record) {
        final int body = record + Envelope.BYTES;
        final int venue = Envelope.venue(buffer, record);
        final int connection = RequestBody.connection(buffer, body);
        switch (RequestBody.kind(buffer, body)) {
            case RequestBody.CONNECT ->
                transport.connect(connection, venue, RequestBody.text(buffer, body), maxFrameBytes);
            case RequestBody.SEND -> transport.send(connection, RequestBody.text(buffer, body));
            case RequestBody.PING -> transport.ping(connection);
            case RequestBody.CLOSE -> transport.close(connection);
            case RequestBody.QUERY ->
                transport.query(RequestBody.requestId(buffer, body), venue, RequestBody.text(buffer, body));
            default -> throw new IllegalStateException("unknown request: kind=" + RequestBody.kind(buffer, body));
        }
    }
}
