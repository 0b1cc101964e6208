package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.truebook.tools.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, pipes, locks between processes. */
class ProcessTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldFlushAndEndWellWhenTerminated() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "SIGTERM is a signal of Unix");
        start("demo", "--journal", folder.resolve("demo").toString());
        final BufferedReader out = output();
        awaitLine(out, "LIVE");

        final Cli.Result second =
                Cli.run("demo", "--journal", folder.resolve("demo").toString());
        final Cli.Result fresh =
                Cli.run("demo", "--fresh", "--journal", folder.resolve("demo").toString());
        terminate();

        assertThat(fresh.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(fresh.err()).contains("another process");
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(ExitCode.OK);
        assertThat(awaitLine(out, "journal ")).contains("up to position");
        assertThat(second.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(second.err()).contains(Long.toString(process.pid()));
        assertThat(Cli.run(
                                "replay",
                                "--verify",
                                "--journal",
                                folder.resolve("demo").toString())
                        .exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsOnWhatTheDemoShows() throws Exception {
        start("demo", "--journal", folder.resolve("demo").toString());
        output().readLine();
        process.getInputStream().close();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(ExitCode.OK);
        assertThat(errors()).doesNotContain("Exception");
    }

    @Test
    void shouldServeARecordingOrAMarketUntilTerminatedAndRefuseAPortThatIsTaken() throws Exception {
        start("exchange", "--venue", "kraken", "--market", "7", "--port", "0", "--json");
        final BufferedReader out = output();
        final String address = awaitLine(out, "webSocketUrl");
        final String port = address.replaceAll(".*\"port\":(\\d+).*", "$1");

        final Cli.Result second = Cli.run("exchange", "--venue", "kraken", "--market", "7", "--port", port);
        terminate();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(ExitCode.OK);
        assertThat(awaitLine(out, "framesSent")).contains("\"faults\":{");
        assertThat(second.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(second.err().lines()).hasSize(1);
        assertThat(second.err()).contains(port);
    }

    @Test
    void shouldKeepTryingAVenueThatIsNotThereAndStillStopWell() throws Exception {
        final int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        final Path profile = Files.writeString(
                folder.resolve("profile.yaml"),
                "venues:\n  - id: kraken\n    symbols: [BTC/USD]\n    webSocketUrl: ws://127.0.0.1:" + nobody
                        + "/v2\n");

        final Cli.Result result = Cli.run(
                "run",
                "--config",
                profile.toString(),
                "--journal",
                folder.resolve("run").toString(),
                "--for",
                "2",
                "--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(Cli.run(
                                "tail",
                                "--kind",
                                "connection_down",
                                "--journal",
                                folder.resolve("run").toString())
                        .out())
                .contains("reason=connect failed");
    }

    private void start(String... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-")
                        || argument.startsWith("-Dchronicle")
                        || argument.startsWith("--enable")
                        || argument.startsWith("--sun-misc"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), Truebook.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("truebook.root")).toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    /** SIGTERM through the handle: {@link Process#destroy} would also close the streams that are still to be read. */
    private void terminate() {
        process.toHandle().destroy();
    }

    private BufferedReader output() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private String awaitLine(BufferedReader out, String part) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("output ended before '" + part + "': " + errors());
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors.txt"));
    }
}
