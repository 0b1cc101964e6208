package io.truebook.engine.document;

/** What a snapshot is of (requirements, row 6). */
public enum SnapshotType {
    ORDER_BOOK("orderBook"),
    TRADES("trades"),
    TICKER("ticker"),
    BALANCE("balance");

    private final String word;

    SnapshotType(String word) {
        this.word = word;
    }

    /** As messages and definitions write it. */
    public String word() {
        return word;
    }

    /** Throws {@link DocumentException} that names the unknown type. */
    public static SnapshotType of(String word) {
        for (final SnapshotType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new DocumentException("unknown snapshot type '" + word + "', use orderBook, trades, ticker or balance");
    }
}
