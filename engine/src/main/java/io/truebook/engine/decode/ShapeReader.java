package io.truebook.engine.decode;

import io.truebook.engine.book.Orders;
import io.truebook.engine.decode.Shape.Step;
import io.truebook.engine.venue.DecodeRules.Field;

/**
 * Walks a frame along the shapes known of it, straight into messages; see {@link Shape}. Whatever looks odd, were it a
 * symbol never seen, is left to the scan along the plan, which has the last word. One thread.
 */
final class ShapeReader {
    private static final Field[] FIELDS = Field.values();

    private final JsonBytes json;
    private final NumberReader number;
    private final RowReader rows;
    private final SymbolTable symbols;
    private final ChannelMap map;
    private final Emitter emitter;
    private final TimeReader times = new TimeReader();

    /** Fields that come before the elements which they are of. */
    private final Message ahead = new Message();

    private int connection;

    ShapeReader(
            JsonBytes json, NumberReader number, RowReader rows, SymbolTable symbols, ChannelMap map, Emitter emitter) {
        this.json = json;
        this.number = number;
        this.rows = rows;
        this.symbols = symbols;
        this.map = map;
        this.emitter = emitter;
    }

    /** True when a shape fitted: the frame is decoded. Otherwise {@code out} is as it was, cleared. */
    boolean read(Plan plan, int fromConnection, DecodedFrame out) {
        connection = fromConnection;
        final Shapes shapes = plan.shapes;
        final int count = shapes.count();
        for (int i = 0; i < count; i++) {
            final Shape shape = shapes.get(i);
            if (shape.steps[0].literal.at(json.data, 0)) {
                if (walk(shape, out)) {
                    shapes.used(i);
                    return true;
                }
                out.clear();
            }
        }
        return false;
    }

    private boolean walk(Shape shape, DecodedFrame out) {
        final byte[] d = json.data;
        final Step[] steps = shape.steps;
        final Plan.MessagePlan form = shape.message;
        if (shape.ahead) {
            ahead.clear();
            ahead.kind = form.kind;
            ahead.channel = form.channel;
        }
        Message message = form == null || shape.scope != null ? null : open(form, out);
        int from = 0;
        int flags = 0;
        int p = 0;
        for (int i = 0; i < steps.length; i++) {
            final Step step = steps[i];
            if (!step.literal.at(d, p)) {
                return false;
            }
            p += step.literal.length;
            switch (step.operation) {
                case Shape.NUMBER:
                    p = number(shape, step, p, message, out);
                    break;
                case Shape.TABLE:
                    if (d[p] != '[' || step.form != 0 && !hasForm(step, p)) {
                        return false;
                    }
                    if (d[p + 1] == ']') {
                        p += 2;
                    } else if (step.strict) {
                        p = KeyedPairs.all(d, p, step.table, out);
                    } else {
                        p = rows.read(step.table, p);
                        flags |= rows.flags();
                    }
                    break;
                case Shape.SYMBOL, Shape.TIME, Shape.WORD, Shape.TEXT:
                    p = text(step, p, message, out);
                    break;
                case Shape.SCALAR:
                    p = scalar(step, p);
                    break;
                case Shape.CONTAINER:
                    p = (d[p] == '[' || d[p] == '{') && (step.form == 0 || hasForm(step, p)) ? json.skip(p) : -1;
                    break;
                case Shape.ENTER:
                    if (form != null && step.scope == shape.scope) {
                        message = enter(shape, out);
                        from = out.levelCount;
                        flags = 0;
                    }
                    break;
                case Shape.LEAVE: {
                    if (form != null && step.scope == shape.scope && !close(form, message, from, flags, out)) {
                        return false;
                    }
                    final int q = json.space(p);
                    if (d[q] == ',') {
                        i = step.target;
                        p = json.space(q + 1);
                        if (form != null && steps[i].scope == shape.scope) {
                            message = enter(shape, out);
                            from = out.levelCount;
                            flags = 0;
                        }
                    }
                    break;
                }
                default: // END
                    return p == json.end
                            && (message == null || shape.scope != null || close(form, message, 0, flags, out));
            }
            if (p < 0) {
                return false;
            }
        }
        return false;
    }

    private static Message open(Plan.MessagePlan form, DecodedFrame out) {
        final Message message = out.add();
        message.kind = form.kind;
        message.channel = form.channel;
        return message;
    }

    private Message enter(Shape shape, DecodedFrame out) {
        if (!shape.ahead) {
            return open(shape.message, out);
        }
        final Message message = out.add();
        message.take(ahead);
        return message;
    }

    private boolean close(Plan.MessagePlan form, Message message, int from, int flags, DecodedFrame out) {
        final boolean closed = form.tables.length == 0
                || emitter.close(out, form, message, from, out.levelCount, flags, form.symbolic)
                        == DecodedFrame.ERROR_NONE;
        return closed && emitter.closeFields(out, form, message);
    }

    private boolean hasForm(Step step, int p) {
        final byte first = json.data[json.space(p + 1)];
        return (step.form == Shape.ROWS) == (first == '[' || first == '{' || first == ']');
    }

    /** Whether the text decides as it did in the frame that the shape was learnt from. */
    private boolean decides(Step step, int start, int length) {
        return step.only != null
                ? step.only.is(json.data, start, length)
                : Plan.Word.bits(step.decider.words, json.data, start, length) == step.bits;
    }

    private int scalar(Step step, int p) {
        final byte first = json.data[p];
        if (first == '[' || first == '{') {
            return -1;
        }
        final int end = json.scalar(p);
        if (step.decider == null || end < 0) {
            return end;
        }
        final int quote = first == '"' ? 1 : 0;
        final boolean same = (quote == 0 || !json.escaped) && decides(step, p + quote, end - p - 2 * quote);
        return same ? end : -1;
    }

    private int number(Shape shape, Step step, int p, Message message, DecodedFrame out) {
        final byte[] d = json.data;
        final boolean quoted = d[p] == '"';
        final int start = quoted ? p + 1 : p;
        final int end = number.read(d, start, quoted);
        if (end < 0 || quoted && d[end] != '"') {
            return -1;
        }
        if (step.decider != null && !decides(step, start, end - start)) {
            return -1;
        }
        final boolean kept = number(shape, step, step.field, message, end - start, out)
                && (step.more == null || number(shape, step, step.more, message, end - start, out));
        return kept ? quoted ? end + 1 : end : -1;
    }

    private boolean number(
            Shape shape, Step step, Plan.FieldPlan field, Message message, int length, DecodedFrame out) {
        switch (step.place) {
            case Shape.OWN:
                return keep(shape, field, message, length, out);
            case Shape.AHEAD:
                return keep(shape, field, ahead, length, out);
            default:
                for (int i = 0; i < out.messageCount(); i++) {
                    if (!keep(shape, field, out.message(i), length, out)) {
                        return false;
                    }
                }
                return true;
        }
    }

    /** The number read last, as a field. */
    private boolean keep(Shape shape, Plan.FieldPlan plan, Message message, int length, DecodedFrame out) {
        final long value = number.mantissa;
        final int decimals = number.decimals;
        final Field field = FIELDS[plan.field];
        switch (field) {
            case PRICE, SIZE, BID, BID_SIZE, ASK, ASK_SIZE, PRICE_INCREMENT, SIZE_INCREMENT:
            case OPEN, HIGH, LOW, CLOSE, VOLUME:
                final int index = plan.field - Field.PRICE.ordinal();
                // the sign is a matter of the field side
                message.mantissa[index] = index == Message.SIZE ? Math.abs(value) : value;
                message.decimals[index] = decimals;
                return true;
            case TIME:
                message.exchangeTimeNs = TimeReader.epoch(value, decimals, plan.unit);
                return message.exchangeTimeNs != TimeReader.BAD;
            case START:
                message.startNs = TimeReader.epoch(value, decimals, plan.unit);
                return message.startNs != TimeReader.BAD;
            case SIDE:
                message.side = value < 0 ? DecodedFrame.ASK : DecodedFrame.BID;
                return true;
            default:
                return decimals == 0 && whole(shape, field, value, message, length, out);
        }
    }

    private boolean whole(Shape shape, Field field, long value, Message message, int length, DecodedFrame out) {
        switch (field) {
            case FIRST_ID:
                message.firstId = value;
                message.present |= Message.HAS_FIRST_ID;
                return true;
            case LAST_ID:
                message.lastId = value;
                message.present |= Message.HAS_LAST_ID;
                return true;
            case PREVIOUS_ID:
                message.previousId = value;
                message.present |= Message.HAS_PREVIOUS_ID;
                return true;
            case CHECKSUM:
                message.checksum = value;
                message.present |= Message.HAS_CHECKSUM;
                return length < Digests.SHORTEST;
            case REQUEST_ID:
                message.requestId = value;
                message.present |= Message.HAS_REQUEST;
                return true;
            case TRADE_ID:
                message.tradeId = value;
                message.present |= Message.HAS_TRADE_ID;
                return true;
            case CONNECTION_SEQUENCE:
                out.connectionSequence = value;
                out.hasConnectionSequence = true;
                return true;
            case MAP_ID:
                return entry(shape, value, message);
            default:
                return small(field, value, message);
        }
    }

    /** The frame's id in the channel map: what it stands for is of the kind that it was of. */
    private boolean entry(Shape shape, long id, Message message) {
        final int entry = map.find(connection, id);
        final int channel = entry < 0 ? Shape.NO_CHANNEL : map.channel(entry);
        if (channel != shape.mappedChannel) {
            return false;
        }
        if (shape.message != null && shape.message.mapped) {
            message.symbol = map.symbol(entry);
            message.channel = channel;
        }
        return true;
    }

    private static boolean small(Field field, long value, Message message) {
        switch (field) {
            case DEPTH -> message.depth = (int) value;
            case PRICE_DECIMALS -> message.priceDecimals = (int) value;
            default -> message.sizeDecimals = (int) value;
        }
        return value >= 0 && value <= Emitter.MOST_SMALL;
    }

    private int text(Step step, int p, Message message, DecodedFrame out) {
        final byte[] d = json.data;
        if (d[p] != '"') {
            return step.operation == Shape.WORD || step.operation == Shape.TEXT ? literal(step, p, message, out) : -1;
        }
        final int end = json.stringEnd(p + 1);
        if (end < 0 || json.escaped || step.decider != null && !decides(step, p + 1, end - p - 1)) {
            return -1;
        }
        return text(step, p + 1, end, message, out) ? end + 1 : -1;
    }

    /** A value that stands bare: true, false or a number. */
    private int literal(Step step, int p, Message message, DecodedFrame out) {
        final byte first = json.data[p];
        if (first == '[' || first == '{' || first == 'n') {
            return -1;
        }
        final int end = json.scalar(p);
        if (end < 0 || step.decider != null && !decides(step, p, end - p)) {
            return -1;
        }
        return text(step, p, end, message, out) ? end : -1;
    }

    private boolean text(Step step, int start, int end, Message message, DecodedFrame out) {
        switch (step.place) {
            case Shape.OWN:
                return keep(step, start, end, message);
            case Shape.AHEAD:
                return keep(step, start, end, ahead);
            default:
                for (int i = 0; i < out.messageCount(); i++) {
                    if (!keep(step, start, end, out.message(i))) {
                        return false;
                    }
                }
                return true;
        }
    }

    private boolean keep(Step step, int start, int end, Message message) {
        switch (step.operation) {
            case Shape.SYMBOL:
                return symbol(step.field, start, end, message);
            case Shape.TIME:
                final long time = times.rfc3339(json.data, start, end - start);
                if (FIELDS[step.field.field] == Field.START) {
                    message.startNs = time;
                } else {
                    message.exchangeTimeNs = time;
                }
                return time != TimeReader.BAD;
            case Shape.TEXT:
                if (FIELDS[step.field.field] == Field.ORDER) {
                    message.orderStart = start;
                    message.orderLength = end - start;
                    return end > start && end - start <= Orders.ID_BYTES;
                }
                message.textStart = start;
                message.textLength = end - start;
                return true;
            default: // WORD
                final int meaning = Plan.Word.meaning(step.field.words, json.data, start, end - start, -1);
                switch (FIELDS[step.field.field]) {
                    case CHANNEL -> {
                        message.channel = meaning;
                        return true;
                    }
                    case INTERVAL -> message.intervalS = meaning;
                    case CLOSED -> message.closed = (byte) meaning;
                    default -> message.side = (byte) meaning;
                }
                return meaning >= 0;
        }
    }

    private boolean symbol(Plan.FieldPlan field, int start, int end, Message message) {
        int from = start;
        if (field.after != 0) {
            while (from < end && json.data[from] != field.after) {
                from++;
            }
            from = Math.min(from + 1, end);
        }
        message.symbolStart = from;
        message.symbolLength = end - from;
        message.symbol = symbols.known(json, from, end);
        return message.symbol >= 0;
    }
}
