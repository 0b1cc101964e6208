package io.truebook.tools.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with rate and time left on standard error, on a terminal only; elsewhere nothing is printed. The command's
 * thread steps it, the library's own thread draws it.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int REDRAW_MS = 250;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Starts a bar.
     *
     * @param task what goes on, for people
     * @param unit what is counted, with a space before it, e.g. {@code " frames"}
     * @param total how many there will be, -1 where nobody knows
     */
    public static Progress start(Console console, String task, String unit, long total) {
        if (!console.errIsTerminal()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MS)
                // a consumer of our own choice: the default one asks the terminal through jline, which costs a start
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .showSpeed()
                .clearDisplayOnFinish()
                .build());
    }

    /** Says how far it is. */
    public void to(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Says how many there will be, where that became known later. */
    public void total(long total) {
        if (bar != null) {
            bar.maxHint(total);
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
