package io.truebook.tools.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.book.BookSide;
import io.truebook.engine.book.Condition;
import io.truebook.engine.book.ProofKind;
import io.truebook.engine.core.BookErrorKind;
import io.truebook.engine.core.BookView;
import io.truebook.engine.core.Core;
import io.truebook.engine.core.Counters;
import io.truebook.engine.core.Instrument;
import io.truebook.engine.core.Venue;
import io.truebook.tools.cli.Json;
import io.truebook.tools.print.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What a check found, with the keys of CLI.md. */
final class CheckReport {
    private CheckReport() {}

    static ObjectNode of(String venueId, String file, Core core, TopOfBook tops, long passNs) {
        final Venue venue = core.venues().get(0);
        final Counters counters = venue.counters();
        final ObjectNode report = Json.object();
        report.put("venue", venueId).put("file", file);
        report.put("frames", counters.frames).put("bookFrames", counters.bookFrames);
        report.put("snapshots", counters.snapshots).put("deltas", counters.deltas);
        report.putObject("checksums")
                .put("ok", counters.checksumsOk)
                .put("bad", counters.checksumsBad)
                .put("absent", counters.checksumsAbsent);
        report.putObject("sequence")
                .put("checked", counters.sequenceChecked)
                .put("gaps", counters.sequenceGaps)
                .put("stale", counters.sequenceStale + counters.sequenceDuplicates);
        report.putObject("topOfBook")
                .put("match", tops.match())
                .put("mismatch", tops.mismatch())
                .put("skipped", tops.skipped());
        report.put("crossed", counters.crossed).put("resyncs", counters.resyncs).put("malformed", counters.malformed);
        report.put("silences", counters.silences);
        final ObjectNode errors = report.putObject("errors");
        for (final BookErrorKind kind : BookErrorKind.values()) {
            errors.put(kind.name().toLowerCase(Locale.ROOT), kind.count(counters));
        }
        final List<BookView> views = views(venue);
        report.put("precision", precision(views));
        final ArrayNode books = report.putArray("books");
        views.forEach(view -> book(books.addObject(), view));
        report.put("stateHash", String.format("%016x", core.stateHash()));
        report.put("stateVersion", Core.VERSION);
        report.put("nsPerFrame", counters.frames == 0 ? 0 : passNs / counters.frames);
        return report;
    }

    /** False when something that can be proven was proven wrong. */
    static boolean holds(ObjectNode report) {
        return report.at("/checksums/bad").asLong() == 0
                && report.at("/sequence/gaps").asLong() == 0
                && report.at("/topOfBook/mismatch").asLong() == 0
                && report.get("crossed").asLong() == 0
                && report.get("malformed").asLong() == 0;
    }

    private static List<BookView> views(Venue venue) {
        final List<BookView> views = new ArrayList<>();
        for (int symbol = 0; symbol < venue.instruments().size(); symbol++) {
            final BookView view = venue.view(symbol);
            if (view != null && view.isSeen()) {
                views.add(view);
            }
        }
        return views;
    }

    private static String precision(List<BookView> views) {
        final TreeSet<String> kinds = new TreeSet<>();
        views.forEach(
                view -> kinds.add(Instrument.precisionName(view.instrument().precision())));
        return kinds.isEmpty() ? "none" : String.join("+", kinds);
    }

    private static void book(ObjectNode node, BookView view) {
        node.put("symbol", view.instrument().symbol());
        node.put("condition", Condition.name(view.condition()));
        node.put("proof", ProofKind.name(view.proof()));
        node.put("provenDepth", view.provenDepth());
        node.put("bidLevels", view.bids().count());
        node.put("askLevels", view.asks().count());
        node.put("bestBid", best(view.bids(), view.instrument()));
        node.put("bestAsk", best(view.asks(), view.instrument()));
    }

    private static String best(BookSide side, Instrument instrument) {
        return side.count() == 0 ? null : Decimals.text(side.price(0), instrument.priceScale());
    }
}
