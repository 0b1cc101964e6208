package io.truebook.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.tools.cli.ExitCode;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.ExchangeBox;
import io.truebook.transport.box.MarketOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A running engine, connected over sockets to the box, commanded by the command line; one run, in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CtlTest {
    private static final long SEED = 20_261_122;

    @TempDir
    static Path folder;

    private static ExchangeBox box;
    private static List<String> symbols;
    private static CompletableFuture<Cli.Result> run;
    private static String journal;

    @BeforeAll
    static void startTheEngine() throws IOException, InterruptedException {
        final MarketOptions market =
                MarketOptions.of(SEED).withSymbols(3).withFrames(100_000).withEventsPerSecond(50);
        box = ExchangeBox.start(
                BoxOptions.builder().speed(1).market("kraken", market).build());
        symbols = box.symbols("kraken");
        final Path profile = folder.resolve("profile.yaml");
        Files.writeString(
                profile,
                "lagLimitMs: 60000\nvenues:\n  - id: kraken\n    symbols: [" + symbols.get(0) + "]\n    webSocketUrl: "
                        + box.webSocketUrl("kraken") + "/v2\n");
        journal = folder.resolve("run").toString();
        run = CompletableFuture.supplyAsync(
                () -> Cli.run("run", "--config", profile.toString(), "--journal", journal, "--json", "--for", "300"));
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(folder.resolve("run/admin.json"))) {
            assertThat(run.isDone()).as("the engine has ended").isFalse();
            assertThat(System.nanoTime()).isLessThan(endNs);
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stopTheBox() {
        if (!run.isDone()) {
            ctl("stop");
            run.join();
        }
        box.close();
    }

    private static Cli.Result ctl(String... arguments) {
        final String[] all = new String[arguments.length + 6];
        all[0] = "ctl";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--journal";
        all[arguments.length + 2] = journal;
        all[arguments.length + 3] = "--timeout";
        all[arguments.length + 4] = "120";
        all[arguments.length + 5] = "--json";
        return Cli.run(all);
    }

    private static JsonNode parse(Cli.Result result) throws JsonProcessingException {
        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(ExitCode.OK);
        assertThat(result.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    @Order(1)
    void shouldAddASymbolAndSayThatItsBookIsLive() throws JsonProcessingException {
        final JsonNode added = parse(ctl("symbol", "add", "kraken:" + symbols.get(1)));

        assertThat(added.get("condition").asText()).isEqualTo("LIVE");
        assertThat(added.get("finished").asBoolean()).isTrue();
        assertThat(added.get("position").asLong()).isPositive();
    }

    @Test
    @Order(2)
    void shouldTakeASymbolWithoutItsVenueWhereThereIsOne() throws JsonProcessingException {
        final JsonNode added = parse(ctl("symbol", "add", symbols.get(2)));

        assertThat(added.get("command").asText()).isEqualTo("add kraken:" + symbols.get(2));
    }

    @Test
    @Order(3)
    void shouldResyncABook() throws JsonProcessingException {
        assertThat(parse(ctl("resync", "kraken:" + symbols.get(1)))
                        .get("condition")
                        .asText())
                .isEqualTo("LIVE");
    }

    @Test
    @Order(4)
    void shouldRemoveASymbolOnceTheVenueHasAcknowledgedIt() throws JsonProcessingException {
        assertThat(parse(ctl("symbol", "remove", "kraken:" + symbols.get(1)))
                        .get("finished")
                        .asBoolean())
                .isTrue();
        final Cli.Result again = ctl("symbol", "remove", "kraken:" + symbols.get(1));
        assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err().lines()).hasSize(1);
        assertThat(again.err()).contains("kraken:" + symbols.get(1)).contains("cannot be carried out");
    }

    @Test
    @Order(5)
    void shouldPauseAndResumeAVenue() throws JsonProcessingException {
        assertThat(parse(ctl("pause", "kraken")).get("finished").asBoolean()).isTrue();
        assertThat(parse(ctl("resume", "kraken")).get("finished").asBoolean()).isTrue();
        assertThat(parse(ctl("resync", symbols.get(0))).get("condition").asText())
                .isEqualTo("LIVE");
    }

    @Test
    @Order(6)
    void shouldSayForPeopleWhatBecameOfACommand() {
        final Cli.Result result =
                Cli.run("ctl", "resync", "kraken:" + symbols.get(0), "--journal", journal, "--timeout", "120");

        assertThat(result.out()).contains("resync kraken:" + symbols.get(0) + ": done, LIVE after");
        assertThat(result.err()).isEmpty();
    }

    @Test
    @Order(7)
    void shouldRefuseWhoHasNoToken() throws IOException, InterruptedException {
        final Path file = folder.resolve("run/admin.json");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        final int port =
                new ObjectMapper().readTree(Files.readString(file)).get("port").asInt();
        for (String token : List.of("", "Bearer ", "Bearer 00")) {
            final HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/v1/commands"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"stop\"}"));
            if (!token.isEmpty()) {
                request.header("Authorization", token);
            }
            final HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
        }
        assertThat(run.isDone()).isFalse();
    }

    @Test
    @Order(8)
    void shouldStopTheEngineAndLeaveAJournalThatReplaysToTheSame() throws JsonProcessingException {
        parse(ctl("stop"));
        assertThat(run.join().exitCode()).as(run.join().err()).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("run/admin.json")).doesNotExist();
        final JsonNode replay = parse(Cli.run("replay", "--verify", "--json", "--journal", journal));
        assertThat(replay.get("same").asBoolean()).isTrue();
        final Cli.Result late = ctl("stop");
        assertThat(late.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(late.err().lines()).hasSize(1);
        assertThat(late.err()).contains("no engine runs on this journal");
    }
}
