package io.truebook.tools.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.core.Health;
import io.truebook.engine.core.SessionState;
import io.truebook.engine.record.HealthBody;
import io.truebook.tools.cli.Moment;
import org.agrona.DirectBuffer;

/** The fields of a {@link HealthBody}, for {@code tail} and {@code stats}. */
public final class HealthFields {
    private static final long SECOND_NS = 1_000_000_000L;

    private HealthFields() {}

    /**
     * Adds them.
     *
     * @param body offset of the body
     */
    public static void add(ObjectNode fields, DirectBuffer buffer, int body) {
        fields.put("health", Health.name(HealthBody.health(buffer, body)));
        if (HealthBody.reason(buffer, body) != Health.REASON_NONE) {
            fields.put("reason", Health.reasonName(HealthBody.reason(buffer, body)));
        }
        fields.put("connection", HealthBody.connection(buffer, body));
        fields.put("state", SessionState.name(HealthBody.sessionState(buffer, body)));
        fields.put("attempts", HealthBody.attempts(buffer, body));
        fields.put("received", HealthBody.received(buffer, body));
        fields.put("sent", HealthBody.sent(buffer, body));
        fields.put("errors", HealthBody.errors(buffer, body));
        fields.put("disconnections", HealthBody.disconnections(buffer, body));
        time(fields, "upSince", HealthBody.upSinceNs(buffer, body));
        fields.put("upSeconds", HealthBody.upTotalNs(buffer, body) / SECOND_NS);
        time(fields, "lastInbound", HealthBody.lastInboundNs(buffer, body));
        final long windowNs = HealthBody.windowNs(buffer, body);
        if (windowNs >= SECOND_NS) {
            fields.put("receivedPerSecond", HealthBody.windowReceived(buffer, body) * SECOND_NS / windowNs);
            fields.put("windowErrors", HealthBody.windowErrors(buffer, body));
        }
        fields.put("silentBooks", HealthBody.silentBooks(buffer, body));
        if (HealthBody.clockSamples(buffer, body) > 0) {
            fields.put("clockOffsetNs", HealthBody.clockOffsetNs(buffer, body));
            fields.put("clockLeastNs", HealthBody.clockLeastNs(buffer, body));
        }
    }

    private static void time(ObjectNode fields, String key, long timeNs) {
        if (timeNs != 0) {
            fields.put(key, Moment.print(timeNs));
        }
    }
}
