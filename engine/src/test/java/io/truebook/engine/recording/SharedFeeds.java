package io.truebook.engine.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the recordings that lie beside the project; tests that need them are skipped where they are absent. */
final class SharedFeeds {
    private SharedFeeds() {}

    static Path file(String name) {
        Path feeds = root().resolve("../shared/feeds").normalize();
        Assumptions.assumeTrue(Files.isDirectory(feeds), () -> "no recordings at " + feeds + ": test skipped");
        Path file = feeds.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "no recording " + file + ": test skipped");
        return file;
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
