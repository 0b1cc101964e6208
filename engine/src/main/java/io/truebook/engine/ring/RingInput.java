package io.truebook.engine.ring;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.truebook.engine.record.ConnectionDownBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutcomeBody;
import io.truebook.engine.record.StartedBody;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Payload;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The producers' side of the ring. Any thread. Never waits: a full ring, an empty set of jumbo buffers or a stopped
 * engine answers false, and the caller keeps what it has.
 */
final class RingInput implements InputPort {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final Payload NOTHING = (target, offset) -> {};

    private final RingBuffer<Slot> ring;
    private final JumboBuffers jumbos;
    private final int slotBytes;
    private final LongAdder refused = new LongAdder();
    private volatile boolean open = true;

    RingInput(RingBuffer<Slot> ring, JumboBuffers jumbos, int slotBytes) {
        this.ring = ring;
        this.jumbos = jumbos;
        this.slotBytes = slotBytes;
    }

    /** Offers that found no room since the start. */
    long refused() {
        return refused.sum();
    }

    /** Nothing is taken any more. */
    void close() {
        open = false;
    }

    @Override
    public boolean frame(int connection, int venue, long stampNs, Payload payload, int length) {
        return offer(InputType.FRAME, connection, venue, stampNs, payload, length);
    }

    @Override
    public boolean connectionUp(int connection, int venue, long stampNs) {
        return offer(InputType.CONNECTION_UP, connection, venue, stampNs, NOTHING, 0);
    }

    @Override
    public boolean connectionDown(int connection, int venue, long stampNs, int reason, int code, String detail) {
        final byte[] text = detail == null ? new byte[0] : detail.getBytes(StandardCharsets.UTF_8);
        final Payload body = (target, offset) -> {
            ConnectionDownBody.write(target, offset, reason, code);
            target.putBytes(offset + ConnectionDownBody.DETAIL_OFFSET, text);
        };
        return offer(
                InputType.CONNECTION_DOWN,
                connection,
                venue,
                stampNs,
                body,
                ConnectionDownBody.DETAIL_OFFSET + text.length);
    }

    @Override
    public boolean ping(int connection, int venue, long stampNs) {
        return offer(InputType.PING, connection, venue, stampNs, NOTHING, 0);
    }

    @Override
    public boolean pong(int connection, int venue, long stampNs) {
        return offer(InputType.PONG, connection, venue, stampNs, NOTHING, 0);
    }

    @Override
    public boolean outcome(
            long requestId,
            int venue,
            long stampNs,
            int status,
            int failure,
            int usedWeight,
            int retryAfterSeconds,
            String url,
            Payload answer,
            int answerLength) {
        final byte[] text = url.getBytes(StandardCharsets.UTF_8);
        final Payload body = (target, offset) -> {
            OutcomeBody.write(
                    target,
                    offset,
                    requestId,
                    status,
                    failure,
                    usedWeight,
                    retryAfterSeconds,
                    text.length,
                    answerLength);
            target.putBytes(offset + OutcomeBody.URL_OFFSET, text);
            answer.copyTo(target, offset + OutcomeBody.URL_OFFSET + text.length);
        };
        final int length = OutcomeBody.URL_OFFSET + text.length + answerLength;
        return offer(InputType.OUTCOME, 0, venue, stampNs, body, length);
    }

    @Override
    public boolean paused(int connection, int venue, long stampNs) {
        return offer(InputType.PAUSED, connection, venue, stampNs, NOTHING, 0);
    }

    @Override
    public boolean resumed(int connection, int venue, long stampNs) {
        return offer(InputType.RESUMED, connection, venue, stampNs, NOTHING, 0);
    }

    @Override
    public boolean oversize(int connection, int venue, long stampNs, int frameLength, Payload start, int startLength) {
        final Payload body = (target, offset) -> {
            target.putInt(offset, frameLength, ORDER);
            start.copyTo(target, offset + 4);
        };
        return offer(InputType.OVERSIZE, connection, venue, stampNs, body, 4 + startLength);
    }

    boolean timer(long stampNs) {
        return offer(InputType.TIMER, 0, -1, stampNs, NOTHING, 0);
    }

    boolean continueWork(long stampNs) {
        return offer(InputType.CONTINUE, 0, -1, stampNs, NOTHING, 0);
    }

    boolean command(long stampNs, int ticket, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return offer(InputType.COMMAND, ticket, -1, stampNs, (target, at) -> target.putBytes(at, bytes), bytes.length);
    }

    boolean configured(long stampNs, byte[] body) {
        return offer(InputType.CONFIGURED, 0, -1, stampNs, (target, at) -> target.putBytes(at, body), body.length);
    }

    boolean started(long stampNs, int epoch, long recoveredFrom, long recoveredTo) {
        return offer(
                InputType.STARTED,
                0,
                -1,
                stampNs,
                (target, at) -> StartedBody.write(target, at, epoch, recoveredFrom, recoveredTo),
                StartedBody.BYTES);
    }

    boolean clockStep(long stampNs, long stepNs) {
        return offer(InputType.CLOCK_STEP, 0, -1, stampNs, (target, at) -> target.putLong(at, stepNs, ORDER), 8);
    }

    boolean skip(long stampNs, int venue, long position) {
        return offer(InputType.SKIP, 0, venue, stampNs, (target, at) -> target.putLong(at, position, ORDER), 8);
    }

    private boolean offer(int type, int connection, int venue, long stampNs, Payload body, int bodyLength) {
        final int size = Envelope.BYTES + bodyLength;
        final UnsafeBuffer jumbo = size > slotBytes ? jumbos.take(size) : null;
        if (size > slotBytes && jumbo == null) {
            requireHoldable(size);
            refused.increment();
            return false;
        }
        final long sequence = claim(jumbo);
        if (sequence < 0) {
            return false;
        }
        final Slot slot = ring.get(sequence);
        slot.begin(jumbo, size);
        boolean copied = false;
        try {
            body.copyTo(slot.buffer(), Envelope.BYTES);
            copied = true;
        } finally {
            if (!copied) {
                // a claimed slot must be published, or the ring stands still for ever: a timer input changes nothing
                slot.begin(jumbo, Envelope.BYTES);
            }
            Envelope.write(slot.buffer(), 0, copied ? type : InputType.TIMER, 0, 0, 0, connection, venue, stampNs);
            ring.publish(sequence);
        }
        return true;
    }

    private long claim(UnsafeBuffer jumbo) {
        if (open && ring.hasAvailableCapacity(1)) {
            try {
                return ring.tryNext();
            } catch (InsufficientCapacityException e) {
                // another producer was faster: the same as full
            }
        }
        if (jumbo != null) {
            jumbos.giveBack(jumbo);
        }
        refused.increment();
        return -1;
    }

    /** Waiting for a buffer that can never come would be for ever. */
    private void requireHoldable(int size) {
        if (size > jumbos.maxBytes()) {
            throw new IllegalArgumentException("record longer than any buffer: bytes=" + size + ", limit="
                    + jumbos.maxBytes() + "; raise maxFrameBytes");
        }
    }
}
