package io.truebook.tools.simulate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages frames so that a client can find it: what no client could find is no fault of the client. */
final class Tamper {
    /** How the levels are written that a checksum in their own frame covers. */
    enum Levels {
        /** No checksum there. */
        UNCHECKED,
        /** As numbers of JSON. */
        NUMBERS,
        /** As texts, the first two of each row. */
        TEXTS
    }

    private static final String STRUCTURE = "{}[]:,";

    private final SplittableRandom random;

    Tamper(SplittableRandom random) {
        this.random = random;
    }

    /** At least one byte stays, at least one goes. */
    byte[] cut(byte[] frame) {
        return Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1));
    }

    /** Another character in the place of one that makes the frame JSON. */
    byte[] structure(byte[] frame) {
        final byte[] damaged = frame.clone();
        damaged[place(frame, Levels.UNCHECKED)] = '#';
        return damaged;
    }

    /** Another digit in a price or size, inside the levels: nothing but a checksum can find it. */
    byte[] digit(byte[] frame, Levels levels) {
        final int at = place(frame, levels);
        if (at < 0) {
            return structure(frame);
        }
        final byte[] damaged = frame.clone();
        damaged[at] = (byte) ('0' + (frame[at] - '0' + 1 + random.nextInt(9)) % 10);
        return damaged;
    }

    /** One of the digits of levels, or where those are unchecked of the characters that make the frame JSON. */
    private int place(byte[] frame, Levels levels) {
        int found = -1;
        int seen = 0;
        boolean quoted = false;
        int depth = 0;
        int element = 0;
        for (int i = 0; i < frame.length; i++) {
            final char c = (char) frame[i];
            if (c == '"') {
                quoted = !quoted;
                continue;
            }
            if (!quoted) {
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                element = c == '[' ? 0 : c == ',' ? element + 1 : element;
            }
            // not the first digit of a number: a leading zero would be no JSON
            final boolean inNumber = isDigit(c) && (isDigit((char) frame[i - 1]) || frame[i - 1] == '.');
            final boolean fits = switch (levels) {
                case UNCHECKED -> !quoted && STRUCTURE.indexOf(c) >= 0;
                case NUMBERS -> !quoted && depth > 1 && inNumber;
                case TEXTS -> quoted && depth > 2 && element < 2 && inNumber;
            };
            if (fits && random.nextInt(++seen) == 0) {
                found = i;
            }
        }
        return found;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
