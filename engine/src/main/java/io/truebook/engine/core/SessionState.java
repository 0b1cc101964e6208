package io.truebook.engine.core;

/** State of a venue's connection. Numbers are part of the format. */
public final class SessionState {
    public static final int DOWN = 0;
    public static final int CONNECTING = 1;
    public static final int UP = 2;
    /** Waiting for the next attempt. */
    public static final int BACKOFF = 3;

    private static final String[] NAMES = {"down", "connecting", "up", "backoff"};

    private SessionState() {}

    public static String name(int state) {
        return NAMES[state];
    }
}
