package io.truebook.engine.book;

/** What a book may be used for; docs/conditions.md has the table of transitions. Numbers are part of the format. */
public final class Condition {
    /** Nothing is known; no subscription. */
    public static final byte EMPTY = 0;
    /** Waiting for a snapshot, or catching up behind one. */
    public static final byte SYNCING = 1;
    /** Proven, to the stated depth and as of the stated position. */
    public static final byte LIVE = 2;
    /** Kept, but not proven as of now: no proof exists, it is switched off, or something could have been missed. */
    public static final byte UNVERIFIED = 3;
    /** Right as of an earlier time: the connection is down, paused, lagging or silent. */
    public static final byte STALE = 4;
    /** Given up until somebody acts. */
    public static final byte BROKEN = 5;

    private static final String[] NAMES = {"EMPTY", "SYNCING", "LIVE", "UNVERIFIED", "STALE", "BROKEN"};

    private Condition() {}

    public static String name(int condition) {
        return NAMES[condition];
    }
}
