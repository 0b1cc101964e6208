package io.truebook.transport;

import static io.truebook.engine.record.ConnectionDownBody.TLS_FAILED;
import static io.truebook.engine.record.OutcomeBody.FAILURE_NONE;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
@Timeout(240)
class TlsTest {
    private static final int VENUE = 1;
    private static final int MAX_FRAME = 1 << 20;

    @TempDir
    private static Path folder;

    private static Certificates.Made forLocalhost;
    private static Certificates.Made forAnother;

    private final RecordingPort port = new RecordingPort();

    @BeforeAll
    static void makeCertificates() throws Exception {
        forLocalhost = Certificates.make(Files.createDirectory(folder.resolve("a")), "dns:localhost");
        forAnother = Certificates.make(Files.createDirectory(folder.resolve("b")), "dns:another.example");
    }

    @Test
    void shouldRefuseACertificateThatNobodyVouchesFor() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new Greeting(), forLocalhost.server());
                NettyTransport transport = transport(TransportOptions.builder())) {
            transport.connect(1, VENUE, "wss://localhost:" + server.port() + "/", MAX_FRAME);
            transport.query(2, VENUE, "GET https://localhost:" + server.port() + "/");
            RecordingPort.Input down = port.await("down", 1);
            port.await("outcome", 2);

            assertThat(down.number()).isEqualTo(TLS_FAILED);
            assertThat(down.text()).contains("certification path");
            assertThat(port.outcomes().get(0).failure()).isEqualTo(FAILURE_TLS);
        }
        assertThat(port.inputs()).hasSize(2);
    }

    @Test
    void shouldTakeACertificateThatIsTrustedForThisHost() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new Greeting(), forLocalhost.server());
                NettyTransport transport =
                        transport(TransportOptions.builder().trustedCertificates(forLocalhost.pem()))) {
            transport.connect(1, VENUE, "wss://localhost:" + server.port() + "/", MAX_FRAME);
            transport.query(2, VENUE, "GET https://localhost:" + server.port() + "/");
            assertThat(port.await("frame", 1).body()).isEqualTo("hello over TLS");
            port.await("outcome", 2);

            assertThat(port.outcomes().get(0).failure()).isEqualTo(FAILURE_NONE);
            assertThat(port.outcomes().get(0).body()).isEqualTo("answer over TLS");
        }
    }

    @Test
    void shouldRefuseATrustedCertificateOfAnotherHost() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new Greeting(), forAnother.server());
                NettyTransport transport =
                        transport(TransportOptions.builder().trustedCertificates(forAnother.pem()))) {
            transport.connect(1, VENUE, "wss://localhost:" + server.port() + "/", MAX_FRAME);
            transport.query(2, VENUE, "GET https://localhost:" + server.port() + "/");
            RecordingPort.Input down = port.await("down", 1);
            port.await("outcome", 2);

            assertThat(down.number()).isEqualTo(TLS_FAILED);
            assertThat(down.text()).contains("localhost");
            assertThat(port.outcomes().get(0).failure()).isEqualTo(FAILURE_TLS);
        }
    }

    @Test
    void shouldGiveUpWhenTheTlsHandshakeGetsNoAnswer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> {
                    try {
                        end.await(90, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                NettyTransport transport =
                        transport(TransportOptions.builder().handshakeTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100)))) {
            transport.connect(1, VENUE, server.url("wss", "/"), MAX_FRAME);

            assertThat(port.await("down", 1).number()).isEqualTo(TLS_FAILED);
            end.countDown();
        }
    }

    @Test
    void shouldNameTheFileWhenTheTrustedCertificatesCannotBeRead() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "no certificate");

        assertThatThrownBy(() -> TransportOptions.builder().trustedCertificates(folder.resolve("absent.pem")))
                .hasMessageContaining("absent.pem");
        assertThatThrownBy(() -> transport(TransportOptions.builder().trustedCertificates(rubbish)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rubbish.pem");
    }

    private NettyTransport transport(TransportOptions.Builder options) {
        return new NettyTransport(options.build(), new MonotonicClock(), port);
    }

    private static final class Greeting implements LoopbackServer.Script {
        @Override
        public void opened(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(new TextWebSocketFrame("hello over TLS"));
        }

        @Override
        public void request(ChannelHandlerContext ctx, FullHttpRequest request) {
            ctx.writeAndFlush(LoopbackServer.answer(HttpResponseStatus.OK, "answer over TLS"));
        }
    }
}
