package io.truebook.transport.box;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** JSON trees with exact numbers that keep their trailing zeros, because a checksum may need them. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** The tree, or null when the bytes are not one JSON value. */
    static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    /** A number that stands as a JSON number or as a string. */
    static BigDecimal decimal(JsonNode node) {
        return node.isTextual() ? new BigDecimal(node.textValue()) : node.decimalValue();
    }

    /** {@code [["price","size"],…]}, plain digits. */
    static void appendPairs(StringBuilder out, List<Level> levels) {
        out.append('[');
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            out.append(i == 0 ? "[\"" : ",[\"")
                    .append(level.price().toPlainString())
                    .append("\",\"")
                    .append(level.size().toPlainString())
                    .append("\"]");
        }
        out.append(']');
    }
}
