package io.truebook.engine.venue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a venue's definition: YAML, validated by the schema, then checked as a whole. The text is all that it needs, so
 * that a definition from the journal gives the same result as the file did. Stateless; any thread.
 */
public final class VenueLoader {
    private VenueLoader() {}

    /** Loads a file; {@link DefinitionException} when it cannot be read or is wrong. */
    public static VenueDefinition load(Path file) {
        final String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DefinitionException(List.of(file + ":0: -: cannot be read, check path and permissions"));
        }
        return parse(file.toString(), text);
    }

    /**
     * Parses the text of a file; {@code name} stands in errors. Throws {@link DefinitionException}.
     */
    public static VenueDefinition parse(String name, String yamlText) {
        throw new DefinitionException(List.of(name + ":1: -: no parser yet"));
    }
}
