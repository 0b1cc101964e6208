package io.truebook.tools.engine;

/**
 * What is done beside the hot path to keep a journal folder in bounds.
 *
 * @param retentionDays whole days kept, 0 for ever
 * @param retentionBytes bytes kept per journal, 0 for no limit
 * @param lowDiskBytes an alert when less is free
 * @param forecastHours an alert when the disk will be full within so many hours at the present rate
 */
public record Upkeep(int retentionDays, long retentionBytes, long lowDiskBytes, int forecastHours) {
    /** Everything is kept; alerts under 2 GiB free or 12 hours to go. */
    public static Upkeep defaults() {
        return new Upkeep(0, 0, 2L << 30, 12);
    }
}
