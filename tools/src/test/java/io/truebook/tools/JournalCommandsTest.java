package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalCommandsTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() {
        try (JournalDirectory directory = JournalDirectory.open(
                folder, JournalOptions.defaults().withBlockBytes(JournalOptions.MIN_BLOCK_BYTES))) {
            new SmallJournal(directory.inputs(), directory.outputs()).fill();
        }
    }

    @Test
    void shouldPrintEveryRecordOfAJournalInCausalOrder() {
        final Cli.Result result = run("tail");

        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result.out().lines()).hasSize(12);
        assertThat(result.out().lines().toList().get(4))
                .startsWith("2 1970-01-01T00:00:03.000000500Z book_snapshot venue=#0 cause=3")
                .contains("symbol=kraken:BTC/USD condition=LIVE");
    }

    @Test
    void shouldPrintOneJsonObjectALineAndNothingElse() throws JsonProcessingException {
        final Cli.Result result =
                run("tail", "--json", "--from", "1970-01-01T00:00:05Z", "--to", "6", "--kind", "condition,book_delta");

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).hasSize(2);
        for (String line : result.out().lines().toList()) {
            assertThat(parse(line).get("symbol").asText()).isEqualTo(SmallJournal.SYMBOL);
        }
    }

    @Test
    void shouldShowTheBookAtAMomentWithItsEvidence() throws JsonProcessingException {
        final JsonNode live = parse(run("book", "BTC/USD", "--at", "1970-01-01T00:00:05.9Z", "--json")
                .out());
        final JsonNode stale = parse(run("book", SmallJournal.SYMBOL, "--json").out());

        assertThat(live.get("condition").asText()).isEqualTo("LIVE");
        assertThat(live.get("position").asLong()).isEqualTo(5);
        assertThat(live.at("/bids/0/0").asText()).isEqualTo("9.8");
        assertThat(stale.get("condition").asText()).isEqualTo("STALE");
        assertThat(run("book", "BTC/USD", "--at", "4").out()).contains("kraken:BTC/USD  LIVE", "2 bids", "9.9", "0.05");
    }

    @Test
    void shouldCountRecords() throws JsonProcessingException {
        final JsonNode stats = parse(run("stats", "--json").out());

        assertThat(stats.at("/inputs/records").asLong()).isEqualTo(8);
        assertThat(stats.at("/inputs/perSecond").asLong()).isEqualTo(1);
        assertThat(stats.at("/outputs/types/condition").asLong()).isEqualTo(1);
        assertThat(run("stats").out()).contains("inputs: 8 records", SmallJournal.SYMBOL);
    }

    @ParameterizedTest
    @CsvSource({
        "tail --from yesterday, 2, yesterday",
        "tail --kind fram, 2, book_delta",
        "book ETH/USD, 3, kraken:BTC/USD",
        "book BTC/USD --depth 0, 2, --depth 0",
        "book BTC/USD --at 1, 3, known: none"
    })
    void shouldSayInOneLineWhatIsWrong(String line, int exitCode, String hint) {
        final Cli.Result result = run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains(hint);
    }

    @Test
    void shouldSayWhatToDoWhereThereIsNoJournal(@TempDir Path empty) {
        for (Path path : new Path[] {empty, empty.resolve("nowhere")}) {
            for (String command : new String[] {"tail", "stats", "book BTC/USD"}) {
                final Cli.Result result = Cli.run((command + " --journal " + path).split(" "));

                assertThat(result.exitCode()).as(command).isEqualTo(ExitCode.MISSING);
                assertThat(result.err().lines()).as(result.err()).hasSize(1);
                assertThat(result.err()).contains(path.toString());
            }
        }
    }

    private static Cli.Result run(String... arguments) {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--journal";
        all[arguments.length + 1] = folder.toString();
        return Cli.run(all);
    }

    private static JsonNode parse(String line) throws JsonProcessingException {
        return new ObjectMapper().readTree(line);
    }
}
