package io.truebook.tools.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder that holds {@code config/}: what came with the program. */
public final class Home {
    /** System property that the launcher sets. */
    public static final String PROPERTY = "truebook.home";

    private static final Path MARK = Path.of("config", "venues");

    private Home() {}

    /**
     * The folder that holds {@code config/venues}: as the launcher says, else upwards from the program's own files, else
     * upwards from the working directory.
     *
     * @throws ToolException when there is none (exit code 3)
     */
    public static Path find() {
        final String named = System.getProperty(PROPERTY);
        if (named != null) {
            final Path home = Path.of(named);
            if (Files.isDirectory(home.resolve(MARK))) {
                return home;
            }
            throw ToolException.missing(home.resolve(MARK) + ": no such folder; -D" + PROPERTY
                    + " must name the folder that holds config/");
        }
        final Path own = above(program());
        final Path home = own != null ? own : above(Path.of("").toAbsolutePath());
        if (home == null) {
            throw ToolException.missing("config/venues: not found above the program or the working directory; start"
                    + " with ./truebook, or name the folder with -D" + PROPERTY);
        }
        return home;
    }

    /** The venue definitions that came with the program. */
    public static Path venues() {
        return find().resolve(MARK);
    }

    private static Path above(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(MARK))) {
                return folder;
            }
        }
        return null;
    }

    private static Path program() {
        try {
            return Path.of(Home.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place has no path", e);
        }
    }
}
