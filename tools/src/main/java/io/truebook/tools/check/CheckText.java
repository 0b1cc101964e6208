package io.truebook.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;

/** A check's report for people. */
public final class CheckText {
    private CheckText() {}

    /** Prints what {@code --json} would say. */
    public static void print(ObjectNode report, PrintStream out) {
        out.printf(
                "%s  %s: %s%n", Checker.holds(report) ? "ok  " : "FAIL", text(report, "/venue"), text(report, "/file"));
        out.printf(
                "  frames %s, with books %s: %s snapshots, %s deltas; malformed %s, %s ns a frame%n",
                text(report, "/frames"),
                text(report, "/bookFrames"),
                text(report, "/snapshots"),
                text(report, "/deltas"),
                text(report, "/malformed"),
                text(report, "/nsPerFrame"));
        out.printf(
                "  checksums ok %s, bad %s, absent %s; sequence checked %s, gaps %s, stale %s%n",
                text(report, "/checksums/ok"),
                text(report, "/checksums/bad"),
                text(report, "/checksums/absent"),
                text(report, "/sequence/checked"),
                text(report, "/sequence/gaps"),
                text(report, "/sequence/stale"));
        out.printf(
                "  top of book match %s, mismatch %s, skipped %s; crossed %s, resyncs %s%n",
                text(report, "/topOfBook/match"),
                text(report, "/topOfBook/mismatch"),
                text(report, "/topOfBook/skipped"),
                text(report, "/crossed"),
                text(report, "/resyncs"));
        for (JsonNode book : report.get("books")) {
            out.printf(
                    "  %-16s %-10s proof %s to depth %s; %s bids, %s asks, best %s / %s%n",
                    text(book, "/symbol"),
                    text(book, "/condition"),
                    text(book, "/proof"),
                    text(book, "/provenDepth"),
                    text(book, "/bidLevels"),
                    text(book, "/askLevels"),
                    book.get("bestBid").asText("-"),
                    book.get("bestAsk").asText("-"));
        }
        out.printf(
                "  precision %s, state %s version %s%n",
                text(report, "/precision"), text(report, "/stateHash"), text(report, "/stateVersion"));
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asText();
    }
}
