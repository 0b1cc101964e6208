package io.truebook.engine.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.core.Configs;
import io.truebook.engine.venue.VenueDefinition.BookRules;
import io.truebook.engine.venue.VenueDefinition.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/venues.md against the definitions. */
class VenueTableTest {
    @Test
    void shouldSayInTheTableWhatTheDefinitionsSay() throws IOException {
        final List<String> expected = new ArrayList<>();
        final List<Path> files;
        try (Stream<Path> found = Files.list(Configs.root().resolve("config/venues"))) {
            files = found.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        for (final Path file : files) {
            final VenueDefinition venue = VenueLoader.load(file);
            if (venue.book() != null) {
                expected.add(row(venue, venue.book()));
                venue.otherBooks().forEach(other -> expected.add(row(venue, other)));
            }
        }
        final List<String> table = Files.readAllLines(Configs.root().resolve("docs/venues.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| venue") && !line.startsWith("| ---"))
                .toList();
        assertThat(table).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String row(VenueDefinition venue, BookRules book) {
        final Channel channel = venue.channels().get(book.bookChannel());
        final String covered = switch (book.proof()) {
            case NONE -> "nothing";
            case CHECKSUM -> checksum(book);
            case BOTH -> chain(book) + ", " + checksum(book);
            case CHAIN -> chain(book);
        };
        return "| " + venue.id() + " | " + channel.name() + (channel.isPublic() ? "" : " (login)") + " | "
                + (book.orders() == null ? "levels" : "orders") + " | " + word(book.proof()) + " | " + covered + " | "
                + word(book.continuity()) + " | " + word(book.source()) + " | "
                + venue.session().silenceNs() / 1_000_000_000L + " s |";
    }

    private static String chain(BookRules book) {
        return book.chainCoversAll() ? "all" : "the snapshot's span";
    }

    private static String checksum(BookRules book) {
        final boolean orders = book.orders() != null && book.orders().checksumCountsOrders();
        return book.checksum().depth() + (orders ? " orders" : " levels");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
