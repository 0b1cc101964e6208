package io.truebook.transport.box;

import io.truebook.engine.recording.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Finds the recordings that lie beside the project; tests that need them are skipped where they are absent. */
final class SharedFeeds {
    private SharedFeeds() {}

    static Recording open(String... names) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = root().resolve("../shared/feeds").resolve(name).normalize();
            Assumptions.assumeTrue(Files.exists(file), () -> "no recording " + file + ": test skipped");
            files.add(file);
        }
        return Recording.open(files);
    }

    private static Path root() {
        String given = System.getProperty("truebook.root", "");
        if (!given.isEmpty() && !given.startsWith("$")) {
            return Path.of(given).toAbsolutePath();
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve(".git"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
