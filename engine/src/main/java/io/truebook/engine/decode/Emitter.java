package io.truebook.engine.decode;

import io.truebook.engine.book.Orders;
import io.truebook.engine.venue.DecodeRules;
import io.truebook.engine.venue.DecodeRules.Field;
import io.truebook.engine.venue.DecodeRules.TimeUnit;
import java.util.Arrays;

/**
 * From registers to messages, once the whole frame has been read: which forms match, what their fields say, which
 * levels are theirs. One thread.
 */
final class Emitter {
    private static final Field[] FIELDS = Field.values();
    /** More decimals or levels than any venue could mean. */
    static final int MOST_SMALL = 1_000_000;

    private final JsonBytes json;
    private final Registers registers;
    private final RowReader rows;
    private final SymbolTable symbols;
    private final ChannelMap map;
    private final boolean discover;
    private final TimeReader times = new TimeReader();
    private final RowGroups groups = new RowGroups();

    private DecodedFrame out;
    private int connection;
    /** Entry of the channel map that the frame names; negative when it names none, or an unknown one. */
    private int entry;

    /** The form of the frame's messages; where they have more than one, no shape can say it. */
    private Plan.MessagePlan chosen;

    private int chosenCount;
    private boolean mixed;

    private long mapId;
    private boolean mapNamed;
    private int mapStart;
    private int mapLength;

    Emitter(
            JsonBytes json,
            Registers registers,
            RowReader rows,
            SymbolTable symbols,
            ChannelMap map,
            boolean discover) {
        this.json = json;
        this.registers = registers;
        this.rows = rows;
        this.symbols = symbols;
        this.map = map;
        this.discover = discover;
    }

    void emit(Plan plan, int fromConnection, DecodedFrame frame) {
        out = frame;
        connection = fromConnection;
        final Registers r = registers;
        final int sequence = plan.connectionSequence;
        if (sequence >= 0 && r.type(sequence) == Registers.NUMBER && r.decimals[sequence] == 0) {
            frame.connectionSequence = r.mantissa[sequence];
            frame.hasConnectionSequence = true;
        }
        chosen = null;
        chosenCount = 0;
        mixed = false;
        findEntry(plan);
        final long seen = r.frameSeen;
        boolean known = false;
        final Plan.MessagePlan[] candidates = plan.candidates(seen);
        for (int i = 0; candidates[i] != null; i++) {
            final Plan.MessagePlan message = candidates[i];
            if (message.scope != null) {
                known |= message.frameNeed != 0;
            } else if (fits(message, seen)) {
                if (!one(message, -1) || !message.more) {
                    return;
                }
                known = true;
            }
        }
        if (r.elements > 0 && !elements(candidates)) {
            return;
        }
        if (!known && frame.messageCount() == 0) {
            frame.clearMessages();
            frame.status = DecodedFrame.UNKNOWN;
        }
    }

    private void findEntry(Plan plan) {
        final int register = plan.channelMapId;
        mapNamed = register >= 0 && registers.type(register) == Registers.NUMBER && registers.decimals[register] == 0;
        entry = -1;
        if (mapNamed) {
            mapId = registers.mantissa[register];
            mapStart = registers.start(register);
            mapLength = registers.length(register);
            entry = map.find(connection, mapId);
        }
    }

    private boolean fits(Plan.MessagePlan message, long seen) {
        return (seen & message.need) == message.need
                && (seen & message.forbid) == 0
                && (!message.mapped
                        || (mapNamed && (entry < 0 || message.channel < 0 || map.channel(entry) == message.channel)));
    }

    private boolean elements(Plan.MessagePlan[] candidates) {
        final Registers r = registers;
        for (int element = 0; element < r.elements; element++) {
            long seen = r.frameSeen;
            for (int e = element; e >= 0; e = r.elementParent[e]) {
                seen |= r.elementSeen[e];
            }
            boolean expected = false;
            boolean matched = false;
            for (int i = 0; candidates[i] != null; i++) {
                final Plan.MessagePlan message = candidates[i];
                if (message.scope == null || message.scope.index != r.elementScope[element]) {
                    continue;
                }
                if (fits(message, seen)) {
                    if (!one(message, element)) {
                        return false;
                    }
                    matched = true;
                    break;
                }
                expected |= message.frameNeed != 0;
            }
            if (expected && !matched) {
                // The frame is of a kind we know, and part of it is not: using the rest would lose that part silently.
                return fail(DecodedFrame.ERROR_BAD_VALUE, r.elementAt[element]);
            }
        }
        return true;
    }

    private boolean fail(int error, int at) {
        out.malformed(error, at);
        return false;
    }

    /** The form of every message of the frame emitted last, null where there is none. */
    Plan.MessagePlan chosen() {
        return chosen;
    }

    /** Whether every element of the form's scope became a message of the form. */
    boolean isUniform() {
        int elements = 0;
        for (int i = 0; chosen != null && chosen.scope != null && i < registers.elements; i++) {
            elements += registers.elementScope[i] == chosen.scope.index ? 1 : 0;
        }
        return !mixed && (chosen == null || chosen.scope == null || elements == chosenCount);
    }

    private boolean one(Plan.MessagePlan plan, int element) {
        mixed |= chosenCount++ > 0 && chosen != plan;
        chosen = plan;
        if (plan.kind == MessageKind.IGNORED && plan.fields.length == 0) {
            return true;
        }
        final Message message = out.add();
        message.kind = plan.kind;
        message.channel = plan.channel;
        if (plan.mapped && !mapped(plan, message)) {
            return false;
        }
        final int own = element < 0 ? 0 : registers.elementBase[element];
        for (final Plan.FieldPlan field : plan.fields) {
            final int base = field.up == 0 ? own : base(field.up, element);
            if (!field(field, base + field.register, element, message)) {
                return false;
            }
        }
        if (plan.tables.length > 0 && !levels(plan, element, own, message)) {
            return false;
        }
        if (!closeFields(out, plan, message)) {
            return fail(DecodedFrame.ERROR_MISSING_FIELD, element < 0 ? 0 : registers.elementAt[element]);
        }
        if (plan.kind == MessageKind.IGNORED) {
            out.removeLast();
        }
        return true;
    }

    private int base(int up, int element) {
        if (up < 0) {
            return 0;
        }
        int e = element;
        for (int i = 0; i < up; i++) {
            e = registers.elementParent[e];
        }
        return registers.elementBase[e];
    }

    private boolean mapped(Plan.MessagePlan plan, Message message) {
        if (entry < 0 && discover) {
            final byte[] name = Long.toString(mapId).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            final int known = symbols.find(name, 0, name.length);
            final int symbol = known >= 0 ? known : symbols.discover(name, 0, name.length);
            entry = map.put(connection, mapId, symbol, plan.channel);
            message.symbolStart = mapStart;
            message.symbolLength = mapLength;
        }
        if (entry < 0) {
            out.clearMessages();
            out.status = DecodedFrame.UNKNOWN;
            out.error = DecodedFrame.ERROR_UNKNOWN_CHANNEL;
            out.errorOffset = 0;
            return false;
        }
        message.symbol = map.symbol(entry);
        message.channel = map.channel(entry);
        return true;
    }

    private boolean field(Plan.FieldPlan plan, int register, int element, Message message) {
        final Registers r = registers;
        final byte type = r.type(register);
        if (type == Registers.ABSENT || type == Registers.NULL) {
            if (FIELDS[plan.field] == Field.CONNECTION_SEQUENCE) {
                // what stands in the usual place of every frame is something else in this one
                out.connectionSequence = 0;
                out.hasConnectionSequence = false;
            }
            return plan.optional || fail(DecodedFrame.ERROR_MISSING_FIELD, element < 0 ? 0 : r.elementAt[element]);
        }
        final int at = r.start(register);
        if (type == Registers.TWICE || type == Registers.OTHER) {
            return fail(DecodedFrame.ERROR_BAD_VALUE, at);
        }
        switch (FIELDS[plan.field]) {
            case SYMBOL:
                symbol(plan, register, message);
                return true;
            case CHANNEL:
                message.channel = meaning(plan, register);
                return true;
            case SIDE:
                return side(plan, register, message);
            case TIME:
                message.exchangeTimeNs = time(plan, register);
                return message.exchangeTimeNs != TimeReader.BAD || fail(DecodedFrame.ERROR_BAD_VALUE, at);
            case START:
                message.startNs = time(plan, register);
                return message.startNs != TimeReader.BAD || fail(DecodedFrame.ERROR_BAD_VALUE, at);
            case INTERVAL:
                message.intervalS = meaning(plan, register);
                return message.intervalS > 0 || fail(DecodedFrame.ERROR_BAD_VALUE, at);
            case CLOSED:
                message.closed = (byte) meaning(plan, register);
                return message.closed >= 0 || fail(DecodedFrame.ERROR_BAD_VALUE, at);
            case ORDER:
                message.orderStart = at;
                message.orderLength = r.length(register);
                return type != Registers.ESCAPED && message.orderLength > 0 && message.orderLength <= Orders.ID_BYTES
                        || fail(DecodedFrame.ERROR_BAD_VALUE, at);
            case TEXT:
                message.textStart = at;
                message.textLength = r.length(register);
                return true;
            default:
                return number(plan, register, message);
        }
    }

    private void symbol(Plan.FieldPlan plan, int register, Message message) {
        int start = registers.start(register);
        final int end = start + registers.length(register);
        if (plan.after != 0) {
            int p = start;
            while (p < end && json.data[p] != plan.after) {
                p++;
            }
            start = Math.min(p + 1, end);
        }
        message.symbolStart = start;
        message.symbolLength = end - start;
        message.symbol = symbols.resolve(json, start, end, registers.type(register) == Registers.ESCAPED);
    }

    private int meaning(Plan.FieldPlan plan, int register) {
        return Plan.Word.meaning(plan.words, json.data, registers.start(register), registers.length(register), -1);
    }

    private boolean side(Plan.FieldPlan plan, int register, Message message) {
        if (plan.words.length == 0) {
            if (registers.type(register) != Registers.NUMBER) {
                return fail(DecodedFrame.ERROR_BAD_VALUE, registers.start(register));
            }
            message.side = registers.mantissa[register] < 0 ? DecodedFrame.ASK : DecodedFrame.BID;
            return true;
        }
        final int side = meaning(plan, register);
        message.side = (byte) side;
        return side >= 0 || fail(DecodedFrame.ERROR_BAD_VALUE, registers.start(register));
    }

    private long time(Plan.FieldPlan plan, int register) {
        final Registers r = registers;
        long ns = TimeReader.BAD;
        if (plan.unit == TimeUnit.RFC3339) {
            if (r.type(register) == Registers.TEXT) {
                ns = times.rfc3339(json.data, r.start(register), r.length(register));
            }
        } else if (r.type(register) == Registers.NUMBER) {
            ns = TimeReader.epoch(r.mantissa[register], r.decimals[register], plan.unit);
        }
        return ns;
    }

    private boolean number(Plan.FieldPlan plan, int register, Message message) {
        final Registers r = registers;
        if (FIELDS[plan.field] == Field.CHECKSUM
                && r.length(register) >= Digests.SHORTEST
                && Digests.read(json.data, r.start(register), r.length(register), message)) {
            return true;
        }
        if (r.type(register) != Registers.NUMBER) {
            // A text where we want a number: an id of ours that is a text is simply not ours.
            return plan.optional && r.type(register) != Registers.RANGE
                    || fail(
                            r.type(register) == Registers.RANGE
                                    ? DecodedFrame.ERROR_NUMBER_RANGE
                                    : DecodedFrame.ERROR_BAD_VALUE,
                            r.start(register));
        }
        final long value = r.mantissa[register];
        final Field field = FIELDS[plan.field];
        if (field.ordinal() >= Field.PRICE.ordinal() && field.ordinal() <= Field.VOLUME.ordinal()) {
            final int index = field.ordinal() - Field.PRICE.ordinal();
            // A venue that puts the side into the sign of a trade's size has told it to the field side.
            message.mantissa[index] = index == Message.SIZE ? Math.abs(value) : value;
            message.decimals[index] = r.decimals[register];
            return true;
        }
        if (r.decimals[register] != 0) {
            return fail(DecodedFrame.ERROR_BAD_VALUE, r.start(register));
        }
        switch (field) {
            case FIRST_ID -> {
                message.firstId = value;
                message.present |= Message.HAS_FIRST_ID;
            }
            case LAST_ID -> {
                message.lastId = value;
                message.present |= Message.HAS_LAST_ID;
            }
            case PREVIOUS_ID -> {
                message.previousId = value;
                message.present |= Message.HAS_PREVIOUS_ID;
            }
            case CHECKSUM -> {
                message.checksum = value;
                message.present |= Message.HAS_CHECKSUM;
            }
            case REQUEST_ID -> {
                message.requestId = value;
                message.present |= Message.HAS_REQUEST;
            }
            case TRADE_ID -> {
                message.tradeId = value;
                message.present |= Message.HAS_TRADE_ID;
            }
            case CONNECTION_SEQUENCE -> {
                out.connectionSequence = value;
                out.hasConnectionSequence = true;
            }
            case MAP_ID -> bind(value, message);
            default -> {
                return small(field, value, register, message);
            }
        }
        return true;
    }

    private boolean small(Field field, long value, int register, Message message) {
        if (value < 0 || value > MOST_SMALL) {
            return fail(DecodedFrame.ERROR_NUMBER_RANGE, registers.start(register));
        }
        switch (field) {
            case DEPTH -> message.depth = (int) value;
            case PRICE_DECIMALS -> message.priceDecimals = (int) value;
            default -> message.sizeDecimals = (int) value;
        }
        return true;
    }

    /** An acknowledgement binds or frees an id; the loader puts this field behind symbol and channel. */
    private void bind(long id, Message message) {
        message.mapId = id;
        message.present |= Message.HAS_MAP_ID;
        if (message.kind == MessageKind.UNSUBSCRIBED) {
            final int bound = map.find(connection, id);
            if (bound >= 0) {
                message.symbol = map.symbol(bound);
                message.channel = map.channel(bound);
                map.remove(connection, id);
            }
        } else {
            map.put(connection, id, message.symbol, message.channel);
        }
    }

    /** What follows from all fields together; false where one is missing. */
    boolean closeFields(DecodedFrame frame, Plan.MessagePlan plan, Message message) {
        if (plan.intervalS != 0) {
            message.intervalS = plan.intervalS;
        }
        return plan.order < 0 || order(frame, plan, message);
    }

    /** The one order that the fields tell of becomes the message's only row. */
    private static boolean order(DecodedFrame f, Plan.MessagePlan plan, Message message) {
        message.levelFrom = f.levelCount;
        message.levelTo = f.levelCount;
        if (plan.order == DecodeRules.Message.NO_CHANGE) {
            return true;
        }
        final boolean set = plan.order == DecodedFrame.SET;
        final boolean priced = message.decimals[Message.PRICE] != Message.ABSENT;
        final boolean sized = message.decimals[Message.SIZE] != Message.ABSENT;
        if (set && (message.side < 0 || !priced) || !sized && (set || plan.order == DecodedFrame.REDUCE)) {
            return false;
        }
        final int level = f.addLevel();
        f.levelPrice[level] = priced ? message.mantissa[Message.PRICE] : 0;
        f.levelPriceDecimals[level] = message.decimals[Message.PRICE];
        f.levelSize[level] = sized ? message.mantissa[Message.SIZE] : 0;
        f.levelSizeDecimals[level] = message.decimals[Message.SIZE];
        f.levelSide[level] = message.side;
        f.levelOperation[level] = (byte) plan.order;
        f.levelRowId[level] = 0;
        f.levelPriceLength[level] = -1;
        f.levelSizeLength[level] = -1;
        f.levelOrderStart[level] = message.orderStart;
        f.levelOrderLength[level] = message.orderLength;
        message.levelTo = f.levelCount;
        return true;
    }

    private boolean levels(Plan.MessagePlan plan, int element, int own, Message message) {
        final Registers r = registers;
        int from = Integer.MAX_VALUE;
        int to = 0;
        int sum = 0;
        int present = 0;
        int flags = 0;
        boolean symbolic = false;
        for (int i = 0; i < plan.tables.length; i++) {
            final int up = plan.tableUps[i];
            final int register = (up == 0 ? own : base(up, element)) + plan.tableRegisters[i];
            if (r.type(register) == Registers.BAD_ROWS) {
                return fail(r.decimals[register], r.start(register));
            }
            if (r.type(register) == Registers.ROWS) {
                present++;
                from = Math.min(from, r.start(register));
                to = Math.max(to, r.length(register));
                sum += r.length(register) - r.start(register);
                flags |= r.decimals[register];
                symbolic |= plan.tables[i].symbols;
            }
        }
        final int at = element < 0 ? 0 : r.elementAt[element];
        if (present == 0 || (!plan.someTables && present < plan.tables.length)) {
            return fail(DecodedFrame.ERROR_MISSING_FIELD, at);
        }
        if (sum != to - from) {
            // Levels of another message lie between ours: a frame that is two kinds at once is neither.
            return fail(DecodedFrame.ERROR_BAD_VALUE, at);
        }
        final int error = close(out, plan, message, from, to, flags, symbolic);
        return error == DecodedFrame.ERROR_NONE || fail(error, at);
    }

    /** Gives a message its levels, once all its fields are in place; returns what is wrong with them. */
    int close(
            DecodedFrame frame, Plan.MessagePlan plan, Message message, int from, int to, int flags, boolean symbolic) {
        if ((flags & Registers.NO_PRICE) != 0 && !plan.priceOptional
                || (flags & Registers.NO_SIZE) != 0 && plan.operation != DecodedFrame.DELETE) {
            return DecodedFrame.ERROR_MISSING_FIELD;
        }
        if (plan.operation >= 0) {
            Arrays.fill(frame.levelOperation, from, to, (byte) plan.operation);
        }
        message.levelFrom = from;
        message.levelTo = to;
        if (symbolic && from < to) {
            groups.split(frame, message, rows.levelSymbol);
        } else if (message.symbol == -1 && plan.symbolic) {
            return DecodedFrame.ERROR_MISSING_FIELD;
        }
        return DecodedFrame.ERROR_NONE;
    }
}
