package io.truebook.engine.core;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One output record, copied out of its batch or journal; equal when key, type, venue and body are. */
public final class Output {
    private final byte[] bytes;
    private final UnsafeBuffer buffer;

    public Output(DirectBuffer from, int offset) {
        bytes = new byte[Envelope.length(from, offset)];
        from.getBytes(offset, bytes);
        buffer = new UnsafeBuffer(bytes);
    }

    public int type() {
        return Envelope.type(buffer, 0);
    }

    public long cause() {
        return Envelope.cause(buffer, 0);
    }

    public int epoch() {
        return Envelope.epoch(buffer, 0);
    }

    public int venue() {
        return Envelope.venue(buffer, 0);
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    public int body() {
        return Envelope.BYTES;
    }

    int requestKind() {
        return RequestBody.kind(buffer, body());
    }

    int connection() {
        return RequestBody.connection(buffer, body());
    }

    long requestId() {
        return RequestBody.requestId(buffer, body());
    }

    String requestText() {
        return RequestBody.text(buffer, body());
    }

    boolean isRequest(int kind) {
        return type() == OutputType.REQUEST && requestKind() == kind;
    }

    boolean isEvent(int kind) {
        return (type() == OutputType.EVENT || type() == OutputType.ALERT) && EventBody.kind(buffer, body()) == kind;
    }

    long eventExpected() {
        return EventBody.expected(buffer, body());
    }

    long eventActual() {
        return EventBody.actual(buffer, body());
    }

    String eventText() {
        return buffer.getStringWithoutLengthUtf8(body() + EventBody.BYTES, EventBody.textLength(buffer, body()));
    }

    boolean isBook() {
        return type() == OutputType.BOOK_DELTA || type() == OutputType.BOOK_SNAPSHOT;
    }

    /** {@code FROM -> TO: reason}, as the table of docs/conditions.md has it. */
    String transition() {
        return Condition.name(ConditionBody.from(buffer, body())) + " -> "
                + Condition.name(ConditionBody.to(buffer, body())) + ": "
                + Reason.name(ConditionBody.reason(buffer, body()));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Output)) {
            return false;
        }
        final Output that = (Output) other;
        return type() == that.type()
                && epoch() == that.epoch()
                && cause() == that.cause()
                && venue() == that.venue()
                && Envelope.source(buffer, 0) == Envelope.source(that.buffer, 0)
                && Arrays.equals(bytes, Envelope.BYTES, bytes.length, that.bytes, Envelope.BYTES, that.bytes.length);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(cause());
    }

    @Override
    public String toString() {
        final String what = switch (type()) {
            case OutputType.CONDITION -> transition();
            case OutputType.REQUEST ->
                RequestBody.name(requestKind()) + " #" + requestId() + " on " + connection() + " " + requestText();
            case OutputType.EVENT, OutputType.ALERT ->
                EventKind.name(EventBody.kind(buffer, body())) + " expected " + eventExpected() + " actual "
                        + eventActual() + " " + eventText();
            case OutputType.BOOK_DELTA, OutputType.BOOK_SNAPSHOT ->
                Condition.name(BookBody.condition(buffer, body())) + " " + BookBody.levelCount(buffer, body())
                        + " levels";
            default -> (bytes.length - Envelope.BYTES) + " bytes";
        };
        return cause() + " " + OutputType.name(type()) + " " + what;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
