package io.truebook.tools.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.journal.Journal;
import io.truebook.engine.journal.JournalReader;
import io.truebook.engine.record.Envelope;
import io.truebook.engine.record.OutputType;
import io.truebook.tools.cli.ClosedPipeException;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Moment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Shows a running engine: a picture that is drawn four times a second on a terminal, a line a second elsewhere. Runs on
 * a thread of its own from {@link #start} to {@link #close}.
 */
public final class LiveView implements AutoCloseable {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRAW_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int BATCH = 4096;
    private static final String HOME = "\u001B[H";
    private static final String CLEAR_LINE = "\u001B[K";
    private static final String CLEAR_BELOW = "\u001B[J";
    private static final String CLEAR_SCREEN = "\u001B[2J";
    private static final String HIDE_CURSOR = "\u001B[?25l";
    private static final String SHOW_CURSOR = "\u001B[?25h";

    private final Journal outputs;
    private final long after;
    private final Console console;
    private final boolean quiet;
    private final String title;
    private final LongSupplier wallClockNs;
    private final Runnable onClosedPipe;
    private final LiveState state = new LiveState();
    private final Thread thread = new Thread(this::run, "truebook-view");
    private volatile boolean stop;

    private LiveView(
            Journal outputs,
            long after,
            Console console,
            boolean quiet,
            String title,
            LongSupplier wallClockNs,
            Runnable onClosedPipe) {
        this.outputs = outputs;
        this.after = after;
        this.console = console;
        this.quiet = quiet;
        this.title = title;
        this.wallClockNs = wallClockNs;
        this.onClosedPipe = onClosedPipe;
    }

    /**
     * Starts to show what {@code outputs} says.
     *
     * @param after input position after whose outputs counting begins, 0 for the whole journal; instruments that are
     *     named before are known
     * @param quiet shows nothing and only sums up
     * @param title stands above the books
     * @param wallClockNs nanoseconds since the epoch, for the stamps of plain lines
     * @param onClosedPipe is called once when nobody reads standard output any more; the view goes on without showing
     */
    public static LiveView start(
            Journal outputs,
            long after,
            Console console,
            boolean quiet,
            String title,
            LongSupplier wallClockNs,
            Runnable onClosedPipe) {
        final LiveView view = new LiveView(outputs, after, console, quiet, title, wallClockNs, onClosedPipe);
        view.thread.setDaemon(true);
        view.thread.start();
        return view;
    }

    /**
     * Reads what is left, stops, and gives the terminal back.
     *
     * @return what happened since the start
     */
    public ObjectNode finish() {
        stop = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return LiveSummary.json(state);
    }

    @Override
    public void close() {
        finish();
    }

    private void run() {
        final boolean terminal = console.outIsTerminal() && !quiet;
        final long intervalNs = terminal ? DRAW_NS : SECOND_NS;
        if (terminal) {
            console.out().print(HIDE_CURSOR + CLEAR_SCREEN);
        }
        try (JournalReader reader = outputs.reader()) {
            boolean shown = !quiet;
            long ratesAt = System.nanoTime();
            long shownAt = ratesAt;
            while (true) {
                final boolean last = stop;
                final boolean more = read(reader);
                final long now = System.nanoTime();
                if (now - ratesAt >= SECOND_NS) {
                    state.interval(now - ratesAt);
                    ratesAt = now;
                }
                if (shown && now - shownAt >= intervalNs) {
                    shownAt = now;
                    shown = show(terminal);
                }
                if (last && !more) {
                    state.interval(now - ratesAt);
                    return;
                }
                if (!more) {
                    LockSupport.parkNanos(POLL_NS);
                }
            }
        } finally {
            if (terminal) {
                console.out().print(SHOW_CURSOR);
                console.flush();
            }
        }
    }

    /** @return true when there may be more at once */
    private boolean read(JournalReader reader) {
        for (int i = 0; i < BATCH; i++) {
            if (!reader.next()) {
                return false;
            }
            final boolean counted = Envelope.cause(reader.buffer(), reader.offset()) > after;
            if (counted || Envelope.type(reader.buffer(), reader.offset()) == OutputType.INSTRUMENT) {
                state.apply(reader.buffer(), reader.offset());
            }
        }
        return true;
    }

    /** @return false when nobody reads what is shown */
    private boolean show(boolean terminal) {
        try {
            print(terminal);
            return true;
        } catch (ClosedPipeException e) {
            onClosedPipe.run();
            return false;
        }
    }

    private void print(boolean terminal) {
        if (terminal) {
            final StringBuilder picture = new StringBuilder(HOME);
            picture.append(title)
                    .append(CLEAR_LINE)
                    .append("\n")
                    .append(CLEAR_LINE)
                    .append("\n");
            for (String line : LiveText.screen(state, console.colour())) {
                picture.append(line).append(CLEAR_LINE).append("\n");
            }
            console.out().print(picture.append(CLEAR_BELOW));
        } else {
            console.out().println(Moment.print(wallClockNs.getAsLong()) + " " + LiveText.line(state));
        }
        console.flush();
    }
}
