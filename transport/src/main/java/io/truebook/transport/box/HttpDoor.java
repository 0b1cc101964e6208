package io.truebook.transport.box;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes each request to its venue: an upgrade becomes a {@link Session}, a GET an answer. Event loop. */
final class HttpDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_CLIENT_FRAME_BYTES = 1 << 20;

    private final Map<String, VenueServer> venues;
    private final Counters counters;
    private final DeliveryLog log;
    private final ClientListener clients;

    /** A venue and the path without its prefix. */
    private record Target(VenueServer venue, String path) {}

    HttpDoor(Map<String, VenueServer> venues, Counters counters, DeliveryLog log, ClientListener clients) {
        this.venues = venues;
        this.counters = counters;
        this.log = log;
        this.clients = clients;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        if (request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            open(context, request, address);
            return;
        }
        counters.queries++;
        clients.onRequest(ClientListener.Kind.QUERY, 0, request.uri());
        VenueProtocol.Answer answer = answer(request, address);
        if (log != null && answer.logBody() != null) {
            log.query(counters.queries, answer.logBody());
        }
        respond(context, request, answer);
    }

    private VenueProtocol.Answer answer(FullHttpRequest request, QueryStringDecoder address) {
        if (!request.method().equals(HttpMethod.GET)) {
            return plain(405, "only GET is answered here");
        }
        Target target = target(address.path(), false);
        VenueProtocol.Answer answer = target == null ? null : target.venue().get(target.path(), address.parameters());
        return answer != null ? answer : plain(404, "no such address; the box serves " + venues.keySet());
    }

    private static VenueProtocol.Answer plain(int status, String message) {
        return new VenueProtocol.Answer(
                status, Json.text(Json.object().put("code", status).put("msg", message)), Map.of(), null);
    }

    /** By the venue's name in front, else by a path that only one venue has, else the only venue that accepts it. */
    private Target target(String path, boolean webSocket) {
        for (Map.Entry<String, VenueServer> venue : venues.entrySet()) {
            if (path.equals('/' + venue.getKey())) {
                return new Target(venue.getValue(), "/");
            }
            if (path.startsWith('/' + venue.getKey() + '/')) {
                return new Target(
                        venue.getValue(), path.substring(venue.getKey().length() + 1));
            }
        }
        if (!webSocket) {
            VenueServer byPath = venues.get(String.valueOf(Venues.byPath(path)));
            return byPath != null ? new Target(byPath, path) : venues.size() == 1 ? only(path) : null;
        }
        Target found = null;
        for (VenueServer venue : venues.values()) {
            if (venue.protocol().accepts(path)) {
                if (found != null) {
                    return null;
                }
                found = new Target(venue, path);
            }
        }
        return found;
    }

    private Target only(String path) {
        return new Target(venues.values().iterator().next(), path);
    }

    private void open(ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder address) {
        Target target = target(address.path(), true);
        if (target == null || !target.venue().protocol().accepts(target.path())) {
            respond(context, request, plain(404, "no WebSocket at this address; the box serves " + venues.keySet()));
            return;
        }
        String url = "ws://" + request.headers().get(HttpHeaderNames.HOST, "127.0.0.1") + request.uri();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(url, null, false, MAX_CLIENT_FRAME_BYTES).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        Session session = new Session(++counters.connections, context.channel(), target.venue(), counters, log);
        clients.onRequest(ClientListener.Kind.CONNECT, counters.connections, request.uri());
        context.pipeline()
                .addLast(
                        new WebSocketFrameAggregator(MAX_CLIENT_FRAME_BYTES),
                        new SocketHandler(session, handshaker, clients));
        handshaker.handshake(context.channel(), request).addListener(done -> {
            if (done.isSuccess() && target.venue().stormy()) {
                counters.fault(FaultKind.RECONNECT_STORM);
                session.disconnect();
            } else if (done.isSuccess()) {
                target.venue().protocol().opened(session, target.path(), address.parameters());
            } else {
                context.close();
            }
        });
        context.pipeline().remove(this);
    }

    private static void respond(ChannelHandlerContext context, FullHttpRequest request, VenueProtocol.Answer answer) {
        ByteBuf body = Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        boolean keep = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keep);
        var written = context.writeAndFlush(response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        SocketHandler.logAndClose(context, cause);
    }
}
