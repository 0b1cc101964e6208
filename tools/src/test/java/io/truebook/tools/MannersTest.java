package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Moment;
import io.truebook.tools.cli.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MannersTest {
    static List<String> commands() {
        final List<String> names = new ArrayList<>();
        collect("", Cli.commandLine(), names);
        return names;
    }

    private static void collect(String path, CommandLine line, List<String> names) {
        names.add(path);
        line.getSubcommands().forEach((name, sub) -> collect((path + " " + name).strip(), sub, names));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldShowHelpWithOneExampleForEveryCommand(String path) {
        final Cli.Result result = Cli.run((path + " --help").strip().split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("Usage: truebook", "Example:", "--debug");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "nonsense", "completion", "completion fish", "--nonsense"})
    void shouldSayInOneLineWhatIsWrongWithTheCommandLine(String line) {
        final Cli.Result result = Cli.run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("truebook").contains("--help");
    }

    @Test
    void shouldShowTheStackTraceOnlyWithDebug() {
        assertThat(Cli.run("test").err().lines()).hasSize(1);
        assertThat(Cli.run("test", "--debug").err()).contains("\tat io.truebook.tools");
    }

    @ParameterizedTest
    @CsvSource({"bash", "zsh"})
    void shouldPrintACompletionScriptThatKnowsTheCommands(String shell) {
        final Cli.Result result = Cli.run("completion", shell);

        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("_complete_truebook").contains("completion");
    }

    @Test
    void shouldEndQuietlyWhenThePipeIsClosed() {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        final int exitCode = Truebook.run(Console.of(closed, err), "completion", "bash");

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintNoProgressWhereNobodyLooks() {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Progress progress = Progress.start(Console.of(new ByteArrayOutputStream(), err), "task", " frames", 10)) {
            progress.to(5);
        }

        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-02T10:15:30.123456789Z, 1785665730123456789",
        "2026-08-02T12:15:30.123456789+02:00, 1785665730123456789",
        "1970-01-01T00:00:00Z, 0"
    })
    void shouldReadTimesToTheNanosecond(String text, long expectedNs) {
        final Moment moment = Moment.parse(text);

        assertThat(moment.isPosition()).isFalse();
        assertThat(moment.value()).isEqualTo(expectedNs);
        assertThat(Moment.parse(Moment.print(expectedNs))).isEqualTo(moment);
    }

    @Test
    void shouldReadPlainDigitsAsAPosition() {
        assertThat(Moment.parse("42")).isEqualTo(new Moment(true, 42));
    }
}
