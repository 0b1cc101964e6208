package io.truebook.transport;

import static io.truebook.engine.record.OutcomeBody.FAILURE_CLOSED;
import static io.truebook.engine.record.OutcomeBody.FAILURE_CONNECT;
import static io.truebook.engine.record.OutcomeBody.FAILURE_NONE;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TIMEOUT;
import static io.truebook.engine.record.OutcomeBody.FAILURE_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
@Timeout(240)
class RestClientTest {
    private static final int VENUE = 4;

    private final AtomicBoolean full = new AtomicBoolean();
    private final RecordingPort port = new RecordingPort(offer -> full.get());
    private final NettyTransport transport = transport(TransportOptions.builder());

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void shouldBindTheAnswerToItsRequestWithTheLimitHeaders() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(answering(request -> {
            FullHttpResponse response = LoopbackServer.answer(HttpResponseStatus.OK, "asked " + request.uri());
            response.headers().set("x-mbx-used-weight-1m", "250");
            return response;
        }))) {
            String url = server.url("http", "/api/v3/depth?symbol=BTCUSDT&limit=5000");
            transport.query(42, VENUE, "GET " + url);
            RecordingPort.Input input = port.await("outcome", 42);

            assertThat(input.venue()).isEqualTo(VENUE);
            assertThat(input.stampNs()).isPositive();
            assertThat(port.outcomes())
                    .containsExactly(new RecordingPort.Outcome(
                            200, FAILURE_NONE, 250, -1, url, "asked /api/v3/depth?symbol=BTCUSDT&limit=5000"));
        }
    }

    @Test
    void shouldPassOnAnyStatusAndRetryAfter() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(answering(request -> {
            int status = Integer.parseInt(request.uri().substring(1));
            FullHttpResponse response = LoopbackServer.answer(HttpResponseStatus.valueOf(status), "status " + status);
            if (status == 429) {
                response.headers().set(HttpHeaderNames.RETRY_AFTER, "30");
            } else if (status == 503) {
                response.headers().set(HttpHeaderNames.DATE, "Sat, 21 Nov 2026 10:00:00 GMT");
                response.headers().set(HttpHeaderNames.RETRY_AFTER, "Sat, 21 Nov 2026 10:02:00 GMT");
            } else if (status == 302) {
                response.headers().set(HttpHeaderNames.LOCATION, "/200");
            }
            return response;
        }))) {
            for (int status : new int[] {429, 503, 302, 500, 204}) {
                transport.query(status, VENUE, "GET " + server.url("http", "/" + status));
                port.await("outcome", status);
            }
        }
        assertThat(port.outcomes()).extracting(RecordingPort.Outcome::status).containsExactly(429, 503, 302, 500, 204);
        assertThat(port.outcomes())
                .extracting(RecordingPort.Outcome::retryAfterSeconds)
                .containsExactly(30, 120, -1, -1, -1);
        assertThat(port.outcomes()).extracting(RecordingPort.Outcome::failure).containsOnly(FAILURE_NONE);
        assertThat(port.outcomes().get(3).body()).isEqualTo("status 500");
    }

    @Test
    void shouldAskWithTheMethodGivenAndNameItself() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(answering(request -> LoopbackServer.answer(
                HttpResponseStatus.OK,
                request.method() + " " + request.headers().get(HttpHeaderNames.HOST) + " "
                        + request.headers().get(HttpHeaderNames.CONTENT_LENGTH) + " "
                        + request.headers().get(HttpHeaderNames.ACCEPT_ENCODING))))) {
            transport.query(1, VENUE, "POST " + server.url("http", "/api/v3/userDataStream"));
            port.await("outcome", 1);

            assertThat(port.outcomes().get(0).body()).isEqualTo("POST 127.0.0.1:" + server.port() + " 0 gzip");
        }
    }

    @Test
    void shouldInflateACompressedAnswer() throws Exception {
        String text = "{\"bids\":[[\"1\",\"2\"]]}".repeat(10_000);
        try (LoopbackServer server = LoopbackServer.start(answering(request -> gzipped(text)))) {
            transport.query(1, VENUE, "GET " + server.url("http", "/"));
            port.await("outcome", 1);

            assertThat(port.outcomes().get(0).body()).isEqualTo(text);
        }
    }

    @Test
    void shouldRefuseABodyOverTheLimitPlainOrInflated() throws Exception {
        NettyTransport narrow = transport(TransportOptions.builder().maxBodyBytes(100_000));
        try (LoopbackServer server = LoopbackServer.start(answering(request -> {
            switch (request.uri()) {
                case "/fits":
                    return LoopbackServer.answer(HttpResponseStatus.OK, "x".repeat(100_000));
                case "/plain":
                    return LoopbackServer.answer(HttpResponseStatus.OK, "x".repeat(100_001));
                default:
                    return gzipped("x".repeat(50_000_000));
            }
        }))) {
            narrow.query(1, VENUE, "GET " + server.url("http", "/fits"));
            narrow.query(2, VENUE, "GET " + server.url("http", "/plain"));
            narrow.query(3, VENUE, "GET " + server.url("http", "/gzip"));
            port.awaitCount("outcome", 3);

            assertThat(failureOf(1)).isEqualTo(FAILURE_NONE);
            assertThat(failureOf(2)).isEqualTo(FAILURE_TOO_LARGE);
            assertThat(failureOf(3)).isEqualTo(FAILURE_TOO_LARGE);
        } finally {
            narrow.close();
        }
    }

    @Test
    void shouldReportATimeoutAndNothingElseForThatRequest() throws Exception {
        NettyTransport hasty =
                transport(TransportOptions.builder().requestTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100)));
        CountDownLatch late = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            await(late);
            answer(socket, "too late");
        })) {
            hasty.query(1, VENUE, "GET " + server.url("http", "/"));
            port.await("outcome", 1);
            late.countDown();

            assertThat(failureOf(1)).isEqualTo(FAILURE_TIMEOUT);
        } finally {
            hasty.close();
        }
        assertThat(port.inputs()).hasSize(1);
    }

    @Test
    void shouldReportAConnectionThatBreaksInsideAnAnswer() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
            RawServer.reset(socket);
        })) {
            transport.query(1, VENUE, "GET " + server.url("http", "/"));
            port.await("outcome", 1);

            assertThat(failureOf(1)).isEqualTo(FAILURE_CLOSED);
            assertThat(port.outcomes().get(0).body()).isEmpty();
        }
    }

    @Test
    void shouldTakeAnAnswerThatOnlyTheEndCompletes() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        })) {
            transport.query(1, VENUE, "GET " + server.url("http", "/"));

            assertThat(port.await("outcome", 1).body()).isEqualTo("all of it");
            assertThat(failureOf(1)).isEqualTo(FAILURE_NONE);
        }
    }

    @Test
    void shouldReportAnAnswerThatIsNotHttp() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            socket.getOutputStream().write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            transport.query(1, VENUE, "GET " + server.url("http", "/"));
            port.await("outcome", 1);

            assertThat(failureOf(1)).isEqualTo(FAILURE_CLOSED);
        }
    }

    @Test
    void shouldReportAFailedConnectAndAWrongUrl() throws IOException {
        int unused;
        try (ServerSocket probe = new ServerSocket(0)) {
            unused = probe.getLocalPort();
        }
        transport.query(1, VENUE, "GET http://127.0.0.1:" + unused + "/");
        transport.query(2, VENUE, "GET ftp://example.org/");
        transport.query(3, VENUE, "GET http://no-such-host.invalid/");
        port.awaitCount("outcome", 3);

        assertThat(port.outcomes()).extracting(RecordingPort.Outcome::failure).containsOnly(FAILURE_CONNECT);
        assertThat(port.outcomes()).extracting(RecordingPort.Outcome::status).containsOnly(0);
    }

    @Test
    void shouldKeepConnectionsAndAskInTurnWhenThereAreMoreRequests() throws Exception {
        Set<String> channels = ConcurrentHashMap.newKeySet();
        NettyTransport two = transport(TransportOptions.builder().maxConnectionsPerHost(2));
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void request(ChannelHandlerContext ctx, FullHttpRequest request) {
                channels.add(ctx.channel().id().asLongText());
                ctx.writeAndFlush(LoopbackServer.answer(HttpResponseStatus.OK, request.uri()));
            }
        })) {
            for (int i = 0; i < 200; i++) {
                two.query(i, VENUE, "GET " + server.url("http", "/" + i));
            }
            List<RecordingPort.Input> outcomes = port.awaitCount("outcome", 200);

            assertThat(outcomes).allSatisfy(input -> assertThat(input.body()).isEqualTo("/" + input.id()));
            assertThat(channels).hasSizeBetween(1, 2);
        } finally {
            two.close();
        }
    }

    @Test
    void shouldAskAGetAgainWhenTheKeptConnectionWasClosedMeanwhile() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> {
            int number = connections.incrementAndGet();
            RawServer.readHead(socket);
            answer(socket, "answer " + number);
            if (number == 1) {
                // Takes the second request and hangs up without a word.
                RawServer.readHead(socket);
                asked.countDown();
                RawServer.reset(socket);
            }
        })) {
            transport.query(1, VENUE, "GET " + server.url("http", "/"));
            port.await("outcome", 1);
            transport.query(2, VENUE, "GET " + server.url("http", "/"));

            assertThat(port.await("outcome", 2).body()).isEqualTo("answer 2");
            assertThat(asked.await(90, TimeUnit.SECONDS)).isTrue();
            assertThat(transport.count(TransportCounter.REQUESTS_REPEATED)).isEqualTo(1);
        }
    }

    @Test
    void shouldNotAskAPostAgain() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            RawServer.readHead(socket);
            answer(socket, "first");
            RawServer.readHead(socket);
            RawServer.reset(socket);
        })) {
            transport.query(1, VENUE, "POST " + server.url("http", "/"));
            port.await("outcome", 1);
            transport.query(2, VENUE, "POST " + server.url("http", "/"));
            port.await("outcome", 2);

            assertThat(failureOf(2)).isEqualTo(FAILURE_CLOSED);
        }
    }

    @Test
    void shouldOpenANewConnectionAfterOneThatWasNotKept() throws Exception {
        try (LoopbackServer server = LoopbackServer.start(new LoopbackServer.Script() {
            @Override
            public void request(ChannelHandlerContext ctx, FullHttpRequest request) {
                FullHttpResponse response = LoopbackServer.answer(HttpResponseStatus.OK, "once");
                response.headers().set(HttpHeaderNames.CONNECTION, "close");
                ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            }
        })) {
            for (int i = 1; i <= 10; i++) {
                transport.query(i, VENUE, "GET " + server.url("http", "/"));
                port.await("outcome", i);
            }
            assertThat(port.outcomes())
                    .extracting(RecordingPort.Outcome::failure)
                    .containsOnly(FAILURE_NONE);
        }
    }

    @Test
    void shouldKeepTheOrderOfOutcomesThatTheRingRefuses() throws Exception {
        full.set(true);
        try (LoopbackServer server = LoopbackServer.start(
                answering(request -> LoopbackServer.answer(HttpResponseStatus.OK, request.uri())))) {
            for (int i = 0; i < 5; i++) {
                transport.query(i, VENUE, "GET " + server.url("http", "/" + i));
            }
            while (transport.count(TransportCounter.REFUSED) < 10) {
                Thread.onSpinWait();
            }
            full.set(false);
            List<RecordingPort.Input> outcomes = port.awaitCount("outcome", 5);

            assertThat(outcomes).allSatisfy(input -> assertThat(input.body()).isEqualTo("/" + input.id()));
            assertThat(outcomes).extracting(RecordingPort.Input::stampNs).isSorted();
        }
    }

    @Test
    void shouldReportTooLargeWhenThePortCanNeverTakeTheBody() throws Exception {
        RecordingPort failing = new RecordingPort(offer -> {
            if (offer == 0) {
                throw new IllegalArgumentException("longer than any buffer");
            }
            return false;
        });
        try (LoopbackServer server = LoopbackServer.start(
                        answering(request -> LoopbackServer.answer(HttpResponseStatus.OK, "too much")));
                NettyTransport affected =
                        new NettyTransport(TransportOptions.defaults(), new MonotonicClock(), failing)) {
            affected.query(1, VENUE, "GET " + server.url("http", "/"));
            failing.await("outcome", 1);

            assertThat(failing.outcomes().get(0).failure()).isEqualTo(FAILURE_TOO_LARGE);
            assertThat(failing.outcomes().get(0).body()).isEmpty();
        }
    }

    private int failureOf(long requestId) {
        List<RecordingPort.Input> outcomes = port.inputs("outcome");
        for (RecordingPort.Input input : outcomes) {
            if (input.id() == requestId) {
                return input.code();
            }
        }
        throw new AssertionError("no outcome of request " + requestId);
    }

    private NettyTransport transport(TransportOptions.Builder options) {
        return new NettyTransport(options.build(), new MonotonicClock(), port);
    }

    private interface Answer {
        FullHttpResponse to(FullHttpRequest request);
    }

    private static LoopbackServer.Script answering(Answer answer) {
        return new LoopbackServer.Script() {
            @Override
            public void request(ChannelHandlerContext ctx, FullHttpRequest request) {
                ctx.writeAndFlush(answer.to(request));
            }
        };
    }

    private static FullHttpResponse gzipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(bytes.toByteArray()));
        response.headers().set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.size());
        return response;
    }

    private static void answer(Socket socket, String body) throws IOException {
        socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(90, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
