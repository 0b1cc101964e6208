package io.truebook.engine.document;

import java.util.Arrays;
import java.util.List;

/** The names of an object's members in their order, with an index once there are more than a few. Immutable. */
final class Names {
    static final Names NONE = new Names(new String[0]);

    private static final int SCANNED = 8;

    private final String[] names;
    /** Open addressing, place + 1 in each slot, 0 for none; null while a scan is as quick. */
    private final int[] index;

    private Names(String[] names) {
        this.names = names;
        index = names.length > SCANNED ? index(names) : null;
    }

    static Names of(List<String> list) {
        final Names made = new Names(list.toArray(String[]::new));
        for (int i = 0; i < made.names.length; i++) {
            if (made.indexOf(made.names[i]) != i) {
                throw new DocumentException("member '" + made.names[i] + "' stands twice");
            }
        }
        return made;
    }

    String get(int place) {
        return names[place];
    }

    int indexOf(String name) {
        if (index == null) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }
        final int mask = index.length - 1;
        int slot = spread(name) & mask;
        while (index[slot] != 0) {
            if (names[index[slot] - 1].equals(name)) {
                return index[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    Names with(String name) {
        final String[] copy = Arrays.copyOf(names, names.length + 1);
        copy[names.length] = name;
        return new Names(copy);
    }

    Names without(int place) {
        final String[] copy = new String[names.length - 1];
        System.arraycopy(names, 0, copy, 0, place);
        System.arraycopy(names, place + 1, copy, place, copy.length - place);
        return new Names(copy);
    }

    private static int[] index(String[] names) {
        final int[] slots = new int[Integer.highestOneBit(names.length) * 4];
        final int mask = slots.length - 1;
        for (int i = names.length - 1; i >= 0; i--) {
            int slot = spread(names[i]) & mask;
            while (slots[slot] != 0 && !names[slots[slot] - 1].equals(names[i])) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1; // the first of equal names stands, so that a second one is noticed
        }
        return slots;
    }

    private static int spread(String name) {
        final int hash = name.hashCode();
        return hash ^ hash >>> 16;
    }
}
