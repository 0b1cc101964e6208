package io.truebook.tools.command;

import io.truebook.tools.cli.Console;
import io.truebook.tools.cli.ExitCode;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.Manners;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.simulate.FaultKind;
import io.truebook.tools.simulate.Protocols;
import io.truebook.tools.simulate.SimulateRun;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Seeded simulation: the real core against simulated venues with faults, judged by an oracle. */
@Command(
        name = "simulate",
        description = "Run the core against simulated venues, networks and faults; compare after every input.",
        footer = {
            "",
            "A seed gives the same run each time. With --json one object a venue.",
            "",
            "Example:",
            "  truebook simulate --venue kraken --seeds 100",
            "  truebook simulate --venue binance --seed 7 --faults loss,reordering,stale-snapshot"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final long MOST_SEEDS = 100_000_000;

    @Mixin
    private Manners manners;

    @Option(
            names = "--venue",
            split = ",",
            paramLabel = "VENUE",
            description = "Venues to simulate; all that are known unless given.")
    private List<String> venues;

    @Option(
            names = "--seeds",
            paramLabel = "N|A-B",
            description = "How many seeds, from 1; or from A to B. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private String seeds;

    @Option(names = "--seed", paramLabel = "X", description = "This seed only.")
    private Long seed;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Inputs of the core in each seed before the faults stop. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10000")
    private long events;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds of fault; else each seed chooses five or more of those that its venue can have.")
    private List<String> faults;

    private final Console console;

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (events < 1) {
            throw ToolException.usage("--events " + events + ": must be 1 or more");
        }
        final long[] range = seed != null ? new long[] {seed, 1} : range();
        final Set<FaultKind> kinds = kinds();
        boolean holds = true;
        for (String venue : venues == null ? Protocols.venues() : venues) {
            if (!Protocols.venues().contains(venue)) {
                throw ToolException.usage(
                        "--venue " + venue + ": is not simulated; known: " + String.join(", ", Protocols.venues()));
            }
            final SimulateRun run = new SimulateRun(venue, events, kinds);
            run.run(range[0], range[1], console);
            holds &= run.holds();
            if (manners.json()) {
                console.out().println(Json.line(run.json()));
            } else {
                run.print(console.out());
            }
            console.flush();
        }
        return holds ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The first seed and how many. */
    private long[] range() {
        final String[] parts = seeds.split("-", -1);
        try {
            final long first = parts.length == 1 ? 1 : Long.parseLong(parts[0]);
            final long last = Long.parseLong(parts[parts.length - 1]);
            if (parts.length <= 2 && first >= 0 && last >= first && last - first < MOST_SEEDS) {
                return new long[] {first, last - first + 1};
            }
        } catch (NumberFormatException e) {
            // said below, with what was expected
        }
        throw ToolException.usage("--seeds " + seeds + ": expected a number of seeds, or a range such as 100-199");
    }

    private Set<FaultKind> kinds() {
        final Set<FaultKind> chosen = EnumSet.noneOf(FaultKind.class);
        for (String name : faults == null ? List.<String>of() : faults) {
            chosen.add(Arrays.stream(FaultKind.values())
                    .filter(kind -> kind.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ToolException.usage("--faults " + name + ": is no kind of fault; known: "
                            + String.join(
                                    ", ",
                                    Arrays.stream(FaultKind.values())
                                            .map(FaultKind::label)
                                            .toList()))));
        }
        return chosen;
    }
}
