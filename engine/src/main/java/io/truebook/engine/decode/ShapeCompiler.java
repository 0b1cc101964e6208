package io.truebook.engine.decode;

import io.truebook.engine.decode.Shape.Step;
import io.truebook.engine.venue.DecodeRules.Field;
import io.truebook.engine.venue.DecodeRules.TimeUnit;
import java.util.Arrays;

/**
 * Makes a {@link Shape} of a frame that has just been decoded along its plan: what the recorder noted, each value given
 * to the field that it became. Whatever a run of steps cannot say for certain has no shape. One thread.
 */
final class ShapeCompiler {
    private static final Field[] FIELDS = Field.values();
    private static final int NONE = -1;
    private static final int TWICE = -2;

    private final ShapeRecorder recorder;
    private final JsonBytes json;
    private final Registers registers;
    private final ChannelMap map;
    private final Emitter emitter;

    private final Plan.FieldPlan sequence = frameField(Field.CONNECTION_SEQUENCE);
    private final Plan.FieldPlan mapped = frameField(Field.MAP_ID);

    private Plan plan;
    private Plan.MessagePlan form;
    private Step[] steps;
    /** Where the elements that are messages begin and end, -1 where the frame is the message. */
    private int enter;

    private int leave;

    ShapeCompiler(ShapeRecorder recorder, JsonBytes json, Registers registers, ChannelMap map, Emitter emitter) {
        this.recorder = recorder;
        this.json = json;
        this.registers = registers;
        this.map = map;
        this.emitter = emitter;
    }

    private static Plan.FieldPlan frameField(Field field) {
        final Plan.FieldPlan plan = new Plan.FieldPlan();
        plan.field = field.ordinal();
        plan.words = new Plan.Word[0];
        return plan;
    }

    /** The shape of the frame emitted last, null where it has none. */
    Shape compile(Plan of, int connection) {
        plan = of;
        if (!recorder.finish(json.end) || !emitter.isUniform()) {
            return null;
        }
        form = emitter.chosen();
        if (form != null && form.kind == MessageKind.IGNORED) {
            if (form.fields.length > 0) {
                return null;
            }
            form = null;
        }
        if (!isPlain() || !findScope() || !isReadable() || !makeSteps() || !fields() || !tables()) {
            return null;
        }
        int channel = Shape.NO_CHANNEL;
        if (plan.channelMapId >= 0 && registers.type(plan.channelMapId) != Registers.ABSENT) {
            if (!frameNumber(plan.channelMapId, mapped, form == null ? null : form.scope)) {
                return null;
            }
            final int entry = map.find(connection, registers.mantissa[plan.channelMapId]);
            channel = entry < 0 ? Shape.NO_CHANNEL : map.channel(entry);
        }
        if (plan.connectionSequence >= 0
                && registers.type(plan.connectionSequence) != Registers.ABSENT
                && !isSequenceElsewhere()
                && !frameNumber(plan.connectionSequence, sequence, null)) {
            return null;
        }
        return new Shape(withoutAgain(), form, channel);
    }

    /** Forms whose fields act on the channel map, or of whose tables some name symbols, are the plan's. */
    private boolean isPlain() {
        if (form == null) {
            return true;
        }
        for (final Plan.FieldPlan field : form.fields) {
            final Field kind = FIELDS[field.field];
            if (kind == Field.MAP_ID || form.mapped && (kind == Field.SYMBOL || kind == Field.CHANNEL)) {
                return false;
            }
        }
        for (final Plan.Table table : form.tables) {
            if (table.symbols != form.symbolic) {
                return false;
            }
        }
        return true;
    }

    private boolean findScope() {
        enter = -1;
        leave = -1;
        final Plan.Scope scope = form == null ? null : form.scope;
        for (int i = 0; scope != null && i < recorder.steps; i++) {
            if (recorder.scopes[i] == scope && recorder.kinds[i] == ShapeRecorder.ENTER) {
                if (enter >= 0) {
                    return false;
                }
                enter = i;
            } else if (recorder.scopes[i] == scope && recorder.kinds[i] == ShapeRecorder.LEAVE) {
                leave = i;
            }
        }
        return scope == null || enter >= 0 && leave >= 0;
    }

    private boolean makeSteps() {
        steps = new Step[recorder.steps];
        for (int i = 0; i < steps.length; i++) {
            final Step step = new Step(Arrays.copyOfRange(json.data, recorder.literals[i], recorder.starts[i]));
            steps[i] = step;
            switch (recorder.kinds[i]) {
                case ShapeRecorder.ENTER -> {
                    step.operation = Shape.ENTER;
                    step.scope = recorder.scopes[i];
                }
                case ShapeRecorder.LEAVE -> {
                    step.operation = Shape.LEAVE;
                    step.scope = recorder.scopes[i];
                    step.target = recorder.targets[i];
                }
                case ShapeRecorder.SCALAR, ShapeRecorder.AGAIN -> {
                    final int read = recorder.kinds[i] == ShapeRecorder.AGAIN ? recorder.targets[i] : i;
                    steps[read].operation = Shape.SCALAR;
                    if (!decider(steps[read], recorder.nodes[i], read)) {
                        return false;
                    }
                }
                case ShapeRecorder.CONTAINER -> {
                    step.operation = Shape.CONTAINER;
                    if (recorder.nodes[i] != null) {
                        container(step, recorder.nodes[i], recorder.starts[i]);
                    }
                }
                default -> step.operation = Shape.END;
            }
        }
        return true;
    }

    /** A value whose words decide must decide the same way in every frame of the shape. */
    private boolean decider(Step step, Plan.Node node, int read) {
        if (node == null || node.words.length == 0) {
            return true;
        }
        final int quote = json.data[recorder.starts[read]] == '"' ? 1 : 0;
        final int start = recorder.starts[read] + quote;
        final int length = recorder.ends[read] - quote - start;
        if (step.decider != null || isEscaped(start, length)) {
            return false;
        }
        step.decider = node;
        step.bits = Plan.Word.bits(node.words, json.data, start, length);
        for (final Plan.Word word : node.words) {
            if (word.is(json.data, start, length) && word.excludesOthers(node.words)) {
                step.only = word;
            }
        }
        return true;
    }

    private boolean isEscaped(int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (json.data[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether every container is read by one table or by nobody, and nothing in it decides anything or is a field of the
     * form. Asked before anything is made: what has no shape comes again and again, and must not allocate each time.
     */
    private boolean isReadable() {
        // once the frame itself is a message, nobody asks what its elements are
        final boolean whole = form != null && form.scope == null;
        for (int i = 0; i < recorder.steps; i++) {
            final Plan.Node node = recorder.nodes[i];
            if (recorder.kinds[i] != ShapeRecorder.CONTAINER || node == null) {
                continue;
            }
            final int tables = node.tables.length;
            if (node.scope != null && !whole || tables > 0 && form == null || tables > 1 && !isOneOnly(node)) {
                return false;
            }
            if (node.array() && !isIdle(node)) {
                return false;
            }
        }
        return true;
    }

    /** The form's table among those of the node, null for none. */
    private Plan.Table own(Plan.Node node) {
        for (final Plan.Table table : node.tables) {
            if (Arrays.asList(form.tables).contains(table)) {
                return table;
            }
        }
        return null;
    }

    /**
     * Whether rows of the form's table, price and size under their keys and nothing else, cannot be rows of any other
     * table here: those are of single orders, whose id stands under another key.
     */
    private boolean isOneOnly(Plan.Node node) {
        final Plan.Table own = own(node);
        if (own == null || !own.keyedPair) {
            return false;
        }
        for (final Plan.Table other : node.tables) {
            if (other != own && (!other.orders || other.keys == null || shareKeys(own, other))) {
                return false;
            }
        }
        return true;
    }

    private static boolean shareKeys(Plan.Table one, Plan.Table other) {
        for (final Plan.Key key : one.keys.keys) {
            if (other.keys.named(key.name, 0, key.name.length) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void container(Step step, Plan.Node node, int start) {
        if ((node.rows | node.row) != 0) {
            final byte first = json.data[json.space(start + 1)];
            step.form = first == '[' || first == '{' || first == ']' ? Shape.ROWS : Shape.ROW;
        }
        if (node.tables.length > 0) {
            step.operation = Shape.TABLE;
            step.strict = node.tables.length > 1;
            step.table = step.strict ? own(node) : node.tables[0];
        }
    }

    /** Whether nothing below the node matters to the form. */
    private boolean isIdle(Plan.Node node) {
        return areIdle(node.members)
                && areIdle(node.elements)
                && areIdle(node.fromEnd)
                && (node.any == null || isIdleItself(node.any) && isIdle(node.any));
    }

    private boolean areIdle(Plan.Node[] nodes) {
        boolean idle = true;
        for (final Plan.Node node : nodes) {
            idle = idle && (node == null || isIdleItself(node) && isIdle(node));
        }
        return idle;
    }

    private boolean isIdleItself(Plan.Node node) {
        boolean idle = node.scope == null
                && node.tables.length == 0
                && node.words.length == 0
                && (node.present | node.rows | node.row) == 0;
        // registers count anew in each scope: a number that only looks the same costs the shape, no more
        idle = idle
                && (node.register < 0
                        || node.register != plan.connectionSequence && node.register != plan.channelMapId);
        for (int i = 0; idle && form != null && i < form.fields.length; i++) {
            idle = form.fields[i].register != node.register;
        }
        return idle;
    }

    private boolean fields() {
        for (int i = 0; form != null && i < form.fields.length; i++) {
            final Plan.FieldPlan field = form.fields[i];
            final Plan.Scope scope = scopeOf(field);
            final int found = find(field.register, scope);
            if (found == NONE) {
                if (!field.optional) {
                    return false;
                }
            } else if (found < 0 || !give(steps[found], field, place(found, scope))) {
                return false;
            }
        }
        return true;
    }

    /** The step that reads a register of a scope, {@link #NONE} or {@link #TWICE}. */
    private int find(int register, Plan.Scope scope) {
        int found = NONE;
        for (int i = 0; i < steps.length; i++) {
            final byte kind = recorder.kinds[i];
            final boolean scalar = kind == ShapeRecorder.SCALAR || kind == ShapeRecorder.AGAIN;
            final Plan.Node node = recorder.nodes[i];
            if (scalar && node != null && node.register == register && recorder.scopes[i] == scope) {
                if (found != NONE) {
                    return TWICE;
                }
                found = kind == ShapeRecorder.AGAIN ? recorder.targets[i] : i;
            }
        }
        return found;
    }

    private Plan.Scope scopeOf(Plan.FieldPlan field) {
        if (field.up < 0) {
            return null;
        }
        Plan.Scope scope = form.scope;
        for (int i = 0; i < field.up; i++) {
            scope = scope.parent;
        }
        return scope;
    }

    /** Which messages a field read by the step belongs to; negative where a run of steps cannot say it. */
    private int place(int step, Plan.Scope scope) {
        if (scope == form.scope) {
            return Shape.OWN;
        }
        if (step < enter) {
            return Shape.AHEAD;
        }
        // behind the elements: of all messages only where the frame as a whole says it, and rows name no symbols
        return step > leave && scope == null && !form.symbolic ? Shape.BACK : -1;
    }

    private boolean give(Step step, Plan.FieldPlan field, int place) {
        final byte operation = operation(field);
        if (place < 0 || step.operation != Shape.SCALAR && step.operation != operation) {
            return false;
        }
        if (step.field == null) {
            step.operation = operation;
            step.field = field;
            step.place = (byte) place;
            return true;
        }
        if (operation != Shape.NUMBER || step.more != null || step.place != place) {
            return false;
        }
        step.more = field;
        return true;
    }

    private static byte operation(Plan.FieldPlan field) {
        return switch (FIELDS[field.field]) {
            case SYMBOL -> Shape.SYMBOL;
            case TEXT, ORDER -> Shape.TEXT;
            case CHANNEL, INTERVAL, CLOSED -> Shape.WORD;
            case SIDE -> field.words.length > 0 ? Shape.WORD : Shape.NUMBER;
            case TIME, START -> field.unit == TimeUnit.RFC3339 ? Shape.TIME : Shape.NUMBER;
            default -> Shape.NUMBER;
        };
    }

    /** The tables of the form, each once, and no other: another's levels would lie among ours. */
    private boolean tables() {
        int present = 0;
        for (int i = 0; i < steps.length; i++) {
            final Plan.Table table = steps[i].table;
            if (table == null) {
                continue;
            }
            if (!Arrays.asList(form.tables).contains(table) || recorder.scopes[i] != form.scope) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (steps[j].table == table) {
                    return false;
                }
            }
            present++;
        }
        return form == null || present == form.tables.length || form.someTables && present > 0;
    }

    /** Whether the form itself says where the connection's counter stands in it, if anywhere. */
    private boolean isSequenceElsewhere() {
        for (int i = 0; form != null && i < form.fields.length; i++) {
            if (FIELDS[form.fields[i].field] == Field.CONNECTION_SEQUENCE) {
                return true;
            }
        }
        return false;
    }

    /** A number of the whole frame, for the messages of a scope, or for the frame itself. */
    private boolean frameNumber(int register, Plan.FieldPlan field, Plan.Scope scope) {
        final int found = find(register, null);
        if (found < 0 || registers.type(register) != Registers.NUMBER || registers.decimals[register] != 0) {
            return false;
        }
        // what is checked must be checked where there are no elements, too
        return (scope == null || found < enter) && give(steps[found], field, scope == null ? Shape.OWN : Shape.AHEAD);
    }

    /** Steps that read a value a second time have told the first one what it is. */
    private Step[] withoutAgain() {
        final Step[] left = new Step[steps.length];
        final int[] moved = new int[steps.length];
        int count = 0;
        for (int i = 0; i < steps.length; i++) {
            moved[i] = count;
            if (recorder.kinds[i] != ShapeRecorder.AGAIN) {
                left[count++] = steps[i];
            }
        }
        for (int i = 0; i < count; i++) {
            left[i].target = left[i].operation == Shape.LEAVE ? moved[left[i].target] : 0;
        }
        return Arrays.copyOf(left, count);
    }
}
