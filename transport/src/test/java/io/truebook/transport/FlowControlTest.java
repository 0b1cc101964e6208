package io.truebook.transport;

import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.truebook.engine.transport.InputPort;
import io.truebook.engine.transport.Payload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGuard.class)
@Timeout(240)
class FlowControlTest {
    private static final int VENUE = 1;
    private static final int MAX_FRAME = 1 << 20;
    private static final int FRAMES = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldLoseAndReorderNothingWhenTheRingIsFullNowAndThen(long seed) throws Exception {
        Random random = new Random(seed);
        // Takes up to some thousand offers, then refuses up to a dozen: what a ring with a slow consumer does.
        long[] turn = {random.nextInt(3000), random.nextInt(12)};
        RecordingPort port = new RecordingPort(offer -> {
            if (turn[0]-- > 0) {
                return false;
            }
            if (turn[1]-- > 0) {
                return true;
            }
            turn[0] = random.nextInt(3000);
            turn[1] = random.nextInt(12);
            return false;
        });
        try (LoopbackServer server = LoopbackServer.start(new Flood(random.nextInt(200)));
                NettyTransport transport = transport(port)) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("down", 1);
            assertThat(transport.count(TransportCounter.REFUSED)).isEqualTo(port.refused());
            System.out.printf(
                    "seed %d: %d frames, %d offers refused, %d pauses%n",
                    seed, FRAMES, port.refused(), transport.count(TransportCounter.PAUSES));
        }
        List<RecordingPort.Input> inputs = port.inputs();
        assertThat(port.refused()).as("seed %d", seed).isPositive();
        assertSequence(inputs, seed);
        assertBrackets(inputs);
        assertThat(inputs.get(0).kind()).isEqualTo("up");
        assertThat(inputs.get(inputs.size() - 1).number()).isEqualTo(CLOSED_BY_PEER);
    }

    @Test
    void shouldHoldOneConnectionWithoutHoldingAnother() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        HeldPort port = new HeldPort(full);
        CountDownLatch go = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    @Override
                    public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                        ctx.writeAndFlush(frame.retain());
                        go.countDown();
                    }
                });
                NettyTransport transport =
                        new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), port)) {
            transport.connect(HeldPort.HELD, VENUE, server.url("ws", "/"), MAX_FRAME);
            transport.connect(2, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.recording.awaitCount("up", 2);
            full.set(true);
            transport.send(HeldPort.HELD, "waits");
            port.recording.await("paused", HeldPort.HELD);
            transport.send(2, "passes");
            assertThat(port.recording.await("frame", 2).body()).isEqualTo("passes");
            assertThat(port.recording.inputs("frame")).hasSize(1);
            full.set(false);

            assertThat(port.recording.await("frame", HeldPort.HELD).body()).isEqualTo("waits");
            port.recording.await("resumed", HeldPort.HELD);
        }
        assertThat(port.recording.inputsOf(2))
                .extracting(RecordingPort.Input::kind)
                .containsExactly("up", "frame", "down");
    }

    @Test
    void shouldAnswerPingsWhileTheRingIsFullAndReportThemOnceLater() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        RecordingPort port = new RecordingPort(offer -> full.get());
        CountDownLatch ponged = new CountDownLatch(1);
        AtomicBoolean twice = new AtomicBoolean();
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    @Override
                    public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                        if (frame instanceof TextWebSocketFrame) {
                            ctx.writeAndFlush(new PingWebSocketFrame());
                        } else if (frame instanceof PongWebSocketFrame) {
                            twice.set(ponged.getCount() == 0);
                            ponged.countDown();
                        }
                    }
                });
                NettyTransport transport = transport(port)) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            full.set(true);
            transport.send(1, "ping me");
            assertThat(ponged.await(90, TimeUnit.SECONDS)).isTrue();
            full.set(false);
            port.await("ping", 1);
            transport.close(1);
            port.await("down", 1);
        }
        assertThat(twice).isFalse();
        assertThat(port.inputs("ping")).hasSize(1);
    }

    @Test
    void shouldLeaveTheRestInTheSocketWhileTheRingIsFull() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        RecordingPort port = new RecordingPort(offer -> full.get());
        AtomicLong writtenBytes = new AtomicLong();
        String chunk = "c".repeat(100_000);
        int chunks = 300;
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    private int sent;

                    @Override
                    public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                        if (frame instanceof TextWebSocketFrame) {
                            send(ctx);
                        }
                    }

                    private void send(ChannelHandlerContext ctx) {
                        if (sent++ < chunks) {
                            ctx.writeAndFlush(new TextWebSocketFrame(chunk)).addListener(done -> {
                                writtenBytes.addAndGet(chunk.length());
                                ctx.executor().execute(() -> send(ctx));
                            });
                        }
                    }
                });
                NettyTransport transport = new NettyTransport(
                        TransportOptions.builder().receiveBufferBytes(1 << 16).build(), new MonotonicClock(), port)) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            full.set(true);
            transport.send(1, "begin");
            while (transport.count(TransportCounter.REFUSED) < 400) {
                Thread.onSpinWait();
            }
            // What the kernel's buffers hold, and a read or two: the 30 MB that the server has would mean no limit.
            assertThat(writtenBytes.get()).isLessThan(15_000_000);
            full.set(false);
            port.awaitCount("frame", chunks);

            assertThat(port.inputs("frame")).hasSize(chunks);
        }
    }

    @Test
    void shouldKeepTheStampsOfWhatItHeld() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        RecordingPort port = new RecordingPort(offer -> full.get());
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    @Override
                    public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                        ctx.writeAndFlush(frame.retain());
                    }
                });
                NettyTransport transport = transport(port)) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            full.set(true);
            transport.send(1, "old");
            while (transport.count(TransportCounter.REFUSED) < 20) {
                Thread.onSpinWait();
            }
            full.set(false);
            RecordingPort.Input frame = port.await("frame", 1);
            RecordingPort.Input paused = port.await("paused", 1);
            RecordingPort.Input resumed = port.await("resumed", 1);

            assertThat(frame.stampNs()).isLessThan(paused.stampNs()).isLessThan(resumed.stampNs());
        }
    }

    private static NettyTransport transport(RecordingPort port) {
        return new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), port);
    }

    private static void assertSequence(List<RecordingPort.Input> inputs, long seed) {
        int next = 0;
        for (RecordingPort.Input input : inputs) {
            if (input.kind().equals("frame")) {
                String body = input.body();
                assertThat(Integer.parseInt(body.substring(0, body.indexOf(' '))))
                        .as("seed %d", seed)
                        .isEqualTo(next);
                next++;
            }
        }
        assertThat(next).as("seed %d", seed).isEqualTo(FRAMES);
    }

    private static void assertBrackets(List<RecordingPort.Input> inputs) {
        boolean paused = false;
        int pauses = 0;
        for (RecordingPort.Input input : inputs) {
            if (input.kind().equals("paused")) {
                assertThat(paused).isFalse();
                paused = true;
                pauses++;
            } else if (input.kind().equals("resumed")) {
                assertThat(paused).isTrue();
                paused = false;
            } else if (input.kind().equals("down")) {
                assertThat(paused).isFalse();
            }
        }
        assertThat(paused).isFalse();
        assertThat(pauses).isPositive();
    }

    /** Numbered frames as fast as the socket takes them, then a close frame. */
    private static final class Flood implements LoopbackServer.Script {
        private static final int BATCH = 500;
        private final String padding;
        private int sent;

        Flood(int paddingBytes) {
            padding = " ".repeat(1 + paddingBytes);
        }

        @Override
        public void opened(ChannelHandlerContext ctx) {
            ctx.executor().execute(() -> sendBatch(ctx));
        }

        private void sendBatch(ChannelHandlerContext ctx) {
            for (int i = 0; i < BATCH && sent < FRAMES; i++) {
                ctx.write(new TextWebSocketFrame(sent + padding));
                sent++;
            }
            if (sent < FRAMES) {
                ctx.writeAndFlush(new PongWebSocketFrame()).addListener(done -> sendBatch(ctx));
            } else {
                ctx.writeAndFlush(new CloseWebSocketFrame(1000, ""));
            }
        }
    }

    /** Refuses one connection's frames as long as it is told to, and takes everything else. */
    private static final class HeldPort implements InputPort {
        static final int HELD = 1;
        final RecordingPort recording = new RecordingPort();
        private final AtomicBoolean full;

        HeldPort(AtomicBoolean full) {
            this.full = full;
        }

        @Override
        public boolean frame(int connection, int venue, long stampNs, Payload payload, int length) {
            return !(connection == HELD && full.get()) && recording.frame(connection, venue, stampNs, payload, length);
        }

        @Override
        public boolean connectionUp(int connection, int venue, long stampNs) {
            return recording.connectionUp(connection, venue, stampNs);
        }

        @Override
        public boolean connectionDown(int connection, int venue, long stampNs, int reason, int code, String detail) {
            return recording.connectionDown(connection, venue, stampNs, reason, code, detail);
        }

        @Override
        public boolean ping(int connection, int venue, long stampNs) {
            return recording.ping(connection, venue, stampNs);
        }

        @Override
        public boolean pong(int connection, int venue, long stampNs) {
            return recording.pong(connection, venue, stampNs);
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
                Payload body,
                int bodyLength) {
            return recording.outcome(
                    requestId, venue, stampNs, status, failure, usedWeight, retryAfterSeconds, url, body, bodyLength);
        }

        @Override
        public boolean paused(int connection, int venue, long stampNs) {
            return recording.paused(connection, venue, stampNs);
        }

        @Override
        public boolean resumed(int connection, int venue, long stampNs) {
            return recording.resumed(connection, venue, stampNs);
        }

        @Override
        public boolean oversize(
                int connection, int venue, long stampNs, int frameLength, Payload start, int startLength) {
            return recording.oversize(connection, venue, stampNs, frameLength, start, startLength);
        }
    }
}
