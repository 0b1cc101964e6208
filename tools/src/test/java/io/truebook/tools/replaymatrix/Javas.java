package io.truebook.tools.replaymatrix;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Javas of this machine that Truebook runs on, one of each version. */
final class Javas {
    private static final int OLDEST = 17;
    private static final int NEWEST = 25;
    private static final Path USUAL = Path.of("/usr/lib/jvm");

    private Javas() {}

    /** Version to home; at least that of this process. */
    static Map<Integer, Path> find() throws IOException {
        final List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        if (System.getenv("JAVA_HOME") != null) {
            homes.add(Path.of(System.getenv("JAVA_HOME")));
        }
        if (Files.isDirectory(USUAL)) {
            try (Stream<Path> entries = Files.list(USUAL)) {
                entries.sorted().forEach(homes::add);
            }
        }
        final Map<Integer, Path> found = new TreeMap<>();
        for (Path home : homes) {
            final int version = version(home);
            if (version >= OLDEST && version <= NEWEST && Files.isExecutable(home.resolve("bin/java"))) {
                found.putIfAbsent(version, home);
            }
        }
        return found;
    }

    /** 0 where there is none. */
    private static int version(Path home) throws IOException {
        final Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        final Properties properties = new Properties();
        try (BufferedReader in = Files.newBufferedReader(release)) {
            properties.load(in);
        }
        final String text = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return text.matches("\\d+.*") ? Integer.parseInt(text.replaceAll("^(\\d+).*", "$1")) : 0;
    }
}
