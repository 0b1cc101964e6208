package io.truebook.engine.record;

/** Types of input records: everything that the core may depend on. Numbers are part of the format; never reuse one. */
public final class InputType {
    /** First of every run and at each change: {@link ConfiguredBody}. */
    public static final int CONFIGURED = 1;
    /** The run starts: connections are down, outstanding requests unknown. Body: {@link StartedBody}. */
    public static final int STARTED = 2;
    /** A WebSocket message, unmasked and inflated, otherwise as received; the body is the payload itself. */
    public static final int FRAME = 3;
    /** A connection's handshake is complete. Body: empty. */
    public static final int CONNECTION_UP = 4;
    /** A connection is gone or could not be made. Body: {@link ConnectionDownBody}. */
    public static final int CONNECTION_DOWN = 5;
    /** A WebSocket ping came in (the transport has answered it). Body: empty. */
    public static final int PING = 6;
    /** A WebSocket pong came in. Body: empty. */
    public static final int PONG = 7;
    /** The outcome of a request. Body: {@link OutcomeBody}. */
    public static final int OUTCOME = 8;
    /** A deadline that the core named is due; the envelope's time says when. Body: empty. */
    public static final int TIMER = 9;
    /** What an operator asks for; the source is the ticket of who asked. Body: the text of a {@link Command}. */
    public static final int COMMAND = 10;
    /** The connection's socket is not read because the ring is full. Body: empty. */
    public static final int PAUSED = 11;
    /** The connection's socket is read again. Body: empty. */
    public static final int RESUMED = 12;
    /** The wall clock moved against the monotonic clock. Body: one long, ns. */
    public static final int CLOCK_STEP = 15;
    /** The core asked to be called again. Body: empty. */
    public static final int CONTINUE = 16;
    /** A frame over {@code maxFrameBytes}. Body: one int, its length (or -1), then up to 4 KiB of its start. */
    public static final int OVERSIZE = 17;
    /** An input that crashed two starts is left out from now on. Body: one long, its position. */
    public static final int SKIP = 18;

    private static final String[] NAMES = {
        "?",
        "configured",
        "started",
        "frame",
        "connection_up",
        "connection_down",
        "ping",
        "pong",
        "outcome",
        "timer",
        "command",
        "paused",
        "resumed",
        "lag_begin",
        "lag_end",
        "clock_step",
        "continue",
        "oversize",
        "skip"
    };

    private InputType() {}

    /** The name that tools print; {@code "?"} for an unknown type. */
    public static String name(int type) {
        return type > 0 && type < NAMES.length ? NAMES[type] : NAMES[0];
    }
}
