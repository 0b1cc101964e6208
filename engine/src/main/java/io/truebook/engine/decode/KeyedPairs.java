package io.truebook.engine.decode;

import io.truebook.engine.venue.DecodeRules.SideBy;

/**
 * Rows that are {@code {"price":1.5,"qty":2}} with bare numbers and without space. Takes as many rows as it can, each
 * number from two words; what looks different in any way is left to the general reader, which has the last word on every
 * error; so the two never disagree. Stateless.
 */
final class KeyedPairs {
    private KeyedPairs() {}

    /** Reads the whole table at {@code p}; the position behind it, -1 where a row is left. */
    static int all(byte[] d, int p, Plan.Table table, DecodedFrame f) {
        final byte side = table.side == SideBy.BID ? DecodedFrame.BID : DecodedFrame.ASK;
        final int end = read(d, p + 1, table, side, f);
        return end > p + 1 && d[end] == ']' ? end + 1 : -1;
    }

    /**
     * Reads rows from {@code p}, where a row's brace stands, and adds them to the frame.
     *
     * @return the brace of the first row that it left, or the bracket that closes the table
     */
    static int read(byte[] d, int p, Plan.Table table, byte side, DecodedFrame f) {
        final Literal opening = table.opening;
        final Literal between = table.between;
        final boolean wire = table.wireText;
        int row = p;
        while (f.levelCount < f.levelPrice.length && opening.at(d, row)) {
            final int first = row + opening.length;
            final long firstWord = NumberReader.word(d, first);
            final int firstWhole = NumberReader.digits(firstWord);
            final int firstPoint = first + firstWhole;
            final long firstRest = NumberReader.word(d, firstPoint + 1);
            final int firstScale = NumberReader.digits(firstRest);
            final int firstEnd = firstPoint + 1 + firstScale;
            if (!isPlain(d, first, firstWhole, firstScale) || !between.at(d, firstEnd)) {
                break;
            }
            final int second = firstEnd + between.length;
            final long secondWord = NumberReader.word(d, second);
            final int secondWhole = NumberReader.digits(secondWord);
            final int secondPoint = second + secondWhole;
            final long secondRest = NumberReader.word(d, secondPoint + 1);
            final int secondScale = NumberReader.digits(secondRest);
            final int secondEnd = secondPoint + 1 + secondScale;
            if (!isPlain(d, second, secondWhole, secondScale) || d[secondEnd] != '}') {
                break;
            }
            final byte next = d[secondEnd + 1];
            if (next != ']' && (next != ',' || d[secondEnd + 2] != '{')) {
                break;
            }
            final int level = f.levelCount++;
            f.levelPrice[level] = NumberReader.value(firstWord, firstWhole, firstRest, firstScale);
            f.levelPriceDecimals[level] = firstScale;
            f.levelSize[level] = NumberReader.value(secondWord, secondWhole, secondRest, secondScale);
            f.levelSizeDecimals[level] = secondScale;
            f.levelSide[level] = side;
            f.levelOperation[level] = DecodedFrame.SET;
            if (wire) {
                f.levelPriceStart[level] = first;
                f.levelPriceLength[level] = firstEnd - first;
                f.levelSizeStart[level] = second;
                f.levelSizeLength[level] = secondEnd - second;
            }
            // behind the comma, or the bracket that closes the table
            row = next == ']' ? secondEnd + 1 : secondEnd + 2;
        }
        return row;
    }

    /**
     * Digits, a point and digits, at most eight of each, without a needless zero in front. What follows is not looked at:
     * a ninth digit or an exponent is not what the caller expects there.
     */
    private static boolean isPlain(byte[] d, int start, int whole, int scale) {
        return d[start + whole] == '.' && whole > 0 && scale > 0 && (whole == 1 || d[start] != '0');
    }
}
