package io.truebook.tools.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Condition;
import io.truebook.engine.record.BookStatsBody;
import io.truebook.engine.venue.VenueDefinition.Mode;
import io.truebook.tools.cli.Moment;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** The fields of a {@link BookStatsBody}, for {@code tail}, {@code stats} and {@code book}. */
public final class BookStatsFields {
    private BookStatsFields() {}

    /**
     * Adds them.
     *
     * @param body offset of the body
     */
    public static void add(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("condition", Condition.name(BookStatsBody.condition(buffer, body)));
        fields.put("mode", mode(BookStatsBody.mode(buffer, body)));
        fields.put("waitingForSnapshot", BookStatsBody.awaitingSnapshot(buffer, body) != 0);
        fields.put("lastSequenceId", BookStatsBody.lastId(buffer, body));
        fields.put("snapshotsReceived", BookStatsBody.snapshots(buffer, body));
        fields.put("deltasApplied", BookStatsBody.deltas(buffer, body));
        fields.put("deltasDropped", BookStatsBody.dropped(buffer, body));
        fields.put("checksumValidations", BookStatsBody.checksumsOk(buffer, body));
        fields.put("checksumFailures", BookStatsBody.checksumsBad(buffer, body));
        fields.put("sequenceGaps", BookStatsBody.gaps(buffer, body));
        fields.put("resyncs", BookStatsBody.resyncs(buffer, body));
        fields.put("picturesSame", BookStatsBody.picturesSame(buffer, body));
        fields.put("picturesDifferent", BookStatsBody.picturesDifferent(buffer, body));
        time(fields, "lastSync", BookStatsBody.lastSyncNs(buffer, body));
        time(fields, "lastChecksumValidation", BookStatsBody.lastChecksumNs(buffer, body));
        final ObjectNode queue = fields.putObject("queue");
        queue.put("maxSize", BookStatsBody.queueMax(buffer, body));
        queue.put("currentSize", BookStatsBody.queueSize(buffer, body));
        if (BookStatsBody.queueSize(buffer, body) > 0) {
            queue.put("oldestSequenceId", BookStatsBody.queueOldestId(buffer, body));
            queue.put("newestSequenceId", BookStatsBody.queueNewestId(buffer, body));
        }
    }

    private static String mode(byte ordinal) {
        final Mode[] modes = Mode.values();
        return ordinal < 0 || ordinal >= modes.length
                ? "?"
                : modes[ordinal].name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void time(ObjectNode fields, String key, long timeNs) {
        if (timeNs != 0) {
            fields.put(key, Moment.print(timeNs));
        }
    }
}
