package io.truebook.tools.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import io.truebook.transport.box.BoxOptions;
import java.time.Duration;

/** {@code truebook exchange}. */
public final class ExchangeRun {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Console console;
    private final boolean json;

    public ExchangeRun(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    /**
     * Serves until a signal comes.
     *
     * @param untilFinished also stops when everything was served
     */
    public int run(BoxOptions options, String venue, boolean untilFinished) {
        try (StopSignal stop = StopSignal.install();
                BoxSession session = new BoxSession(options)) {
            final ObjectNode address = session.address(venue);
            print(
                    address,
                    venue + " at " + address.get("webSocketUrl").asText() + " and "
                            + address.get("restUrl").asText() + ", symbols "
                            + String.join(", ", session.box().symbols(venue)) + "; Ctrl-C stops it");
            if (untilFinished) {
                awaitFinished(session, stop);
            } else {
                stop.await(0);
            }
            final ObjectNode stats = session.stats();
            print(stats, BoxSession.line(stats));
        }
        return ExitCode.OK;
    }

    private static void awaitFinished(BoxSession session, StopSignal stop) {
        try {
            boolean finished = false;
            while (!finished && !stop.isRequested()) {
                finished = session.box().awaitFinished(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            throw ToolException.failed(e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()));
        }
    }

    private void print(ObjectNode node, String text) {
        console.out().println(json ? Json.line(node) : text);
        console.flush();
    }
}
