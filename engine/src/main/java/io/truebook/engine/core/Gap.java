package io.truebook.engine.core;

/** How bad a hole in a sequence is, by the ids that are missing (system A's gap report). */
final class Gap {
    private static final int MEDIUM_FROM = 2;
    private static final int HIGH_FROM = 5;
    private static final int CRITICAL_ABOVE = 10;

    private Gap() {}

    /** Cold: a text for the report. */
    static String report(long expected, long received, String remark) {
        final long missing = Math.max(1, received - expected);
        return severity(missing) + ": " + missing + (missing == 1 ? " id" : " ids") + " missing"
                + (remark.isEmpty() ? "" : "; " + remark);
    }

    static String severity(long missing) {
        if (missing > CRITICAL_ABOVE) {
            return "critical";
        }
        return missing >= HIGH_FROM ? "high" : missing >= MEDIUM_FROM ? "medium" : "low";
    }
}
