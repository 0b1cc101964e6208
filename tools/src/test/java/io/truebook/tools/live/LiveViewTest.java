package io.truebook.tools.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.journal.MemoryJournal;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.Console;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private final MemoryJournal outputs = new MemoryJournal();
    private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();

    @Test
    void shouldSumUpWhatHappenedToEachBook() {
        instrument();
        book(Condition.LIVE);
        book(Condition.LIVE);
        condition(Condition.LIVE, Condition.STALE, Reason.CONNECTION_DOWN);

        final ObjectNode summary = view(0).finish();

        assertThat(summary.at("/books/0/symbol").asText()).isEqualTo("kraken:BTC/USD");
        assertThat(summary.at("/books/0/condition").asText()).isEqualTo("STALE");
        assertThat(summary.at("/books/0/updates").asLong()).isEqualTo(2);
        assertThat(summary.at("/books/0/doubts").asLong()).isEqualTo(1);
        assertThat(summary.at("/latencyNs/p50").asLong()).isEqualTo(100);
    }

    @Test
    void shouldCountOnlyWhatCameAfterItsStartAndKnowTheNamesFromBefore() {
        instrument();
        book(Condition.LIVE);
        book(Condition.LIVE);

        final ObjectNode summary = view(2).finish();

        assertThat(summary.at("/books/0/symbol").asText()).isEqualTo("kraken:BTC/USD");
        assertThat(summary.at("/books/0/updates").asLong()).isEqualTo(1);
    }

    @Test
    void shouldShowABookInOneLineWhereThereIsNoTerminal() {
        final LiveState state = new LiveState();
        instrument();
        book(Condition.LIVE);
        condition(Condition.LIVE, Condition.STALE, Reason.CONNECTION_DOWN);
        try (var reader = outputs.reader()) {
            while (reader.next()) {
                state.apply(reader.buffer(), reader.offset());
            }
        }
        state.interval(500_000_000L);

        assertThat(LiveText.line(state))
                .startsWith("position 3 | kraken:BTC/USD STALE 0.05 @ 9.9 / - 2/s (connection down) | p50 ");
        assertThat(LiveText.screen(state, false)).noneMatch(line -> line.contains("\u001B"));
        assertThat(LiveText.screen(state, true)).anyMatch(line -> line.contains("\u001B[33mSTALE"));
    }

    private LiveView view(long after) {
        final Console console = Console.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        return LiveView.start(outputs, after, console, true, "test", () -> 0, () -> {});
    }

    private void instrument() {
        InstrumentBody.instrument(body, 0, 0);
        InstrumentBody.textLength(body, 0, body.putStringWithoutLengthAscii(InstrumentBody.BYTES, "kraken:BTC/USD"));
        append(OutputType.INSTRUMENT, InstrumentBody.BYTES + 14);
    }

    private void book(byte condition) {
        BookBody.instrument(body, 0, 0);
        BookBody.levelCount(body, 0, 0);
        BookBody.condition(body, 0, condition);
        BookBody.priceScale(body, 0, (byte) 1);
        BookBody.sizeScale(body, 0, (byte) 2);
        BookBody.bestBid(body, 0, 99);
        BookBody.bestBidSize(body, 0, 5);
        BookBody.bestAskSize(body, 0, 0);
        BookBody.receiveTimeNs(body, 0, 900);
        append(OutputType.BOOK_DELTA, BookBody.BYTES);
    }

    private void condition(byte from, byte to, int reason) {
        ConditionBody.instrument(body, 0, 0);
        ConditionBody.from(body, 0, from);
        ConditionBody.to(body, 0, to);
        ConditionBody.reason(body, 0, reason);
        append(OutputType.CONDITION, ConditionBody.BYTES);
    }

    private void append(int type, int length) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[Envelope.BYTES + length]);
        final long position = outputs.lastPosition() + 1;
        Envelope.write(record, 0, type, 1, position, position, 0, 0, 1000);
        record.putBytes(Envelope.BYTES, body, 0, length);
        Envelope.seal(record, 0, record.capacity(), new CRC32());
        outputs.append(record, 0, record.capacity());
    }
}
