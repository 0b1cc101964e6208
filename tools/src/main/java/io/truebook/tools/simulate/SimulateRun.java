package io.truebook.tools.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Progress;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.venue.Venues;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many seeds of one venue, and what they came to together. */
public final class SimulateRun {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int REPORTED_SEEDS = 20;
    /** A shape must be in one of so many frames of books. */
    private static final int SHAPE_IN = 100;
    /** Fewer seeds need not show every shape: some come with a symbol or a depth. */
    private static final int SEEDS_FOR_SHAPES = 20;
    /** Seeds that are under way or done and not yet counted, for each thread. */
    private static final int AHEAD = 4;

    private final String venue;
    private final long events;
    private final Set<FaultKind> faults;
    private final String definition;
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
    private final Map<Shape, Long> shapes = new EnumMap<>(Shape.class);
    private final TreeSet<Long> failedSeeds = new TreeSet<>();
    private final ArrayNode failures = Json.object().putArray("failures");
    private long seeds;
    private long inputs;
    private long compared;
    private long wrong;
    private long bookFrames;
    private long unequal;
    private long slowestHealNs;

    /** @throws ToolException for a venue without a definition */
    public SimulateRun(String venue, long events, Set<FaultKind> faults) {
        this.venue = venue;
        this.events = events;
        this.faults = faults;
        try {
            definition = Files.readString(Venues.file(venue));
        } catch (IOException e) {
            throw ToolException.missing(Venues.file(venue) + ": cannot be read; check path and permissions", e);
        }
    }

    /** Runs the seeds from {@code first} on: each on one thread, as many at a time as the machine has processors. */
    public void run(long first, long count, Console console) {
        final int threads = Runtime.getRuntime().availableProcessors();
        final ExecutorService workers = Executors.newFixedThreadPool(threads);
        final Queue<Future<SimulationResult>> ahead = new ArrayDeque<>();
        try (Progress progress = Progress.start(console, "simulate " + venue, " seeds", count)) {
            for (long next = first; next < first + count || !ahead.isEmpty(); ) {
                while (next < first + count && ahead.size() < AHEAD * threads) {
                    final long seed = next++;
                    ahead.add(workers.submit(() -> one(seed)));
                }
                add(ahead.remove().get());
                progress.to(seeds);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted after " + seeds + " seeds of " + venue, e);
        } finally {
            workers.shutdownNow();
        }
    }

    private SimulationResult one(long seed) {
        try {
            return new Simulation(new SimulationOptions(venue, seed, events, faults), definition).run();
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(e.getMessage(), e);
        } catch (RuntimeException e) {
            // the core, or what simulates its world, broke an invariant: without the seed nobody could look at it
            throw new IllegalStateException(
                    "seed " + seed + " of " + venue + " crashed; again with: " + command(seed), e);
        }
    }

    private void add(SimulationResult result) {
        seeds++;
        inputs += result.inputs();
        compared += result.compared();
        wrong += result.wrongCount();
        unequal += result.unequalAtEnd().size();
        slowestHealNs = Math.max(slowestHealNs, result.healedNs());
        bookFrames += result.bookFrames();
        result.faults().forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        result.shapes().forEach((shape, count) -> shapes.merge(shape, count, Long::sum));
        if (!result.holds()) {
            failedSeeds.add(result.seed());
            if (failures.size() < REPORTED_SEEDS) {
                failures.add(failure(result));
            }
        }
    }

    private ObjectNode failure(SimulationResult result) {
        final ObjectNode node = Json.object()
                .put("seed", result.seed())
                .put("wrong", result.wrongCount())
                .put("command", command(result.seed()));
        result.wrong().forEach(node.putArray("wrongInstants")::add);
        result.unequalAtEnd().forEach(node.putArray("unequalAtEnd")::add);
        result.unprovoked().forEach(node.putArray("unprovoked")::add);
        final ArrayNode never = node.putArray("neverFired");
        result.neverFired().forEach(kind -> never.add(kind.label()));
        return node;
    }

    /** The one command that reproduces a seed. */
    private String command(long seed) {
        final StringBuilder text = new StringBuilder("truebook simulate --venue " + venue + " --seed " + seed);
        text.append(" --events ").append(events);
        if (!faults.isEmpty()) {
            text.append(" --faults ").append(String.join(",", labels()));
        }
        return text.toString();
    }

    private List<String> labels() {
        return faults.stream().sorted().map(FaultKind::label).toList();
    }

    /** True when no seed failed, and the frames had all the venue's shapes. */
    public boolean holds() {
        return failedSeeds.isEmpty() && rareShapes().isEmpty();
    }

    /** Shapes of the venue that were in under 1 % of the frames of books. */
    public List<String> rareShapes() {
        return seeds < SEEDS_FOR_SHAPES
                ? List.of()
                : shapes.entrySet().stream()
                        .filter(shape -> shape.getValue() * SHAPE_IN < bookFrames)
                        .map(shape -> shape.getKey().label())
                        .toList();
    }

    /** The object that {@code --json} prints. */
    public ObjectNode json() {
        final ObjectNode node = Json.object()
                .put("venue", venue)
                .put("seeds", seeds)
                .put("inputs", inputs)
                .put("compared", compared)
                .put("wrong", wrong)
                .put("unequalAtEnd", unequal)
                .put("slowestHealMs", slowestHealNs / 1_000_000);
        final ObjectNode happened = node.putObject("faults");
        counts.forEach((kind, count) -> happened.put(kind.label(), count));
        node.put("bookFrames", bookFrames);
        final ObjectNode looked = node.putObject("shapes");
        shapes.forEach((shape, count) -> looked.put(shape.label(), count));
        rareShapes().forEach(node.putArray("rareShapes")::add);
        final ArrayNode failed = node.putArray("failedSeeds");
        failedSeeds.forEach(failed::add);
        node.set("failures", failures);
        return node;
    }

    /** The same for people. */
    public void print(PrintStream out) {
        out.println((holds() ? "ok    " : "FAIL  ") + venue + ": " + seeds + " seeds, " + inputs + " inputs, "
                + compared + " instants of LIVE books compared, " + wrong + " wrong within the proven depth");
        out.println("  at the end: " + unequal + " books not LIVE and equal; slowest recovery "
                + String.format(Locale.ROOT, "%d.%03d", slowestHealNs / SECOND_NS, slowestHealNs / 1_000_000 % 1000)
                + " s of simulated time");
        final StringJoiner happened = new StringJoiner(", ", "  faults: ", "");
        counts.forEach((kind, count) -> happened.add(kind.label() + ' ' + count));
        out.println(happened);
        final StringJoiner looked = new StringJoiner(", ", "  of " + bookFrames + " frames of books: ", "");
        shapes.forEach((shape, count) -> looked.add(shape.label() + ' ' + count));
        out.println(looked);
        if (!rareShapes().isEmpty()) {
            out.println("  too rare, under 1 %: " + String.join(", ", rareShapes()));
        }
        failures.forEach(failure -> {
            out.println("  seed " + failure.path("seed").asLong() + ": "
                    + failure.path("command").asText());
            failure.path("wrongInstants").forEach(line -> out.println("    wrong: " + line.asText()));
            failure.path("unequalAtEnd").forEach(line -> out.println("    at the end: " + line.asText()));
            failure.path("unprovoked").forEach(line -> out.println("    unprovoked: " + line.asText()));
            failure.path("neverFired").forEach(line -> out.println("    never happened: " + line.asText()));
        });
        if (failedSeeds.size() > failures.size()) {
            out.println("  and " + (failedSeeds.size() - failures.size()) + " more seeds");
        }
    }
}
