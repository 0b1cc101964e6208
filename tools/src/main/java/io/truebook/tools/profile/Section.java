package io.truebook.tools.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One mapping of a profile while it is read: typed access by key, and an error with file, line and key for whatever
 * does not fit. Errors are gathered, so that a person sees all of them at once.
 */
final class Section {
    private final String file;
    private final String path;
    private final JsonNode node;
    private final Map<String, Integer> lines;
    private final List<String> errors;

    Section(String file, String path, JsonNode node, Map<String, Integer> lines, List<String> errors) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.lines = lines;
        this.errors = errors;
        if (!node.isMissingNode() && !node.isObject()) {
            error("", "must be a mapping of keys to values");
        }
    }

    /** Refuses every key but these. */
    Section allow(Set<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                error(
                        "/" + key,
                        "no such key; one of "
                                + String.join(", ", keys.stream().sorted().toList()));
            }
        });
        return this;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    Section section(String key) {
        return new Section(file, path + "/" + key, node.path(key), lines, errors);
    }

    /** The mappings of a list. */
    List<Section> sections(String key) {
        final List<Section> sections = new ArrayList<>();
        final JsonNode list = list(key);
        for (int i = 0; i < list.size(); i++) {
            sections.add(new Section(file, path + "/" + key + "/" + i, list.get(i), lines, errors));
        }
        return sections;
    }

    List<String> texts(String key) {
        final List<String> texts = new ArrayList<>();
        for (JsonNode item : list(key)) {
            if (!item.isTextual()) {
                error("/" + key, "must be a list of texts; quote " + item);
            }
            texts.add(item.asText());
        }
        return texts;
    }

    private JsonNode list(String key) {
        final JsonNode list = node.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            error("/" + key, "must be a list");
        }
        return list;
    }

    String text(String key, String fallback) {
        final JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isTextual()) {
            error("/" + key, "must be a text");
        }
        return value.asText();
    }

    long whole(String key, long fallback, long least, long most) {
        final JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            error("/" + key, "must be a whole number from " + least + " to " + most + ", is " + value.asText());
            return fallback;
        }
        return value.asLong();
    }

    boolean flag(String key, boolean fallback) {
        final JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            error("/" + key, "must be true or false, is " + value.asText());
        }
        return value.asBoolean(fallback);
    }

    /** A constant of an enum, written in lower case with dashes. */
    <E extends Enum<E>> E oneOf(String key, E fallback) {
        final JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        final List<String> names = new ArrayList<>();
        for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
            final String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(value.asText())) {
                return constant;
            }
            names.add(name);
        }
        error("/" + key, "must be one of " + String.join(", ", names) + ", is " + value.asText());
        return fallback;
    }

    /** The line of a key, or of this section where the key is left out. */
    int line(String key) {
        return lines.getOrDefault(path + "/" + key, lines.getOrDefault(path, 1));
    }

    /** Adds an error at a key of this section; {@code ""} for the section itself. */
    void error(String key, String what) {
        String pointer = path + key;
        final String shown = pointer.isEmpty() ? "-" : pointer.substring(1).replace('/', '.');
        // a key that is missing has no line of its own: its parent's is the place to add it
        while (!lines.containsKey(pointer) && !pointer.isEmpty()) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
        }
        errors.add(file + ":" + lines.getOrDefault(pointer, 1) + ": " + shown + ": " + what);
    }
}
