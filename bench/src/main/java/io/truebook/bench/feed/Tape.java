package io.truebook.bench.feed;

import io.truebook.engine.core.Core;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.tools.venue.Venues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A feed as input records, off the heap and one behind the other, as the ring's slots would hold them. Before a record is
 * fed again it gets its new position by {@link #position}. One thread.
 */
public final class Tape {
    private static final long STAMP_NS = 1_785_641_750_000_000_000L;
    private static final int HTTP_OK = 200;

    private final UnsafeBuffer buffer;
    private final int[] offsets;
    private final int[] lengths;

    public Tape(Feed feed) {
        final List<Integer> types = new ArrayList<>();
        final List<byte[]> bodies = new ArrayList<>();
        for (byte[] payload : feed.payloads()) {
            if (bodies.isEmpty() && feed.snapshotIsAnswer()) {
                // a book takes an answer only while it waits for one
                types.add(InputType.CONNECTION_DOWN);
                bodies.add(down());
                types.add(InputType.OUTCOME);
                bodies.add(answer(feed.symbol(), payload));
            } else {
                types.add(InputType.FRAME);
                bodies.add(payload);
            }
        }
        offsets = new int[bodies.size()];
        lengths = new int[bodies.size()];
        int end = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = end;
            lengths[i] = Envelope.BYTES + bodies.get(i).length;
            end = BitUtil.align(end + lengths[i], 64);
        }
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(end));
        final CRC32 crc = new CRC32();
        for (int i = 0; i < offsets.length; i++) {
            buffer.putBytes(offsets[i] + Envelope.BYTES, bodies.get(i));
            Envelope.write(buffer, offsets[i], types.get(i), 0, i + 1, 0, 1, 0, STAMP_NS);
            Envelope.seal(buffer, offsets[i], lengths[i], crc);
        }
    }

    private static byte[] down() {
        final byte[] body = new byte[ConnectionDownBody.DETAIL_OFFSET];
        ConnectionDownBody.write(new UnsafeBuffer(body), 0, ConnectionDownBody.LOST, 0);
        return body;
    }

    private static byte[] answer(String symbol, byte[] payload) {
        final byte[] url = ("GET /depth?symbol=" + symbol).getBytes(StandardCharsets.US_ASCII);
        final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        OutcomeBody.write(body, 0, 0, HTTP_OK, OutcomeBody.FAILURE_NONE, -1, -1, url.length, payload.length);
        body.putBytes(OutcomeBody.URL_OFFSET, url);
        body.putBytes(OutcomeBody.URL_OFFSET + url.length, payload);
        return Arrays.copyOf(body.byteArray(), OutcomeBody.URL_OFFSET + url.length + payload.length);
    }

    /** The configuration of a passive run over the feed. */
    public static ConfiguredBody configuration(Feed feed) {
        final String profile = "{\"mode\":\"passive\",\"venues\":[{\"id\":\"" + feed.venue() + "\",\"depth\":"
                + feed.depth() + ",\"symbols\":[\"" + feed.symbol() + "\"]}]}";
        return new ConfiguredBody(
                Core.VERSION,
                1,
                1,
                List.of(
                        new ConfigFile("bench", profile),
                        new ConfigFile(feed.venue() + ".yaml", definition(feed.venue()))));
    }

    /** The record that makes decoder and core ready for the feed's venue, in a passive run. */
    public static UnsafeBuffer configured(Feed feed, long position) {
        final byte[] body = configuration(feed).encode();
        final int length = Envelope.BYTES + body.length;
        final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        record.putBytes(Envelope.BYTES, body);
        Envelope.write(record, 0, InputType.CONFIGURED, 0, position, 0, 0, -1, STAMP_NS);
        Envelope.seal(record, 0, length, new CRC32());
        return record;
    }

    /** Records of one pass: the feed's, and what must come before an answer. */
    public int count() {
        return offsets.length;
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    public int offset(int index) {
        return offsets[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /** Gives the record its position; its CRC no longer holds until it is sealed again. */
    public void position(int index, long position) {
        buffer.putLong(offsets[index] + Envelope.SEQUENCE_OFFSET, position, ByteOrder.LITTLE_ENDIAN);
    }

    private static String definition(String venue) {
        try {
            return Files.readString(Venues.file(venue));
        } catch (IOException e) {
            throw new UncheckedIOException(Venues.file(venue) + ": cannot be read; check its permissions", e);
        }
    }
}
