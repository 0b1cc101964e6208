package io.truebook.transport;

import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_PEER;
import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_US;
import static io.truebook.engine.record.ConnectionDownBody.CONNECT_FAILED;
import static io.truebook.engine.record.ConnectionDownBody.FRAME_TOO_LONG;
import static io.truebook.engine.record.ConnectionDownBody.HANDSHAKE_FAILED;
import static io.truebook.engine.record.ConnectionDownBody.LOST;
import static io.truebook.engine.record.ConnectionDownBody.PROTOCOL_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
@Timeout(240)
class WebSocketConnectionTest {
    private static final int MAX_FRAME = 1 << 20;
    private static final int VENUE = 3;

    private final RecordingPort port = new RecordingPort();
    private final NettyTransport transport = transport(TransportOptions.builder());

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void shouldPassOnMessagesInOrderAfterTheHandshake() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void opened(ChannelHandlerContext ctx) {
                ctx.write(new TextWebSocketFrame("first"));
                ctx.write(new BinaryWebSocketFrame(Unpooled.copiedBuffer("binary", StandardCharsets.UTF_8)));
                ctx.write(new TextWebSocketFrame(false, 0, "in "));
                ctx.write(new PingWebSocketFrame());
                ctx.write(new ContinuationWebSocketFrame(false, 0, "three "));
                ctx.writeAndFlush(new ContinuationWebSocketFrame(true, 0, "parts"));
            }
        })) {
            transport.connect(7, VENUE, server.url("ws", "/stream?x=1"), MAX_FRAME);
            port.awaitCount("frame", 3);
            transport.close(7);
            port.await("down", 7);
        }

        assertThat(port.inputs())
                .extracting(RecordingPort.Input::kind)
                .containsExactly("up", "frame", "frame", "ping", "frame", "down");
        assertThat(port.inputs("frame"))
                .extracting(RecordingPort.Input::body)
                .containsExactly("first", "binary", "in three parts");
        assertThat(port.inputs()).allMatch(input -> input.venue() == VENUE && input.id() == 7 && input.stampNs() > 0);
        assertThat(transport.count(TransportCounter.MESSAGES)).isEqualTo(3);
        assertThat(transport.count(TransportCounter.MESSAGE_BYTES)).isEqualTo(5 + 6 + 14);
    }

    @Test
    void shouldSendTextAndPingsAndReportPongs() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                if (frame instanceof TextWebSocketFrame) {
                    received.add(((TextWebSocketFrame) frame).text());
                } else if (frame instanceof PingWebSocketFrame) {
                    received.add("ping");
                    ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
                }
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            transport.send(1, "{\"method\":\"subscribe\",\"symbol\":\"币\"}");
            transport.ping(1);

            assertThat(received.poll(90, TimeUnit.SECONDS)).isEqualTo("{\"method\":\"subscribe\",\"symbol\":\"币\"}");
            assertThat(received.poll(90, TimeUnit.SECONDS)).isEqualTo("ping");
            port.await("pong", 1);
        }
    }

    @Test
    void shouldAnswerAPingWithItsPayloadAndReportIt() throws Exception {
        BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void opened(ChannelHandlerContext ctx) {
                ctx.writeAndFlush(new PingWebSocketFrame(Unpooled.copiedBuffer("1700", StandardCharsets.UTF_8)));
            }

            @Override
            public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                pongs.add(
                        frame.getClass().getSimpleName() + " " + frame.content().toString(StandardCharsets.UTF_8));
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(pongs.poll(90, TimeUnit.SECONDS)).isEqualTo("PongWebSocketFrame 1700");
            port.await("ping", 1);
        }
    }

    @Test
    void shouldReportTheCodeWithWhichTheServerCloses() throws Exception {
        CountDownLatch echoed = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void opened(ChannelHandlerContext ctx) {
                ctx.write(new TextWebSocketFrame("last words"));
                ctx.writeAndFlush(new CloseWebSocketFrame(1012, "service restart"));
            }

            @Override
            public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                if (frame instanceof CloseWebSocketFrame && ((CloseWebSocketFrame) frame).statusCode() == 1012) {
                    echoed.countDown();
                }
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(CLOSED_BY_PEER);
            assertThat(down.code()).isEqualTo(1012);
            assertThat(down.text()).isEqualTo("service restart");
            assertThat(port.inputs("frame")).hasSize(1);
            assertThat(echoed.await(90, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldSayGoodbyeWhenAskedToClose() throws Exception {
        CountDownLatch goodbye = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                if (frame instanceof CloseWebSocketFrame && ((CloseWebSocketFrame) frame).statusCode() == 1000) {
                    goodbye.countDown();
                    ctx.writeAndFlush(new CloseWebSocketFrame(1000, ""));
                }
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            transport.close(1);
            transport.close(1);
            transport.send(1, "too late");
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(CLOSED_BY_US);
            assertThat(goodbye.await(90, TimeUnit.SECONDS)).isTrue();
            assertThat(transport.count(TransportCounter.SENDS_DROPPED)).isEqualTo(1);
        }
        assertThat(port.inputs("down")).hasSize(1);
    }

    @Test
    void shouldCloseWithoutThePeerWhenItDoesNotAnswerTheGoodbye() throws Exception {
        NettyTransport hasty = transport(TransportOptions.builder().closeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(50)));
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {})) {
            hasty.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            hasty.close(1);

            assertThat(port.await("down", 1).number()).isEqualTo(CLOSED_BY_US);
        } finally {
            hasty.close();
        }
    }

    @Test
    void shouldReportLengthAndStartOfAMessageOverTheLimit() throws Exception {
        String longText = "0123456789".repeat(10_000);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void opened(ChannelHandlerContext ctx) {
                ctx.write(new TextWebSocketFrame("fits"));
                ctx.writeAndFlush(new TextWebSocketFrame(longText));
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), 50_000);
            RecordingPort.Input oversize = port.await("oversize", 1);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(oversize.number()).isEqualTo(100_000);
            assertThat(oversize.body()).isEqualTo(longText.substring(0, 4096));
            assertThat(down.number()).isEqualTo(FRAME_TOO_LONG);
            assertThat(down.code()).isEqualTo(1009);
        }
        assertThat(port.inputs("frame")).extracting(RecordingPort.Input::body).containsExactly("fits");
    }

    @Test
    void shouldTakeALongMessageUpToTheLimit() throws Exception {
        String longText = "0123456789".repeat(500_000);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void opened(ChannelHandlerContext ctx) {
                ctx.writeAndFlush(new TextWebSocketFrame(longText));
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), longText.length());

            assertThat(port.await("frame", 1).body()).isEqualTo(longText);
        }
    }

    @Test
    void shouldReportTheStatusWhenTheUpgradeIsRefused() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public boolean upgrades(FullHttpRequest request) {
                return false;
            }

            @Override
            public void request(ChannelHandlerContext ctx, FullHttpRequest request) {
                ctx.writeAndFlush(LoopbackServer.answer(HttpResponseStatus.TOO_MANY_REQUESTS, "slow down"));
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(HANDSHAKE_FAILED);
            assertThat(down.code()).isEqualTo(429);
            assertThat(down.text()).contains("slow down");
        }
        assertThat(port.inputs("up")).isEmpty();
    }

    @Test
    void shouldReportTheStatusOfARefusalThatOnlyTheEndCompletes() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nnot from here"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.close();
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(HANDSHAKE_FAILED);
            assertThat(down.code()).isEqualTo(403);
            assertThat(down.text()).contains("not from here");
        }
    }

    @Test
    void shouldGiveUpWhenTheServerDoesNotAnswerTheUpgrade() throws Exception {
        NettyTransport hasty =
                transport(TransportOptions.builder().handshakeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100)));
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> await(end))) {
            hasty.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(HANDSHAKE_FAILED);
            assertThat(down.text()).contains("within 100 ms");
            end.countDown();
        } finally {
            hasty.close();
        }
    }

    @Test
    void shouldTakeUpAHandshakeThatComesInPieces() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            byte[] accept = RawServer.acceptUpgrade(socket);
            byte[] frame = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};
            socket.setTcpNoDelay(true);
            for (byte b : accept) {
                socket.getOutputStream().write(b);
            }
            for (byte b : frame) {
                socket.getOutputStream().write(b);
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(port.await("frame", 1).body()).isEqualTo("hello");
        }
        assertThat(port.await("down", 1).number()).isEqualTo(LOST);
    }

    @Test
    void shouldTakeFramesThatArriveInOneReadWithTheHandshake() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            byte[] accept = RawServer.acceptUpgrade(socket);
            byte[] both = new byte[accept.length + 6];
            System.arraycopy(accept, 0, both, 0, accept.length);
            System.arraycopy(new byte[] {(byte) 0x81, 1, 'a', (byte) 0x81, 1, 'b'}, 0, both, accept.length, 6);
            socket.getOutputStream().write(both);
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(port.awaitCount("frame", 2))
                    .extracting(RecordingPort.Input::body)
                    .containsExactly("a", "b");
            assertThat(port.inputs().get(0).kind()).isEqualTo("up");
        }
    }

    @Test
    void shouldReportALostConnectionWhenTheServerResetsIt() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.getOutputStream().write(RawServer.acceptUpgrade(socket));
            port.await("up", 1);
            RawServer.reset(socket);
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(port.await("down", 1).number()).isEqualTo(LOST);
        }
    }

    @Test
    void shouldReportALostConnectionWhenTheServerHangsUpInsideAFrame() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.getOutputStream().write(RawServer.acceptUpgrade(socket));
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 10, 'h', 'a', 'l', 'f'});
            socket.close();
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(port.await("down", 1).number()).isEqualTo(LOST);
        }
        assertThat(port.inputs("frame")).isEmpty();
    }

    @Test
    void shouldReportAProtocolErrorAndCloseWith1002() throws Exception {
        BlockingQueue<List<Integer>> closes = new LinkedBlockingQueue<>();
        try (RawServer server = new RawServer(socket -> {
            socket.getOutputStream().write(RawServer.acceptUpgrade(socket));
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 1, 'x', (byte) 0x83, 0});
            byte[] head = socket.getInputStream().readNBytes(8);
            closes.add(List.of(head[0] & 0xff, ((head[6] ^ head[2]) & 0xff) << 8 | (head[7] ^ head[3]) & 0xff));
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(PROTOCOL_ERROR);
            assertThat(down.text()).contains("unknown opcode 3");
            assertThat(closes.poll(90, TimeUnit.SECONDS)).containsExactly(0x88, 1002);
        }
        assertThat(port.inputs("frame")).hasSize(1);
    }

    @Test
    void shouldReportAFailedConnectWhenNobodyListens() throws IOException {
        int unused;
        try (ServerSocket probe = new ServerSocket(0)) {
            unused = probe.getLocalPort();
        }
        transport.connect(1, VENUE, "ws://127.0.0.1:" + unused + "/", MAX_FRAME);
        RecordingPort.Input down = port.await("down", 1);

        assertThat(down.number()).isEqualTo(CONNECT_FAILED);
        assertThat(down.text()).containsIgnoringCase("refused");
        assertThat(port.inputs()).hasSize(1);
    }

    @Test
    void shouldReportAFailedConnectForAnUnknownHostAndForAWrongUrl() {
        transport.connect(1, VENUE, "ws://no-such-host.invalid/", MAX_FRAME);
        transport.connect(2, VENUE, "http://example.org/", MAX_FRAME);
        transport.connect(3, VENUE, "ws://host/%zz", MAX_FRAME);
        List<RecordingPort.Input> downs = port.awaitCount("down", 3);

        assertThat(downs).extracting(RecordingPort.Input::number).containsOnly(CONNECT_FAILED);
        assertThat(downs).extracting(RecordingPort.Input::text).anyMatch(text -> text.contains("must begin with ws"));
    }

    @Test
    void shouldReportOneDownWhenClosedBeforeItIsUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> await(end))) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            transport.close(1);

            assertThat(port.await("down", 1).number()).isEqualTo(CLOSED_BY_US);
            end.countDown();
        }
        assertThat(port.inputs()).hasSize(1);
    }

    @Test
    void shouldRefuseAnExtensionThatWasNotOffered() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            String accept = new String(RawServer.acceptUpgrade(socket), StandardCharsets.US_ASCII);
            socket.getOutputStream()
                    .write(accept.replace("Upgrade: w", "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: w")
                            .getBytes(StandardCharsets.US_ASCII));
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = port.await("down", 1);

            assertThat(down.number()).isEqualTo(HANDSHAKE_FAILED);
            assertThat(down.text()).contains("permessage-deflate");
        }
    }

    @Test
    void shouldInflateMessagesWhenCompressionIsAgreedUpon() throws Exception {
        NettyTransport compressing = transport(TransportOptions.builder().compression(true));
        BlockingQueue<String> offered = new LinkedBlockingQueue<>();
        try (LoopbackServer server = LoopbackServer.startCompressing(new LoopbackServer.Script() {
            @Override
            public boolean upgrades(FullHttpRequest request) {
                offered.add(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
                return true;
            }

            @Override
            public void opened(ChannelHandlerContext ctx) {
                // The server's compression is set up by the answer's write, which is complete only after this call.
                ctx.executor().execute(() -> {
                    for (int i = 0; i < 10; i++) {
                        ctx.channel().writeAndFlush(new TextWebSocketFrame("squeezed " + i + "-".repeat(1000)));
                    }
                });
            }
        })) {
            compressing.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            List<RecordingPort.Input> frames = port.awaitCount("frame", 10);

            assertThat(offered.poll(90, TimeUnit.SECONDS)).isEqualTo("permessage-deflate");
            for (int i = 0; i < 10; i++) {
                assertThat(frames.get(i).body()).isEqualTo("squeezed " + i + "-".repeat(1000));
            }
        } finally {
            compressing.close();
        }
    }

    @Test
    void shouldGiveTheConnectionUpWhenThePortCanNeverTakeAMessage() throws Exception {
        RecordingPort failing = new RecordingPort(offer -> {
            if (offer == 1) {
                throw new IllegalArgumentException("longer than any buffer");
            }
            return false;
        });
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    @Override
                    public void opened(ChannelHandlerContext ctx) {
                        ctx.writeAndFlush(new TextWebSocketFrame("too much"));
                    }
                });
                NettyTransport affected =
                        new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), failing)) {
            affected.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            RecordingPort.Input down = failing.await("down", 1);

            assertThat(down.number()).isEqualTo(LOST);
            assertThat(down.text()).contains("longer than any buffer");
        }
        assertThat(failing.inputs()).hasSize(2);
    }

    private NettyTransport transport(TransportOptions.Builder options) {
        return new NettyTransport(options.build(), new MonotonicClock(), port);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(90, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
