package io.truebook.tools.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.live.LiveSummary;
import io.truebook.tools.profile.Profile;
import java.nio.file.Path;

/** {@code truebook run}. */
public final class EngineRun {
    private final Console console;
    private final boolean json;

    public EngineRun(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /**
     * Runs until a signal comes, a handler fails, or the time is over.
     *
     * @param seconds 0 for no limit
     */
    public int run(Profile profile, Path directory, long seconds) {
        final ObjectNode summary;
        try (StopSignal stop = StopSignal.install();
                EngineSession session = new EngineSession(
                        ProfileOptions.of(profile, directory),
                        profile,
                        console,
                        json,
                        "truebook " + profile.name(),
                        stop)) {
            stop.await(seconds);
            summary = session.finish();
        }
        if (json) {
            console.out().println(Json.line(summary));
        } else {
            LiveSummary.print(summary, console.out());
            console.out()
                    .println("journal " + directory + " up to position "
                            + summary.get("position").asText());
        }
        return ExitCode.OK;
    }
}
