package io.truebook.tools.command;

import io.truebook.engine.recording.Recording;
import io.truebook.engine.recording.RecordingException;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.run.ExchangeRun;
import io.truebook.tools.run.JournalRecording;
import io.truebook.transport.box.BoxOptions;
import io.truebook.transport.box.Faults;
import io.truebook.transport.box.MarketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The exchange-in-a-box. */
@Command(
        name = "exchange",
        description = "Exchange-in-a-box: speak a venue's own WebSocket and REST protocol on this machine.",
        footer = {"", "Example:", "  truebook exchange --venue kraken --market 7 --port 9000"})
public final class ExchangeCommand implements Callable<Integer> {
    @Mixin
    private Manners manners;

    @Option(names = "--venue", required = true, paramLabel = "VENUE", description = "Whose protocol to speak.")
    private String venue;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** Where the frames come from. */
    static final class Source {
        @Option(
                names = "--recording",
                arity = "1..*",
                paramLabel = "FILE",
                description = "Recorded frames of one session, merged by time.")
        private List<Path> recording;

        @Option(names = "--journal", paramLabel = "DIR", description = "The frames of this venue in a journal.")
        private Path journal;

        @Option(
                names = "--market",
                paramLabel = "SEED",
                description = "A seeded market; one seed gives the same frames.")
        private Long market;
    }

    @Option(names = "--faults", paramLabel = "FILE", description = "YAML or JSON: what goes wrong, and when.")
    private Path faults;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Times the recorded pace; 0 is as fast as clients take it.")
    private double speed;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "9000",
            description = "On 127.0.0.1; 0 takes a free one; ${DEFAULT-VALUE} when left out.")
    private int port;

    @Option(names = "--symbols", paramLabel = "N", defaultValue = "3", description = "Symbols of a market.")
    private int symbols;

    @Option(names = "--depth", paramLabel = "N", defaultValue = "25", description = "Levels a side of a market.")
    private int depth;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "200", description = "Events a second of a market.")
    private int rate;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "0", description = "Frames of a market; 0: no end.")
    private long frames;

    @Option(
            names = "--delivery-log",
            paramLabel = "FILE",
            description = "Write what was really delivered, with the exchange's own book at each frame.")
    private Path deliveryLog;

    @Option(names = "--until-finished", description = "Stop when everything was served.")
    private boolean untilFinished;

    private final Console console;

    ExchangeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (JournalRecording converted = source.journal == null ? null : JournalRecording.of(source.journal, venue)) {
            return new ExchangeRun(console, manners.json()).run(options(converted), venue, untilFinished);
        }
    }

    private BoxOptions options(JournalRecording converted) {
        try {
            final BoxOptions.Builder builder = BoxOptions.builder().port(port).speed(speed);
            if (source.market != null) {
                builder.market(venue, new MarketOptions(source.market, symbols, depth, rate, frames));
            } else {
                builder.recording(
                        venue, Recording.open(converted != null ? List.of(converted.file()) : source.recording));
            }
            if (faults != null) {
                if (!Files.isRegularFile(faults)) {
                    throw ToolException.missing(faults + ": no such file; check the path of the faults");
                }
                builder.faults(Faults.read(faults));
            }
            return builder.deliveryLog(deliveryLog).build();
        } catch (RecordingException e) {
            throw ToolException.missing(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(e.getMessage(), e);
        }
    }
}
