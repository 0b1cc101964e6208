package io.truebook.journal;

import io.netty.buffer.ByteBuf;
import io.truebook.transport.NettyTransport;

/** Breaks each rule for the journal once; never run. */
final class JournalViolations {
    private JournalViolations() {}

    static final class UsesTransport {
        NettyTransport transport;
    }

    static final class UsesNetty {
        ByteBuf buffer;
    }
}
