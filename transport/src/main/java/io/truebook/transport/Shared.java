package io.truebook.transport;

import io.netty.channel.EventLoop;
import io.truebook.engine.transport.Clock;
import io.truebook.engine.transport.InputPort;

/** What all connections of one transport use. */
final class Shared {
    private final EventLoop loop;
    private final Clock clock;
    private final InputPort input;
    private final TransportOptions options;
    private final Counters counters;
    private final Settled settled;

    /** Told, on the event loop, when nothing more will come from something. */
    interface Settled {
        void down(WebSocketConnection connection);
    }

    Shared(EventLoop loop, Clock clock, InputPort input, TransportOptions options, Counters counters, Settled settled) {
        this.loop = loop;
        this.clock = clock;
        this.input = input;
        this.options = options;
        this.counters = counters;
        this.settled = settled;
    }

    EventLoop loop() {
        return loop;
    }

    Clock clock() {
        return clock;
    }

    InputPort input() {
        return input;
    }

    TransportOptions options() {
        return options;
    }

    Counters counters() {
        return counters;
    }

    void downTaken(WebSocketConnection connection) {
        settled.down(connection);
    }
}
