package io.truebook.bench;

import io.truebook.tools.cli.Home;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Anonymous resident memory of {@code truebook run} with 20 books, with the flags that are shipped: starts an
 * exchange-in-a-box and an engine as processes of their own through the launcher, lets them work, and reads
 * {@code RssAnon} of the engine each second. Linux only. What is mapped from files, the journals above all, is the page
 * cache's and does not count.
 */
public final class ResidentMemory {
    /** What a run with 20 books may take. */
    public static final long LIMIT_MIB = 512;

    private static final int BOOKS = 20;
    private static final int RATE = 2000;
    private static final String SEED = "7";
    private static final List<String> FAMILIAR =
            List.of("BTC/USD", "ETH/USD", "XRP/USD", "SOL/USD", "ADA/USD", "DOGE/USD");

    private ResidentMemory() {}

    /**
     * Runs and returns the greatest value seen, in MiB.
     *
     * @throws IllegalStateException when one of the processes ended by itself, with what it said
     */
    public static long run(int seconds) throws IOException, InterruptedException {
        final Path folder = Files.createTempDirectory("truebook-resident");
        final int port = 9321;
        final Path profile = folder.resolve("profile.yaml");
        Files.writeString(profile, profile(port, folder.resolve("journal")));
        final Path log = folder.resolve("engine.log");
        final Process exchange = start(
                folder.resolve("exchange.log"),
                "exchange",
                "--venue",
                "kraken",
                "--market",
                SEED,
                "--symbols",
                Integer.toString(BOOKS),
                "--rate",
                Integer.toString(RATE),
                "--port",
                Integer.toString(port));
        final Process engine = start(log, "run", "--config", profile.toString());
        try {
            long most = 0;
            for (int second = 1; second <= seconds; second++) {
                if (engine.waitFor(1, TimeUnit.SECONDS) || !exchange.isAlive()) {
                    throw new IllegalStateException("a process ended by itself; the engine said: "
                            + Files.readString(log).strip());
                }
                final long anonymous = statusKib(engine.pid(), "RssAnon:") / 1024;
                most = Math.max(most, anonymous);
                if (second % 10 == 0 || second == seconds) {
                    System.out.printf(
                            "after %3d s: anonymous %d MiB, resident %d MiB%n",
                            second, anonymous, statusKib(engine.pid(), "VmRSS:") / 1024);
                }
            }
            return most;
        } finally {
            stop(engine);
            stop(exchange);
            TemporaryJournal.remove(folder);
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static String profile(int port, Path journal) {
        final List<String> symbols = new ArrayList<>();
        for (int i = 0; i < BOOKS; i++) {
            symbols.add(i < FAMILIAR.size() ? FAMILIAR.get(i) : String.format(java.util.Locale.ROOT, "T%03d/USD", i));
        }
        return "venues:\n  - id: kraken\n    symbols: [" + String.join(", ", symbols)
                + "]\n    depth: 25\n    webSocketUrl: ws://127.0.0.1:" + port
                + "/kraken/v2\njournal:\n  directory: " + journal + "\n";
    }

    private static Process start(Path log, String... args) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Home.find().toAbsolutePath().resolve("truebook").toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
    }

    private static long statusKib(long pid, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalStateException("/proc/" + pid + "/status has no " + key + "; this measurement needs Linux");
    }
}
