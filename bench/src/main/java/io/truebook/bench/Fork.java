package io.truebook.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that measures and prints: the compiler decides anew in each. */
final class Fork {
    private Fork() {}

    /**
     * Runs a main class with this process's Java, flags and class path.
     *
     * @return the lines that it printed and that begin with {@code mark} and a space, without those
     * @throws IllegalStateException where it ends with another code than 0, or prints no such line
     */
    static List<String> run(Class<?> main, String mark, String... args) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        }
        final int code = process.waitFor();
        final List<String> marked = said.stream()
                .filter(line -> line.startsWith(mark + " "))
                .map(line -> line.substring(mark.length() + 1))
                .toList();
        if (code != 0 || marked.isEmpty()) {
            throw new IllegalStateException("bench: a fork of " + main.getSimpleName() + " " + List.of(args)
                    + " ended with " + code + ": " + said);
        }
        return marked;
    }
}
