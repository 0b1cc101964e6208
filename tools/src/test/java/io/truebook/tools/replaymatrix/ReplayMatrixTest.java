package io.truebook.tools.replaymatrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.engine.ring.RingOptions;
import io.truebook.engine.ring.RingOptions.Layout;
import io.truebook.journal.JournalOptions;
import io.truebook.tools.crash.ChildJvm;
import io.truebook.tools.crash.Evidence;
import io.truebook.tools.crash.Exchange;
import io.truebook.tools.engine.EngineOptions;
import io.truebook.tools.engine.EngineRunner;
import io.truebook.transport.box.FaultKind;
import io.truebook.transport.box.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals made over real sockets, with faults, replayed under every Java and every default that could matter. */
final class ReplayMatrixTest {
    private static final long SEED = 20261126;
    private static final int EVENTS_PER_SECOND = 1_000;
    private static final int OUTPUTS = 4_000;

    private static final Map<String, List<String>> VARIANTS = variants();

    @TempDir
    Path folder;

    @Test
    void shouldReplayToTheSameStateUnderEveryJavaAndEveryDefault() throws Exception {
        final List<Path> journals =
                List.of(journal("fused", Layout.FUSED, SEED), journal("staged", Layout.STAGED, SEED + 1));
        final List<String> hashes = new ArrayList<>();
        for (Path journal : journals) {
            hashes.add(Evidence.assertReplays(journal).get("stateHash").asText());
        }
        final Map<Integer, Path> javas = Javas.find();
        for (Map.Entry<Integer, Path> java : javas.entrySet()) {
            for (Map.Entry<String, List<String>> variant : VARIANTS.entrySet()) {
                assertThat(replay(java.getValue(), variant.getValue(), journals))
                        .as("JDK %d, %s", java.getKey(), variant.getKey())
                        .isEqualTo(hashes);
            }
        }
        System.out.println("replay matrix: seed=" + SEED + ", JDKs=" + javas.keySet() + ", variants="
                + VARIANTS.keySet() + ", state hashes fused=" + hashes.get(0) + " staged=" + hashes.get(1));
    }

    private static Map<String, List<String>> variants() {
        final Map<String, List<String>> one = new LinkedHashMap<>();
        one.put("en-US", List.of("-Duser.language=en", "-Duser.country=US"));
        one.put("hashCode=0", List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0"));
        one.put("tr-TR", List.of("-Duser.language=tr", "-Duser.country=TR"));
        one.put("hashCode=2", List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
        one.put("Latin-1", List.of("-Dfile.encoding=ISO-8859-1"));
        one.put("Kathmandu", List.of("-Duser.timezone=Asia/Kathmandu"));
        if (Boolean.getBoolean("truebook.full")) {
            return one;
        }
        // a JVM costs seconds: two at a time show that something differs, the full run shows what
        final Map<String, List<String>> two = new LinkedHashMap<>();
        final List<String> names = List.copyOf(one.keySet());
        for (int i = 0; i < names.size(); i += 2) {
            final List<String> flags = new ArrayList<>(one.get(names.get(i)));
            flags.addAll(one.get(names.get(i + 1)));
            two.put(names.get(i) + " with " + names.get(i + 1), flags);
        }
        return two;
    }

    /** The state hash of each journal; fails where anything differs. */
    private List<String> replay(Path java, List<String> flags, List<Path> journals) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        // as the launcher does: the same list for every JDK; what comes later wins
        command.add("@" + Exchange.root().resolve("config/jvm/common.options"));
        command.addAll(flags);
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReplayChild.class.getName()));
        journals.forEach(journal -> command.add(journal.toString()));
        final List<String> hashes = new ArrayList<>();
        try (ChildJvm child = ChildJvm.start(folder.resolve("errors.txt"), command)) {
            assertThat(child.awaitExit()).as(child.describe()).isZero();
            for (String line : child.describe().lines().limit(journals.size()).toList()) {
                final JsonNode replay = new ObjectMapper().readTree(line);
                assertThat(replay.get("same").asBoolean()).as(line).isTrue();
                assertThat(replay.get("missing").asLong()).as(line).isZero();
                assertThat(replay.get("compared").asLong()).as(line).isGreaterThanOrEqualTo(OUTPUTS);
                hashes.add(replay.get("stateHash").asText());
            }
        }
        return hashes;
    }

    /** Runs the engine against both venues until it has concluded enough. */
    private Path journal(String name, Layout layout, long seed) throws IOException, InterruptedException {
        final Path journal = folder.resolve(name);
        final CountDownLatch outputs = new CountDownLatch(OUTPUTS);
        try (Exchange exchange = new Exchange(
                Files.createDirectory(folder.resolve(name + "-box")), seed, EVENTS_PER_SECOND, faults(seed))) {
            final List<ConfigFile> files = new ArrayList<>();
            for (Path file : exchange.files()) {
                files.add(new ConfigFile(file.getFileName().toString(), Files.readString(file)));
            }
            final EngineOptions options = EngineOptions.of(journal, files)
                    .with(RingOptions.defaults().with(layout))
                    .with(JournalOptions.defaults().withBlockBytes(4 << 20));
            final List<Throwable> failures = new ArrayList<>();
            try (EngineRunner engine = new EngineRunner(
                    options,
                    (record, offset, length, receiveNs, publishNs) -> outputs.countDown(),
                    (stage, position, cause) -> failures.add(cause),
                    line -> {})) {
                assertThat(outputs.await(2, TimeUnit.MINUTES))
                        .as("%s", failures)
                        .isTrue();
                assertThat(engine.ring().hasFailed()).as("%s", failures).isFalse();
            }
        }
        return journal;
    }

    private static Faults faults(long seed) {
        return Faults.builder(seed)
                .fault(FaultKind.DROP)
                .every(97)
                .fault(FaultKind.CORRUPT)
                .every(211)
                .fault(FaultKind.DUPLICATE)
                .every(53)
                .fault(FaultKind.DISCONNECT)
                .every(701)
                .build();
    }
}
