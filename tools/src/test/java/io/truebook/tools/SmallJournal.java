package io.truebook.tools;

import io.truebook.engine.book.Condition;
import io.truebook.engine.book.Reason;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Eight frames, input n received at n seconds: 2 names the instrument, 3 brings a snapshot, 5 a delta, 6 makes the book
 * stale.
 */
final class SmallJournal {
    static final String SYMBOL = "kraken:BTC/USD";
    private static final long SECOND_NS = 1_000_000_000L;

    private final Journal inputs;
    private final Journal outputs;

    SmallJournal(Journal inputs, Journal outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    void fill() {
        for (int i = 1; i <= 8; i++) {
            frame(i);
        }
        output(2, 0, OutputType.INSTRUMENT, SmallJournal::instrument);
        book(3, OutputType.BOOK_SNAPSHOT, new long[][] {{0, 99, 5}, {0, 98, 6}, {1, 101, 7}});
        book(5, OutputType.BOOK_DELTA, new long[][] {{0, 99, 0}, {1, 100, 9}});
        output(6, 0, OutputType.CONDITION, (b, o) -> {
            ConditionBody.instrument(b, o, 0);
            ConditionBody.to(b, o, Condition.STALE);
            ConditionBody.reason(b, o, Reason.CONNECTION_DOWN);
            return ConditionBody.BYTES;
        });
    }

    void frame(int position) {
        append(inputs, Records.input(InputType.FRAME, position, 1, position * SECOND_NS, (b, o) -> 0));
    }

    void book(long cause, int type, long[][] levels) {
        output(cause, 0, type, (b, o) -> book(b, o, cause, levels));
    }

    private void output(long cause, int ordinal, int type, Records.Body body) {
        final long timeNs = cause * SECOND_NS + 500;
        append(outputs, Records.output(type, outputs.lastPosition() + 1, cause, ordinal, timeNs, body));
    }

    private static void append(Journal journal, UnsafeBuffer record) {
        journal.appender().append(record, 0, Envelope.length(record, 0));
    }

    private static int instrument(MutableDirectBuffer b, int o) {
        InstrumentBody.instrument(b, o, 0);
        InstrumentBody.textLength(b, o, SYMBOL.length());
        b.putStringWithoutLengthAscii(o + InstrumentBody.BYTES, SYMBOL);
        return InstrumentBody.BYTES + SYMBOL.length();
    }

    private static int book(MutableDirectBuffer b, int o, long second, long[][] levels) {
        BookBody.instrument(b, o, 0);
        BookBody.condition(b, o, Condition.LIVE);
        BookBody.priceScale(b, o, (byte) 1);
        BookBody.sizeScale(b, o, (byte) 2);
        BookBody.receiveTimeNs(b, o, second * SECOND_NS);
        BookBody.levelCount(b, o, levels.length);
        for (int i = 0; i < levels.length; i++) {
            BookBody.level(b, o, i, (byte) levels[i][0], levels[i][1], levels[i][2]);
        }
        return BookBody.BYTES + levels.length * BookBody.LEVEL_BYTES;
    }
}
