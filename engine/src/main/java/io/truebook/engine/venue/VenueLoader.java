package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truebook.engine.checksum.ChecksumFunctions;
import io.truebook.engine.decode.Decoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Reads a venue's definition: YAML or JSON, validated by the schema, then checked as a whole. One that holds nothing but
 * {@code websocket.reconciliation} speaks the model's own protocol (docs/reconciliation.md). The text is all that it needs, so
 * that a definition from the journal gives the same result as the file did. Stateless; any thread.
 */
public final class VenueLoader {
    private VenueLoader() {}

    /** Loads a file; {@link DefinitionException} when it cannot be read or is wrong. */
    public static VenueDefinition load(Path file) {
        return load(file, ChecksumFunctions.names());
    }

    /** As {@link #load(Path)}; {@code customChecksums} are the names that {@code customFunction} may take. */
    public static VenueDefinition load(Path file, Set<String> customChecksums) {
        final String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DefinitionException(
                    List.of(file + ":1: -: cannot be read as UTF-8 text, check path and permissions"));
        }
        return parse(file.toString(), text, customChecksums);
    }

    /** Parses the text of a file; {@code name} stands in errors. Throws {@link DefinitionException}. */
    public static VenueDefinition parse(String name, String yamlText) {
        return parse(name, yamlText, ChecksumFunctions.names());
    }

    /** As {@link #parse(String, String)}; {@code customChecksums} are the names that {@code customFunction} may take. */
    public static VenueDefinition parse(String name, String yamlText, Set<String> customChecksums) {
        final Problems problems = new Problems(name);
        final YamlTree tree = YamlTree.read(yamlText, problems);
        if (tree == null) {
            throw problems.exception();
        }
        problems.lines(tree);
        if (ModelForm.is(tree.root())) {
            ModelForm.complete((ObjectNode) tree.root(), name);
        }
        SchemaCheck.check(tree.root(), problems);
        problems.throwIfAny();
        final VenueDefinition definition = new DefinitionReader(tree.root(), problems, customChecksums).read();
        problems.throwIfAny();
        try {
            Decoder.check(definition.wholeDecode());
        } catch (IllegalArgumentException e) {
            problems.at("/decode", e.getMessage());
        }
        problems.throwIfAny();
        return definition.withBook(-1);
    }
}
