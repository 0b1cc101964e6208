package io.truebook.engine.book;

/** Mixing for state hashes; not for anything an adversary could gain from. */
public final class Hash {
    private Hash() {}

    /** A bijective finalizer: every input bit reaches every output bit. */
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Order matters: {@code combine(combine(h, a), b) != combine(combine(h, b), a)}. */
    public static long combine(long hash, long value) {
        return mix(hash ^ mix(value));
    }
}
