package io.truebook.engine.core;

import io.truebook.engine.book.Hash;
import io.truebook.engine.state.StateVisitor;
import java.util.Arrays;

/** Remembers which causes have been reported, so that each is reported once; bounded. One thread: the core's. */
final class DistinctCauses {
    private static final int LIMIT = 256;

    private long[] hashes = new long[16];
    private int count;

    boolean isNew(int cause) {
        return isNewHash(Hash.mix(cause));
    }

    boolean isNew(String cause) {
        long hash = cause.length();
        for (int i = 0; i < cause.length(); i++) {
            hash = Hash.combine(hash, cause.charAt(i));
        }
        return isNewHash(hash);
    }

    private boolean isNewHash(long hash) {
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash) {
                return false;
            }
        }
        if (count == LIMIT) {
            return false;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        hashes[count++] = hash;
        return true;
    }

    void visit(StateVisitor v) {
        final int stored = v.visit(count);
        final long[] values = v.visit(hashes, stored);
        if (v.isRestore()) {
            hashes = Arrays.copyOf(values, Math.max(16, stored));
            count = stored;
        }
    }
}
