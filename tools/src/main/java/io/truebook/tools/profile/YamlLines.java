package io.truebook.tools.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.truebook.engine.venue.DefinitionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML text as a tree, with the line of every key and list item by its path ({@code /venues/0/id}).
 *
 * @param tree the whole text
 * @param lines line numbers from 1
 */
record YamlLines(JsonNode tree, Map<String, Integer> lines) {
    /**
     * Parses {@code text}.
     *
     * @throws DefinitionException when it is not YAML
     */
    static YamlLines parse(String file, String text) {
        final YAMLMapper mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        final Map<String, Integer> lines = new HashMap<>();
        try (YAMLParser parser = mapper.getFactory().createParser(text)) {
            if (parser.nextToken() != null) {
                walk(parser, "", lines);
            }
            final JsonNode tree = mapper.readTree(text);
            return new YamlLines(tree == null ? MissingNode.getInstance() : tree, lines);
        } catch (JsonProcessingException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new DefinitionException(List.of(file + ":" + line + ": -: cannot be read as YAML, "
                    + e.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ") + "; correct it there"));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    /** The parser stands on the first token of the value at {@code path}; on its last one afterwards. */
    private static void walk(JsonParser parser, String path, Map<String, Integer> lines) throws IOException {
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String key = path + "/" + parser.currentName();
                lines.put(key, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                walk(parser, key, lines);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                walk(parser, path + "/" + index++, lines);
            }
        }
    }
}
