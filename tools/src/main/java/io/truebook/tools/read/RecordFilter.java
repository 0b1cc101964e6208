package io.truebook.tools.read;

import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.BookStatsBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.engine.record.SessionBody;
import io.truebook.engine.record.TickerBody;
import io.truebook.engine.record.TradeBody;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.print.Names;
import io.truebook.tools.print.RecordPrinter;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/**
 * Which records a person wants to see. What is left out is null or empty and lets everything pass. A symbol passes only
 * outputs that concern it: what a frame concerns is known after decoding, and stands in its outputs.
 */
public final class RecordFilter {
    private static final int HIGHEST_TYPE = 256;

    private final String venue;
    private final String symbol;
    private final Set<String> kinds;
    private final int connection;

    /**
     * @param venue the venue's id, or null
     * @param symbol {@code VENUE:SYMBOL} or {@code SYMBOL}, or null
     * @param kinds names of record types
     * @param connection the connection's id, 0 for all
     * @throws ToolException when a kind does not exist (exit code 2)
     */
    public RecordFilter(String venue, String symbol, Collection<String> kinds, int connection) {
        final Set<String> known = kinds();
        for (String kind : kinds) {
            if (!known.contains(kind)) {
                throw ToolException.usage("--kind " + kind + ": no such kind; one of " + String.join(", ", known));
            }
        }
        this.venue = venue;
        this.symbol = symbol;
        this.kinds = Set.copyOf(kinds);
        this.connection = connection;
    }

    /** The names of all record types, sorted. */
    public static Set<String> kinds() {
        final Set<String> names = new TreeSet<>();
        for (int type = 1; type < HIGHEST_TYPE; type++) {
            names.add(RecordPrinter.typeName(type));
        }
        names.remove("?");
        return names;
    }

    /** True when the record is wanted. */
    public boolean passes(DirectBuffer buffer, int offset, Names names) {
        final int type = Envelope.type(buffer, offset);
        return (kinds.isEmpty() || kinds.contains(RecordPrinter.typeName(type)))
                && (venue == null || venue.equals(names.venue(Envelope.venue(buffer, offset))))
                && (connection == 0 || connection == connection(type, buffer, offset))
                && (symbol == null || isSymbol(names.instrument(instrument(type, buffer, offset))));
    }

    private boolean isSymbol(String name) {
        return name != null && (name.equals(symbol) || name.endsWith(":" + symbol));
    }

    private static int connection(int type, DirectBuffer buffer, int offset) {
        if (!RecordPrinter.isOutput(type)) {
            return Envelope.source(buffer, offset);
        }
        final int body = offset + Envelope.BYTES;
        return switch (type) {
            case OutputType.SESSION -> SessionBody.connection(buffer, body);
            case OutputType.REQUEST -> RequestBody.connection(buffer, body);
            case OutputType.EVENT, OutputType.ALERT -> EventBody.connection(buffer, body);
            default -> 0;
        };
    }

    /** The instrument that a record concerns, -1 where it concerns none. */
    public static int instrument(int type, DirectBuffer buffer, int offset) {
        final int body = offset + Envelope.BYTES;
        return switch (type) {
            case OutputType.BOOK_SNAPSHOT, OutputType.BOOK_DELTA -> BookBody.instrument(buffer, body);
            case OutputType.CONDITION -> ConditionBody.instrument(buffer, body);
            case OutputType.TRADE -> TradeBody.instrument(buffer, body);
            case OutputType.TICKER -> TickerBody.instrument(buffer, body);
            case OutputType.INSTRUMENT -> InstrumentBody.instrument(buffer, body);
            case OutputType.EVENT, OutputType.ALERT -> EventBody.instrument(buffer, body);
            case OutputType.BOOK_STATS -> BookStatsBody.instrument(buffer, body);
            default -> -1;
        };
    }
}
