package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code truebook bench [NAME] [--quick]}: without a name every JMH benchmark, then the gate. Exit codes: 0 fine, 1 the
 * gate was missed, 2 usage.
 */
public final class Benchmarks {
    /** Times faster than the baseline, on Kraken frames. */
    public static final double KRAKEN_GATE = 5.0;

    /** Times faster than the baseline, on Binance USD-M diffs. */
    public static final double BINANCE_GATE = 2.5;

    private static final long SECOND = 1_000_000_000L;

    private static final String HELP = """
            usage: truebook bench [NAME] [--quick]

              kraken    Kraken depth-25 frames: engine, decode alone, apply alone, Jackson baseline (JMH)
              binance   Binance USD-M diffs, the same way (JMH)
              gate      engine against baseline in one process: at least %.1f times on kraken, %.1f on binance
              all       everything (default)

              --quick   shorter runs, for a first look
              --prof P  a JMH profiler, for example gc

            Recordings are looked for in ../shared/feeds, or where -Dtruebook.feeds says; else a seeded market is used.
            example: truebook bench gate
            """;

    private static final Set<String> NAMES = Set.of("all", "kraken", "binance", "gate");

    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException {
        System.exit(run(List.of(args)));
    }

    static int run(List<String> args) throws RunnerException {
        final List<String> names = new ArrayList<>();
        boolean quick = false;
        String profiler = null;
        for (int i = 0; i < args.size(); i++) {
            final String arg = args.get(i);
            if (arg.equals("--help") || arg.equals("-h")) {
                System.out.printf(HELP, KRAKEN_GATE, BINANCE_GATE);
                return 0;
            } else if (arg.equals("--quick")) {
                quick = true;
            } else if (arg.equals("--prof") && i + 1 < args.size()) {
                profiler = args.get(++i);
            } else if (NAMES.contains(arg)) {
                names.add(arg);
            } else {
                System.err.println("truebook bench: unknown argument '" + arg + "'; see truebook bench --help");
                return 2;
            }
        }
        if (names.isEmpty()) {
            names.add("all");
        }
        final boolean all = names.contains("all");
        final List<Class<?>> classes = new ArrayList<>();
        if (all || names.contains("kraken")) {
            classes.add(KrakenFrames.class);
        }
        if (all || names.contains("binance")) {
            classes.add(BinanceDiffs.class);
        }
        if (!classes.isEmpty()) {
            jmh(classes, quick, profiler);
        }
        return all || names.contains("gate") ? gate(quick) : 0;
    }

    private static void jmh(List<Class<?>> classes, boolean quick, String profiler) throws RunnerException {
        final ChainedOptionsBuilder options = new OptionsBuilder();
        for (Class<?> type : classes) {
            options.include("\\." + type.getSimpleName() + "\\.");
        }
        if (quick) {
            options.warmupIterations(3).measurementIterations(3);
        }
        if (profiler != null) {
            options.addProfiler(profiler);
        }
        new Runner(options.build()).run();
    }

    private static int gate(boolean quick) {
        final boolean kraken = gate(Feeds.kraken(), KRAKEN_GATE, quick);
        final boolean binance = gate(Feeds.binanceUsdm(), BINANCE_GATE, quick);
        return kraken && binance ? 0 : 1;
    }

    private static boolean gate(Feed feed, double least, boolean quick) {
        final Gate.Result result = new Gate(feed).run(quick ? SECOND : 5 * SECOND, quick ? 11 : 31, SECOND / 10);
        final boolean held = result.ratio() >= least;
        System.out.println((held ? "held   " : "MISSED ") + result + String.format(", wanted %.1f", least));
        return held;
    }
}
