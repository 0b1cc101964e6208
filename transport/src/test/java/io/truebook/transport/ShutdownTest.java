package io.truebook.transport;

import static io.truebook.engine.record.ConnectionDownBody.CLOSED_BY_US;
import static io.truebook.engine.record.OutcomeBody.FAILURE_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
@Timeout(240)
class ShutdownTest {
    private static final int VENUE = 1;
    private static final int MAX_FRAME = 1 << 20;

    @Test
    void shouldEndEverythingOnceAndLeaveNoThread() throws Exception {
        RecordingPort port = new RecordingPort();
        // Requests are read and never answered; upgrades are accepted.
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {})) {
            Set<Thread> before = threads();
            NettyTransport transport = new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), port);
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            transport.connect(2, VENUE, "ws://localhost:" + server.port() + "/", MAX_FRAME);
            port.awaitCount("up", 2);
            for (int i = 10; i < 20; i++) {
                transport.query(i, VENUE, "GET " + server.url("http", "/never"));
            }
            transport.connect(3, VENUE, server.url("ws", "/"), MAX_FRAME);
            transport.close();
            transport.close();

            Set<Thread> after = threads();
            after.removeAll(before);
            assertThat(after).extracting(Thread::getName).isEmpty();
        }
        assertThat(port.inputs("down")).hasSize(3).allMatch(down -> down.number() == CLOSED_BY_US);
        assertThat(port.inputs("outcome")).hasSize(10).allMatch(outcome -> outcome.code() == FAILURE_CLOSED);
    }

    @Test
    void shouldAnswerCallsAfterTheEnd() {
        RecordingPort port = new RecordingPort();
        NettyTransport transport = new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), port);
        transport.close();
        transport.connect(1, VENUE, "ws://127.0.0.1:1/", MAX_FRAME);
        transport.query(2, VENUE, "GET http://127.0.0.1:1/");
        transport.send(1, "nothing");
        transport.ping(1);
        transport.close(1);

        assertThat(port.await("down", 1).number()).isEqualTo(CLOSED_BY_US);
        assertThat(port.await("outcome", 2).code()).isEqualTo(FAILURE_CLOSED);
    }

    @Test
    void shouldNotWaitForEverForARingThatTakesNothing() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        RecordingPort port = new RecordingPort(offer -> full.get());
        NettyTransport transport = new NettyTransport(
                TransportOptions.builder()
                        .shutdownTimeoutNs(TimeUnit.MILLISECONDS.toNanos(200))
                        .build(),
                new MonotonicClock(),
                port);
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
                ctx.writeAndFlush(frame.retain());
            }
        })) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);
            port.await("up", 1);
            full.set(true);
            transport.send(1, "echo");
            while (transport.count(TransportCounter.REFUSED) == 0) {
                Thread.onSpinWait();
            }
            transport.close();

            assertThat(transport.count(TransportCounter.UNDELIVERED)).isEqualTo(1);
        }
        assertThat(port.inputs("down")).isEmpty();
    }

    @Test
    void shouldRunOnTheThreadOfTheFactoryAndSpinWhenAskedTo() throws Exception {
        AtomicReference<Thread> made = new AtomicReference<>();
        RecordingPort port = new RecordingPort();
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
                    @Override
                    public void opened(ChannelHandlerContext ctx) {
                        ctx.writeAndFlush(new TextWebSocketFrame("hello"));
                    }
                });
                NettyTransport transport = new NettyTransport(
                        TransportOptions.builder()
                                .busySelect(true)
                                .threadFactory(task -> {
                                    made.set(new Thread(task, "pinned-io"));
                                    return made.get();
                                })
                                .build(),
                        new MonotonicClock(),
                        port)) {
            transport.connect(1, VENUE, server.url("ws", "/"), MAX_FRAME);

            assertThat(port.await("frame", 1).body()).isEqualTo("hello");
            assertThat(made.get().getName()).isEqualTo("pinned-io");
        }
        assertThat(made.get().isAlive()).isFalse();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("Attach")
                        && thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .collect(Collectors.toSet());
    }
}
