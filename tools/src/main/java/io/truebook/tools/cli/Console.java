package io.truebook.tools.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two streams of a command, and whether people look at them. Results go to {@link #out()}, everything else to
 * {@link #err()}. Output is buffered: a command that streams calls {@link #flush()} when it waits. UTF-8, whatever the
 * locale says. Any thread may print a whole line.
 */
public final class Console {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final boolean colour;

    private Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean colour) {
        this.out = out;
        this.err = err;
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.colour = colour;
    }

    /** The process's own streams. */
    public static Console system() {
        final boolean outTerminal = isTerminal(1);
        final PrintStream out = new PrintStream(
                new BufferedOutputStream(new PipeStream(new FileOutputStream(FileDescriptor.out)), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        final PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // https://no-color.org: present and not empty means no colour
        final String noColour = System.getenv("NO_COLOR");
        final boolean colour = outTerminal && (noColour == null || noColour.isEmpty());
        return new Console(out, err, outTerminal, isTerminal(2), colour);
    }

    /** Streams that are not a terminal; for tests and for running a command inside a process. */
    public static Console of(OutputStream out, OutputStream err) {
        return new Console(
                new PrintStream(new PipeStream(out), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
    }

    /** For results. */
    public PrintStream out() {
        return out;
    }

    /** For logs, progress and errors; never buffered. */
    public PrintStream err() {
        return err;
    }

    /** True when people see the results as they appear. */
    public boolean outIsTerminal() {
        return outIsTerminal;
    }

    /** True when a progress bar makes sense. */
    public boolean errIsTerminal() {
        return errIsTerminal;
    }

    /** True when output may be coloured: a terminal, and {@code NO_COLOR} is not set. */
    public boolean colour() {
        return colour;
    }

    /**
     * Hands buffered results on.
     *
     * @throws ClosedPipeException when nobody reads them any more
     */
    public void flush() {
        out.flush();
    }

    /**
     * {@code System.console()} cannot tell the two streams apart, and from JDK 22 on is there without a terminal too;
     * the descriptor's link can. Where there is no {@code /proc}, it decides for both.
     */
    private static boolean isTerminal(int descriptor) {
        final Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            final String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
