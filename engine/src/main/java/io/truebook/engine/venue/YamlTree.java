package io.truebook.engine.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A YAML document as a tree, with the line of every node by its JSON pointer. Refuses duplicate keys, aliases and a
 * second document: a definition says each thing once. Problems go to {@link Problems}.
 */
final class YamlTree {
    private static final int MAX_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;
    private JsonNode root;

    private YamlTree(Problems problems) {
        this.problems = problems;
    }

    /** Reads the text; null when it could not be read as YAML, and the problems say why. */
    static YamlTree read(String text, Problems problems) {
        final YamlTree tree = new YamlTree(problems);
        if (text.length() > MAX_LENGTH) {
            problems.add(1, "-", "longer than " + MAX_LENGTH + " characters, this is no definition");
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                problems.add(1, "-", "the file is empty");
                return null;
            }
            tree.root = tree.value(parser, "", 0);
            if (tree.root != null && parser.nextToken() != null) {
                problems.add(line(parser), "-", "a second document, keep one per file");
            }
        } catch (JsonProcessingException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            problems.add(
                    Math.max(1, line), "-", "bad YAML: " + firstLine(e.getOriginalMessage()) + ", correct the syntax");
            return null;
        } catch (IOException e) {
            problems.add(1, "-", "cannot be read as YAML, correct the syntax");
            return null;
        }
        return tree.root == null ? null : tree;
    }

    JsonNode root() {
        return root;
    }

    /** Line of the node, or of the nearest one around it. */
    int line(String pointer) {
        String p = pointer;
        while (!lines.containsKey(p)) {
            final int slash = p.lastIndexOf('/');
            if (slash < 0) {
                return 1;
            }
            p = p.substring(0, slash);
        }
        return lines.get(p);
    }

    /** The pointer of a member; keys are escaped by the rules of RFC 6901. */
    static String member(String pointer, String key) {
        return pointer + '/' + key.replace("~", "~0").replace("/", "~1");
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static String firstLine(String message) {
        final int end = message == null ? -1 : message.indexOf('\n');
        return end < 0 ? String.valueOf(message) : message.substring(0, end).strip();
    }

    private JsonNode value(JsonParser parser, String pointer, int depth) throws IOException {
        lines.putIfAbsent(pointer, line(parser));
        if (depth > MAX_DEPTH) {
            problems.add(line(parser), pointer, "nested deeper than " + MAX_DEPTH);
            return null;
        }
        final JsonToken token = parser.currentToken();
        if (parser.getObjectId() != null || isAlias(parser)) {
            problems.add(line(parser), pointer, "anchors and aliases are not allowed, write it out");
            return null;
        }
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, depth);
            case START_ARRAY -> array(parser, pointer, depth);
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            default -> nodes.nullNode();
        };
    }

    private static boolean isAlias(JsonParser parser) throws IOException {
        return parser instanceof com.fasterxml.jackson.dataformat.yaml.YAMLParser yaml && yaml.isCurrentAlias();
    }

    private JsonNode object(JsonParser parser, String pointer, int depth) throws IOException {
        final ObjectNode object = nodes.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String key = parser.currentName();
            final String member = member(pointer, key);
            final int line = line(parser);
            if (object.has(key)) {
                problems.add(line, key, "stands twice, remove one");
            }
            lines.put(member, line);
            parser.nextToken();
            final JsonNode value = value(parser, member, depth + 1);
            if (value == null) {
                return null;
            }
            object.set(key, value);
        }
        return object;
    }

    private JsonNode array(JsonParser parser, String pointer, int depth) throws IOException {
        final ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            final JsonNode value = value(parser, pointer + '/' + array.size(), depth + 1);
            if (value == null) {
                return null;
            }
            array.add(value);
        }
        return array;
    }
}
