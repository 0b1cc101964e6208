package io.truebook.tools.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.live.LiveSummary;
import io.truebook.tools.profile.Profile;
import io.truebook.tools.profile.ProfileReader;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code truebook demo}: an exchange-in-a-box with a market of its own and faults now and then, and the engine connected
 * to it over real sockets, in one process.
 */
public final class DemoRun {
    private static final List<String> VENUES = List.of("kraken", "binance");
    private static final int SYMBOLS = 2;

    private final Console console;
    private final boolean json;

    public DemoRun(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /**
     * Runs until a signal comes, a handler fails, or the time is over.
     *
     * @param fresh forgets an earlier demo in the folder
     * @param seconds 0 for no limit
     */
    public int run(Path directory, long seed, boolean fresh, long seconds) {
        if (fresh) {
            clear(directory);
        }
        final ObjectNode summary;
        try (StopSignal stop = StopSignal.install();
                BoxSession box = new BoxSession(box(seed))) {
            final Profile profile = profile(box);
            console.err()
                    .println("truebook: demo: exchange on port " + box.box().port() + ", journal in " + directory
                            + "; Ctrl-C stops it");
            try (EngineSession session = session(profile, directory, stop)) {
                stop.await(seconds);
                summary = session.finish();
            }
            summary.set("exchange", box.stats());
        }
        if (json) {
            console.out().println(Json.line(summary));
        } else {
            print(summary, directory);
        }
        return ExitCode.OK;
    }

    private EngineSession session(Profile profile, Path directory, StopSignal stop) {
        try {
            return new EngineSession(
                    ProfileOptions.of(profile, directory),
                    profile,
                    console,
                    json,
                    "truebook demo: a seeded market with faults; Ctrl-C stops it",
                    stop);
        } catch (ToolException e) {
            throw ToolException.missing(e.getMessage() + "; --fresh forgets an earlier demo", e);
        }
    }

    private void print(ObjectNode summary, Path directory) {
        LiveSummary.print(summary, console.out());
        console.out().println(BoxSession.line((ObjectNode) summary.get("exchange")));
        console.out()
                .println("journal " + directory + " up to position "
                        + summary.get("position").asText() + "; prove it: truebook replay --verify --journal "
                        + directory);
    }

    private static BoxOptions box(long seed) {
        final MarketOptions market = MarketOptions.of(seed).withSymbols(SYMBOLS);
        final BoxOptions.Builder builder = BoxOptions.builder();
        VENUES.forEach(venue -> builder.market(venue, market));
        // about one fault in five seconds
        return builder.faults(Faults.builder(seed)
                        .fault(FaultKind.DROP)
                        .probability("0.0002")
                        .fault(FaultKind.CORRUPT)
                        .probability("0.0002")
                        .fault(FaultKind.DUPLICATE)
                        .probability("0.0002")
                        .fault(FaultKind.DELAY)
                        .probability("0.0001")
                        .fault(FaultKind.DISCONNECT)
                        .probability("0.0001")
                        .build())
                .build();
    }

    private static Profile profile(BoxSession box) {
        final StringBuilder text = new StringBuilder("venues:\n");
        for (String venue : VENUES) {
            text.append("  - id: ").append(venue).append('\n');
            text.append("    symbols: [")
                    .append(String.join(", ", box.box().symbols(venue)))
                    .append("]\n");
            if (venue.equals("kraken")) {
                text.append("    depth: 25\n");
            }
            text.append("    webSocketUrl: ").append(box.webSocketUrl(venue)).append('\n');
            text.append("    restUrl: ").append(box.box().restUrl(venue)).append('\n');
        }
        return ProfileReader.parse("demo", text.toString());
    }

    /** Takes away what a demo has written, and nothing else. */
    private static void clear(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        requireNobody(directory);
        if (!Files.isDirectory(directory.resolve("inputs"))) {
            throw ToolException.usage(
                    directory + ": is no journal, so --fresh does not empty it; choose another folder");
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw ToolException.missing(directory + ": cannot be emptied: " + e.getMessage(), e);
        }
    }

    /** A journal that a process writes must not go from under it. */
    private static void requireNobody(Path directory) {
        final Path lock = directory.resolve("lock");
        if (!Files.exists(lock)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw ToolException.missing(directory + ": another process writes this journal; stop it first");
            }
        } catch (OverlappingFileLockException e) {
            throw ToolException.missing(directory + ": this process writes this journal; stop it first", e);
        } catch (IOException e) {
            throw ToolException.missing(lock + ": cannot be locked: " + e.getMessage(), e);
        }
    }
}
