package io.truebook.engine.listen;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.book.Reason;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.ring.OutputListener;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;

/**
 * Turns outputs into {@link ReconciliationEvent}s for one handler; {@link Listeners} keeps several apart. Allocates for
 * each event, so it belongs where that does not matter. Learns the symbols from the outputs that pass, so it must see them
 * from the start of a run. Publishing thread.
 */
public final class ReconciliationEvents implements OutputListener {
    private static final long MS = 1_000_000L;

    private final IntFunction<String> channels;
    private final Consumer<ReconciliationEvent> handler;
    private final Map<Integer, String> symbols = new HashMap<>();

    /** @param channels name of the book channel of a venue, by the venue's index */
    public ReconciliationEvents(IntFunction<String> channels, Consumer<ReconciliationEvent> handler) {
        this.channels = channels;
        this.handler = handler;
    }

    @Override
    public void onOutput(DirectBuffer record, int offset, int length, long receiveNs, long publishNs) {
        final int body = offset + Envelope.BYTES;
        final String channel = channels.apply(Envelope.venue(record, offset));
        final long ms = receiveNs / MS;
        switch (Envelope.type(record, offset)) {
            case OutputType.INSTRUMENT ->
                symbols.put(InstrumentBody.instrument(record, body), InstrumentBody.text(record, body));
            case OutputType.BOOK_SNAPSHOT -> book("snapshot_received", channel, ms, record, body);
            case OutputType.BOOK_DELTA -> book("delta_applied", channel, ms, record, body);
            case OutputType.CONDITION -> condition(channel, ms, record, body);
            case OutputType.EVENT, OutputType.ALERT -> event(channel, ms, record, body);
            default -> {
                // no matter of reconciliation
            }
        }
    }

    private void book(String type, String channel, long ms, DirectBuffer record, int body) {
        final String symbol = symbols.get(BookBody.instrument(record, body));
        final String data = "id " + BookBody.lastId(record, body) + ", levels " + BookBody.levelCount(record, body);
        handler.accept(new ReconciliationEvent(type, channel, symbol, ms, data, null));
        final byte proof = BookBody.proof(record, body);
        if (proof == ProofKind.CHECKSUM || proof == ProofKind.BOTH) {
            handler.accept(new ReconciliationEvent("checksum_validated", channel, symbol, ms, data, null));
        }
    }

    private void condition(String channel, long ms, DirectBuffer record, int body) {
        final String type = switch (ConditionBody.to(record, body)) {
            case Condition.LIVE -> "book_verified";
            case Condition.UNVERIFIED -> "book_unverified";
            case Condition.STALE -> "stale";
            default -> "book_" + Condition.name(ConditionBody.to(record, body)).toLowerCase(Locale.ROOT);
        };
        handler.accept(new ReconciliationEvent(
                type,
                channel,
                symbols.get(ConditionBody.instrument(record, body)),
                ms,
                Reason.name(ConditionBody.reason(record, body)),
                null));
    }

    private void event(String channel, long ms, DirectBuffer record, int body) {
        final int kind = EventBody.kind(record, body);
        final String text = EventBody.text(record, body);
        final String figures = "expected " + EventBody.expected(record, body) + ", actual "
                + EventBody.actual(record, body) + (text.isEmpty() ? "" : ", " + text);
        final boolean fault = switch (kind) {
            case EventKind.SEQUENCE_GAP,
                    EventKind.CHECKSUM_FAILED,
                    EventKind.BUFFER_OVERFLOW,
                    EventKind.CROSSED,
                    EventKind.MALFORMED,
                    EventKind.SNAPSHOT_FAILED,
                    EventKind.SNAPSHOT_DIFFERS,
                    EventKind.RESYNC_FAILED -> true;
            default -> false;
        };
        handler.accept(new ReconciliationEvent(
                EventKind.name(kind),
                channel,
                symbols.get(EventBody.instrument(record, body)),
                ms,
                fault ? null : figures,
                fault ? figures : null));
    }
}
