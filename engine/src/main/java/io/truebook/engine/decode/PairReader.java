package io.truebook.engine.decode;

import io.truebook.engine.venue.DecodeRules.SideBy;
import java.util.Arrays;

/**
 * The common case of {@link RowReader}: rows of price and size alone, all of one side, in a loop with nothing to decide.
 * What turns out to be written otherwise goes the general way, row by row. One thread.
 */
final class PairReader {
    private final JsonBytes json;
    private final NumberReader number;
    private final QuotedPairs quoted;
    private final RowReader rows;
    private DecodedFrame out;
    private int start;
    private int stop;

    PairReader(JsonBytes json, NumberReader number, RowReader rows) {
        this.json = json;
        this.number = number;
        quoted = new QuotedPairs(json, number);
        this.rows = rows;
    }

    void wrap(DecodedFrame frame) {
        out = frame;
    }

    int read(Plan.Table table, int p) {
        return table.pair ? arrays(table, p) : objects(table, p);
    }

    /** Rows of price and size alone. */
    private int arrays(Plan.Table table, int p) {
        final byte[] d = json.data;
        final NumberReader n = number;
        final DecodedFrame f = out;
        final byte fixed = table.side == SideBy.BID ? DecodedFrame.BID : DecodedFrame.ASK;
        final boolean wire = table.wireText;
        final int from = f.levelCount;
        int q = rows.space(p + 1);
        if (d[q] == ']') {
            return q + 1;
        }
        if (d[q] != '[') {
            return rows.all(table, p);
        }
        while (true) {
            q = quoted.read(d, q, f, wire);
            if (d[q] == ']') {
                return shared(fixed, from, q);
            }
            q = rows.space(q + 1);
            final int firstQuote = d[q] == '"' ? 1 : 0;
            final int first = q + firstQuote;
            q = n.read(d, first, firstQuote == 1);
            if (q < 0) {
                return rows.badNumber(q, first);
            }
            final long rowPrice = n.mantissa;
            final int rowPriceDecimals = n.decimals;
            final int firstEnd = q;
            if (firstQuote == 1 && d[q++] != '"') {
                return rows.bad(q);
            }
            q = rows.space(q);
            if (d[q] != ',') {
                return rows.bad(q);
            }
            q = rows.space(q + 1);
            final int secondQuote = d[q] == '"' ? 1 : 0;
            final int second = q + secondQuote;
            q = n.read(d, second, secondQuote == 1);
            if (q < 0) {
                return rows.badNumber(q, second);
            }
            final int secondEnd = q;
            if (secondQuote == 1 && d[q++] != '"') {
                return rows.bad(q);
            }
            q = rows.space(q);
            if (d[q] != ']') {
                q = more(q);
                if (q < 0) {
                    return q;
                }
            }
            final int level = f.addLevel();
            f.levelPrice[level] = rowPrice;
            f.levelPriceDecimals[level] = rowPriceDecimals;
            f.levelSize[level] = n.mantissa;
            f.levelSizeDecimals[level] = n.decimals;
            if (wire) {
                f.levelPriceStart[level] = first;
                f.levelPriceLength[level] = firstEnd - first;
                f.levelSizeStart[level] = second;
                f.levelSizeLength[level] = secondEnd - second;
            }
            q = rows.space(q + 1);
            if (d[q] == ',') {
                q = rows.space(q + 1);
                if (d[q] != '[') {
                    return rows.bad(q);
                }
            } else if (d[q] == ']') {
                return shared(fixed, from, q);
            } else {
                return rows.bad(q);
            }
        }
    }

    /** Fills in what rows of one side have in common; returns the place behind the table's bracket. */
    private int shared(byte side, int from, int bracket) {
        final DecodedFrame f = out;
        final int to = f.levelCount;
        Arrays.fill(f.levelSide, from, to, side);
        Arrays.fill(f.levelOperation, from, to, DecodedFrame.SET);
        return bracket + 1;
    }

    /** Rows that are objects of price and size, mostly in that order and without space; others take the general way. */
    private int objects(Plan.Table table, int p) {
        final byte[] d = json.data;
        final NumberReader n = number;
        final DecodedFrame f = out;
        final Plan.Key priceKey = table.keys.keys[0];
        final Plan.Key sizeKey = table.keys.keys[1];
        final byte fixed = table.side == SideBy.BID ? DecodedFrame.BID : DecodedFrame.ASK;
        final boolean wire = table.wireText;
        int q = p + 1;
        if (d[q] != '{') {
            return rows.all(table, p);
        }
        while (true) {
            if (d[q] == '{') {
                q = KeyedPairs.read(d, q, table, fixed, f);
                if (d[q] == ']') {
                    return q + 1;
                }
            }
            final int row = q;
            int end = d[row] == '{' ? keyed(priceKey, q + 1) : -1;
            if (end > 0) {
                final long rowPrice = n.mantissa;
                final int rowPriceDecimals = n.decimals;
                final int first = start;
                final int firstEnd = stop;
                end = d[end] == ',' ? keyed(sizeKey, end + 1) : -1;
                if (end > 0 && d[end] == '}') {
                    final int level = f.addLevel();
                    f.levelPrice[level] = rowPrice;
                    f.levelPriceDecimals[level] = rowPriceDecimals;
                    f.levelSize[level] = n.mantissa;
                    f.levelSizeDecimals[level] = n.decimals;
                    f.levelSide[level] = fixed;
                    f.levelOperation[level] = DecodedFrame.SET;
                    if (wire) {
                        f.levelPriceStart[level] = first;
                        f.levelPriceLength[level] = firstEnd - first;
                        f.levelSizeStart[level] = start;
                        f.levelSizeLength[level] = stop - start;
                    }
                    q = end + 1;
                } else {
                    q = rows.object(table, row);
                }
            } else {
                q = d[row] == '{' ? rows.object(table, row) : rows.bad(row);
            }
            if (q < 0) {
                return q;
            }
            q = rows.space(q);
            if (d[q] == ']') {
                return q + 1;
            }
            if (d[q] != ',') {
                return rows.bad(q);
            }
            q = rows.space(q + 1);
        }
    }

    /** A member with that name and a number, without space; the position behind it, or not above 0. */
    private int keyed(Plan.Key key, int p) {
        final byte[] d = json.data;
        if (d[p] != '"' || !key.at(d, p + 1, (long) JsonBytes.LONGS.get(d, p + 1))) {
            return -1;
        }
        int q = p + 1 + key.length;
        final boolean quoted = d[q] == '"';
        start = quoted ? q + 1 : q;
        q = number.read(d, start, quoted);
        stop = q;
        return q > 0 && quoted ? d[q] == '"' ? q + 1 : -1 : q;
    }

    /** Reads past further elements of a row to its closing bracket. */
    private int more(int p) {
        int q = p;
        while (json.data[q] == ',') {
            q = json.skip(json.space(q + 1));
            if (q < 0) {
                return rows.bad(p);
            }
            q = json.space(q);
        }
        return json.data[q] == ']' ? q : rows.bad(q);
    }
}
