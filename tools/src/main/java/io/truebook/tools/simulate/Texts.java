package io.truebook.tools.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What the simulated venues' protocols share. */
final class Texts {
    /** 2026-01-01T00:00:00Z: a run begins there; any fixed midnight does. */
    static final long START_NS = 1_767_225_600_000_000_000L;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Texts() {}

    /** The core's own words are JSON; anything else is a defect of it, and ends the run. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the core sent what is no JSON: text=" + text, e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** RFC 3339 with microseconds, within January 2026. */
    static void timestamp(Text text, long timeNs) {
        final long micros = (timeNs - START_NS) / 1000;
        final long seconds = micros / 1_000_000;
        text.add("2026-01-").padded(1 + seconds / 86_400, 2).add('T');
        text.padded(seconds / 3600 % 24, 2)
                .add(':')
                .padded(seconds / 60 % 60, 2)
                .add(':');
        text.padded(seconds % 60, 2).add('.').padded(micros % 1_000_000, 6).add('Z');
    }
}
