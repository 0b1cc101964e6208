package io.truebook.engine.document;

/** A JSON string, without its escapes. */
public record Text(String value) implements Value {
    @Override
    public String kind() {
        return "string";
    }

    @Override
    public String toString() {
        return toJson();
    }
}
