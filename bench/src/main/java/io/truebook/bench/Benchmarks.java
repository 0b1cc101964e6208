package io.truebook.bench;

import io.truebook.bench.feed.Feed;
import io.truebook.bench.feed.Feeds;
import io.truebook.engine.ring.RingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code truebook bench [NAME…]}. Exit codes: 0 fine, 1 a limit was missed, 2 usage. Results go to standard output.
 */
public final class Benchmarks {
    /** Times faster than the baseline, on Kraken frames. */
    public static final double KRAKEN_GATE = 5.0;

    /** Times faster than the baseline, on Binance USD-M diffs. */
    public static final double BINANCE_GATE = 2.5;

    private static final long SECOND = 1_000_000_000L;
    private static final int EXIT_MISSED = 1;
    private static final int EXIT_USAGE = 2;

    private static final String HELP = """
            Usage: truebook bench [NAME…] [--quick] [--prof P] [--rate N] [--wait W]
            Benchmarks, with their results.

              kraken    Kraken depth-25 frames: engine, decode alone, apply alone, Jackson baseline (JMH)
              binance   Binance USD-M diffs, the same way (JMH)
              journal   one append; one frame from its payload to both journals (JMH)
              gate      engine against baseline in one process: at least %.1f times on kraken, %.1f on binance
              yardstick compiled plan against a scanner written by hand (at most %.1f times as long), and that against
                        Jackson's streaming parser (at least %.1f times as fast); each in ten processes
              decode    a byte of each venue's frames: at most %.1f times what a byte of Kraken's costs
              latency   open loop through the ring: planned send to published book
              resident  anonymous memory of a run with 20 books: less than %d MiB
              all       everything (default)

              --quick   shorter runs, for a first look
              --prof P  a JMH profiler, for example gc
              --rate N  latency: frames a second, 10000 when left out
              --wait W  latency: how the ring waits: sleeping (default), yielding, phased, blocking, busy-spin

            Recordings are looked for in ../shared/feeds beside the project, or where -Dtruebook.feeds says; else seeded
            markets of the same shape are used. What a figure means: docs/performance.md.

            Example:
              truebook bench gate
            """;

    private static final Set<String> NAMES =
            Set.of("all", "kraken", "binance", "journal", "gate", "yardstick", "decode", "latency", "resident");

    private final List<String> names = new ArrayList<>();
    private boolean quick;
    private String profiler;
    private int rate = 10_000;
    private RingOptions.Wait wait = RingOptions.Wait.SLEEPING;

    private Benchmarks() {}

    /** Runs and exits. */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        System.exit(run(List.of(args)));
    }

    static int run(List<String> args) throws RunnerException, IOException, InterruptedException {
        if (args.contains("--help") || args.contains("-h")) {
            System.out.printf(
                    Locale.ROOT,
                    HELP,
                    KRAKEN_GATE,
                    BINANCE_GATE,
                    Yardstick.PLAN_LIMIT,
                    Yardstick.HAND_LEAST,
                    DecodeCost.LIMIT,
                    ResidentMemory.LIMIT_MIB);
            return 0;
        }
        final Benchmarks benchmarks = new Benchmarks();
        final String wrong = benchmarks.read(args);
        if (wrong != null) {
            System.err.println("truebook: bench: " + wrong + "; see truebook bench --help");
            return EXIT_USAGE;
        }
        return benchmarks.run() ? 0 : EXIT_MISSED;
    }

    /** Returns what is wrong with the arguments, null when nothing is. */
    private String read(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            final String arg = args.get(i);
            final String value = i + 1 < args.size() ? args.get(i + 1) : "";
            if (arg.equals("--quick")) {
                quick = true;
            } else if (arg.equals("--prof") && !value.isEmpty()) {
                profiler = args.get(++i);
            } else if (arg.equals("--rate") && value.matches("[1-9][0-9]{0,6}")) {
                rate = Integer.parseInt(args.get(++i));
            } else if (arg.equals("--wait") && waiting(value)) {
                i++;
            } else if (NAMES.contains(arg)) {
                names.add(arg);
            } else {
                return "unknown argument '" + arg + "', or its value '" + value + "' is not possible";
            }
        }
        return null;
    }

    private boolean waiting(String name) {
        for (RingOptions.Wait option : RingOptions.Wait.values()) {
            if (option.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                wait = option;
                return true;
            }
        }
        return false;
    }

    private boolean run() throws RunnerException, IOException, InterruptedException {
        final List<Class<?>> classes = new ArrayList<>();
        if (asked("kraken")) {
            classes.add(KrakenFrames.class);
        }
        if (asked("binance")) {
            classes.add(BinanceDiffs.class);
        }
        if (asked("journal")) {
            classes.add(JournalPath.class);
        }
        if (!classes.isEmpty()) {
            jmh(classes);
        }
        boolean held = true;
        if (asked("gate")) {
            held = gate(Feeds.kraken(), KRAKEN_GATE) & gate(Feeds.binanceUsdm(), BINANCE_GATE);
        }
        if (asked("yardstick")) {
            held &= yardstick();
        }
        if (asked("decode")) {
            held &= decode();
        }
        if (asked("latency")) {
            held &= latency();
        }
        if (asked("resident")) {
            held &= resident();
        }
        return held;
    }

    private boolean asked(String name) {
        return names.isEmpty() || names.contains("all") || names.contains(name);
    }

    private void jmh(List<Class<?>> classes) throws RunnerException {
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

    private boolean gate(Feed feed, double least) {
        final Gate.Result result = new Gate(feed).run(quick ? SECOND : 5 * SECOND, quick ? 11 : 31, SECOND / 10);
        final boolean held = result.ratio() >= least;
        print(held, result + String.format(Locale.ROOT, ", wanted %.1f", least));
        return held;
    }

    private boolean yardstick() throws IOException, InterruptedException {
        boolean held = true;
        for (final Yardstick.Result result : Yardstick.run(quick ? 3 : 10, 15)) {
            print(result.held(), result.toString());
            held &= result.held();
        }
        return held;
    }

    private boolean decode() throws IOException, InterruptedException {
        boolean held = true;
        System.out.println("       " + DecodeCost.Cost.head());
        for (final DecodeCost.Cost cost : DecodeCost.run(quick ? 3 : 10, 15)) {
            print(cost.held(), cost.toString());
            held &= cost.held();
        }
        return held;
    }

    private boolean latency() {
        final Latency.Result result = new Latency(
                        Feeds.kraken(), RingOptions.defaults().with(wait))
                .run(rate, quick ? 3 : 10, quick ? 3 : 20);
        final boolean held = result.faults().isEmpty();
        print(held, "latency, " + wait.name().toLowerCase(Locale.ROOT) + ": " + result);
        return held;
    }

    private boolean resident() throws IOException, InterruptedException {
        final long most = ResidentMemory.run(quick ? 20 : 60);
        final boolean held = most < ResidentMemory.LIMIT_MIB;
        print(held, "resident: at most " + most + " MiB anonymous, limit " + ResidentMemory.LIMIT_MIB);
        return held;
    }

    private static void print(boolean held, String text) {
        System.out.println((held ? "held   " : "MISSED ") + text);
    }
}
