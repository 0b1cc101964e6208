package io.truebook.tools.simulate;

import io.truebook.engine.core.Core;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.StartedBody;
import io.truebook.tools.offline.CoreDriver;
import io.truebook.tools.offline.OutputSink;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The real decoder and core on a journal in memory: makes the input records that the ring would make, appends them and
 * feeds them, and hands out what they caused. One venue, index 0.
 */
final class CoreSide {
    private final MemoryJournal journal = new MemoryJournal();
    private final CoreDriver driver = new CoreDriver(journal.reader());
    private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(1 << 14);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final CRC32 crc = new CRC32();
    private final Schedule schedule;
    private final OutputSink sink;
    private long position;

    CoreSide(Schedule schedule, OutputSink sink) {
        this.schedule = schedule;
        this.sink = sink;
    }

    /** Position of the last input. */
    long position() {
        return position;
    }

    Core core() {
        return driver.core();
    }

    void configured(ConfiguredBody body) {
        final byte[] bytes = body.encode();
        record.putBytes(Envelope.BYTES, bytes);
        feed(InputType.CONFIGURED, 0, -1, bytes.length);
    }

    void started() {
        StartedBody.write(record, Envelope.BYTES, 0, 0, 0);
        feed(InputType.STARTED, 0, -1, StartedBody.BYTES);
    }

    void frame(int connection, byte[] payload) {
        record.putBytes(Envelope.BYTES, payload);
        feed(InputType.FRAME, connection, 0, payload.length);
    }

    void up(int connection) {
        feed(InputType.CONNECTION_UP, connection, 0, 0);
    }

    void down(int connection, int reason, int code) {
        ConnectionDownBody.write(record, Envelope.BYTES, reason, code);
        feed(InputType.CONNECTION_DOWN, connection, 0, ConnectionDownBody.DETAIL_OFFSET);
    }

    /** A ping of the venue, or its answer to ours. */
    void control(int type, int connection) {
        feed(type, connection, 0, 0);
    }

    void outcome(long requestId, int status, int failure, int retryAfterSeconds, String url, byte[] body) {
        final byte[] text = url.getBytes(StandardCharsets.UTF_8);
        OutcomeBody.write(
                record, Envelope.BYTES, requestId, status, failure, -1, retryAfterSeconds, text.length, body.length);
        record.putBytes(Envelope.BYTES + OutcomeBody.URL_OFFSET, text);
        record.putBytes(Envelope.BYTES + OutcomeBody.URL_OFFSET + text.length, body);
        feed(InputType.OUTCOME, 0, 0, OutcomeBody.URL_OFFSET + text.length + body.length);
    }

    /** What an operator says. */
    void command(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        record.putBytes(Envelope.BYTES, bytes);
        feed(InputType.COMMAND, 0, -1, bytes.length);
    }

    void timer() {
        feed(InputType.TIMER, 0, -1, 0);
    }

    void continueWork() {
        feed(InputType.CONTINUE, 0, -1, 0);
    }

    private void feed(int type, int connection, int venue, int bodyLength) {
        final int length = Envelope.BYTES + bodyLength;
        view.wrap(record.byteArray(), 0, length);
        Envelope.write(view, 0, type, 0, ++position, 0, connection, venue, schedule.nowNs());
        Envelope.seal(view, 0, length, crc);
        journal.append(view, 0, length);
        driver.feed(view, 0, length);
        driver.drain(sink);
    }
}
