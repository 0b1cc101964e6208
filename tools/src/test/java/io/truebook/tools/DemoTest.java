package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.engine.recording.Recording;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.run.JournalRecording;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.ExchangeBox;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One demo, then every command that reads a journal on what it left. */
class DemoTest {
    private static final String SECONDS = "6";

    @TempDir
    static Path folder;

    private static Cli.Result demo;

    @BeforeAll
    static void runTheDemo() {
        demo = Cli.run(
                "demo",
                "--for",
                SECONDS,
                "--json",
                "--journal",
                folder.resolve("demo").toString());
    }

    @Test
    void shouldEndWithASummaryOfLiveBooksAndOfTheExchange() throws JsonProcessingException {
        assertThat(demo.exitCode()).as(demo.err()).isEqualTo(ExitCode.OK);
        assertThat(demo.out().lines()).hasSize(1);
        final JsonNode summary = parse(demo.out());
        assertThat(summary.get("books")).hasSize(4);
        for (JsonNode book : summary.get("books")) {
            assertThat(book.get("updates").asLong()).as(demo.out()).isPositive();
            assertThat(book.get("condition").asText()).as(demo.out()).isIn("LIVE", "SYNCING", "STALE");
        }
        assertThat(summary.at("/exchange/connections").asLong()).isGreaterThanOrEqualTo(2);
        assertThat(summary.get("position").asLong()).isPositive();
    }

    @Test
    void shouldReplayToTheSameOutputsAndHashes() throws JsonProcessingException {
        final Cli.Result result = run("replay", "--verify", "--json");

        final JsonNode replay = parse(result.out());
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
        assertThat(replay.get("same").asBoolean()).isTrue();
        assertThat(replay.get("compared").asLong()).isPositive();
        assertThat(replay.get("missing").asLong()).isZero();
        assertThat(replay.get("withoutInput").asBoolean()).isFalse();
    }

    @Test
    void shouldReplayAPartFromACheckpointOrTheBeginning() throws JsonProcessingException {
        final long last = parse(demo.out()).get("position").asLong();

        final Cli.Result result = run("replay", "--verify", "--json", "--from", Long.toString(last - 20));

        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
        assertThat(parse(result.out()).get("from").asLong()).isEqualTo(last - 20);
    }

    @Test
    void shouldFindTheJournalSound() throws JsonProcessingException {
        final Cli.Result result =
                Cli.run("verify", "--json", folder.resolve("demo").toString());

        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(parse(result.out()).at("/inputs/finding").asText()).isEqualTo("clean");
        assertThat(parse(result.out()).at("/outputs/finding").asText()).isEqualTo("clean");
    }

    @Test
    void shouldShowABookAsItWasPublished() throws JsonProcessingException {
        final Cli.Result result = run("book", "binance:BTCUSDT", "--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(parse(result.out()).get("bids")).isNotEmpty();
        assertThat(parse(result.out()).at("/evidence/snapshotAt").asLong()).isPositive();
    }

    @Test
    void shouldCountWhatTheDemoSawAndNameItsSymbols() throws JsonProcessingException {
        final JsonNode stats = parse(run("stats", "--json").out());

        assertThat(stats.get("instruments")).hasSize(4);
        assertThat(stats.at("/outputs/types/book_delta").asLong()).isPositive();
        assertThat(stats.at("/latencyNs/p50").asLong()).isPositive();
    }

    @Test
    void shouldPrintEveryRecordOfTheJournalInBothForms() {
        final Cli.Result text = run("tail");
        final Cli.Result json = run("tail", "--json");

        assertThat(text.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(text.out().lines().count()).isEqualTo(json.out().lines().count());
        assertThat(text.out()).contains(" configured ", " started ", " connection_up ", " frame ", " request ");
    }

    @Test
    void shouldServeTheFramesOfAJournalAgain() throws JsonProcessingException {
        try (JournalRecording kraken = JournalRecording.of(folder.resolve("demo"), "kraken");
                ExchangeBox box = ExchangeBox.start(BoxOptions.builder()
                        .recording("kraken", Recording.open(kraken.file()))
                        .build())) {
            final Cli.Result check = Cli.run(
                    "check", "--venue", "kraken", "--json", kraken.file().toString());

            assertThat(box.symbols("kraken")).containsExactlyInAnyOrder("BTC/USD", "ETH/USD");
            assertThat(parse(check.out()).at("/checksums/ok").asLong())
                    .as(check.out())
                    .isPositive();
        }
    }

    @Test
    void shouldSayWhenAJournalHasNothingOfAVenue() {
        final Cli.Result result = Cli.run(
                "exchange",
                "--venue",
                "binance-usdm",
                "--journal",
                folder.resolve("demo").toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(result.err()).contains("binance-usdm");
    }

    @Test
    void shouldRefuseToEmptyAFolderThatIsNoJournal(@TempDir Path other) {
        final Cli.Result result = Cli.run("demo", "--fresh", "--journal", other.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--fresh");
        assertThat(other).exists();
    }

    private static Cli.Result run(String... arguments) {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--journal";
        all[arguments.length + 1] = folder.resolve("demo").toString();
        return Cli.run(all);
    }

    private static JsonNode parse(String line) throws JsonProcessingException {
        return new ObjectMapper().readTree(line);
    }
}
