package io.truebook.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.engine.ring.RingOptions.Durability;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the whole engine, again and again, on one journal. */
final class KillTest {
    private static final long SEED = 20261121;
    private static final int KILLS = Boolean.getBoolean("truebook.full") ? 100 : 10;
    private static final int EVENTS_PER_SECOND = 200;

    @TempDir
    Path folder;

    /** When the next kill comes; they take turns, so that a short run has some of each. */
    private enum Moment {
        /** Some time after the engine runs. */
        RUNNING,
        /** While it opens, scans, recovers, connects. */
        STARTING,
        /** When a file of the outputs has just appeared. */
        ROLL,
        /** While a checkpoint is being written. */
        CHECKPOINT
    }

    private final Map<Moment, Integer> hits = new EnumMap<>(Moment.class);
    private long appended;
    private int missingRecovered;

    @Test
    void shouldLoseNothingThatAnyoneSawWhenTheEngineIsKilledAtRandomMoments() throws Exception {
        final Random random = new Random(SEED);
        final Path journal = folder.resolve("journal");
        try (Exchange exchange = new Exchange(folder, SEED, EVENTS_PER_SECOND, Exchange.disconnects(SEED));
                Watermark watermark = new Watermark(journal)) {
            final EngineFolder engine = new EngineFolder(folder, journal, exchange);
            for (int kill = 1; kill <= KILLS; kill++) {
                final Moment moment = Moment.values()[kill % Moment.values().length];
                final Layout layout = random.nextBoolean() ? Layout.FUSED : Layout.STAGED;
                final Durability durability = random.nextInt(3) == 0 ? Durability.DISK : Durability.PROCESS;
                kill(engine.start(layout, durability), moment, layout + " " + durability, random, watermark);
                assertNothingLost(exchange, watermark, journal, kill);
            }
            endWell(engine, exchange, watermark, journal);
            System.out.println("kill -9: seed=" + SEED + " kills=" + KILLS + " moments=" + hits + " outputs seen="
                    + watermark.size() + " recoveries that appended=" + missingRecovered + ", outputs appended="
                    + appended);
        }
        Evidence.assertReplays(journal);
        assertThat(files(journal.resolve("outputs"), ".cq4"))
                .as("rolls must have happened")
                .isGreaterThan(3);
    }

    private void kill(ChildJvm child, Moment moment, String how, Random random, Watermark watermark) throws Exception {
        final Path journal = watermark.folder();
        final boolean known = Files.exists(journal.resolve("format"));
        try (child) {
            child.awaitLine("opening");
            final long files = known ? files(journal.resolve("outputs"), ".cq4") : 0;
            final long delayNs = TimeUnit.MILLISECONDS.toNanos(
                    moment == Moment.STARTING ? random.nextInt(700) : 200 + random.nextInt(1_200));
            if (moment != Moment.STARTING) {
                assertThat(child.awaitLine("started")).as(child.describe()).isNotNull();
            }
            final long fromNs = System.nanoTime();
            boolean hit = moment != Moment.ROLL && moment != Moment.CHECKPOINT;
            while (child.isAlive()
                    && (System.nanoTime() - fromNs < delayNs
                            || !hit && System.nanoTime() - fromNs < TimeUnit.SECONDS.toNanos(4))) {
                watermark.poll();
                if (System.nanoTime() - fromNs < delayNs) {
                    child.pause(2);
                } else if (moment == Moment.ROLL) {
                    hit = files(journal.resolve("outputs"), ".cq4") > files + 1;
                } else {
                    hit = files(journal.resolve("checkpoints"), ".tmp") > 0;
                }
            }
            assertThat(child.isAlive())
                    .as("the engine ended by itself: %s", child.describe())
                    .isTrue();
            child.kill();
            assertThat(child.awaitExit()).as("killed by signal 9").isEqualTo(137);
            watermark.poll();
            if (hit) {
                hits.merge(moment, 1, Integer::sum);
            }
            note(child);
            System.out.println("kill at " + moment + (hit ? "" : " (missed)") + " " + how + ", outputs seen up to "
                    + watermark.position() + ", " + child.line("started") + ", repairs: " + child.line("log inputs")
                    + " / " + child.line("log outputs"));
        } finally {
            watermark.letGo();
        }
    }

    private void note(ChildJvm child) {
        final String started = child.line("started");
        if (started != null) {
            final long count = Long.parseLong(started.replaceAll(".*appended=(\\d+).*", "$1"));
            appended += count;
            missingRecovered += count > 0 ? 1 : 0;
        }
    }

    private static void assertNothingLost(Exchange exchange, Watermark watermark, Path journal, int kill) {
        if (!Files.exists(journal.resolve("format"))) {
            return; // killed before there was a journal
        }
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
            assertThat(watermark.complaints(directory.outputs()))
                    .as("seed %d, kill %d", SEED, kill)
                    .isEmpty();
            assertThat(Requests.complaints(directory.outputs(), exchange.heard().counts()))
                    .as("seed %d, kill %d", SEED, kill)
                    .isEmpty();
        }
    }

    /** One more start; the feeds end, every book becomes LIVE and equal, and the engine is stopped as people stop it. */
    private void endWell(EngineFolder engine, Exchange exchange, Watermark watermark, Path journal) throws Exception {
        try (ChildJvm child = engine.start(Layout.FUSED)) {
            assertThat(child.awaitLine("started")).as(child.describe()).isNotNull();
            note(child);
            exchange.box().endFeeds();
            PublishedBooks.awaitEqual(child, journal, name -> true, exchange);
            child.terminate();
            assertThat(child.awaitExit()).as(child.describe()).isZero();
        }
        watermark.poll();
        watermark.letGo();
        assertNothingLost(exchange, watermark, journal, KILLS + 1);
        try (JournalDirectory directory = JournalDirectory.openReadOnly(journal)) {
            assertThat(Evidence.doubleConnections(directory.inputs())).isEmpty();
        }
        assertThat(exchange.heard().total()).isGreaterThan(KILLS);
        assertTheCheckSeesALoss(watermark, journal);
    }

    /** The negative control: one output less, and both the watermark and replay must say so. */
    private void assertTheCheckSeesALoss(Watermark watermark, Path journal) {
        final Path poorer = folder.resolve("poorer");
        final long lost = watermark.position() / 2;
        Evidence.copy(journal, poorer, (reader, position) -> position == lost);
        try (JournalDirectory directory = JournalDirectory.openReadOnly(poorer)) {
            assertThat(watermark.complaints(directory.outputs())).isNotEmpty();
        }
        assertThat(Evidence.replay(poorer).get("same").asBoolean()).isFalse();
    }

    private static long files(Path directory, String suffix) throws IOException {
        final String[] names = directory.toFile().list();
        return names == null
                ? 0
                : Stream.of(names).filter(name -> name.endsWith(suffix)).count();
    }
}
