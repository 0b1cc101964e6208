package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.tools.read.Stats;
import io.truebook.tools.read.StatsText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an operator reads of a journal: requests and events by kind, bandwidth, waits (rows 163, 164, 216). */
class StatsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private final Stats stats = new Stats();
    private long outputs;

    private void request(int kind) {
        outputs++;
        stats.add(
                Records.output(OutputType.REQUEST, outputs, outputs, 0, outputs * SECOND_NS, (b, o) -> {
                    RequestBody.write(b, o, kind, 1, 0, 0);
                    return RequestBody.TEXT_OFFSET;
                }),
                0);
    }

    private void event(int type, int kind) {
        outputs++;
        stats.add(
                Records.output(type, outputs, outputs, 0, outputs * SECOND_NS, (b, o) -> {
                    EventBody.kind(b, o, kind);
                    EventBody.instrument(b, o, -1);
                    EventBody.textLength(b, o, 0);
                    return EventBody.BYTES;
                }),
                0);
    }

    @Test
    void shouldCountRequestsAndEventsByKindAndSayTheBandwidth() {
        for (int i = 1; i <= 11; i++) {
            stats.add(Records.input(InputType.FRAME, i, 1, i * SECOND_NS, (b, o) -> 52), 0);
        }
        request(RequestBody.CONNECT);
        request(RequestBody.QUERY);
        request(RequestBody.QUERY);
        event(OutputType.EVENT, EventKind.SEQUENCE_GAP);
        event(OutputType.ALERT, EventKind.SLOW);
        event(OutputType.EVENT, EventKind.SEQUENCE_GAP);
        final ObjectNode json = stats.json();
        assertThat(json.at("/requests").toString()).isEqualTo("{\"connect\":1,\"query\":2}");
        assertThat(json.at("/events").toString()).isEqualTo("{\"sequence_gap_detected\":2,\"slow\":1}");
        assertThat(json.at("/inputs/bytesPerSecond").asLong())
                .isEqualTo(json.at("/inputs/bytes").asLong() / 10);
        assertThat(json.at("/waitNs/p50").asLong()).as("what their records say").isEqualTo(1_000);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StatsText.print(json, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("requests: connect 1 query 2" + System.lineSeparator())
                .contains("events: sequence_gap_detected 2 slow 1" + System.lineSeparator());
    }
}
