package io.truebook.tools.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.Condition;
import io.truebook.engine.core.EventKind;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.ConditionBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.EventBody;
import io.truebook.engine.record.InputType;
import io.truebook.engine.record.OutputType;
import io.truebook.engine.record.RequestBody;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.print.BookStatsFields;
import io.truebook.tools.print.HealthFields;
import io.truebook.tools.print.Names;
import io.truebook.tools.print.RecordPrinter;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** Counts and rates of a journal's records, as a whole, by type and by instrument. */
public final class Stats {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HIGHEST_LATENCY_NS = 3600 * SECOND_NS;

    private final Names names = new Names();
    private final Half inputs = new Half();
    private final Half outputs = new Half();
    // the newest of each venue
    private final Map<Integer, ObjectNode> venues = new TreeMap<>();
    private final Map<Integer, Instrument> instruments = new TreeMap<>();
    // by name
    private final Map<String, Long> requests = new TreeMap<>();
    private final Map<String, Long> events = new TreeMap<>();
    // receive to journal of a frame: what it waited for those before it to be processed
    private final Histogram waits = new Histogram(HIGHEST_LATENCY_NS, 3);
    // receive stamp to publish time of a book record
    private final Histogram latency = new Histogram(HIGHEST_LATENCY_NS, 3);

    /** Counts one record. */
    public void add(DirectBuffer buffer, int offset) {
        names.learn(buffer, offset);
        final int type = Envelope.type(buffer, offset);
        if (!RecordPrinter.isOutput(type)) {
            inputs.add(type, buffer, offset);
            if (type == InputType.FRAME) {
                waits.recordValue(Math.min(Envelope.lagMicros(buffer, offset) * 1_000L, HIGHEST_LATENCY_NS));
            }
            return;
        }
        outputs.add(type, buffer, offset);
        final int body = offset + Envelope.BYTES;
        if (type == OutputType.REQUEST) {
            requests.merge(RequestBody.name(RequestBody.kind(buffer, body)), 1L, Long::sum);
        } else if (type == OutputType.EVENT || type == OutputType.ALERT) {
            events.merge(EventKind.name(EventBody.kind(buffer, body)), 1L, Long::sum);
        }
        final int id = RecordFilter.instrument(type, buffer, offset);
        if (id >= 0) {
            instruments.computeIfAbsent(id, ignored -> new Instrument()).add(type, buffer, offset);
        }
        if (type == OutputType.HEALTH) {
            final ObjectNode health = Json.object();
            HealthFields.add(health, buffer, body);
            venues.put(Envelope.venue(buffer, offset), health);
        }
        if (type == OutputType.BOOK_DELTA || type == OutputType.BOOK_SNAPSHOT) {
            final long ns = Envelope.timeNs(buffer, offset) - BookBody.receiveTimeNs(buffer, body);
            latency.recordValue(Math.max(0, Math.min(ns, HIGHEST_LATENCY_NS)));
        }
    }

    /** Everything that was counted. */
    public ObjectNode json() {
        final ObjectNode node = Json.object();
        node.set("inputs", inputs.json());
        node.set("outputs", outputs.json());
        quantiles(node, "waitNs", waits);
        quantiles(node, "latencyNs", latency);
        requests.forEach(node.putObject("requests")::put);
        events.forEach(node.putObject("events")::put);
        final ArrayNode connections = node.putArray("venues");
        venues.forEach((index, health) ->
                connections.add(Json.object().put("venue", names.venue(index)).setAll(health)));
        final ArrayNode list = node.putArray("instruments");
        instruments.forEach((id, instrument) -> list.add(instrument.json(names.instrument(id))));
        return node;
    }

    private static void quantiles(ObjectNode node, String name, Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            node.putObject(name)
                    .put("p50", histogram.getValueAtPercentile(50))
                    .put("p99", histogram.getValueAtPercentile(99))
                    .put("max", histogram.getMaxValue());
        }
    }

    /** One of the two queues. */
    private static final class Half {
        private final Map<String, Long> types = new TreeMap<>();
        private long records;
        private long bytes;
        private long first;
        private long last;
        private long firstNs = Long.MAX_VALUE;
        private long lastNs = Long.MIN_VALUE;

        void add(int type, DirectBuffer buffer, int offset) {
            types.merge(RecordPrinter.typeName(type), 1L, Long::sum);
            last = Envelope.sequence(buffer, offset);
            first = records++ == 0 ? last : first;
            bytes += Envelope.length(buffer, offset);
            final long timeNs = Envelope.timeNs(buffer, offset);
            firstNs = Math.min(firstNs, timeNs);
            lastNs = Math.max(lastNs, timeNs);
        }

        ObjectNode json() {
            final ObjectNode node = Json.object();
            node.put("records", records).put("bytes", bytes);
            if (records > 0) {
                node.put("firstPosition", first).put("lastPosition", last);
                node.put("firstTime", Moment.print(firstNs)).put("lastTime", Moment.print(lastNs));
                final long spanNs = lastNs - firstNs;
                // whole records a second; exact figures follow from records and times
                node.put("perSecond", perSecond(records, spanNs)).put("bytesPerSecond", perSecond(bytes, spanNs));
            }
            final ObjectNode byType = node.putObject("types");
            types.forEach(byType::put);
            return node;
        }

        private static long perSecond(long count, long spanNs) {
            return spanNs <= 0 ? 0 : Math.round(count * (double) SECOND_NS / spanNs);
        }
    }

    /** One instrument's outputs. */
    private static final class Instrument {
        private long snapshots;
        private long deltas;
        private long trades;
        private long tickers;
        private long gaps;
        private long checksumFailures;
        private long resyncs;
        private long silences;
        private byte condition = Condition.EMPTY;
        /** The newest that the book said of itself, null before. */
        private ObjectNode book;

        void add(int type, DirectBuffer buffer, int offset) {
            final int body = offset + Envelope.BYTES;
            switch (type) {
                case OutputType.BOOK_SNAPSHOT -> {
                    snapshots++;
                    condition = BookBody.condition(buffer, body);
                }
                case OutputType.BOOK_DELTA -> {
                    deltas++;
                    condition = BookBody.condition(buffer, body);
                }
                case OutputType.CONDITION -> condition = ConditionBody.to(buffer, body);
                case OutputType.BOOK_STATS -> {
                    book = Json.object();
                    BookStatsFields.add(book, buffer, body);
                }
                case OutputType.TRADE -> trades++;
                case OutputType.TICKER -> tickers++;
                case OutputType.EVENT -> event(EventBody.kind(buffer, body));
                default -> {
                    // counted by type
                }
            }
        }

        private void event(int kind) {
            switch (kind) {
                case EventKind.SEQUENCE_GAP -> gaps++;
                case EventKind.CHECKSUM_FAILED -> checksumFailures++;
                case EventKind.RESYNC_TRIGGERED -> resyncs++;
                case EventKind.BOOK_SILENT -> silences++;
                default -> {
                    // counted by type
                }
            }
        }

        ObjectNode json(String symbol) {
            final ObjectNode node = Json.object()
                    .put("symbol", symbol)
                    .put("condition", Condition.name(condition))
                    .put("snapshots", snapshots)
                    .put("deltas", deltas)
                    .put("trades", trades)
                    .put("tickers", tickers)
                    .put("gaps", gaps)
                    .put("checksumFailures", checksumFailures)
                    .put("resyncs", resyncs)
                    .put("silences", silences);
            if (book != null) {
                node.set("book", book);
            }
            return node;
        }
    }
}
