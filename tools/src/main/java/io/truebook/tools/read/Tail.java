package io.truebook.tools.read;

import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.tools.cli.Console;
import io.truebook.tools.print.Names;
import io.truebook.tools.print.RecordPrinter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Prints the records of a journal, and goes on with those that are appended. */
public final class Tail {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final JournalPair journal;
    private final RecordFilter filter;
    private final Console console;
    private final boolean json;

    public Tail(JournalPair journal, RecordFilter filter, Console console, boolean json) {
        this.journal = journal;
        this.filter = filter;
        this.console = console;
        this.json = json;
    }

    /**
     * Prints from input position {@code from} to {@code to}, both included.
     *
     * @param follow asked at the end of what is there: true waits for more
     * @return records printed
     */
    public long run(long from, long to, BooleanSupplier follow) {
        final Names names = namesBefore(from);
        final RecordPrinter printer = new RecordPrinter(names, json);
        long printed = 0;
        try (CausalReader reader = new CausalReader(journal, from)) {
            while (true) {
                if (!reader.next()) {
                    console.flush();
                    if (!follow.getAsBoolean()) {
                        return printed;
                    }
                    LockSupport.parkNanos(POLL_NS);
                } else if (reader.inputPosition() > to) {
                    return printed;
                } else {
                    // an instrument's own record names it, and must pass a filter for that name
                    names.learn(reader.buffer(), reader.offset());
                    if (filter.passes(reader.buffer(), reader.offset(), names)) {
                        console.out().println(printer.line(reader.buffer(), reader.offset()));
                        printed++;
                    }
                }
            }
        }
    }

    private Names namesBefore(long from) {
        final Names names = new Names();
        final long outputFrom = journal.outputPosition(from);
        learn(names, journal.inputs().reader(), from);
        learn(names, journal.outputs().reader(), outputFrom);
        return names;
    }

    private static void learn(Names names, JournalReader reader, long before) {
        try (reader) {
            while (reader.next() && Envelope.sequence(reader.buffer(), reader.offset()) < before) {
                names.learn(reader.buffer(), reader.offset());
            }
        }
    }
}
