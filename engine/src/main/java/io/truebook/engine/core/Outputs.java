package io.truebook.engine.core;

import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;

/** Writes outputs into the batch of the present input, keyed by epoch, cause and ordinal. One thread. */
final class Outputs {
    private OutputBatch batch;
    private long cause;
    private int epoch;
    private int record;
    private int venue;
    private int type;

    void begin(OutputBatch batch, long cause, int epoch) {
        this.batch = batch;
        this.cause = cause;
        this.epoch = epoch;
    }

    /**
     * Opens a record.
     *
     * @return offset of its body in {@link #buffer()}
     */
    int open(int type, int venue, int maxBodyBytes) {
        this.type = type;
        this.venue = venue;
        record = batch.reserve(Envelope.BYTES + maxBodyBytes);
        return record + Envelope.BYTES;
    }

    MutableDirectBuffer buffer() {
        return batch.buffer();
    }

    /** Closes the record opened last. */
    void close(int bodyBytes) {
        final int length = Envelope.BYTES + bodyBytes;
        batch.buffer().putInt(record + Envelope.LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
        Envelope.write(batch.buffer(), record, type, epoch, 0, cause, batch.count(), venue, 0);
        batch.commit(length);
    }

    /** Cold: a text is encoded. */
    void request(int venue, int kind, int connection, long requestId, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int body = open(OutputType.REQUEST, venue, RequestBody.TEXT_OFFSET + bytes.length);
        RequestBody.write(buffer(), body, kind, connection, requestId, bytes.length);
        buffer().putBytes(body + RequestBody.TEXT_OFFSET, bytes);
        close(RequestBody.TEXT_OFFSET + bytes.length);
    }

    /** Cold: an event or an alert, with a text for people that is made of venue data and constants only. */
    void event(int type, int venue, int kind, int instrument, int connection, long expected, long actual, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int body = open(type, venue, EventBody.BYTES + bytes.length);
        EventBody.kind(buffer(), body, kind);
        EventBody.instrument(buffer(), body, instrument);
        EventBody.connection(buffer(), body, connection);
        EventBody.textLength(buffer(), body, bytes.length);
        EventBody.expected(buffer(), body, expected);
        EventBody.actual(buffer(), body, actual);
        buffer().putBytes(body + EventBody.BYTES, bytes);
        close(EventBody.BYTES + bytes.length);
    }
}
