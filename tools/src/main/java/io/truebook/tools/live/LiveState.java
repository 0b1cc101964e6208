package io.truebook.tools.live;

import io.truebook.engine.core.Health;
import io.truebook.engine.record.BookBody;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.HealthBody;
import io.truebook.engine.record.InstrumentBody;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.read.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/** All books of a running engine as its outputs tell them. One thread. */
final class LiveState {
    private static final long HIGHEST_LATENCY_NS = 3_600_000_000_000L;

    private final Map<Integer, LiveBook> books = new TreeMap<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, String> health = new TreeMap<>();
    private final Histogram interval = new Histogram(HIGHEST_LATENCY_NS, 3);
    private final Histogram all = new Histogram(HIGHEST_LATENCY_NS, 3);
    private long p50Ns;
    private long p99Ns;
    private long position;

    /** Takes one output. */
    void apply(DirectBuffer buffer, int offset) {
        final int type = Envelope.type(buffer, offset);
        position = Math.max(position, Envelope.cause(buffer, offset));
        if (type == OutputType.INSTRUMENT) {
            final int body = offset + Envelope.BYTES;
            final String symbol = InstrumentBody.text(buffer, body);
            books.computeIfAbsent(InstrumentBody.instrument(buffer, body), ignored -> new LiveBook(symbol));
            if (symbol.indexOf(':') > 0) {
                names.put(Envelope.venue(buffer, offset), symbol.substring(0, symbol.indexOf(':')));
            }
            return;
        }
        if (type == OutputType.HEALTH) {
            health.put(Envelope.venue(buffer, offset), healthText(buffer, offset + Envelope.BYTES));
            return;
        }
        final LiveBook book = books.get(RecordFilter.instrument(type, buffer, offset));
        if (book != null) {
            book.apply(type, buffer, offset);
        }
        if (type == OutputType.BOOK_DELTA || type == OutputType.BOOK_SNAPSHOT) {
            final long ns = Envelope.timeNs(buffer, offset) - BookBody.receiveTimeNs(buffer, offset + Envelope.BYTES);
            interval.recordValue(Math.max(0, Math.min(ns, HIGHEST_LATENCY_NS)));
        }
    }

    /** Ends an interval: rates and latencies shown are those of the interval before. */
    void interval(long elapsedNs) {
        if (interval.getTotalCount() > 0) {
            p50Ns = interval.getValueAtPercentile(50);
            p99Ns = interval.getValueAtPercentile(99);
            all.add(interval);
            interval.reset();
        }
        books.values().forEach(book -> book.interval(elapsedNs));
    }

    /** How each venue's connection is, in words; in the order of the profile. */
    List<String> health() {
        final List<String> lines = new ArrayList<>();
        health.forEach((venue, text) -> lines.add(names.getOrDefault(venue, "venue " + venue) + " " + text));
        return lines;
    }

    private static String healthText(DirectBuffer buffer, int body) {
        final StringBuilder text = new StringBuilder(Health.name(HealthBody.health(buffer, body)));
        if (HealthBody.reason(buffer, body) != Health.REASON_NONE) {
            text.append(" (")
                    .append(Health.reasonName(HealthBody.reason(buffer, body)))
                    .append(')');
        }
        if (HealthBody.clockSamples(buffer, body) > 0) {
            text.append(", clock offset ")
                    .append(HealthBody.clockOffsetNs(buffer, body) / 1000)
                    .append(" us");
        }
        return text.toString();
    }

    /** In the order of their ids. */
    List<LiveBook> books() {
        return new ArrayList<>(books.values());
    }

    /** Receive to publish, median of the last interval that had books. */
    long p50Ns() {
        return p50Ns;
    }

    /** Receive to publish, 99th percentile of the last interval that had books. */
    long p99Ns() {
        return p99Ns;
    }

    /** Receive to publish, the whole time. */
    Histogram latency() {
        return all;
    }

    /** Position of the newest input that had an output. */
    long position() {
        return position;
    }
}
