package io.truebook.transport;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;

/**
 * Netty's HTTP upgrade and frame encoder (which masks), without its frame decoder: bytes go on to {@link FrameReader}
 * as they are.
 */
final class Upgrade extends WebSocketClientHandshaker13 {
    static final String USER_AGENT = "truebook";
    private static final String DEFLATE = "permessage-deflate";

    private final boolean compression;

    Upgrade(Endpoint endpoint, int maxFrameBytes, boolean compression) {
        super(
                endpoint.webSocketUri(),
                WebSocketVersion.V13,
                null,
                compression,
                headers(compression),
                maxFrameBytes,
                true,
                false);
        this.compression = compression;
    }

    /**
     * Whether the answer agrees to compression.
     *
     * @throws WebSocketClientHandshakeException where the server answers with an extension that was not offered
     */
    boolean agreedToCompress(FullHttpResponse response) {
        String extensions = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        if (extensions == null || extensions.isBlank()) {
            return false;
        }
        if (!compression || !extensions.trim().startsWith(DEFLATE) || extensions.indexOf(',') >= 0) {
            throw new WebSocketClientHandshakeException("an extension that was not offered: " + extensions);
        }
        return true;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
        return new PassThrough();
    }

    private static HttpHeaders headers(boolean compression) {
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        if (compression) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, DEFLATE);
        }
        return headers;
    }

    /** Stands where Netty wants a decoder. */
    private static final class PassThrough extends ChannelInboundHandlerAdapter implements WebSocketFrameDecoder {}
}
