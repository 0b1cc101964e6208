package io.truebook.engine.venue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The JSON Schema of definitions, {@code config/venues/venue.schema.json}, which ships as a resource beside this class. */
final class SchemaCheck {
    private static final String RESOURCE = "venue.schema.json";
    private static final Schema SCHEMA = load();

    private SchemaCheck() {}

    private static Schema load() {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource missing: " + RESOURCE + ", build the engine with config/venues");
            }
            final String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // A fixed locale: texts of errors must not depend on the machine.
            final SchemaRegistryConfig config =
                    SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
            return SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_7, builder -> builder.schemaRegistryConfig(config))
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds one problem per place that does not fit. */
    static void check(JsonNode root, Problems problems) {
        final Map<String, Error> byPlace = new LinkedHashMap<>();
        for (final Error error : SCHEMA.validate(root)) {
            final String place = pointer(error);
            final Error known = byPlace.get(place);
            // Of alternatives that all fail, the one that says most is the one that is not the bare "oneOf".
            if (known == null || "oneOf".equals(known.getKeyword())) {
                byPlace.put(place, error);
            }
        }
        byPlace.forEach((place, error) -> problems.at(place, text(error)));
    }

    private static String pointer(Error error) {
        String pointer = "";
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            pointer = YamlTree.member(
                    pointer, String.valueOf(error.getInstanceLocation().getElement(i)));
        }
        final boolean named =
                "additionalProperties".equals(error.getKeyword()) || "required".equals(error.getKeyword());
        return named && error.getProperty() != null ? YamlTree.member(pointer, error.getProperty()) : pointer;
    }

    private static String text(Error error) {
        return switch (error.getKeyword()) {
            case "additionalProperties" -> "unknown key, remove it or correct its spelling";
            case "required" -> "missing, add it";
            case "type" -> "wrong type: " + error.getMessage() + ", correct the value";
            case "false" -> "not allowed here, remove it";
            default -> error.getMessage() + ", correct the value";
        };
    }
}
