package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.tools.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckTest {
    private static final Set<String> VENUES = Set.of(
            "kraken",
            "kraken-v1",
            "binance",
            "binance-usdm",
            "binance-coinm",
            "binance-us",
            "okx",
            "bybit",
            "bitfinex",
            "coinbase");
    private static final Path FEEDS = Path.of(System.getProperty("truebook.root"))
            .resolve("../shared/feeds")
            .normalize();

    @TempDir
    Path folder;

    /** A row of EXPECTED.tsv. */
    record Expected(String recordings, String venue, String key, long value) {}

    static Stream<Expected> expected() throws IOException {
        final Path table = FEEDS.resolve("EXPECTED.tsv");
        if (!Files.isRegularFile(table)) {
            return Stream.of(new Expected("", "", "", 0));
        }
        return Files.readAllLines(table).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .filter(cells -> VENUES.contains(cells[1]))
                .map(cells -> new Expected(cells[0], cells[1], cells[2], Long.parseLong(cells[3])));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void shouldFindWhatTheSharedRecordingsHold(Expected row) throws JsonProcessingException {
        assumeTrue(!row.recordings().isEmpty(), "the shared recordings are not here: " + FEEDS);
        final String files = Arrays.stream(row.recordings().split(","))
                .map(file -> FEEDS.resolve(file).toString())
                .collect(Collectors.joining(","));

        final Cli.Result result = Cli.run("check", "--venue", row.venue(), "--json", files);

        final JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
        assertThat(report.at("/" + row.key().replace('.', '/')).asLong())
                .as(result.out())
                .isEqualTo(row.value());
        assertThat(report.at("/checksums/bad").asLong()).isZero();
        assertThat(report.at("/sequence/gaps").asLong()).isZero();
        assertThat(report.at("/topOfBook/mismatch").asLong()).isZero();
        assertThat(report.get("malformed").asLong()).isZero();
        assertThat(report.get("crossed").asLong()).isZero();
        assertThat(report.get("silences").asLong()).as("false alarms").isZero();
        assertThat(report.get("books")).isNotEmpty();
        final boolean proven = report.at("/checksums/ok").asLong()
                        + report.at("/sequence/checked").asLong()
                > 0;
        for (JsonNode book : report.get("books")) {
            // the oldest recording of bitfinex was made without numbers and checksums: nothing can prove it
            assertThat(book.get("condition").asText()).isEqualTo(proven ? "LIVE" : "UNVERIFIED");
        }
    }

    // docs.kraken.com/api/docs/websocket-v2/book: the documented snapshot of MATIC/USD and the update after it; the
    // checksums hold only when sizes are padded to eight decimals
    private static final String SNAPSHOT =
            "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"MATIC/USD\",\"bids\":["
                    + "{\"price\":0.5666,\"qty\":4831.75496356},{\"price\":0.5665,\"qty\":6658.22734739},"
                    + "{\"price\":0.5664,\"qty\":18724.91513344},{\"price\":0.5663,\"qty\":11563.92544914},"
                    + "{\"price\":0.5662,\"qty\":14006.65365711},{\"price\":0.5661,\"qty\":17454.85679807},"
                    + "{\"price\":0.566,\"qty\":18097.1547},{\"price\":0.5659,\"qty\":33644.89175666},"
                    + "{\"price\":0.5658,\"qty\":148.3464},{\"price\":0.5657,\"qty\":606.70854372}"
                    + "],\"asks\":["
                    + "{\"price\":0.5668,\"qty\":4410.79769741},{\"price\":0.5669,\"qty\":4655.40412487},"
                    + "{\"price\":0.567,\"qty\":49844.89424998},{\"price\":0.5671,\"qty\":24306.41678},"
                    + "{\"price\":0.5672,\"qty\":29783.25223475},{\"price\":0.5673,\"qty\":57234.71239278},"
                    + "{\"price\":0.5674,\"qty\":45065.04744},{\"price\":0.5675,\"qty\":5912.76380354},"
                    + "{\"price\":0.5676,\"qty\":42514.92434778},{\"price\":0.5677,\"qty\":36304.0847022}"
                    + "],\"checksum\":2439117997}]}";
    private static final String UPDATE =
            "{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"MATIC/USD\","
                    + "\"bids\":[{\"price\":0.5657,\"qty\":1098.3947558}],\"asks\":[],\"checksum\":2114181697}]}";

    @Test
    void shouldProveTheBookOfTheVenuesOwnDocuments() throws IOException {
        final Cli.Result result = check("--json", SNAPSHOT, UPDATE);

        final JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
        assertThat(report.at("/checksums/ok").asLong()).isEqualTo(2);
        assertThat(report.at("/snapshots").asLong()).isEqualTo(1);
        assertThat(report.at("/deltas").asLong()).isEqualTo(1);
        assertThat(report.at("/precision").asText()).isEqualTo("inferred");
        assertThat(report.at("/books/0/symbol").asText()).isEqualTo("MATIC/USD");
        assertThat(report.at("/books/0/condition").asText()).isEqualTo("LIVE");
        assertThat(report.at("/books/0/proof").asText()).isEqualTo("checksum");
        assertThat(report.at("/books/0/provenDepth").asLong()).isEqualTo(10);
        assertThat(report.at("/books/0/bestBid").asText()).isEqualTo("0.5666");
        assertThat(report.at("/stateHash").asText()).hasSize(16);
    }

    @Test
    void shouldGiveTheSameStateHashEveryTime() throws IOException {
        final String first = new ObjectMapper()
                .readTree(check("--json", SNAPSHOT, UPDATE).out())
                .get("stateHash")
                .asText();
        final String again = new ObjectMapper()
                .readTree(check("--json", SNAPSHOT, UPDATE).out())
                .get("stateHash")
                .asText();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldTakePrecisionFromAnInstrumentsFile() throws IOException {
        final Path instruments = Files.writeString(
                folder.resolve("instruments.yaml"), "MATIC/USD: {priceDecimals: 4, sizeDecimals: 8}\n");

        final Cli.Result result = check("--json --instruments " + instruments, SNAPSHOT, UPDATE);

        assertThat(new ObjectMapper().readTree(result.out()).get("precision").asText())
                .isEqualTo("file");
        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldFailWhereAChecksumDoesNotHold() throws IOException {
        final Cli.Result result = check("", SNAPSHOT, UPDATE.replace("1098.3947558", "1098.3947559"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).startsWith("FAIL  kraken: ").contains("checksums ok 1, bad 1");
    }

    @Test
    void shouldCountADamagedFrameAndGoOn() throws IOException {
        final Cli.Result result = check("--json", SNAPSHOT, "{\"channel\":\"book\",\"type\":", UPDATE);

        final JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report.get("malformed").asLong()).isEqualTo(1);
        assertThat(report.at("/checksums/ok").asLong()).isEqualTo(2);
    }

    @Test
    void shouldGiveOneObjectForEachSession() throws IOException {
        final Path file = Files.write(folder.resolve("frames.jsonl"), List.of(SNAPSHOT, UPDATE));

        final Cli.Result result = Cli.run("check", "--venue", "kraken", "--json", file.toString(), file.toString());

        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void shouldSayInOneLineWhatIsMissing() throws IOException {
        final Path file = Files.write(folder.resolve("frames.jsonl"), List.of(SNAPSHOT));

        for (String line : List.of(
                "check --venue nowhere " + file, "check --venue kraken nowhere.jsonl", "check --venue ../x " + file)) {
            final Cli.Result result = Cli.run(line.split(" "));
            assertThat(result.exitCode()).as(line).isEqualTo(ExitCode.MISSING);
            assertThat(result.err().lines()).as(result.err()).hasSize(1);
            assertThat(result.out()).isEmpty();
        }
    }

    private Cli.Result check(String options, String... frames) throws IOException {
        final Path file = Files.write(folder.resolve("frames.jsonl"), List.of(frames));
        return Cli.run(("check --venue kraken " + options + " " + file)
                .replaceAll(" +", " ")
                .split(" "));
    }
}
