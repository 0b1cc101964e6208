package io.truebook.engine.state;

import io.truebook.engine.book.Hash;

/** Chains every visited value into one hash. Allocates nothing. One thread. */
public final class HashingVisitor implements StateVisitor {
    private long hash;

    public void reset() {
        hash = 0;
    }

    public long hash() {
        return hash;
    }

    @Override
    public long visit(long value) {
        hash = Hash.combine(hash, value);
        return value;
    }

    @Override
    public String visit(String value) {
        if (value == null) {
            visit(-1L);
            return null;
        }
        visit((long) value.length());
        for (int i = 0; i < value.length(); i++) {
            visit((long) value.charAt(i));
        }
        return value;
    }

    @Override
    public long[] visit(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            visit(values[i]);
        }
        return values;
    }

    @Override
    public int[] visit(int[] values, int count) {
        for (int i = 0; i < count; i++) {
            visit((long) values[i]);
        }
        return values;
    }

    @Override
    public byte[] visit(byte[] values, int count) {
        for (int i = 0; i < count; i++) {
            visit((long) values[i]);
        }
        return values;
    }

    @Override
    public boolean isHash() {
        return true;
    }

    @Override
    public boolean isRestore() {
        return false;
    }
}
