package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.tools.Truebook;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.transport.box.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal folders on which an engine cannot simply start. */
final class BadFolderTest {
    private static final long SEED = 20261125;

    @TempDir
    Path folder;

    private Path journal;
    private Exchange exchange;

    private record Result(int exitCode, String err) {}

    @BeforeEach
    void openTheExchange() throws IOException {
        journal = folder.resolve("journal");
        exchange = new Exchange(folder, SEED, 200, Faults.none());
    }

    @AfterEach
    void closeTheExchange() {
        exchange.close();
    }

    @Test
    void shouldNameTheHolderWhenASecondEngineStartsOnTheFolder() throws Exception {
        try (ChildJvm holder = new EngineFolder(folder, journal, exchange).start(Layout.FUSED)) {
            assertThat(holder.awaitLine("started")).as(holder.describe()).isNotNull();

            final Result second = run();

            assertThat(second.exitCode()).isEqualTo(ExitCode.MISSING);
            assertThat(second.err().lines()).hasSize(1);
            assertThat(second.err()).contains(journal.toString(), Long.toString(holder.pid()));
            holder.terminate();
            assertThat(holder.awaitExit())
                    .as("the holder has noticed nothing: %s", holder.describe())
                    .isZero();
        }
        Evidence.assertReplays(journal);
    }

    @Test
    void shouldBeginAJournalInAnEmptyFolderAndRefuseToReadOne() throws IOException {
        Files.createDirectory(journal);

        final Result reader = truebook("replay", "--verify", "--journal", journal.toString());
        final Result writer = run();

        assertThat(reader.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(reader.err().lines()).hasSize(1);
        assertThat(reader.err()).contains(journal.toString());
        assertThat(writer.exitCode()).as(writer.err()).isEqualTo(ExitCode.OK);
        Evidence.assertReplays(journal);
    }

    @Test
    void shouldRefuseAFolderOfANewerVersionAndTouchNothing() throws IOException {
        Files.createDirectory(journal);
        Files.writeString(journal.resolve("format"), "truebook-journal 2\nroll=DAILY\nblockBytes=67108864\n");

        final Result result = run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains(journal.toString(), "version=2");
        assertThat(journal.resolve("inputs")).doesNotExist();
    }

    @Test
    void shouldSayWhatWasCutWhenTheInputsAreTruncatedAndGoOn() throws IOException {
        assertThat(run().exitCode()).isEqualTo(ExitCode.OK);
        final Path file = newestInputs();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(written(file) / 2);
        }

        final Result result = run();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(journal.resolve("quarantine")).isNotEmptyDirectory();
        assertThat(Files.readString(journal.resolve("epoch")).strip()).isEqualTo("1");
        assertThat(truebook("verify", journal.toString()).exitCode()).isEqualTo(ExitCode.OK);
        Evidence.assertReplays(journal);
    }

    private Result run() {
        return truebook(
                "run",
                "--config",
                exchange.files().get(0).toString(),
                "--journal",
                journal.toString(),
                "--for",
                "2",
                "--json");
    }

    private static Result truebook(String... arguments) {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int exitCode = Truebook.run(Console.of(new ByteArrayOutputStream(), err), arguments);
        return new Result(exitCode, err.toString(StandardCharsets.UTF_8));
    }

    private Path newestInputs() throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("inputs"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    /** Bytes up to the last that is not zero. */
    private static long written(Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
