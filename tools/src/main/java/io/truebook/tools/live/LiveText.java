package io.truebook.tools.live;

import io.truebook.engine.book.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for the live view: blocks for a terminal, one line for a log, the summary at the end. */
final class LiveText {
    private static final String RESET = "\u001B[0m";

    private LiveText() {}

    /** Five lines a book. */
    static List<String> screen(LiveState state, boolean colour) {
        final List<String> lines = new ArrayList<>();
        for (LiveBook book : state.books()) {
            lines.add(String.format(
                    Locale.ROOT, "%-24s %s  %s", book.symbol(), condition(book, colour), book.proofText()));
            lines.add(String.format(Locale.ROOT, "  bid %28s   ask %s", book.bidText(), book.askText()));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %,d updates/s, %,d updates, %,d trades",
                    book.updatesPerSecond(),
                    book.updates(),
                    book.trades()));
            lines.add(String.format(
                    Locale.ROOT,
                    "  in doubt %d times: %d gaps, %d bad checksums, %d resyncs%s",
                    book.doubts(),
                    book.gaps(),
                    book.badChecksums(),
                    book.resyncs(),
                    book.why().isEmpty() ? "" : "; now: " + book.why()));
            lines.add("");
        }
        lines.addAll(state.health());
        lines.add(String.format(
                Locale.ROOT,
                "position %,d   receive to publish: p50 %s, p99 %s",
                state.position(),
                duration(state.p50Ns()),
                duration(state.p99Ns())));
        return lines;
    }

    /** One line for all books. */
    static String line(LiveState state) {
        final StringBuilder line = new StringBuilder();
        line.append("position ").append(state.position());
        for (LiveBook book : state.books()) {
            line.append(" | ")
                    .append(book.symbol())
                    .append(' ')
                    .append(book.conditionName())
                    .append(' ')
                    .append(book.bidText())
                    .append(" / ")
                    .append(book.askText())
                    .append(' ')
                    .append(book.updatesPerSecond())
                    .append("/s");
            if (!book.why().isEmpty()) {
                line.append(" (").append(book.why()).append(')');
            }
        }
        state.health().forEach(text -> line.append(" | ").append(text));
        return line.append(" | p50 ")
                .append(duration(state.p50Ns()))
                .append(" p99 ")
                .append(duration(state.p99Ns()))
                .toString();
    }

    static String duration(long ns) {
        if (ns < 10_000) {
            return ns + " ns";
        }
        if (ns < 10_000_000) {
            return ns / 1000 + " us";
        }
        return ns / 1_000_000 + " ms";
    }

    private static String condition(LiveBook book, boolean colour) {
        final String name = String.format(Locale.ROOT, "%-10s", book.conditionName());
        if (!colour) {
            return name;
        }
        final String start = switch (book.condition()) {
            case Condition.LIVE -> "\u001B[32m";
            case Condition.BROKEN -> "\u001B[31m";
            default -> "\u001B[33m";
        };
        return start + name + RESET;
    }
}
