package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.journal.JournalDirectory;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.cli.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void fill() {
        journal = folder.resolve("journal");
        try (JournalDirectory directory = JournalDirectory.open(
                journal, JournalOptions.defaults().withBlockBytes(JournalOptions.MIN_BLOCK_BYTES))) {
            new SmallJournal(directory.inputs(), directory.outputs()).fill();
        }
    }

    @Test
    void shouldFindAWholeJournalSound() throws JsonProcessingException {
        final Cli.Result result = Cli.run("verify", "--json", journal.toString());

        final JsonNode report = parse(result);
        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(report.get("sound").asBoolean()).isTrue();
        assertThat(report.at("/inputs/records").asLong()).isEqualTo(8);
        assertThat(report.at("/outputs/records").asLong()).isEqualTo(4);
        assertThat(report.at("/inputs/lastTime").asText()).isEqualTo("1970-01-01T00:00:08.000000000Z");
    }

    @Test
    void shouldNameThePositionOfADamagedRecord() throws IOException {
        flipAByte(0);

        final Cli.Result text = Cli.run("verify", journal.toString());
        final Cli.Result json = Cli.run("verify", "--json", journal.toString());

        assertThat(text.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(text.out()).startsWith("FAIL  ").contains("outputs: ");
        assertThat(parse(json).at("/outputs/lastGood").asLong()).isZero();
        assertThat(parse(json).at("/outputs/reason").asText()).isNotEmpty();
        assertThat(parse(json).at("/inputs/finding").asText()).isEqualTo("clean");
    }

    @Test
    void shouldCutDamageWhenAskedAndSayHowMuch() throws IOException {
        flipAByte(0);

        final Cli.Result repair = Cli.run("verify", "--repair", "--json", journal.toString());
        final Cli.Result again = Cli.run("verify", journal.toString());

        assertThat(repair.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(parse(repair).get("repairs")).isNotEmpty();
        assertThat(again.exitCode()).as(again.out()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldEndReadingADamagedJournalInOneLine() throws IOException {
        // lands in the levels of the second record
        flipAByte(200);

        final Cli.Result result = Cli.run("stats", "--journal", journal.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err().lines()).as(result.err()).hasSize(1);
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        for (Path path : new Path[] {folder.resolve("nowhere"), folder}) {
            final Cli.Result result = Cli.run("verify", path.toString());

            assertThat(result.exitCode()).isEqualTo(ExitCode.MISSING);
            assertThat(result.err().lines()).hasSize(1);
        }
    }

    /** The instrument's name is the only text in the outputs' file, and stands in their first record. */
    private void flipAByte(int behindTheName) throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("outputs"))) {
            final Path file = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            final String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(content.indexOf(SmallJournal.SYMBOL) + behindTheName);
                bytes.write('K');
            }
        }
    }

    private static JsonNode parse(Cli.Result result) throws JsonProcessingException {
        return new ObjectMapper().readTree(result.out());
    }
}
