package io.truebook.tools.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.truebook.engine.record.ConfiguredBody;
import io.truebook.engine.record.ConfiguredBody.ConfigFile;
import io.truebook.tools.cli.Json;
import io.truebook.tools.cli.ToolException;
import io.truebook.tools.venue.Venues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a check is asked to do, apart from the recording.
 *
 * @param venue the venue's id
 * @param depth levels a side where no acknowledgement states it, 0 for what the snapshot has
 * @param instruments file with the decimals of symbols, or null
 */
public record CheckOptions(String venue, int depth, Path instruments) {
    /** The configuration of a passive run: the same options give the same bytes, and so the same state hash. */
    ConfiguredBody configured(int coreVersion) {
        final Path file = Venues.file(venue);
        final ObjectNode profile = Json.object().put("mode", "passive");
        final ObjectNode entry = profile.putArray("venues").addObject().put("id", venue);
        if (depth > 0) {
            entry.put("depth", depth);
        }
        if (instruments != null) {
            entry.set("instruments", precisions());
        }
        return new ConfiguredBody(
                coreVersion,
                0,
                0,
                List.of(new ConfigFile("check", Json.line(profile)), new ConfigFile(venue + ".yaml", read(file))));
    }

    private JsonNode precisions() {
        final JsonNode tree;
        try {
            tree = new YAMLMapper().readTree(read(instruments));
        } catch (JsonProcessingException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw ToolException.usage(instruments + ":" + line + ": -: cannot be read as YAML or JSON", e);
        }
        if (!tree.isObject()) {
            throw ToolException.usage(instruments + ":1: -: must map each symbol to priceDecimals and sizeDecimals");
        }
        tree.properties().forEach(entry -> {
            final JsonNode price = entry.getValue().path("priceDecimals");
            final JsonNode size = entry.getValue().path("sizeDecimals");
            if (!price.isInt() || !size.isInt()) {
                throw ToolException.usage(instruments + ":1: " + entry.getKey()
                        + ": must have whole numbers priceDecimals and sizeDecimals");
            }
        });
        return tree;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw ToolException.missing(file + ": cannot be read; check path and permissions", e);
        }
    }
}
