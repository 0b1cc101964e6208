package io.truebook.tools.venue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Channel;
import io.truebook.engine.venue.VenueDefinition.ChecksumDefinition;
import io.truebook.engine.venue.VenueDefinition.SessionRules;
import io.truebook.tools.cli.Json;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a venue's definition. Durations in milliseconds. */
public final class VenuePrinter {
    private static final long MS = 1_000_000;

    private VenuePrinter() {}

    /** One line: id, proof, snapshot source, title. */
    public static String line(VenueDefinition venue) {
        final BookRules book = venue.book();
        return String.format(
                Locale.ROOT,
                "%-16s %-10s %-9s %s",
                venue.id(),
                book == null ? "-" : name(book.proof()),
                book == null ? "-" : name(book.source()),
                venue.title());
    }

    /** Headings of {@link #line}. */
    public static String heading() {
        return String.format(Locale.ROOT, "%-16s %-10s %-9s %s", "VENUE", "PROOF", "SNAPSHOT", "TITLE");
    }

    /** Everything that a person wants to know, several lines. */
    public static void text(VenueDefinition venue, PrintStream out) {
        row(out, "venue", venue.id() + " (" + venue.title() + ")");
        row(out, "websocket", venue.webSocketUrl());
        row(out, "rest", venue.restUrl() == null ? "-" : venue.restUrl());
        row(out, "max frame", venue.maxFrameBytes() + " bytes");
        final SessionRules session = venue.session();
        row(
                out,
                "session",
                "silent after " + ms(session.silenceNs()) + ", ping every "
                        + ms(session.policies().pingPong().intervalNs())
                        + ", acknowledged within " + ms(session.ackTimeoutNs()) + ", lifetime "
                        + ms(session.lifetimeNs()));
        for (Channel channel : venue.channels()) {
            row(
                    out,
                    "channel",
                    channel.name() + ": " + name(channel.type())
                            + (channel.perSymbol() ? "" : ", once for all symbols")
                            + (channel.isPublic()
                                    ? ""
                                    : "; private (" + name(channel.auth().type()) + "), which is not run yet"));
        }
        if (venue.book() == null) {
            row(out, "book", "none: this definition decodes only");
        } else {
            book(venue.book(), out);
        }
        for (String fact : venue.unconfirmed()) {
            row(out, "unconfirmed", fact);
        }
    }

    private static void book(BookRules book, PrintStream out) {
        row(
                out,
                "book",
                "proof " + name(book.proof()) + ", snapshot " + name(book.source()) + ", continuity "
                        + name(book.continuity()));
        row(out, "mode", book.reconciliation().modeText());
        row(
                out,
                "depths",
                book.depths().isEmpty()
                        ? "no choice"
                        : book.depths().stream().map(String::valueOf).collect(Collectors.joining(", ")) + "; default "
                                + book.defaultDepth() + (book.truncate() ? "; truncated here" : ""));
        final ChecksumDefinition checksum = book.checksum();
        row(
                out,
                "checksum",
                checksum == null
                        ? "none"
                        : checksum.algorithm() + " over " + checksum.depth() + " levels a side, "
                                + name(checksum.order()));
    }

    private static void row(PrintStream out, String name, String value) {
        out.printf(Locale.ROOT, "%-12s %s%n", name, value);
    }

    private static String ms(long ns) {
        return ns == 0 ? "never" : ns / MS + " ms";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same as JSON. */
    public static ObjectNode json(VenueDefinition venue) {
        final ObjectNode node = Json.object();
        node.put("venue", venue.id());
        node.put("title", venue.title());
        node.put("webSocketUrl", venue.webSocketUrl());
        node.put("restUrl", venue.restUrl());
        node.put("maxFrameBytes", venue.maxFrameBytes());
        final SessionRules session = venue.session();
        node.putObject("session")
                .put("silenceMs", session.silenceNs() / MS)
                .put("pingIntervalMs", session.policies().pingPong().intervalNs() / MS)
                .put("ackTimeoutMs", session.ackTimeoutNs() / MS)
                .put("snapshotTimeoutMs", session.snapshotTimeoutNs() / MS)
                .put("lifetimeMs", session.lifetimeNs() / MS)
                .put("sendLimit", session.sendLimit())
                .put("sendWindowMs", session.sendWindowNs() / MS);
        final ArrayNode channels = node.putArray("channels");
        for (Channel channel : venue.channels()) {
            channels.addObject()
                    .put("name", channel.name())
                    .put("type", name(channel.type()))
                    .put("perSymbol", channel.perSymbol())
                    .put("access", channel.isPublic() ? "public" : "private")
                    .put("auth", channel.isPublic() ? null : name(channel.auth().type()));
        }
        if (venue.book() == null) {
            node.putNull("book");
        } else {
            book(venue.book(), node.putObject("book"));
        }
        final ArrayNode unconfirmed = node.putArray("unconfirmed");
        venue.unconfirmed().forEach(unconfirmed::add);
        return node;
    }

    private static void book(BookRules book, ObjectNode node) {
        node.put("proof", name(book.proof()));
        node.put("snapshot", name(book.source()));
        node.put("mode", name(book.reconciliation().mode()));
        node.put("snapshotIntervalMs", book.reconciliation().snapshotIntervalNs() / MS);
        node.put("continuity", name(book.continuity()));
        final ArrayNode depths = node.putArray("depths");
        book.depths().forEach(depths::add);
        node.put("defaultDepth", book.defaultDepth());
        node.put("truncate", book.truncate());
        final ChecksumDefinition checksum = book.checksum();
        if (checksum == null) {
            node.putNull("checksum");
        } else {
            node.putObject("checksum")
                    .put("algorithm", checksum.algorithm())
                    .put("depth", checksum.depth())
                    .put("order", name(checksum.order()))
                    .put("output", name(checksum.output()));
        }
    }
}
