package io.truebook.tools.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, with what it says line by line. Started and ended by one thread. */
public final class ChildJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        reader = new Thread(this::read, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts with this JVM's own Java, flags and class path.
     *
     * @param errors file for its standard error
     * @param firstOnClassPath folders that come before everything else there
     */
    public static ChildJvm start(Path errors, List<Path> firstOnClassPath, Class<?> main, List<String> arguments)
            throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ownFlags());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        final StringBuilder classPath = new StringBuilder();
        firstOnClassPath.forEach(folder -> classPath.append(folder).append(System.getProperty("path.separator")));
        command.addAll(List.of("-cp", classPath + System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(errors, command);
    }

    /** Starts any command. */
    public static ChildJvm start(Path errors, List<String> command) throws IOException {
        return new ChildJvm(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        // by the handle: destroying the Process would close the pipe with what is still in it
        process.toHandle().destroyForcibly();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end and for the last of what it said. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end: " + describe());
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return process.exitValue();
    }

    /** Waits a moment, less when it ends meanwhile. */
    public void pause(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** The first line that begins so; null when it ended without one. */
    public String awaitLine(String start) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            while (true) {
                final String found = line(start);
                if (found != null || ended) {
                    return found;
                }
                final long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("the process did not say '" + start + "': " + describe());
                }
                lines.wait(left);
            }
        }
    }

    /** The first line so far that begins so, null where there is none. */
    public String line(String start) {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** What it said, and what it complained about. */
    public String describe() {
        try {
            synchronized (lines) {
                return String.join("\n", lines) + "\n" + Files.readString(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<String> ownFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-")
                        || flag.startsWith("-Dchronicle")
                        || flag.startsWith("--enable")
                        || flag.startsWith("--sun-misc"))
                .toList();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // the pipe broke with its process: all that came through has been read
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }
}
