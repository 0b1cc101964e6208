package io.truebook.transport.box;

import java.util.List;

/** Compares sides of books numerically. */
final class Books {
    private Books() {}

    static boolean same(List<Level> one, List<Level> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).same(other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
