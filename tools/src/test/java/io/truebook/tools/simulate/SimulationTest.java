package io.truebook.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.tools.cli.Console;
import io.truebook.tools.venue.Venues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The core in simulated worlds. Seeds are in the report; the report of a failure holds the command to repeat it. */
class SimulationTest {
    private static final long EVENTS = 10_000;
    private static final int SEEDS = Boolean.getBoolean("truebook.full") ? 10_000 : 200;

    private static List<String> venues() {
        return Protocols.venues();
    }

    @ParameterizedTest
    @MethodSource("venues")
    void shouldNeverBeLiveAndWrongAndEndLiveAndEqualOnEverySeed(String venue) {
        final SimulateRun run = new SimulateRun(venue, EVENTS, Set.of());
        run.run(1, SEEDS, Console.of(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
        final ObjectNode report = run.json();
        System.out.println(report);
        assertThat(run.holds()).as(report.toString()).isTrue();
        assertThat(report.path("inputs").asLong()).isGreaterThanOrEqualTo(SEEDS * EVENTS);
        // LIVE books must be there to be judged, or nothing is shown
        assertThat(report.path("compared").asLong()).isGreaterThan(SEEDS * EVENTS / 5);
        assertThat(report.path("faults").properties()).as("kinds of fault").hasSizeGreaterThan(8);
        report.path("faults")
                .properties()
                .forEach(fault ->
                        assertThat(fault.getValue().asLong()).as(fault.getKey()).isPositive());
        assertThat(report.path("shapes").properties()).as("shapes of frames").hasSizeGreaterThan(2);
        report.path("shapes")
                .properties()
                .forEach(shape -> assertThat(shape.getValue().asLong())
                        .as(shape.getKey() + ", 1 % of the frames of books")
                        .isGreaterThanOrEqualTo(report.path("bookFrames").asLong() / 100));
    }

    @ParameterizedTest
    @MethodSource("venues")
    void shouldGiveTheSameRunForTheSameSeedAndAnotherForAnother(String venue) throws IOException {
        final SimulationResult first = run(venue, 7);
        assertThat(run(venue, 7)).isEqualTo(first);
        assertThat(run(venue, 8).stateHash()).isNotEqualTo(first.stateHash());
    }

    private static SimulationResult run(String venue, long seed) throws IOException {
        return new Simulation(new SimulationOptions(venue, seed, 3_000, Set.of()), Files.readString(Venues.file(venue)))
                .run();
    }
}
