package io.truebook.tools.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * A place in a journal as people write it: a position, or a time in RFC 3339 with up to nine decimals. Immutable.
 *
 * @param isPosition true for a position
 * @param value the position, or nanoseconds since the epoch
 */
public record Moment(boolean isPosition, long value) {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final DateTimeFormatter PRINT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendPattern(".SSSSSSSSS'Z'")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * Reads {@code 1234} or {@code 2026-08-02T10:15:30.123456789Z} (any offset).
     *
     * @throws ToolException when it is neither (exit code 2)
     */
    public static Moment parse(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                return new Moment(true, Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw ToolException.usage("'" + text + "' is too great for a position", e);
            }
        }
        try {
            final Instant instant = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            return new Moment(
                    false, Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND_NS), instant.getNano()));
        } catch (DateTimeException | ArithmeticException e) {
            throw ToolException.usage(
                    "'" + text + "' is neither a position nor a time; write 1234 or 2026-08-02T10:15:30.123456789Z", e);
        }
    }

    /** Nanoseconds since the epoch as RFC 3339 in UTC, always with nine decimals. */
    public static String print(long timeNs) {
        return PRINT.format(Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS)));
    }

    @Override
    public String toString() {
        return isPosition ? "position " + value : print(value);
    }
}
