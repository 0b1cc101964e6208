package io.truebook.engine.document;

/** What a delta does (requirements, row 18). */
public enum DeltaType {
    INSERT("insert"),
    UPDATE("update"),
    DELETE("delete"),
    SNAPSHOT("snapshot");

    private final String word;

    DeltaType(String word) {
        this.word = word;
    }

    /** As messages and definitions write it. */
    public String word() {
        return word;
    }

    /** Throws {@link DocumentException} that names the unknown type. */
    public static DeltaType of(String word) {
        for (final DeltaType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new DocumentException("unknown delta type '" + word + "', use insert, update, delete or snapshot");
    }
}
