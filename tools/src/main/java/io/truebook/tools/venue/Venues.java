package io.truebook.tools.venue;

import io.truebook.engine.venue.VenueDefinition;
import io.truebook.engine.venue.VenueLoader;
import io.truebook.tools.cli.Home;
import io.truebook.tools.cli.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The venue definitions in {@code config/venues/}: one file a venue, named after its id. */
public final class Venues {
    private static final String SUFFIX = ".yaml";

    private Venues() {}

    /** Ids of the venues that came with the program, sorted. */
    public static List<String> ids() {
        final Path folder = Home.venues();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw ToolException.missing(folder + ": cannot be listed; check its permissions", e);
        }
    }

    /**
     * The file of a venue.
     *
     * @throws ToolException when there is none (exit code 3)
     */
    public static Path file(String id) {
        final Path file = Home.venues().resolve(id + SUFFIX);
        // an id is a name, never a path
        if (!id.matches("[a-z0-9][a-z0-9-]*") || !Files.isRegularFile(file)) {
            throw ToolException.missing("venue '" + id + "': no such definition in " + Home.venues() + "; known: "
                    + String.join(", ", ids()));
        }
        return file;
    }

    /**
     * The definition of a venue.
     *
     * @throws ToolException when there is none (exit code 3)
     * @throws io.truebook.engine.venue.DefinitionException when its file is wrong
     */
    public static VenueDefinition load(String id) {
        return VenueLoader.load(file(id));
    }
}
