package io.truebook.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.truebook.engine.transport.Clock;

/** First in the pipeline: reads the clock once per socket read, before decryption and decoding. Event loop only. */
final class ReadStamp extends ChannelInboundHandlerAdapter {
    private final Clock clock;
    private long stampNs;

    ReadStamp(Clock clock) {
        this.clock = clock;
    }

    long stampNs() {
        return stampNs;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        stampNs = clock.nowNs();
        ctx.fireChannelRead(message);
    }
}
