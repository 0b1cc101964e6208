package io.truebook.tools.check;

import io.truebook.engine.core.Core;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.offline.CoreDriver;
import io.truebook.tools.offline.OutputSink;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes input records, appends them to a journal in memory and feeds them to the core. One thread. */
final class PassiveInputs {
    private static final int HTTP_OK = 200;
    /** Enough for any run of deltas that waits for a snapshot; a longer one is given up, as with retention. */
    private static final long MOST_BYTES =
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 2);

    private static final long MEASURE_NS = 300_000_000L;

    private final MemoryJournal inputs = new MemoryJournal(MOST_BYTES);
    private final CoreDriver driver = new CoreDriver(inputs.reader());
    private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(1 << 16);
    private final CRC32 crc = new CRC32();
    private final OutputSink sink;
    private long timeNs;
    private long position;
    private long continued;

    PassiveInputs(OutputSink sink) {
        this.sink = sink;
    }

    void configured(ConfiguredBody body) {
        final byte[] bytes = body.encode();
        record.putBytes(Envelope.BYTES, bytes);
        feed(InputType.CONFIGURED, 0, -1, bytes.length);
    }

    void connectionUp(int connection) {
        feed(InputType.CONNECTION_UP, connection, 0, 0);
    }

    void frame(int connection, byte[] payload) {
        record.putBytes(Envelope.BYTES, payload);
        feed(InputType.FRAME, connection, 0, payload.length);
    }

    void answer(String url, byte[] payload) {
        final byte[] urlBytes = url.getBytes(StandardCharsets.UTF_8);
        OutcomeBody.write(
                record, Envelope.BYTES, 0, HTTP_OK, OutcomeBody.FAILURE_NONE, -1, -1, urlBytes.length, payload.length);
        record.putBytes(Envelope.BYTES + OutcomeBody.URL_OFFSET, urlBytes);
        record.putBytes(Envelope.BYTES + OutcomeBody.URL_OFFSET + urlBytes.length, payload);
        feed(InputType.OUTCOME, 0, 0, OutcomeBody.URL_OFFSET + urlBytes.length + payload.length);
    }

    /** Stamp of the inputs that follow; a recording without times leaves it. */
    void time(long stampNs) {
        timeNs = stampNs;
    }

    Core core() {
        return driver.core();
    }

    /**
     * Time that decoder and core take for all inputs: the best of a few passes over the journal in memory, through a new
     * core each, so that neither the disk nor a cold JVM is measured. A pass also shows once more that the same inputs
     * give the same state.
     *
     * @return 0 where the journal has not kept all inputs
     */
    long measureNs() {
        if (inputs.firstPosition() != 1) {
            return 0;
        }
        final long expected = driver.core().stateHash();
        final long begin = System.nanoTime();
        long best = Long.MAX_VALUE;
        do {
            final CoreDriver again = new CoreDriver(inputs.reader());
            best = Math.min(best, pass(again));
            if (again.core().stateHash() != expected) {
                throw ToolException.failed("the same inputs gave state " + Long.toHexString(expected) + " and then "
                        + Long.toHexString(again.core().stateHash()) + "; the core is not deterministic, report this");
            }
        } while (System.nanoTime() - begin < MEASURE_NS);
        return best;
    }

    private long pass(CoreDriver again) {
        try (JournalReader reader = inputs.reader()) {
            // the configuration comes first, and reading definitions is no work on frames
            reader.next();
            again.feed(reader.buffer(), reader.offset(), reader.length());
            final long start = System.nanoTime();
            while (reader.next()) {
                again.feed(reader.buffer(), reader.offset(), reader.length());
            }
            return System.nanoTime() - start;
        }
    }

    private void feed(int type, int connection, int venue, int bodyLength) {
        long continues = driver.core().continueCount();
        append(type, connection, venue, bodyLength);
        // an input may ask for more steps; each of them is an input of its own
        while (driver.core().continueCount() != continues) {
            continues = driver.core().continueCount();
            append(InputType.CONTINUE, 0, -1, 0);
        }
    }

    private void append(int type, int connection, int venue, int bodyLength) {
        final int length = Envelope.BYTES + bodyLength;
        final UnsafeBuffer buffer = new UnsafeBuffer(record.byteArray(), 0, length);
        Envelope.write(buffer, 0, type, 0, ++position, 0, connection, venue, timeNs);
        Envelope.seal(buffer, 0, length, crc);
        inputs.append(buffer, 0, length);
        driver.feed(buffer, 0, length);
        driver.drain(sink);
    }
}
