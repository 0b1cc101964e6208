package io.truebook.engine.core;

/** How a venue's connection is, and why. Numbers are part of the format. */
public final class Health {
    /** Speaks, and what it says can be read. */
    public static final int HEALTHY = 0;
    /** Silent for a while, many errors, or connecting. */
    public static final int DEGRADED = 1;
    /** Never heard of, silent for too long, or five attempts to connect failed in a row. */
    public static final int UNHEALTHY = 2;

    public static final int REASON_NONE = 0;
    /** Connected, and nothing has come yet; or nothing has come at all. */
    public static final int REASON_UNHEARD = 1;

    public static final int REASON_SILENT = 2;
    public static final int REASON_ERRORS = 3;
    public static final int REASON_RECONNECTING = 4;
    public static final int REASON_ATTEMPTS_FAILED = 5;

    private static final String[] NAMES = {"HEALTHY", "DEGRADED", "UNHEALTHY"};
    private static final String[] REASONS = {
        "none", "nothing heard yet", "silent", "errors", "reconnecting", "connection attempts failed"
    };

    private Health() {}

    public static String name(int health) {
        return NAMES[health];
    }

    public static String reasonName(int reason) {
        return REASONS[reason];
    }
}
