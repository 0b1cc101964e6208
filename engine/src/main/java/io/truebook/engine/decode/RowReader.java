package io.truebook.engine.decode;

import io.truebook.engine.book.Orders;
import io.truebook.engine.venue.DecodeRules.Role;
import java.util.Arrays;

/**
 * Reads level rows straight into a frame's arrays. What does not look like rows is no error yet: the container may
 * belong to another kind of message. The table is marked, its levels are taken back, and the message that turns out to
 * want them reports it. One thread.
 */
final class RowReader {
    private final JsonBytes json;
    private final NumberReader number;
    private final Registers registers;
    private final SymbolTable symbols;
    private final PairReader pairs;
    private DecodedFrame out;

    /** Symbol of each level, for tables whose rows name it. */
    int[] levelSymbol = new int[64];

    private int badError;
    private int badAt;
    private int flags;

    private long price;
    private int priceDecimals;
    private int priceStart;
    private int priceLength;
    private long size;
    private int sizeDecimals;
    private int sizeStart;
    private int sizeLength;
    private int side;
    private int operation;
    private long id;
    private int symbol;
    private int orderStart;
    private int orderLength;

    RowReader(JsonBytes json, NumberReader number, Registers registers, SymbolTable symbols) {
        this.json = json;
        this.number = number;
        this.registers = registers;
        this.symbols = symbols;
        pairs = new PairReader(json, number, this);
    }

    void wrap(DecodedFrame frame) {
        out = frame;
        pairs.wrap(frame);
    }

    /** Reads the array at {@code p}; returns the position behind it, or that of a failure of JSON. */
    int rows(Plan.Table table, int p, int base) {
        final int register = base + table.register;
        final int from = out.levelCount;
        final Registers r = registers;
        if (r.type(register) != Registers.ABSENT) {
            return refuse(register, p, from, DecodedFrame.ERROR_BAD_VALUE, p);
        }
        if (json.data[p + 1] == ']') {
            r.set(register, Registers.ROWS, from, from);
            r.decimals[register] = 0;
            return p + 2;
        }
        final int end = read(table, p);
        if (end < 0) {
            return refuse(register, p, from, badError, badAt);
        }
        r.set(register, Registers.ROWS, from, out.levelCount);
        r.decimals[register] = flags;
        return end;
    }

    /** Adds the rows of the array at {@code p}; returns the position behind it, negative where they cannot be read. */
    int read(Plan.Table table, int p) {
        flags = 0;
        return table.pair || table.keyedPair ? pairs.read(table, p) : all(table, p);
    }

    /** What is missing in the rows read last, see {@link Registers#NO_PRICE}. */
    int flags() {
        return flags;
    }

    private int refuse(int register, int p, int from, int error, int at) {
        out.levelCount = from;
        registers.set(register, Registers.BAD_ROWS, at, 0);
        registers.decimals[register] = error;
        return json.skip(p);
    }

    int bad(int error, int at) {
        badError = error;
        badAt = at;
        return -1;
    }

    int bad(int at) {
        return bad(DecodedFrame.ERROR_BAD_VALUE, at);
    }

    int space(int p) {
        return json.data[p] <= ' ' ? json.space(p) : p;
    }

    int badNumber(int code, int at) {
        return bad(code == NumberReader.RANGE ? DecodedFrame.ERROR_NUMBER_RANGE : DecodedFrame.ERROR_BAD_VALUE, at);
    }

    /** Rows of any form. */
    int all(Plan.Table table, int p) {
        final byte[] d = json.data;
        int q = space(p + 1);
        if (d[q] == ']') {
            return q + 1;
        }
        if (d[q] != '[' && d[q] != '{') {
            // The container itself is one row.
            return table.positions == null ? bad(q) : row(table, p);
        }
        while (true) {
            if (d[q] == '[') {
                q = table.positions == null ? bad(q) : row(table, q);
            } else {
                q = table.keys == null || d[q] != '{' ? bad(q) : object(table, q);
            }
            if (q < 0) {
                return q;
            }
            q = space(q);
            if (d[q] == ']') {
                return q + 1;
            }
            if (d[q] != ',') {
                return bad(q);
            }
            q = space(q + 1);
        }
    }

    private void begin() {
        priceDecimals = Message.ABSENT;
        sizeDecimals = Message.ABSENT;
        side = -1;
        operation = DecodedFrame.SET;
        id = 0;
        symbol = -1;
        orderLength = 0;
    }

    private int row(Plan.Table table, int p) {
        final byte[] d = json.data;
        final Role[] positions = table.positions;
        begin();
        int index = 0;
        int q = space(p + 1);
        if (d[q] == ']') {
            return bad(q);
        }
        while (true) {
            final Role role = index < positions.length ? positions[index] : null;
            q = role == null ? skip(q) : member(table, role, q);
            if (q < 0) {
                return q;
            }
            index++;
            q = space(q);
            if (d[q] == ']') {
                break;
            }
            if (d[q] != ',') {
                return bad(q);
            }
            q = space(q + 1);
        }
        if (table.width != 0 && index != table.width) {
            return bad(q);
        }
        return commit(table, p) ? q + 1 : -1;
    }

    int object(Plan.Table table, int p) {
        final byte[] d = json.data;
        final Plan.KeySet keys = table.keys;
        begin();
        int before = -1;
        int q = space(p + 1);
        if (d[q] == '}') {
            return bad(q);
        }
        while (true) {
            if (d[q] != '"') {
                return bad(q);
            }
            final int found = keys.find(d, q + 1, before);
            if (found >= 0) {
                before = found;
                q = member(table, table.roles[found], space(q + 1 + keys.keys[found].length));
            } else {
                q = other(table, q);
            }
            if (q < 0) {
                return q;
            }
            q = space(q);
            if (d[q] == '}') {
                return commit(table, p) ? q + 1 : -1;
            }
            if (d[q] != ',') {
                return bad(q);
            }
            q = space(q + 1);
        }
    }

    /** A key that no pattern fits: unknown, or written with space before the colon. */
    private int other(Plan.Table table, int p) {
        final int end = json.stringEnd(p + 1);
        if (end < 0) {
            return bad(p);
        }
        final boolean escaped = json.escaped;
        int q = json.space(end + 1);
        if (json.data[q] != ':') {
            return bad(q);
        }
        q = json.space(q + 1);
        final int length = end - p - 1;
        final int found = table.keys.named(json.data, p + 1, length);
        if (found >= 0) {
            return member(table, table.roles[found], q);
        }
        // An escaped key might be one of ours; a venue that writes so is not understood rather than misread.
        return escaped ? bad(p) : skip(q);
    }

    private int skip(int p) {
        final int q = json.skip(p);
        return q < 0 ? bad(p) : q;
    }

    private int member(Plan.Table table, Role role, int p) {
        switch (role) {
            case PRICE, SIZE:
                return amount(table, role, p);
            case COUNT, ID:
                return integer(role, p);
            case ORDER:
                return order(p);
            default:
                return word(table, role, p);
        }
    }

    private int amount(Plan.Table table, Role role, int p) {
        final byte[] d = json.data;
        if (d[p] == 'n') {
            if (role == Role.SIZE && table.nullDeletes) {
                operation = DecodedFrame.DELETE;
            }
            return skip(p);
        }
        final boolean quoted = d[p] == '"';
        final int start = quoted ? p + 1 : p;
        final int q = number.read(d, start, quoted);
        if (q < 0) {
            return badNumber(q, start);
        }
        if (quoted && d[q] != '"') {
            return bad(q);
        }
        if (role == Role.PRICE) {
            if (priceDecimals != Message.ABSENT) {
                return bad(p);
            }
            price = number.mantissa;
            priceDecimals = number.decimals;
            priceStart = start;
            priceLength = q - start;
        } else {
            if (sizeDecimals != Message.ABSENT) {
                return bad(p);
            }
            size = number.mantissa;
            sizeDecimals = number.decimals;
            sizeStart = start;
            sizeLength = q - start;
        }
        return quoted ? q + 1 : q;
    }

    private int integer(Role role, int p) {
        final byte[] d = json.data;
        final boolean quoted = d[p] == '"';
        final int start = quoted ? p + 1 : p;
        final int q = number.read(d, start, quoted);
        if (q < 0) {
            return badNumber(q, start);
        }
        if (number.decimals != 0 || (quoted && d[q] != '"')) {
            return bad(q);
        }
        if (role == Role.ID) {
            id = number.mantissa;
        } else if (number.mantissa == 0) {
            operation = DecodedFrame.DELETE;
        }
        return quoted ? q + 1 : q;
    }

    /** An id is taken as it is written; one with escapes or longer than any known venue's is refused. */
    private int order(int p) {
        final byte[] d = json.data;
        final boolean quoted = d[p] == '"';
        orderStart = quoted ? p + 1 : p;
        final int end = quoted ? json.stringEnd(orderStart) : number.read(d, p, false);
        if (end < 0 || quoted && json.escaped) {
            return bad(p);
        }
        orderLength = end - orderStart;
        return quoted ? end + 1 : end;
    }

    private int word(Plan.Table table, Role role, int p) {
        final byte[] d = json.data;
        if (d[p] != '"') {
            return bad(p);
        }
        final int start = p + 1;
        final int end = json.stringEnd(start);
        if (end < 0) {
            return bad(p);
        }
        if (role == Role.SYMBOL) {
            symbol = symbols.resolve(json, start, end, json.escaped);
            return end + 1;
        }
        final Plan.Word[] words = role == Role.SIDE ? table.sides : table.operations;
        final int meaning = Plan.Word.meaning(words, d, start, end - start, -1);
        if (meaning < 0) {
            return bad(start);
        }
        if (role == Role.SIDE) {
            side = meaning;
        } else {
            operation = meaning;
        }
        return end + 1;
    }

    private boolean commit(Plan.Table table, int at) {
        switch (table.side) {
            case BID -> side = DecodedFrame.BID;
            case ASK -> side = DecodedFrame.ASK;
            case SIGN -> {
                side = sizeDecimals == Message.ABSENT || size == 0
                        ? -1
                        : size > 0 ? DecodedFrame.BID : DecodedFrame.ASK;
                size = Math.abs(size);
            }
            default -> {}
        }
        if (side < 0) {
            return bad(at) >= 0;
        }
        if (table.orders && (orderLength == 0 || orderLength > Orders.ID_BYTES)) {
            return bad(at) >= 0;
        }
        final boolean priced = priceDecimals != Message.ABSENT;
        if (priced && price == 0 && table.zeroPriceDeletes) {
            operation = DecodedFrame.DELETE;
        }
        if (!priced) {
            flags |= Registers.NO_PRICE;
        }
        if (sizeDecimals == Message.ABSENT) {
            size = 0;
            sizeDecimals = 0;
            sizeLength = -1;
            if (operation != DecodedFrame.DELETE) {
                flags |= Registers.NO_SIZE;
            }
        }
        final DecodedFrame f = out;
        final int level = f.addLevel();
        f.levelPrice[level] = priced ? price : 0;
        f.levelPriceDecimals[level] = priceDecimals;
        f.levelSize[level] = size;
        f.levelSizeDecimals[level] = sizeDecimals;
        f.levelSide[level] = (byte) side;
        f.levelOperation[level] = (byte) operation;
        f.levelRowId[level] = id;
        if (table.orders) {
            f.levelOrderStart[level] = orderStart;
            f.levelOrderLength[level] = orderLength;
        }
        if (table.wireText) {
            f.levelPriceStart[level] = priceStart;
            f.levelPriceLength[level] = priced ? priceLength : -1;
            f.levelSizeStart[level] = sizeStart;
            f.levelSizeLength[level] = sizeLength;
        }
        if (table.symbols) {
            if (level >= levelSymbol.length) {
                levelSymbol = Arrays.copyOf(levelSymbol, Math.max(level + 1, levelSymbol.length * 2));
            }
            levelSymbol[level] = symbol;
        }
        return true;
    }
}
