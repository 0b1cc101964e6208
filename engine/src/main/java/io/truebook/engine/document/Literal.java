package io.truebook.engine.document;

/** {@code true}, {@code false} and {@code null}; there is one of each. */
public final class Literal implements Value {
    public static final Literal TRUE = new Literal("true", "boolean", 1231);
    public static final Literal FALSE = new Literal("false", "boolean", 1237);
    public static final Literal NULL = new Literal("null", "null", 0);

    private final String text;
    private final String kind;
    private final int hash;

    private Literal(String text, String kind, int hash) {
        this.text = text;
        this.kind = kind;
        this.hash = hash;
    }

    @Override
    public String kind() {
        return kind;
    }

    /** Stated, because an identity hash differs from run to run. */
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return text;
    }
}
