package io.truebook.engine.book;

/** What proves a book as published. Numbers are part of the format. */
public final class ProofKind {
    public static final byte NONE = 0;
    /** An unbroken chain of update ids from a snapshot. */
    public static final byte CHAIN = 1;
    /** A checksum of the venue over the best levels. */
    public static final byte CHECKSUM = 2;

    public static final byte BOTH = 3;

    private static final String[] NAMES = {"none", "chain", "checksum", "both"};

    private ProofKind() {}

    public static String name(int proof) {
        return NAMES[proof];
    }
}
