package io.truebook.tools;

import io.truebook.engine.record.Envelope;
import java.util.zip.CRC32;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Builds sealed records for tests. */
final class Records {
    /** Writes a body and returns its length. */
    interface Body {
        int write(MutableDirectBuffer buffer, int offset);
    }

    private Records() {}

    static UnsafeBuffer input(int type, long sequence, int connection, long timeNs, Body body) {
        return record(type, sequence, 0, connection, timeNs, body);
    }

    static UnsafeBuffer output(int type, long sequence, long cause, int ordinal, long timeNs, Body body) {
        return record(type, sequence, cause, ordinal, timeNs, body);
    }

    private static UnsafeBuffer record(int type, long sequence, long cause, int source, long timeNs, Body body) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        Envelope.write(buffer, 0, type, 1, sequence, cause, source, 0, timeNs);
        final int length = Envelope.BYTES + body.write(buffer, Envelope.BYTES);
        Envelope.seal(buffer, 0, length, new CRC32());
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }
}
