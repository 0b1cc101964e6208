package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.engine.ring.RingOptions.Wait;
import io.truebook.engine.venue.DefinitionException;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.profile.Profile;
import io.truebook.tools.profile.ProfileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
    private static final String RIGHT = """
            venues:
              - id: kraken
                symbols: [BTC/USD]
                webSocketUrl: ws://127.0.0.1:9000/kraken/v2
            journal:
              directory: data/x
              durability: disk
            threads:
              layout: staged
              ringSize: 4096
              waitStrategy: busy-spin
              pin: {core: 3}
            """;

    @Test
    void shouldReadWhatItSaysAndFillInTheRest() {
        final Profile profile = ProfileReader.parse("p.yaml", RIGHT);

        assertThat(profile.venues())
                .containsExactly(new Profile.Venue("kraken", List.of("BTC/USD"), List.of(), 0, 2, 2));
        assertThat(profile.journal().durability()).isEqualTo(Durability.DISK);
        assertThat(profile.journal().retentionDays()).isZero();
        assertThat(profile.threads().layout()).isEqualTo(Layout.STAGED);
        assertThat(profile.threads().waitStrategy()).isEqualTo(Wait.BUSY_SPIN);
        assertThat(profile.threads().pin()).containsEntry("core", 3).hasSize(1);
        assertThat(profile.text()).isEqualTo(RIGHT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "kraken|''|p.yaml:2: venues.0.id: is missing",
                "BTC/USD|1.5|p.yaml:3: venues.0.symbols: must be a list of texts",
                "symbols|symbol|p.yaml:3: venues.0.symbol: no such key; one of channels, depth",
                "ws://|http://|p.yaml:4: venues.0.webSocketUrl: must start with ws:// or wss://",
                "ws://127.0.0.1|ws://|p.yaml:4: venues.0.webSocketUrl",
                "durability: disk|durability: tape|p.yaml:7: journal.durability: must be one of process, disk",
                "staged|pooled|p.yaml:9: threads.layout: must be one of fused, staged",
                "4096|1000|p.yaml:10: threads.ringSize: must be a power of two",
                "4096|many|p.yaml:10: threads.ringSize: must be a whole number",
                "core: 3|cores: 3|p.yaml:12: threads.pin.cores: no such key",
                "venues:|venue:|p.yaml:1: venues: is missing",
                "[BTC/USD]|[BTC/USD|p.yaml:4: -: cannot be read as YAML"
            })
    void shouldNameFileLineAndKeyOfWhatIsWrong(String right, String wrong, String message) {
        assertThatThrownBy(() -> ProfileReader.parse("p.yaml", RIGHT.replace(right, wrong)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNameEveryErrorAtOnce() {
        assertThatThrownBy(() -> ProfileReader.parse(
                        "p.yaml", RIGHT.replace("staged", "x").replace("disk", "y")))
                .satisfies(e -> assertThat(((DefinitionException) e).errors()).hasSize(2));
    }

    @Test
    void shouldAcceptEveryProfileThatIsShipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("truebook.root"), "config", "profiles"))) {
            final List<Path> profiles =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(profiles).isNotEmpty();
            profiles.forEach(ProfileReader::read);
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoProfile() {
        assertThatThrownBy(() -> ProfileReader.read(Path.of("nowhere.yaml")))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("nowhere.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "depth: 30|p.yaml:4: venues.0.depth: kraken offers [10, 25, 100, 500, 1000], not 30",
                "channels: [books]|p.yaml:4: venues.0.channels: kraken has no channel books, only [book,"
            })
    void shouldRefuseToRunWithWhatTheVenueDoesNotOffer(String line, String message, @TempDir Path folder)
            throws IOException {
        final Path file = Files.writeString(
                folder.resolve("p.yaml"),
                "venues:\n  - id: kraken\n    symbols: [BTC/USD]\n    " + line + "\njournal: {directory: " + folder
                        + "/j}\n");

        final Cli.Result result = Cli.run("run", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains(message);
        assertThat(folder.resolve("j")).doesNotExist();
    }

    @Test
    void shouldRefuseToRunAVenueThatNobodyKnows(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(
                folder.resolve("p.yaml"), "venues:\n  - {id: nowhere, symbols: [A]}\njournal: {directory: j}\n");

        final Cli.Result result = Cli.run("run", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("nowhere", "known: ", "kraken");
    }
}
