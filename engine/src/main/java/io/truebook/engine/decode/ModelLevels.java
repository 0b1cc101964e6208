package io.truebook.engine.decode;

import io.truebook.engine.document.DocumentPath;
import java.math.BigDecimal;

/**
 * Level data of the reconciliation model, in every form of decision 6: {@code [price, amount]}, {@code {price, amount}},
 * a list of either; for deletes also a price or a list of prices. What stands here has been checked to be JSON. One
 * thread; allocates only where prices of a snapshot have different decimals.
 */
final class ModelLevels {
    private static final int NONE = -1;

    private final JsonBytes json;
    private final NumberReader number;
    private DecodedFrame out;
    private boolean range;

    // the number or the level read last
    private boolean isNull;
    private int numberStart;
    private int numberLength;
    private long price;
    private int priceDecimals;
    private int priceStart;
    private int priceLength;
    private long amount;
    private int amountDecimals;
    private int amountStart;
    private int amountLength;
    private boolean removed;

    ModelLevels(JsonBytes json, NumberReader number) {
        this.json = json;
        this.number = number;
    }

    /** Whether the last failure was a number that does not fit. */
    boolean outOfRange() {
        return range;
    }

    /** BID or ASK of a path's text on the wire, -1 where it is no side: {@code bids}, {@code $.asks[3]}. */
    int side(int from, int to) {
        final byte[] d = json.data;
        if (d[from] != '"') {
            return NONE;
        }
        int p = from + 1;
        final int end = to - 1;
        p += d[p] == '$' ? 1 : 0;
        byte quote = 0;
        if (d[p] == '[') {
            quote = d[p + 1];
            if (quote != '\'') {
                return NONE;
            }
            p += 2;
        } else if (d[p] == '.') {
            p++;
        } else if (d[p - 1] == '$') {
            return NONE;
        }
        final boolean bid = d[p] == 'b' && d[p + 1] == 'i' && d[p + 2] == 'd' && d[p + 3] == 's';
        final boolean ask = d[p] == 'a' && d[p + 1] == 's' && d[p + 2] == 'k' && d[p + 3] == 's';
        if (!bid && !ask) {
            return NONE;
        }
        p += 4;
        if (quote != 0) {
            if (d[p] != quote || d[p + 1] != ']') {
                return NONE;
            }
            p += 2;
        }
        if (p < end && !isIndex(p, end)) {
            return NONE;
        }
        return bid ? DecodedFrame.BID : DecodedFrame.ASK;
    }

    private boolean isIndex(int from, int end) {
        final byte[] d = json.data;
        int p = from + 1;
        while (p < end && d[p] >= '0' && d[p] <= '9') {
            p++;
        }
        final int digits = p - from - 1;
        return d[from] == '['
                && digits > 0
                && digits < 8
                && (digits == 1 || d[from + 1] != '0')
                && d[p] == ']'
                && p + 1 == end;
    }

    /** BID or ASK of a compiled path, -1 where it is no side. */
    int side(DocumentPath path) {
        if (path.isRoot()
                || path.segment(0).isIndex()
                || path.length() > 2
                || path.length() == 2 && !path.segment(1).isIndex()) {
            return NONE;
        }
        final String name = path.segment(0).name();
        return name.equals("bids") ? DecodedFrame.BID : name.equals("asks") ? DecodedFrame.ASK : NONE;
    }

    /** Reads {@code {bids, asks}}; false where that is not what stands there, or sides are not in their order. */
    boolean snapshot(DecodedFrame frame, int at) {
        out = frame;
        range = false;
        if (json.data[at] != '{') {
            return false;
        }
        int sides = 0;
        int p = json.space(at + 1);
        while (json.data[p] != '}') {
            final int close = json.stringEnd(p + 1);
            final int side = close - p == 5 ? sideName(p + 1) : NONE;
            p = json.space(json.space(close + 1) + 1);
            if (side >= 0) {
                if ((sides & 1 << side) != 0 || !whole(p, (byte) side)) {
                    return false;
                }
                sides |= 1 << side;
            }
            p = next(json.skip(p));
        }
        return sides == 3;
    }

    private int sideName(int p) {
        final byte[] d = json.data;
        if (d[p] == 'b' && d[p + 1] == 'i' && d[p + 2] == 'd' && d[p + 3] == 's') {
            return DecodedFrame.BID;
        }
        return d[p] == 'a' && d[p + 1] == 's' && d[p + 2] == 'k' && d[p + 3] == 's' ? DecodedFrame.ASK : NONE;
    }

    private boolean whole(int at, byte side) {
        if (json.data[at] != '[') {
            return false;
        }
        final int first = out.levelCount;
        int p = json.space(at + 1);
        while (json.data[p] != ']') {
            if (!row(p, true) || removed || amount == 0) {
                return false;
            }
            if (out.levelCount > first && !follows(side)) {
                return false;
            }
            add(side, DecodedFrame.SET);
            p = next(json.skip(p));
        }
        return true;
    }

    /** Bids descend, asks ascend (requirements, row 13). */
    private boolean follows(byte side) {
        final int before = out.levelCount - 1;
        final int order = out.levelPriceDecimals[before] == priceDecimals
                ? Long.compare(out.levelPrice[before], price)
                : BigDecimal.valueOf(out.levelPrice[before], out.levelPriceDecimals[before])
                        .compareTo(BigDecimal.valueOf(price, priceDecimals));
        return side == DecodedFrame.BID ? order > 0 : order < 0;
    }

    /** Reads the data of an insert, an update or a delete. */
    boolean delta(DecodedFrame frame, int at, byte side, boolean delete) {
        out = frame;
        range = false;
        if (json.data[at] == '{') {
            return one(at, side, delete);
        }
        if (json.data[at] != '[') {
            return delete && price(at, side);
        }
        int p = json.space(at + 1);
        final byte first = json.data[p];
        if (first != '[' && first != '{' && first != ']' && !delete) {
            return one(at, side, false);
        }
        while (json.data[p] != ']') {
            final boolean row = json.data[p] == '[' || json.data[p] == '{';
            if (row ? !one(p, side, delete) : !delete || !price(p, side)) {
                return false;
            }
            p = next(json.skip(p));
        }
        return true;
    }

    private boolean one(int at, byte side, boolean delete) {
        if (!row(at, !delete)) {
            return false;
        }
        add(side, delete || removed ? DecodedFrame.DELETE : DecodedFrame.SET);
        return true;
    }

    private boolean price(int at, byte side) {
        if (!number(at) || isNull) {
            return false;
        }
        takePrice();
        noAmount();
        add(side, DecodedFrame.DELETE);
        return true;
    }

    /** One level; {@link #removed} where its amount is null. */
    private boolean row(int at, boolean needsAmount) {
        noAmount();
        priceDecimals = Message.ABSENT;
        if (json.data[at] == '{') {
            return keyed(at) && priceDecimals != Message.ABSENT && (!needsAmount || amountDecimals != Message.ABSENT);
        }
        if (json.data[at] != '[') {
            return false;
        }
        int p = json.space(at + 1);
        if (json.data[p] == ']' || !number(p) || isNull) {
            return false;
        }
        takePrice();
        p = next(json.skip(p));
        if (json.data[p] == ']') {
            return !needsAmount;
        }
        if (!number(p) || !takeAmount()) {
            return false;
        }
        return json.data[next(json.skip(p))] == ']'; // exactly two
    }

    private boolean keyed(int at) {
        int p = json.space(at + 1);
        while (json.data[p] != '}') {
            final int from = p + 1;
            final int close = json.stringEnd(from);
            p = json.space(json.space(close + 1) + 1);
            if (is("price", from, close)) {
                if (priceDecimals != Message.ABSENT || !number(p) || isNull) {
                    return false;
                }
                takePrice();
            } else if (is("amount", from, close)) {
                if (amountDecimals != Message.ABSENT || !number(p) || !takeAmount()) {
                    return false;
                }
            }
            p = next(json.skip(p));
        }
        return true;
    }

    private boolean is(String word, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (json.data[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Behind a value: at the next one, or at the closing bracket. */
    private int next(int behind) {
        final int p = json.space(behind);
        return json.data[p] == ',' ? json.space(p + 1) : p;
    }

    /** A number, in quotes or not, or null. */
    private boolean number(int at) {
        final byte[] d = json.data;
        isNull = d[at] == 'n';
        if (isNull) {
            return true;
        }
        final boolean quoted = d[at] == '"';
        numberStart = quoted ? at + 1 : at;
        if (!quoted && d[at] != '-' && (d[at] < '0' || d[at] > '9')) {
            return false;
        }
        final int behind = number.read(d, numberStart, quoted);
        range |= behind == NumberReader.RANGE;
        if (behind < 0 || behind != (quoted ? json.stringEnd(numberStart) : json.scalar(at))) {
            return false;
        }
        numberLength = behind - numberStart;
        return true;
    }

    private void takePrice() {
        price = number.mantissa;
        priceDecimals = number.decimals;
        priceStart = numberStart;
        priceLength = numberLength;
    }

    private boolean takeAmount() {
        if (isNull) {
            amountDecimals = 0;
            removed = true;
            return true;
        }
        amount = number.mantissa;
        amountDecimals = number.decimals;
        amountStart = numberStart;
        amountLength = numberLength;
        return amount >= 0;
    }

    private void noAmount() {
        amount = 0;
        amountDecimals = Message.ABSENT;
        amountStart = 0;
        amountLength = -1;
        removed = false;
    }

    private void add(byte side, byte operation) {
        final int level = out.addLevel();
        out.levelPrice[level] = price;
        out.levelPriceDecimals[level] = priceDecimals;
        out.levelSize[level] = amount;
        out.levelSizeDecimals[level] = amountDecimals == Message.ABSENT ? 0 : amountDecimals;
        out.levelSide[level] = side;
        out.levelOperation[level] = operation;
        out.levelRowId[level] = 0;
        out.levelPriceStart[level] = priceStart;
        out.levelPriceLength[level] = priceLength;
        out.levelSizeStart[level] = amountStart;
        out.levelSizeLength[level] = amountLength;
    }
}
