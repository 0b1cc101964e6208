package io.truebook.engine.core;

/** State of one connection; each has its own. Numbers are part of the format. */
public final class SessionState {
    /** Not connected, and not about to be. */
    public static final int DOWN = 0;

    public static final int CONNECTING = 1;
    /** The handshake is complete. */
    public static final int UP = 2;
    /** Lost, or not made: waits for the next attempt. */
    public static final int BACKOFF = 3;
    /** As {@link #BACKOFF}, after so many failures in a row that people have been told. */
    public static final int ERROR = 4;
    /** Connected and logged in; of private connections only. */
    public static final int AUTHENTICATED = 5;

    private static final String[] NAMES = {
        "disconnected", "connecting", "connected", "reconnecting", "error", "authenticated"
    };

    private SessionState() {}

    public static String name(int state) {
        return NAMES[state];
    }
}
