package io.truebook.journal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.OptionalInt;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

/**
 * How often a journal starts a new file, always at UTC borders. All have an index entry per 256 records, so that a seek
 * walks 255 records at most.
 */
public enum Roll {
    /** For tests and for soak runs that must roll often. At most 2^30 records a file. */
    FIVE_MINUTES(RollCycles.FIVE_MINUTELY, "yyyyMMdd-HHmm", "V"),
    /** At most 2^32 records a file. */
    HOURLY(RollCycles.FAST_HOURLY, "yyyyMMdd-HH", "F"),
    /** At most 2^32 records a file. */
    DAILY(RollCycles.FAST_DAILY, "yyyyMMdd", "F");

    static final String SUFFIX = ".cq4";

    private final RollCycle cycle;
    private final DateTimeFormatter formatter;

    Roll(final RollCycle cycle, final String pattern, final String letter) {
        this.cycle = cycle;
        this.formatter = new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .appendLiteral(letter)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .toFormatter(Locale.ROOT);
    }

    RollCycle chronicle() {
        return cycle;
    }

    /** The instant at which a cycle starts, in ms since the epoch. */
    long startMs(final int cycleNumber) {
        return (long) cycleNumber * cycle.lengthInMillis();
    }

    String fileName(final int cycleNumber) {
        return formatter.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(startMs(cycleNumber)), ZoneOffset.UTC))
                + SUFFIX;
    }

    /** The cycle that a file of this name holds; empty when it is no such name. */
    OptionalInt cycleOf(final String fileName) {
        if (!fileName.endsWith(SUFFIX)) {
            return OptionalInt.empty();
        }
        try {
            final String stem = fileName.substring(0, fileName.length() - SUFFIX.length());
            final long ms = LocalDateTime.parse(stem, formatter)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return OptionalInt.of((int) (ms / cycle.lengthInMillis()));
        } catch (final DateTimeParseException e) {
            return OptionalInt.empty();
        }
    }
}
