package io.truebook.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bugs planted into the core, one a class, must be found: a simulation that cannot find them shows nothing. The
 * seeds that found them first stand in docs/testing.md.
 */
class PlantedBugTest {
    private static final int MOST_SEEDS = 20;
    private static final long EVENTS = 3_000;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sequence predicate off by one | binance | SequenceCheck | delta.firstId <= lastId + 1 ? NEXT | delta.firstId <= lastId + 2 ? NEXT
            truncation forgotten | kraken | BookLevels | while (side.count() > depth) { | while (side.count() > depth + 1_000) {
            stale delta applied | binance | SequenceCheck | return delta.lastId <= lastId ? STALE : delta.firstId | return delta.lastId < 0 ? STALE : delta.firstId
            checksum skipped | kraken | BookLevels | return same ? GOOD : BAD; | return lastChecksum != -1 ? GOOD : BAD;
            buffer read from the wrong position | binance | HeldDeltas | positions.add(core.position(), id) | positions.add(core.position() - 1, id)
            """)
    void shouldFindAPlantedBug(String bug, String venue, String type, String right, String wrong) throws Exception {
        final PlantedCore planted = new PlantedCore(folder, type, right, wrong);
        String found = null;
        long seed = 0;
        while (found == null && seed < MOST_SEEDS) {
            found = planted.faultOf(venue, ++seed, EVENTS);
        }
        System.out.println("PlantedBugTest " + bug + ": venue=" + venue + ", seed=" + seed + ", found=" + found);
        assertThat(found).as(bug + ", seeds 1 to " + MOST_SEEDS).isNotNull();
    }
}
