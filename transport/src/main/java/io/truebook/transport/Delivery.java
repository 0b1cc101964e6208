package io.truebook.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.truebook.engine.transport.Payload;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the inputs of one WebSocket connection to the ring, each again until it is taken, in this order: up; messages,
 * pings, pongs, an oversize; down. When one in the middle is refused the socket is no longer read, PAUSED goes first,
 * then what is held, then RESUMED, and only then is the socket read again. What is held are the undecoded bytes of the
 * reads that had been made: a read or two. It is also the payload of each message in turn. Event loop only.
 */
final class Delivery implements Payload {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** What the connection does when something is met in the stream. */
    interface Met {
        /** Whether the socket is to be read. */
        void reading(boolean on);

        /** A ping to answer with this content, which goes over to the callee. */
        void ping(ByteBuf content);

        void closeFrame(int code, String reason);

        void messageOverTheLimit();

        void violation(String what);

        /** The port can never take what comes next. */
        void portFailed(String text);

        /** CONNECTION_DOWN has been taken, or given up. */
        void delivered();
    }

    private enum Pause {
        NONE,
        WANTED,
        TOLD
    }

    private final int id;
    private final int venue;
    private final Shared shared;
    private final Met met;
    private final Runnable retry = this::retry;

    /** Null before the connection is up. */
    private FrameReader reader;

    private Pause pause = Pause.NONE;
    private boolean upTaken;
    private long upStampNs;
    private boolean reading = true;
    private boolean deaf;
    private boolean pingAnswered;
    private boolean oversizeTimed;
    private boolean retryScheduled;
    private boolean pumping;
    private boolean pumpAgain;
    private boolean done;

    private boolean down;
    private int downReason;
    private int downCode;
    private String downDetail;
    private long downStampNs;

    Delivery(int id, int venue, Shared shared, Met met) {
        this.id = id;
        this.venue = venue;
        this.shared = shared;
        this.met = met;
    }

    /** The handshake is complete; the reader goes over to this. */
    void up(FrameReader frames, long stampNs) {
        reader = frames;
        upStampNs = stampNs;
        pump();
    }

    /** Bytes behind the handshake; the buffer goes over to this. */
    void bytes(ByteBuf in, long stampNs) {
        if (deaf) {
            in.release();
            return;
        }
        reader.append(in, stampNs);
        if (pause == Pause.NONE && upTaken) {
            pump();
        }
    }

    /** The channel is closed: what is held goes first. */
    void down(int reason, int code, String detail, long stampNs) {
        down = true;
        downReason = reason;
        downCode = code;
        downDetail = detail;
        downStampNs = stampNs;
        if (reader != null) {
            reader.endOfInput();
        }
        pump();
    }

    /** Shutdown with a ring that takes nothing more: what is held is given up. */
    void abandon() {
        done = true;
        stopListening();
    }

    @Override
    public void copyTo(MutableDirectBuffer target, int offset) {
        Payloads.copy(reader.payload(), reader.payloadIndex(), reader.payloadLength(), target, offset);
    }

    private void retry() {
        retryScheduled = false;
        pump();
    }

    /** Offers whatever is due, as far as the ring takes it. */
    private void pump() {
        if (done) {
            return;
        }
        if (pumping) {
            // A write can fail at once and close the channel in the middle of an offer; the outer call goes round.
            pumpAgain = true;
            return;
        }
        boolean taken;
        pumping = true;
        try {
            do {
                pumpAgain = false;
                taken = offerAll();
            } while (taken && pumpAgain && !done);
        } catch (RuntimeException e) {
            portFailed(e);
            return;
        } finally {
            pumping = false;
        }
        if (!taken) {
            shared.counters().increment(TransportCounter.REFUSED);
            if (!retryScheduled) {
                retryScheduled = true;
                shared.loop().schedule(retry, shared.options().retryIntervalNs(), TimeUnit.NANOSECONDS);
            }
        }
        if (taken != reading && !down) {
            reading = taken;
            met.reading(taken);
        }
    }

    private boolean offerAll() {
        if (reader != null && !upTaken) {
            if (!shared.input().connectionUp(id, venue, upStampNs)) {
                return false;
            }
            upTaken = true;
        }
        if (pause == Pause.WANTED) {
            if (!shared.input().paused(id, venue, shared.clock().nowNs())) {
                return false;
            }
            pause = Pause.TOLD;
            shared.counters().increment(TransportCounter.PAUSES);
        }
        if (reader != null && !deaf && !offerHeld()) {
            if (pause == Pause.NONE) {
                pause = Pause.WANTED;
            }
            return false;
        }
        if (pause == Pause.TOLD) {
            if (!shared.input().resumed(id, venue, shared.clock().nowNs())) {
                return false;
            }
            pause = Pause.NONE;
        }
        return !down || offerDown();
    }

    private boolean offerHeld() {
        FrameReader in = reader;
        while (true) {
            switch (in.next()) {
                case FrameReader.NOTHING:
                    timeOversize(in);
                    return true;
                case FrameReader.MESSAGE:
                    int length = in.payloadLength();
                    if (!shared.input().frame(id, venue, in.stampNs(), this, length)) {
                        return false;
                    }
                    shared.counters().increment(TransportCounter.MESSAGES);
                    shared.counters().add(TransportCounter.MESSAGE_BYTES, length);
                    break;
                case FrameReader.PING:
                    if (!offerPing(in)) {
                        return false;
                    }
                    break;
                case FrameReader.PONG:
                    if (!shared.input().pong(id, venue, in.stampNs())) {
                        return false;
                    }
                    break;
                default:
                    return offerLast(in);
            }
            in.consume();
        }
    }

    /** The answer does not wait for the ring: a venue that gets no pong hangs up. */
    private boolean offerPing(FrameReader in) {
        if (!pingAnswered && !down) {
            met.ping(
                    in.payloadLength() == 0
                            ? Unpooled.EMPTY_BUFFER
                            : in.payload().copy(in.payloadIndex(), in.payloadLength()));
        }
        pingAnswered = !shared.input().ping(id, venue, in.stampNs());
        return !pingAnswered;
    }

    /** What nothing more is read behind. */
    private boolean offerLast(FrameReader in) {
        switch (in.next()) {
            case FrameReader.CLOSE:
                int code = in.closeCode();
                String reason = in.closeReason();
                stopListening();
                met.closeFrame(code, reason);
                return true;
            case FrameReader.OVERSIZE:
                int declared = in.declaredLength();
                if (!shared.input().oversize(id, venue, in.stampNs(), declared, this, in.payloadLength())) {
                    return false;
                }
                shared.counters().increment(TransportCounter.OVERSIZE);
                stopListening();
                met.messageOverTheLimit();
                return true;
            default:
                shared.counters().increment(TransportCounter.VIOLATIONS);
                String what = in.violation();
                stopListening();
                met.violation(what);
                return true;
        }
    }

    /** The start of a message over the limit is waited for, but not for ever. */
    private void timeOversize(FrameReader in) {
        if (in.awaitsOversizeStart() && !oversizeTimed) {
            oversizeTimed = true;
            shared.loop()
                    .schedule(
                            () -> {
                                in.endOfInput();
                                pump();
                            },
                            shared.options().closeTimeoutNs(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private boolean offerDown() {
        if (!shared.input().connectionDown(id, venue, downStampNs, downReason, downCode, downDetail)) {
            return false;
        }
        finish();
        return true;
    }

    private void portFailed(RuntimeException cause) {
        LOG.error("connection {}: the input port failed; the connection is given up", id, cause);
        if (deaf) {
            finish();
            return;
        }
        stopListening();
        met.portFailed("the input port failed: " + Failures.text(cause));
        shared.loop().execute(this::pump);
    }

    private void finish() {
        done = true;
        stopListening();
        met.delivered();
    }

    private void stopListening() {
        deaf = true;
        if (reader != null) {
            reader.release();
        }
    }
}
