package io.truebook.transport.box;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection. Keeps order: while a delay holds the connection, whatever comes later waits behind it, at
 * most {@link #MAX_HELD} frames, after which {@link #ready} stops the feed. Event loop.
 */
final class Session {
    static final int MAX_HELD = 4096;

    /** RFC 6455, 5.2: the only frame of a text, and the length that says that sixteen bits of length follow. */
    private static final int FINAL_TEXT = 0x81;

    private static final int SHORT_LENGTH = 126;

    private record Held(byte[] payload, String log, FaultKind fault) {}

    private final long ordinal;
    private final Channel channel;
    private final VenueServer server;
    private final Counters counters;
    private final DeliveryLog log;
    private final Queue<Held> held = new ArrayDeque<>();
    private boolean holding;
    private boolean closed;
    private long frames;
    private long lastSentNs;
    private long pingSentNs;
    private boolean pongDue;

    Session(long ordinal, Channel channel, VenueServer server, Counters counters, DeliveryLog log) {
        this.ordinal = ordinal;
        this.channel = channel;
        this.server = server;
        this.counters = counters;
        this.log = log;
        this.lastSentNs = System.nanoTime();
        this.pingSentNs = lastSentNs;
    }

    /** In order of accept, from 1. */
    long ordinal() {
        return ordinal;
    }

    VenueServer server() {
        return server;
    }

    /** Whether the client takes more; the feed waits for every listener. */
    boolean ready() {
        return closed || (channel.isWritable() && held.size() < MAX_HELD);
    }

    boolean closed() {
        return closed;
    }

    long lastSentNs() {
        return lastSentNs;
    }

    void control(String text) {
        send(text.getBytes(StandardCharsets.UTF_8), null, null);
        channel.flush();
    }

    /** Without a flush; {@code log} is the line's body when the frame is a book's, else null. */
    void send(byte[] payload, String logBody, FaultKind fault) {
        if (closed) {
            return;
        }
        if (holding) {
            held.add(new Held(payload, logBody, fault));
            return;
        }
        write(payload, logBody, fault);
    }

    private void write(byte[] payload, String logBody, FaultKind fault) {
        frames++;
        counters.framesSent++;
        lastSentNs = System.nanoTime();
        channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(payload)));
        if (logBody != null) {
            counters.bookFrames++;
            if (log != null) {
                log.frame(ordinal, frames, payload, fault, logBody);
            }
        }
    }

    void flush() {
        channel.flush();
    }

    /** Holds everything sent from now on. */
    void hold(long millis) {
        if (holding || closed) {
            return;
        }
        holding = true;
        channel.eventLoop().schedule(this::release, millis, TimeUnit.MILLISECONDS);
    }

    private void release() {
        holding = false;
        for (Held next = held.poll(); next != null && !closed; next = held.poll()) {
            write(next.payload(), next.log(), next.fault());
        }
        channel.flush();
        server.wake();
    }

    boolean drained() {
        return closed || (!holding && held.isEmpty());
    }

    /** Ends the connection without a close frame; what was written before still arrives. */
    void disconnect() {
        closed = true;
        held.clear();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends the head of a frame and the first half of its text, then ends the connection. */
    void cut(byte[] payload) {
        if (closed) {
            return;
        }
        closed = true;
        held.clear();
        int length = payload.length;
        ByteBuf part = Unpooled.buffer();
        part.writeByte(FINAL_TEXT);
        if (length < SHORT_LENGTH) {
            part.writeByte(length);
        } else if (length < 1 << Short.SIZE) {
            part.writeByte(SHORT_LENGTH).writeShort(length);
        } else {
            part.writeByte(SHORT_LENGTH + 1).writeLong(length);
        }
        part.writeBytes(payload, 0, length / 2);
        // Below the encoder: it would make whole frames only.
        channel.pipeline()
                .context(WebSocketFrameEncoder.class)
                .writeAndFlush(part)
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Ends the connection as a venue does that enforces a rule. */
    void close(int code, String reason) {
        if (!closed) {
            closed = true;
            held.clear();
            channel.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Sends a ping frame every {@code everyNs} and closes when one stays unanswered for {@code patienceNs}. */
    void keepAlive(long nowNs, long everyNs, long patienceNs) {
        if (closed) {
            return;
        }
        if (pongDue && nowNs - pingSentNs > patienceNs) {
            counters.closedByLimit++;
            close(1008, "Pong timeout");
        } else if (!pongDue && nowNs - pingSentNs > everyNs) {
            pongDue = true;
            pingSentNs = nowNs;
            byte[] payload = Long.toString(System.currentTimeMillis()).getBytes(StandardCharsets.US_ASCII);
            channel.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
        }
    }

    void pong() {
        pongDue = false;
    }

    void gone() {
        closed = true;
        held.clear();
    }
}
